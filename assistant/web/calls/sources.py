"""What the source panel asks for: an article, the cited words marked."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError
from assistant.library.soundness import is_intact
from assistant.types import Article
from assistant.web.showing.articles import render_article, render_origin
from assistant.web.showing.escaping import Highlight
from assistant.web.showing.messages import render_failure

if TYPE_CHECKING:
    from assistant.chat import Assistant

_MOST = 100
"""Highlights in one article; an answer has far fewer citations."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What the panel shows: the article and where it comes from as HTML, its title as plain text."""

    title: str
    html: str
    origin: str = ""


def source_calls(assistant: "Assistant") -> list[Callable[..., Any]]:
    """The functions that the source panel calls."""

    def source(place: dict[str, Any]) -> dict[str, str]:
        return asdict(open_source(assistant, place))

    return [source]


def open_source(assistant: "Assistant", place: Mapping[str, Any]) -> Opened:
    """The article for the place that a citation's button names, the cited words marked.

    `place` comes from the browser: `article`, `version`, `hash` and `spans`, a list of `[start, end, number, active]`.
    Where the stored text is not the one that was cited, nothing is marked: a wrong highlight is worse than none.
    """
    try:
        article, newest = _cited(assistant, str(place["article"]), int(place["version"]))
        highlights = _highlights(place["spans"])
        damaged = not is_intact(article)
        changed = damaged or place["hash"] != article.content_hash
    except AssistantError as error:
        return Opened("This article cannot be opened", render_failure(str(error)))
    except (KeyError, TypeError, ValueError):
        return Opened("This article cannot be opened", render_failure("The page asked for no known article."))
    html = render_article(article, () if changed else highlights, newest=newest, changed=changed, damaged=damaged)
    return Opened(article.title or "Untitled article", html, render_origin(article))


def _cited(assistant: "Assistant", article_id: str, version: int) -> tuple[Article, Article]:
    """The cited version of an article and the newest one."""
    newest = assistant.article(article_id)
    return (newest if newest.version == version else assistant.article(article_id, version)), newest


def _highlights(spans: list[Any]) -> list[Highlight]:
    return [
        Highlight(int(start), int(end), number=int(number), active=bool(active))
        for start, end, number, active in spans[:_MOST]
    ]
