"""The list of conversations as escaped HTML, by the day of their last answer."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from assistant.types import Conversation
from assistant.web.showing.escaping import escape

LISTED = 200
"""Conversations that are listed; a search finds the older ones."""


def render_conversations(conversations: Sequence[Conversation], *, now: datetime, words: str = "") -> str:
    """The conversations, the latest first, grouped as seen at `now`, in whose time zone their days are.

    `words` are what was searched for; where nothing was found, they are named.
    """
    if not conversations:
        return _nothing(words)
    groups = groupby(conversations[:LISTED], lambda one: describe_day(one.changed.astimezone(now.tzinfo), now))
    listed = "".join(_group(name, tuple(group)) for name, group in groups)
    more = len(conversations) - LISTED
    return listed + (f'<p class="kept-rest">{more:,} older ones are found by searching.</p>' if more > 0 else "")


def describe_day(moment: datetime, now: datetime) -> str:
    """When something was, as a heading: "Today", "Yesterday", "Earlier this month", "October 2026"."""
    day, today = moment.date(), now.date()
    if day >= today:
        return "Today"
    if day == today - timedelta(days=1):
        return "Yesterday"
    return "Earlier this month" if _month(day) == _month(today) else f"{day:%B %Y}"


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def _nothing(words: str) -> str:
    if words.strip():
        return f'<p class="kept-none">No conversation has “<bdi>{escape(words.strip())}</bdi>”.</p>'
    return '<p class="kept-none">What you ask is kept here, with its answers and their sources.</p>'


def _group(name: str, conversations: Sequence[Conversation]) -> str:
    items = "".join(map(_item, conversations))
    return f'<h3 class="label">{name}</h3><ul class="kept-group">{items}</ul>'


def _item(conversation: Conversation) -> str:
    title = escape(conversation.title)
    return (
        f'<li class="kept" data-conversation="{escape(conversation.id)}">'
        f'<a class="kept-link" href="#ask/{escape(conversation.id)}" title="{title}" dir="auto" '
        f'aria-keyshortcuts="F2 Delete">{title}</a>'
        f'<button type="button" class="kept-more" aria-haspopup="menu" aria-expanded="false" '
        f'aria-label="More for “{title}”">⋯</button></li>'
    )
