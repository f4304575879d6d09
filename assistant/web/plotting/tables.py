"""Figures, events and counts as CSV and Markdown that people take away."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from assistant.language.cells import plain_cell
from assistant.types import Citation, Figure, TimelineEntry
from assistant.web.plotting.coverage import REST
from assistant.web.plotting.periods import Counted
from assistant.web.showing.wording import long_date, short_date

_FIGURES = ("figure", "value", "highest", "unit", "subject", "place", "as of", "status", "superseded", "outlet",
            "speaker", "published", "quote", "title", "url", "article")  # fmt: skip
_EVENTS = ("day", "until", "published", "outlet", "quote", "speaker", "title", "url", "article", "told by")


def figures_csv(group: Sequence[Figure]) -> str:
    """A group of figures, one a line, each with its quote."""
    rows = (
        (one.text, f"{one.value:.15g}", _number(one.highest), one.unit, one.subject, one.place, one.as_of, one.status,
         "yes" if one.superseded else "no", one.outlet, one.speaker, *_source(one.citation))
        for one in group
    )  # fmt: skip
    return _csv(_FIGURES, rows)


def timeline_csv(entries: Sequence[TimelineEntry]) -> str:
    """Events in their order, one report a line; the further reports of an event follow its first."""
    rows = (
        (entry.event_date, entry.until, one.published, one.outlet, one.quote, one.speaker, one.title, one.url,
         one.article_id, "further report" if place else "first report")
        for entry in entries
        for place, one in enumerate((entry.citation, *entry.others))
    )  # fmt: skip
    return _csv(_EVENTS, rows)


def timeline_markdown(topic: str, entries: Sequence[TimelineEntry]) -> str:
    """A timeline as a list: the day, the quote, who reported it when."""
    lines = [f"# Timeline: {_markdown(topic)}", ""]
    for entry in entries:
        days = long_date(entry.event_date) + (f" to {long_date(entry.until)}" if entry.until else "")
        told = [_told(one) for one in (entry.citation, *entry.others)]
        also = f" Also told by {'; '.join(told[1:])}." if entry.others else ""
        lines.append(f"- **{days}**: “{_markdown(entry.citation.quote)}” ({told[0]}).{also}")
    return "\n".join(lines) + "\n"


def coverage_csv(found: Counted) -> str:
    """Articles by period and outlet, one period a line."""
    names = [outlet or REST for outlet, _ in found.series]
    rows = (
        (period.first, period.last, total, *(counts[place] for _, counts in found.series))
        for place, (period, total) in enumerate(zip(found.periods, found.totals, strict=True))
    )
    return _csv(("first day", "last day", "articles", *names), rows)


def _source(citation: Citation) -> tuple[object, ...]:
    return citation.published, citation.quote, citation.title, citation.url, citation.article_id


def _csv(names: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerows([_cell(value) for value in row] for row in (names, *rows))
    return written.getvalue()


def _cell(value: object) -> str:
    """A value as a cell that no spreadsheet takes for a formula."""
    if isinstance(value, date):
        return value.isoformat()
    text = "" if value is None else str(value)
    return text if isinstance(value, int) else plain_cell(text)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.15g}"


def _told(citation: Citation) -> str:
    return f"{_markdown(citation.outlet or 'unnamed outlet')}, {short_date(citation.published)}"


def _markdown(text: str) -> str:
    """Text of others on one line that Markdown leaves as it is."""
    escaped = "".join(f"\\{letter}" if letter in "\\`*_[]<>#|" else letter for letter in text)
    return " ".join(escaped.split())
