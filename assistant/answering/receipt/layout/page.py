"""A receipt as one HTML page that needs nothing else: for the screen, for paper, and with the JSON inside."""

from collections.abc import Iterable, Sequence
from html import escape as escape_html
from pathlib import Path
from string import Template

from assistant.answering.receipt.layout.visible import marked_pieces, visible, web_address
from assistant.answering.receipt.layout.wording import (
    HOW_TO_CHECK,
    Row,
    archive_rows,
    byline,
    citation_rows,
    making_rows,
    place_rows,
    question_rows,
    subtitle,
    support,
)
from assistant.answering.refusing import PHRASE, refusal_text
from assistant.types import Answer, Citation, Passage, Receipt, Sentence


def html_page(receipt: Receipt, *, inside: str = "") -> str:
    """The page. What articles say stands in it as text; it loads nothing and runs nothing.

    Args:
        receipt: what it shows.
        inside: HTML that stands unseen at its end.
    """
    answer = receipt.answer
    parts = [
        f'<header><p class="kicker">Receipt for an answer</p><h1 dir="auto">{escape(answer.question)}</h1>'
        f'<p class="when">{escape(subtitle(receipt))}</p></header>',
        _answer(answer),
        *([_section("Quotes", _listed(map(_citation, answer.citations)))] if answer.citations else []),
        *(
            [_section("Nearest passages", _listed(map(_passage, enumerate(answer.passages, start=1))))]
            if answer.passages
            else []
        ),
        _section("The question", _rows(question_rows(answer))),
        _section("How it was answered", _rows(making_rows(receipt)) + _raw(answer)),
        _section("The archive", _rows(archive_rows(receipt.archive))),
        _section(
            "Checking this receipt", f"<p>{escape(HOW_TO_CHECK)}</p>{_rows([('Receipt SHA-256', receipt.sha256)])}"
        ),
    ]
    page = Template((Path(__file__).parent / "receipt.html").read_text("utf-8"))
    return page.substitute(title=escape(answer.question), body="\n".join(parts), inside=inside)


def escape(text: str) -> str:
    """`text` as HTML that reads the same and does nothing."""
    return escape_html(visible(text))


def _answer(answer: Answer) -> str:
    if answer.refusal:
        reason = refusal_text(answer.refusal).removeprefix(PHRASE).strip()
        return f'<div class="answer"><p class="verdict">{PHRASE}</p><p>{escape(reason)}</p></div>'
    return f'<div class="answer">{"".join(map(_sentence, answer.sentences))}</div>'


def _sentence(sentence: Sentence) -> str:
    words = "".join(
        f"<mark>{escape(piece)}</mark>" if is_marked else escape(piece)
        for piece, is_marked in marked_pieces(sentence.text, sentence.marks)
    )
    numbers = "".join(f'<a href="#quote-{number}">{number}</a>' for number in sentence.citations)
    return (
        f'<p dir="auto">{words}<sup>{numbers}</sup> <span class="support {sentence.support}">'
        f"{escape(support(sentence))}</span></p>"
    )


def _citation(citation: Citation) -> str:
    return _entry(f"quote-{citation.number}", citation.number, citation, citation.quote, citation_rows(citation))


def _passage(numbered: tuple[int, Passage]) -> str:
    number, passage = numbered
    return _entry(f"passage-{number}", number, passage, passage.text, place_rows(passage))


def _entry(anchor: str, number: int, item: Citation | Passage, words: str, rows: Sequence[Row]) -> str:
    title = f'<p class="title" dir="auto">{escape(item.title)}</p>' if item.title else ""
    address = web_address(item.url)
    link = (
        f'<p class="address"><a href="{escape(address)}" rel="noreferrer">{escape(address)}</a></p>' if address else ""
    )
    return (
        f'<li id="{anchor}"><span class="number">{number}</span><div><p class="byline" dir="auto">'
        f'{escape(byline(item))}</p>{title}<blockquote dir="auto">{escape(words)}</blockquote>{link}{_rows(rows)}'
        "</div></li>"
    )


def _raw(answer: Answer) -> str:
    if not answer.raw:
        return ""
    return f'<p>What the model wrote, before it was checked:</p><pre dir="auto">{escape(answer.raw)}</pre>'


def _section(heading: str, body: str) -> str:
    return f"<section><h2>{escape(heading)}</h2>{body}</section>"


def _listed(entries: Iterable[str]) -> str:
    return f'<ol class="quotes">{"".join(entries)}</ol>'


def _rows(rows: Sequence[Row]) -> str:
    cells = (f'<dt>{escape(label)}</dt><dd dir="auto">{escape(words)}</dd>' for label, words in rows)
    return f"<dl>{''.join(cells)}</dl>"
