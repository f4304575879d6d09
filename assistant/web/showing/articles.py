"""An article as the source panel shows it: who published it and when, its text, the quoted words marked."""

from collections.abc import Sequence

from assistant.language.notes import is_correction
from assistant.language.sentences import paragraph_spans
from assistant.types import Article, Span
from assistant.web.showing.escaping import Highlight, escape, highlight, web_address
from assistant.web.showing.wording import counted, short_date

_LONGEST = 200_000
"""Characters of an article that are shown at once; of a longer one, the part around the quoted words."""

_DAMAGED = (
    "This article is damaged: what the library keeps of it is not what was taken in, so no words are marked in it. "
    "Ingest it again, or restore the library from a backup."
)


def render_article(
    article: Article,
    highlights: Sequence[Highlight],
    *,
    newest: Article | None = None,
    changed: bool = False,
    damaged: bool = False,
) -> str:
    """`article` with the highlights at their exact offsets.

    `newest` is its newest version, where that is known; `changed` tells that this is not the text that was cited,
    `damaged` that it is not what was taken in.
    """
    return (
        f'<header class="source-head">{_title(article)}{_authors(article)}{_link(article)}</header>'
        f"{_notices(article, newest, changed, damaged)}{_body(article.text, highlights)}"
    )


def render_origin(article: Article) -> str:
    """Who published an article, and when."""
    outlet = f"<bdi>{escape(article.outlet or 'Unnamed outlet')}</bdi>"
    return f"{outlet} · {short_date(article.published)}"


def _title(article: Article) -> str:
    return f'<h2 class="source-headline" dir="auto">{escape(article.title or "Untitled article")}</h2>'


def _authors(article: Article) -> str:
    return (
        f'<p class="source-authors" dir="auto">By {escape(", ".join(article.authors))}</p>' if article.authors else ""
    )


def _link(article: Article) -> str:
    address = web_address(article.url)
    if not address:
        return ""
    return (
        f'<p class="source-link"><a href="{escape(address)}" target="_blank" rel="noopener noreferrer nofollow">'
        f"Read it where it was published</a></p>"
    )


def _notices(article: Article, newest: Article | None, changed: bool, damaged: bool) -> str:
    notices = [_correction(note) for note in article.corrections]
    if damaged:
        notices.append(_DAMAGED)
    elif changed:
        notices.append("The text has changed since it was cited, so the quoted words are not marked.")
    if newest and newest.version > article.version:
        notices.append(f"This article was changed later; you see version {article.version} of {newest.version}.")
        later = [note for note in newest.corrections if note not in article.corrections]
        notices += [f"In version {newest.version}: {_correction(note)}" for note in later]
    elif article.version > 1:
        notices.append(f"Version {article.version} of this article.")
    return "".join(f'<p class="notice" role="note" dir="auto">{escape(notice)}</p>' for notice in notices)


def _correction(note: str) -> str:
    return note if is_correction(note) else f"Correction: {note}"


def _body(text: str, highlights: Sequence[Highlight]) -> str:
    start, end = _window(text, highlights)
    paragraphs = "".join(
        f'<p dir="auto">{highlight(text, highlights, start=left + start, end=right + start)}</p>'
        for left, right in paragraph_spans(text[start:end])
    )
    return f'{_omitted(start, "before")}<div class="source-text">{paragraphs}</div>{_omitted(len(text) - end, "after")}'


def _window(text: str, highlights: Sequence[Highlight]) -> Span:
    """The part of a text that is shown, cut at line ends."""
    if len(text) <= _LONGEST:
        return 0, len(text)
    active = next((one for one in highlights if one.active), None)
    middle = active.start if active else 0
    start = max(0, min(middle - _LONGEST // 2, len(text) - _LONGEST))
    before = text.rfind("\n", 0, start) + 1 if start else 0
    after = text.find("\n", min(len(text), start + _LONGEST))
    return (before if start - before < _LONGEST else start), (after if 0 <= after < start + 2 * _LONGEST else len(text))


def _omitted(characters: int, where: str) -> str:
    if characters <= 0:
        return ""
    return f'<p class="omitted">{counted(characters, "character")} {where} this are not shown.</p>'
