"""A timeline as escaped HTML: months, days, the quotes that tell of them."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from assistant.types import Citation, TimelineEntry
from assistant.web.plotting.tables import timeline_csv, timeline_markdown
from assistant.web.showing.citations import citation_button
from assistant.web.showing.escaping import escape
from assistant.web.showing.messages import render_note
from assistant.web.showing.wording import counted, long_date

NOTHING = "No article tells of this on a day that is sure. Try other words, or fewer of them."


def render_timeline(topic: str, entries: Sequence[TimelineEntry]) -> str:
    """The events of a topic by month, the earliest first, and the buttons to take them away."""
    if not entries:
        return render_note(NOTHING)
    months = "".join(
        f'<section class="month"><h3>{escape(month)}</h3><ol>{"".join(_entry(one) for one in told)}</ol></section>'
        for month, told in groupby(entries, key=lambda entry: f"{entry.event_date:%B} {entry.event_date.year}")
    )
    return (
        f'<div class="timeline places" data-name="timeline {escape(topic)}" data-csv="{escape(timeline_csv(entries))}" '
        f'data-markdown="{escape(timeline_markdown(topic, entries))}">'
        f'<p class="takeaway"><span class="found">{counted(len(entries), "event")}</span>'
        '<button type="button" class="plain copy-markdown">Copy as Markdown</button>'
        '<button type="button" class="plain save-markdown">Download Markdown</button>'
        f'<button type="button" class="plain save-csv">Download CSV</button></p>{months}</div>'
    )


def _entry(entry: TimelineEntry) -> str:
    return (
        f'<li class="event"><p class="event-day">{_days(entry.event_date, entry.until)}</p>'
        f'<div class="event-told"><p class="event-quote" dir="auto">“{escape(entry.citation.quote)}”</p>'
        f'<p class="event-source">{citation_button(entry.citation, brief=False)}</p>'
        f"{_others(entry.others)}</div></li>"
    )


def _days(first: date, last: date | None) -> str:
    since = f'<time datetime="{first}">{long_date(first)}</time>'
    return f'{since} <span>to <time datetime="{last}">{long_date(last)}</time></span>' if last else since


def _others(others: Sequence[Citation]) -> str:
    if not others:
        return ""
    told = "".join(
        f"<li>{citation_button(other, brief=False)}"
        f'<span class="event-other" dir="auto">“{escape(other.quote)}”</span></li>'
        for other in others
    )
    return (
        f"<details><summary>also in {counted(len(others), 'further report')}</summary>"
        f'<ul class="others">{told}</ul></details>'
    )
