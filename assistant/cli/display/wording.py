"""Dates, filters and the archive's extent, in words."""

from collections.abc import Sequence
from datetime import date
from textwrap import shorten

from assistant.cli.terminal import one_line
from assistant.language.notes import is_correction
from assistant.language.times import in_words
from assistant.types import Coverage, Filters

INFERRED = {"since": "dates", "until": "dates", "outlets": "outlets", "authors": "authors"}
"""What the reader is told of a filter that was read out of the question."""


def day(published: date | None) -> str:
    """A day of publication: "2 February 2022", or "undated"."""
    return in_words(published) if published else "undated"


def correction_line(note: str) -> str:
    """A correction note in a line that says what it is."""
    return one_line(note) if is_correction(note) else f"Correction: {one_line(note)}"


def days(since: date | None, until: date | None) -> str:
    """A span of days: "from 1 February 2022 to 7 February 2022". Empty where neither end is given."""
    if since and since == until:
        return f"on {day(since)}"
    if since and until:
        return f"from {day(since)} to {day(until)}"
    if since:
        return f"since {day(since)}"
    return f"until {day(until)}" if until else ""


def alternatives(names: Sequence[str]) -> str:
    """Names joined by "or"."""
    return " or ".join(one_line(name) for name in names)


def count(number: int, noun: str) -> str:
    """A number with its noun: "1 article", "3,723 articles"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def searched(filters: Filters) -> str:
    """Which articles `filters` let through: "articles from 1 February 2022 to 7 February 2022, by Harbour Post"."""
    if not filters.narrows:
        return "all articles"
    parts = [days(filters.since, filters.until)]
    if filters.outlets:
        parts.append(f"by {alternatives(filters.outlets)}")
    if filters.authors:
        parts.append(f"written by {alternatives(filters.authors)}")
    return "articles " + ", ".join(part for part in parts if part)


def understood_lines(question: str, query: str, filters: Filters, notes: Sequence[str] = ()) -> list[str]:
    """What was made of the question, one line each; nothing where it was searched as it was typed."""
    lines = list(notes)
    if query.casefold() != " ".join(question.split()).casefold():
        lines.append(f"Searched for: {shorten(one_line(query), 200, placeholder=' …')}")
    if filters.narrows:
        read = sorted({INFERRED[name] for name in filters.inferred if name in INFERRED})
        source = f" ({' and '.join(read)} read from the question)" if read else ""
        hidden = f"; {count(filters.outside, 'passage')} lie outside" if filters.outside else ""
        lines.append(f"Searched: {searched(filters)}{source}{hidden}")
    return lines


def extent(coverage: Coverage, *, outlets: int = 5) -> str:
    """What an archive covers: articles, first and last day, its largest `outlets`."""
    if not coverage.articles:
        return "no articles yet"
    parts = [count(coverage.articles, "article")]
    if coverage.first and coverage.last:
        parts.append(days(coverage.first, coverage.last))
    if coverage.outlets:
        parts.append(f"by {outlet_list(coverage.outlets, most=outlets)}")
    if coverage.undated:
        parts.append(f"{coverage.undated:,} of them undated")
    return ", ".join(parts)


def outlet_list(outlets: Sequence[tuple[str, int]], *, most: int) -> str:
    """Outlets with their numbers of articles: "Harbour Post (12), Meridian Wire (9) and 3 more"."""
    named = ", ".join(f"{one_line(name)} ({articles:,})" for name, articles in outlets[:most])
    more = len(outlets) - most
    return f"{named} and {more:,} more" if more > 0 else named
