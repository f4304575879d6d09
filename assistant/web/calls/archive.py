"""What the view of the archive asks for: its articles listed, taken out and brought back."""

from collections.abc import Callable
from datetime import MAXYEAR, date
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError
from assistant.types import Listed
from assistant.web.showing.listing import (
    DEMO_NOTE,
    render_entry,
    render_gone,
    render_listed,
    render_outlets,
    render_removed,
    render_versions,
    render_years,
)
from assistant.web.showing.messages import render_note
from assistant.web.working.uploads import MOST_FILES

if TYPE_CHECKING:
    from assistant.chat import Assistant

Asked = dict[str, Any]
Call = Callable[[Asked], dict[str, Any]]

_AT_ONCE = 50
"""Articles that are listed at a time."""
_LONGEST = 500
"""Characters of a search that are heeded."""
_DIGITS = 10
"""A number of as many digits is none that the page sends."""
_BUSY = "An ingest is running. Articles can be removed and restored when it has ended."
_NONE = "No article has these words in its title, outlet, authors or id."
_EMPTY = "There are no articles yet."


def archive_calls(
    assistant: "Assistant", *, busy: Callable[[], bool], head: Callable[[], dict[str, Any]]
) -> list[Call]:
    """The functions that the list of articles calls; each gives `problem` where it cannot do what was asked.

    `busy` tells whether an ingest is under way, for which a removal would wait; `head` gives what the page shows of
    the archive outside of this view.
    """

    def open_archive(_: Asked) -> dict[str, Any]:
        return _told(lambda: _opened(assistant))

    def list_articles(asked: Asked) -> dict[str, Any]:
        return _told(lambda: _listed(assistant, asked))

    def article_versions(asked: Asked) -> dict[str, Any]:
        return _told(lambda: {"html": render_versions(assistant.versions(str(asked.get("article"))))})

    def remove_article(asked: Asked) -> dict[str, Any]:
        return {"problem": _BUSY} if busy() else _told(lambda: _removed(assistant, str(asked.get("article"))) | head())

    def restore_article(asked: Asked) -> dict[str, Any]:
        return {"problem": _BUSY} if busy() else _told(lambda: _restored(assistant, str(asked.get("article"))) | head())

    return [open_archive, list_articles, article_versions, remove_article, restore_article]


def _told(answer: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return answer()
    except AssistantError as error:
        return {"problem": str(error)}


def _opened(assistant: "Assistant") -> dict[str, Any]:
    """What the view shows around its list."""
    status = assistant.status()
    return {
        "note": render_note(DEMO_NOTE) if status.demo else "",
        "outlets": render_outlets(status.coverage),
        "years": render_years(status.coverage),
        "removed": render_removed(assistant.articles(removed=True)),
        "limit": assistant.settings.upload_limit,
        "most": MOST_FILES,
    }


def _listed(assistant: "Assistant", asked: Asked) -> dict[str, Any]:
    """The articles that were asked for, and whether there are more of them."""
    words, outlet = str(asked.get("words", "")), str(asked.get("outlet", ""))
    year, offset = _number(asked.get("year")), _number(asked.get("offset"))
    found = assistant.articles(
        words[:_LONGEST],
        outlet=outlet or None,
        since=date(year, 1, 1) if 0 < year <= MAXYEAR else None,
        until=date(year, 12, 31) if 0 < year <= MAXYEAR else None,
        limit=_AT_ONCE + 1,
        offset=offset,
    )
    html = render_listed(found[:_AT_ONCE], removable=not assistant.status().demo)
    if not found and not offset:
        html = f"<li>{render_note(_NONE if words.strip() or outlet or year else _EMPTY)}</li>"
    return {"html": html, "more": len(found) > _AT_ONCE, "shown": min(len(found), _AT_ONCE)}


def _removed(assistant: "Assistant", article_id: str) -> dict[str, Any]:
    if assistant.status().demo:
        return {"problem": DEMO_NOTE}
    title = assistant.article(article_id).title
    assistant.remove(article_id)
    return {"html": render_gone(article_id, title)}


def _restored(assistant: "Assistant", article_id: str) -> dict[str, Any]:
    assistant.restore(article_id)
    article = assistant.article(article_id)
    listed = Listed(
        article.id,
        article.title,
        article.outlet,
        article.authors,
        article.published,
        article.version,
        len(article.text),
        article.content_hash,
    )
    return {"html": render_entry(listed, removable=True)}


def _number(value: object) -> int:
    """What the browser sent for a number, 0 where it is none."""
    text = str(value or 0)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < _DIGITS else 0
