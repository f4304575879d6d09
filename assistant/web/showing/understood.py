"""What was made of a question as escaped HTML: the query that was searched and what narrows it."""

from collections.abc import Sequence

from assistant.types import Filters
from assistant.web.showing.escaping import escape
from assistant.web.showing.messages import render_note
from assistant.web.showing.wording import counted, long_date, shortened


def render_understood(question: str, query: str, filters: Filters, notes: Sequence[str] = ()) -> str:
    """What was made of a question, where that is not the question itself: the query and what narrows it."""
    chips = [_chip(text, field in filters.inferred) for field, text in _narrowing(filters)]
    if query.split() != question.split():
        chips.insert(0, f'<span class="understood-query" dir="auto">Understood as “{escape(shortened(query))}”</span>')
    below = "".join(render_note(note) for note in notes)
    return (f'<p class="understood">{"".join(chips)}</p>' if chips else "") + below


def render_searched(filters: Filters) -> str:
    """The limits within which it was searched, on a line of its own; nothing where there were none."""
    narrowing = ", ".join(text for _, text in _narrowing(filters))
    hidden = f" ({counted(filters.outside, 'passage')} outside)" if filters.outside else ""
    hidden = ", then everything else" if filters.widened else hidden
    return f'<span class="searched-in">{escape(narrowing + hidden)}</span>' if narrowing else ""


def _narrowing(filters: Filters) -> list[tuple[str, str]]:
    found = [("since", f"from {long_date(filters.since)}")] if filters.since else []
    found += [("until", f"to {long_date(filters.until)}")] if filters.until else []
    found += [("outlets", outlet) for outlet in filters.outlets]
    return found + [("authors", f"by {author}") for author in filters.authors]


def _chip(text: str, inferred: bool) -> str:
    title = ' title="Read out of your question"' if inferred else ""
    return f'<span class="filter" dir="auto"{title}>{escape(text)}</span>'
