"""A receipt as Markdown: what articles say stands in it as text, and starts nothing."""

import re
from collections.abc import Iterable, Sequence

from assistant.answering.receipt.layout.visible import marked_pieces, visible, web_address
from assistant.answering.receipt.layout.wording import (
    HOW_TO_CHECK,
    Row,
    archive_rows,
    citation_rows,
    heading,
    making_rows,
    place_rows,
    question_rows,
    subtitle,
    support,
)
from assistant.answering.refusing import refusal_text
from assistant.types import Answer, Citation, Receipt, Sentence

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&^$])")
_STARTS = re.compile(r"^(\d{1,9})([.)])|^([-+=])")
_SCHEME = re.compile(r"(?<=[A-Za-z]):(?=//)|(?<=[wW]{3})\.")


def markdown_text(receipt: Receipt) -> str:
    """A receipt for readers, without the JSON."""
    answer = receipt.answer
    parts = [f"# {escape(answer.question)}", escape(subtitle(receipt)), *_answer(answer)]
    if answer.citations:
        parts += ["## Quotes", *(part for citation in answer.citations for part in _citation(citation))]
    if answer.passages:
        parts += ["## Nearest passages", *_nearest(answer)]
    parts += ["## The question", _rows(question_rows(answer)), "## How it was answered", _rows(making_rows(receipt))]
    if answer.raw:
        parts += ["What the model wrote, before it was checked:", _quoted(answer.raw)]
    parts += ["## The archive", _rows(archive_rows(receipt.archive))]
    parts += ["## Checking this receipt", escape(HOW_TO_CHECK), _rows([("Receipt SHA-256", receipt.sha256)])]
    return "\n\n".join(parts) + "\n"


def escape(text: str) -> str:
    """`text` on one line, as Markdown that reads the same: no links, pictures, HTML or emphasis of its own."""
    escaped = _SPECIAL.sub(r"\\\1", " ".join(visible(text).split()))
    return _SCHEME.sub(lambda found: "\\" + found.group(), escaped)


def _answer(answer: Answer) -> list[str]:
    if answer.refusal:
        return [f"**{escape(refusal_text(answer.refusal))}**"]
    return [_sentence(sentence) for sentence in answer.sentences]


def _sentence(sentence: Sentence) -> str:
    words = "".join(
        _bold(piece) if is_marked else _spaced(piece)
        for piece, is_marked in marked_pieces(sentence.text, sentence.marks)
    ).strip()
    numbers = "".join(f" \\[{number}\\]" for number in sentence.citations)
    return f"{_unlisted(words)}{numbers} *({escape(support(sentence))})*"


def _bold(piece: str) -> str:
    inner = escape(piece)
    before, after = " " * piece[:1].isspace(), " " * piece[-1:].isspace()
    return f"{before}**{inner}**{after}" if inner else before


def _spaced(piece: str) -> str:
    return " " * piece[:1].isspace() + escape(piece) + (" " * piece[-1:].isspace() if piece.strip() else "")


def _citation(citation: Citation) -> Iterable[str]:
    yield f"### \\[{citation.number}\\] {escape(heading(citation))}"
    yield _quoted(f"“{citation.quote}”")
    rows = citation_rows(citation)
    address = web_address(citation.url)
    yield _rows(rows) + (f"\n- Address: <{address}>" if address else "")


def _nearest(answer: Answer) -> Iterable[str]:
    for number, passage in enumerate(answer.passages, start=1):
        yield f"### Passage {number}: {escape(heading(passage))}"
        yield _quoted(passage.text)
        yield _rows(place_rows(passage))


def _quoted(text: str) -> str:
    return "\n".join(f"> {_unlisted(escape(line))}" for line in text.splitlines() if line.strip())


def _unlisted(line: str) -> str:
    """An escaped line whose beginning starts no list, rule or heading."""
    return _STARTS.sub(lambda found: f"{found[1] or ''}\\{found[2] or found[3]}", line)


def _rows(rows: Sequence[Row]) -> str:
    return "\n".join(f"- {label}: {escape(words)}" for label, words in rows)
