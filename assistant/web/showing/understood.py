"""What was made of a question as escaped HTML: the query that was searched and what narrows it."""

import json
from collections.abc import Sequence
from datetime import date

from assistant.types import Filters
from assistant.web.showing.escaping import escape
from assistant.web.showing.messages import render_note
from assistant.web.showing.wording import counted, long_date, short_date, shortened

_READ = "Read out of your question"


def render_understood(
    question: str, query: str, filters: Filters, notes: Sequence[str] = (), *, as_of: date | None = None
) -> str:
    """What was made of a question: the query where it is another, the limits, the day; each can be changed or dropped.

    The element carries the limits as JSON, from which the page asks again.
    """
    chips = [_rewritten(query)] if query.split() != question.split() else []
    chips += [_as_of(as_of)] if as_of else []
    chips += [_limit(text, field, value, inferred=inferred) for field, value, text, inferred in _limits(filters)]
    below = "".join(render_note(note) for note in notes)
    narrow = '<button type="button" class="narrow edit-limits">Narrow</button>' if as_of else ""
    known = _known(filters, as_of)
    return (f'<div class="understood" {known}>{"".join(chips)}{narrow}</div>' if chips else "") + below


def render_searched(filters: Filters) -> str:
    """The limits within which it was searched, on a line of its own; nothing where there were none."""
    narrowing = ", ".join(text for _, _, text, _ in _limits(filters))
    hidden = f" ({counted(filters.outside, 'passage')} outside)" if filters.outside else ""
    hidden = ", then everything else" if filters.widened else hidden
    return f'<span class="searched-in">{escape(narrowing + hidden)}</span>' if narrowing else ""


def render_widening(filters: Filters) -> str:
    """Buttons that search again beyond the limits; nothing where there were none, or they were given up already."""
    if not filters.narrows or filters.widened:
        return ""
    ways = [("span", "Search all dates")] if filters.since or filters.until else []
    ways += [("names", "Search all outlets")] if filters.outlets or filters.authors else []
    ways = [("all", "Search the whole archive"), *ways] if len(ways) > 1 else ways
    buttons = "".join(f'<button type="button" class="drop" data-drop="{drop}">{text}</button>' for drop, text in ways)
    return f'<p class="widening">{buttons}</p>'


def _known(filters: Filters, as_of: date | None) -> str:
    limits = {
        "since": filters.since.isoformat() if filters.since else "",
        "until": filters.until.isoformat() if filters.until else "",
        "outlets": list(filters.outlets),
        "authors": list(filters.authors),
        "kind": filters.kind,
        "recency": filters.recency,
    }
    day = as_of.isoformat() if as_of else ""
    return f'data-limits="{escape(json.dumps(limits))}" data-as-of="{day}"'


def _limits(filters: Filters) -> list[tuple[str, str, str, bool]]:
    """Each limit: what it is of, its value, its wording, and whether it was inferred."""
    inferred = set(filters.inferred)
    found = []
    if span := _span(filters.since, filters.until):
        found.append(("span", "", span, bool({"since", "until"} & inferred)))
    found += [("outlets", outlet, outlet, "outlets" in inferred) for outlet in filters.outlets]
    return found + [("authors", author, f"by {author}", "authors" in inferred) for author in filters.authors]


def _span(since: date | None, until: date | None) -> str:
    if since and until:
        return short_date(since) if since == until else f"{short_date(since)} – {short_date(until)}"
    return f"from {long_date(since)}" if since else f"to {long_date(until)}" if until else ""


def _rewritten(query: str) -> str:
    return (
        f'<span class="understood-query" dir="auto">Understood as “{escape(shortened(query))}” '
        '<button type="button" class="drop cross" data-drop="query" title="Ask in your own words" '
        'aria-label="Ask in your own words instead"></button></span>'
    )


def _as_of(day: date) -> str:
    title = "The day the question is asked from"
    return f'<button type="button" class="edit-limits" title="{title}">As of {short_date(day)}</button>'


def _limit(text: str, field: str, value: str, *, inferred: bool) -> str:
    title = f' title="{_READ}"' if inferred else ""
    return (
        f'<span class="filter" dir="auto"{title}><button type="button" class="edit-limits">{escape(text)}</button>'
        f'<button type="button" class="drop cross" data-drop="{field}" data-value="{escape(value)}" '
        f'aria-label="Search without: {escape(text)}"></button></span>'
    )
