"""Dates, filters and the archive's extent, in words."""

from collections.abc import Sequence
from datetime import date
from textwrap import shorten

from assistant.cli.terminal import one_line
from assistant.language.notes import is_correction
from assistant.language.times import in_words
from assistant.retrieval.understanding.limits import days_in_words, in_words_of
from assistant.types import Coverage, Filters

INFERRED = {"since": "dates", "until": "dates", "outlets": "outlets", "authors": "authors"}
"""What the reader is told of a filter that was read out of the question."""


KINDS = {
    "number": "a number", "person": "a person", "place": "a place", "date": "a date", "yes_no": "yes or no",
    "list": "a list", "explanation": "an explanation", "digest": "a digest",
}  # fmt: skip
AGES = {"hard": "the newest first", "none": "of any age"}


def day(published: date | None) -> str:
    """A day of publication: "2 February 2022", or "undated"."""
    return in_words(published) if published else "undated"


def short_day(published: date | None) -> str:
    """The same for a narrow column: "2 Feb 2022"."""
    return f"{published.day} {published:%b %Y}" if published else "undated"


def correction_line(note: str) -> str:
    """A correction note in a line that says what it is."""
    return one_line(note) if is_correction(note) else f"Correction: {one_line(note)}"


def count(number: int, noun: str) -> str:
    """A number with its noun: "1 article", "3,723 articles"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def searched(filters: Filters) -> str:
    """Which articles `filters` let through: "articles from 1 February 2022 to 7 February 2022, by Harbour Post"."""
    return f"articles {one_line(in_words_of(filters))}" if filters.narrows else "all articles"


def asked_for(filters: Filters) -> str:
    """What kind of answer a question asks for, of what age: "a number, the newest first"; empty for nothing special."""
    return ", ".join(filter(None, (KINDS.get(filters.kind), AGES.get(filters.recency))))


def understood_lines(question: str, query: str, filters: Filters, notes: Sequence[str] = ()) -> list[str]:
    """What was made of the question, one line each; nothing where it was searched as it was typed."""
    lines = [one_line(note) for note in notes]
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
        parts.append(days_in_words(coverage.first, coverage.last))
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
