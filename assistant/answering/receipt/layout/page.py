"""A receipt as one HTML page that needs nothing else: for the screen, for paper, and with the JSON inside."""

from collections.abc import Iterable, Sequence
from html import escape as escape_html
from pathlib import Path
from string import Template

from assistant.answering.receipt.layout.visible import marked_pieces, visible, web_address
from assistant.answering.receipt.layout.wording import (
    HOW_TO_CHECK,
    ONE_AT_A_TIME,
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

_NEXT = '\n</main>\n<main style="margin-top: 2rem; break-before: page">\n'


def html_page(receipt: Receipt, *, inside: str = "") -> str:
    """The page. What articles say stands in it as text; it loads nothing and runs nothing.

    Args:
        receipt: what it shows.
        inside: HTML that stands unseen at its end.
    """
    return _page(receipt.answer.question, _contents(receipt, HOW_TO_CHECK), inside=inside)


def html_pages(receipts: Sequence[Receipt], *, title: str) -> str:
    """One page that shows several receipts one below another."""
    numbered = enumerate(receipts, start=1)
    parts = [_contents(receipt, ONE_AT_A_TIME, prefix=f"answer-{number}-") for number, receipt in numbered]
    return _page(title, _NEXT.join(parts))


def _page(title: str, body: str, *, inside: str = "") -> str:
    page = Template((Path(__file__).parent / "receipt.html").read_text("utf-8"))
    return page.substitute(title=escape(title), body=body, inside=inside)


def _contents(receipt: Receipt, how_to_check: str, *, prefix: str = "") -> str:
    """What the page says of a receipt; `prefix` keeps its anchors apart from those of others."""
    answer = receipt.answer
    quotes = _listed(_citation(citation, prefix) for citation in answer.citations)
    passages = _listed(_passage(number, passage, prefix) for number, passage in enumerate(answer.passages, start=1))
    checking = f"<p>{escape(how_to_check)}</p>{_rows([('Receipt SHA-256', receipt.sha256)])}"
    parts = [
        f'<header><p class="kicker">Receipt for an answer</p><h1 dir="auto">{escape(answer.question)}</h1>'
        f'<p class="when">{escape(subtitle(receipt))}</p></header>',
        _answer(answer, prefix),
        *([_section("Quotes", quotes)] if answer.citations else []),
        *([_section("Nearest passages", passages)] if answer.passages else []),
        _section("The question", _rows(question_rows(answer))),
        _section("How it was answered", _rows(making_rows(receipt)) + _raw(answer)),
        _section("The archive", _rows(archive_rows(receipt.archive))),
        _section("Checking this receipt", checking),
    ]
    return "\n".join(parts)


def escape(text: str) -> str:
    """`text` as HTML that reads the same and does nothing."""
    return escape_html(visible(text))


def _answer(answer: Answer, prefix: str) -> str:
    if answer.refusal:
        reason = refusal_text(answer.refusal).removeprefix(PHRASE).strip()
        return f'<div class="answer"><p class="verdict">{PHRASE}</p><p>{escape(reason)}</p></div>'
    return f'<div class="answer">{"".join(_sentence(one, prefix) for one in answer.sentences)}</div>'


def _sentence(sentence: Sentence, prefix: str) -> str:
    words = "".join(
        f"<mark>{escape(piece)}</mark>" if is_marked else escape(piece)
        for piece, is_marked in marked_pieces(sentence.text, sentence.marks)
    )
    numbers = "".join(f'<a href="#{prefix}quote-{number}">{number}</a>' for number in sentence.citations)
    return (
        f'<p dir="auto">{words}<sup>{numbers}</sup> <span class="support {sentence.support}">'
        f"{escape(support(sentence))}</span></p>"
    )


def _citation(citation: Citation, prefix: str) -> str:
    anchor = f"{prefix}quote-{citation.number}"
    return _entry(anchor, citation.number, citation, citation.quote, citation_rows(citation))


def _passage(number: int, passage: Passage, prefix: str) -> str:
    return _entry(f"{prefix}passage-{number}", number, passage, passage.text, place_rows(passage))


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
