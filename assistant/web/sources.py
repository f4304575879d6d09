"""An article as the source panel shows it: who published it and when, its text, the quoted words marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError
from assistant.language.notes import is_correction
from assistant.language.sentences import paragraph_spans
from assistant.types import Article, Span
from assistant.web.escaping import Highlight, escape, highlight, web_address
from assistant.web.rendering import counted, render_failure, short_date

if TYPE_CHECKING:
    from assistant.chat import Assistant

_LONGEST = 200_000
"""Characters of an article that are shown at once; of a longer one, the part around the quoted words."""
_MOST = 100
"""Highlights in one article; an answer has far fewer citations."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What the panel shows: the article and where it comes from as HTML, its title as plain text."""

    title: str
    html: str
    origin: str = ""


def open_source(assistant: "Assistant", place: Mapping[str, Any]) -> Opened:
    """The article for the place that a citation's button names, the cited words marked.

    `place` comes from the browser: `article`, `version`, `hash` and `spans`, a list of `[start, end, number, active]`.
    Where the stored text is not the one that was cited, nothing is marked: a wrong highlight is worse than none.
    """
    try:
        article, newest = _cited(assistant, str(place["article"]), int(place["version"]))
        highlights = _highlights(place["spans"])
        changed = place["hash"] != article.content_hash
    except AssistantError as error:
        return Opened("This article cannot be opened", render_failure(str(error)))
    except (KeyError, TypeError, ValueError):
        return Opened("This article cannot be opened", render_failure("The page asked for no known article."))
    html = render_article(article, () if changed else highlights, newest=newest, changed=changed)
    return Opened(article.title or "Untitled article", html, render_origin(article))


def render_article(
    article: Article, highlights: Sequence[Highlight], *, newest: Article | None = None, changed: bool = False
) -> str:
    """`article` with the highlights at their exact offsets.

    `newest` is its newest version, where that is known; `changed` tells that this is not the text that was cited.
    """
    return (
        f'<header class="source-head">{_title(article)}{_authors(article)}{_link(article)}</header>'
        f"{_notices(article, newest, changed)}{_body(article.text, highlights)}"
    )


def render_origin(article: Article) -> str:
    """Who published an article, and when."""
    outlet = f"<bdi>{escape(article.outlet or 'Unnamed outlet')}</bdi>"
    return f"{outlet} · {short_date(article.published)}"


def _cited(assistant: "Assistant", article_id: str, version: int) -> tuple[Article, Article]:
    """The cited version of an article and the newest one."""
    newest = assistant.article(article_id)
    return (newest if newest.version == version else assistant.article(article_id, version)), newest


def _highlights(spans: list[Any]) -> list[Highlight]:
    return [
        Highlight(int(start), int(end), number=int(number), active=bool(active))
        for start, end, number, active in spans[:_MOST]
    ]


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


def _notices(article: Article, newest: Article | None, changed: bool) -> str:
    notices = [_correction(note) for note in article.corrections]
    if changed:
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
