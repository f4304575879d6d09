"""Title, outlet, authors and date from what a plain news text shows of itself, and the body that remains.

The lines that become fields (headline, byline, copyright line) leave the body; every other line stays, the dateline
too, because it is the article's own words.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, TypeVar

from assistant.ingestion.articles import Fields
from assistant.ingestion.cleaning import clean
from assistant.ingestion.metadata.dates import date_in_name, nearest_year, with_year
from assistant.ingestion.metadata.lines import (
    Copyright,
    Dateline,
    StatedDay,
    read_copyright,
    read_date_line,
    read_dateline,
    read_headline,
)
from assistant.ingestion.metadata.names import Byline, read_byline

_HEAD = 6
_TAIL = 5
"""How many lines with words at the start and the end of a text are looked at: the rest is the story."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Line(Generic[T]):
    """A line of the text and what it says."""

    number: int
    says: T


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the lines at the edges of a text say."""

    title: _Line[str] | None
    byline: _Line[Byline] | None
    copyright: _Line[Copyright] | None
    dateline: _Line[Dateline] | None
    dates: tuple[StatedDay, ...]


def read_shown(text: str, *, name: str, known: Fields | None = None) -> Fields:
    """The fields of a cleaned plain text, after those `known` already (front matter).

    What the text shows beats the date in the file's `name`. A month and day without a year ("Feb. 2") get theirs from
    a date line, the copyright line or the name, never from the story: an anniversary names another year.
    """
    lines = text.split("\n")
    shown = _look(lines)
    known = known or Fields(text="")
    fields = replace(
        known,
        title=known.title or (shown.title.says if shown.title else None),
        outlet=known.outlet or _outlet(shown),
        authors=known.authors or (shown.byline.says.authors if shown.byline else ()),
        published=known.published or _published(shown, named=date_in_name(name)),
    )
    taken = _lines_told_by(fields, shown)
    return replace(fields, text=clean("\n".join(line for number, line in enumerate(lines) if number not in taken)))


def _look(lines: list[str]) -> _Shown:
    filled = [number for number, line in enumerate(lines) if line]
    title = _headline(lines, filled)
    head = [number for number in filled[:_HEAD] if not title or number != title.number]
    tail = [number for number in filled[-_TAIL:] if number not in head and (not title or number != title.number)]
    return _Shown(
        title=title,
        byline=_first(read_byline, lines, head),
        copyright=_first(read_copyright, lines, [*reversed(tail), *head]),
        dateline=_first(read_dateline, lines, head),
        dates=tuple(found for number in (*head, *tail) if (found := read_date_line(lines[number]))),
    )


def _first(read: Callable[[str], T | None], lines: list[str], numbers: Iterable[int]) -> _Line[T] | None:
    return next((_Line(number, found) for number in numbers if (found := read(lines[number])) is not None), None)


def _headline(lines: list[str], filled: list[int]) -> _Line[str] | None:
    """The first line, where it reads like a headline and stands apart from the story that follows."""
    if len(filled) < 2:
        return None
    first, second = filled[:2]
    headline = read_headline(lines[first])
    apart = second > first + 1 or _is_furniture(lines[second]) or bool(read_dateline(lines[second]))
    return _Line(first, headline) if headline and apart and not _is_furniture(lines[first]) else None


def _is_furniture(line: str) -> bool:
    return bool(read_byline(line) or read_copyright(line) or read_date_line(line))


def _lines_told_by(fields: Fields, shown: _Shown) -> set[int]:
    """The numbers of the lines that leave the body, because the fields say all that they say."""
    taken = set()
    if shown.title and shown.title.says == fields.title:
        taken.add(shown.title.number)
    if shown.copyright and shown.copyright.says.owner == fields.outlet:
        taken.add(shown.copyright.number)
    byline = shown.byline
    if byline and byline.says.authors == fields.authors and all(word == fields.outlet for word in byline.says.others):
        taken.add(byline.number)
    return taken


def _outlet(shown: _Shown) -> str | None:
    """The copyright's owner, else the outlet of the byline, else the agency of the dateline."""
    if shown.copyright:
        return shown.copyright.says.owner
    return (shown.byline and shown.byline.says.outlet) or (shown.dateline and shown.dateline.says.agency) or None


def _published(shown: _Shown, *, named: date | None) -> date | None:
    """The day the text tells: a "Published" line, a lone date, the dateline, an "Updated" line; else the file's name.

    Several different dates without a label are the headings of a timeline.
    """
    labelled, bare, updated = (
        [line.day for line in shown.dates if line.kind == kind] for kind in ("published", "bare", "updated")
    )
    lone = bare if len(set(bare)) == 1 else []
    of_dateline = _day_of_dateline(shown, hints=(*updated, *([named] if named else [])))
    return next((day for day in (*labelled, *lone, of_dateline, *updated, named) if day), None)


def _day_of_dateline(shown: _Shown, *, hints: Iterable[date]) -> date | None:
    """The dateline's day; its year, where it has none, from the copyright line or else the nearest known date."""
    dateline = shown.dateline.says if shown.dateline else Dateline()
    if not dateline.month_and_day:
        return dateline.published
    month, day = dateline.month_and_day
    if shown.copyright and shown.copyright.says.year:
        return with_year(month, day, shown.copyright.says.year)
    return next((found for hint in hints if (found := nearest_year(month, day, hint))), None)
