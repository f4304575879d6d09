"""Time expressions resolved against a day: which days a text speaks of."""

from dataclasses import dataclass
from datetime import date

from assistant.language.times.phrases import Phrase, phrases
from assistant.language.times.stretches import Stretch, moved
from assistant.types import Span


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a time expression means, both included; a side that is None is open.

    Both are None where no day can be meant ("31 February", "2/3/2022", which is February here and March there).
    """

    since: date | None
    until: date | None
    span: Span


def periods(text: str, *, as_of: date) -> list[Period]:
    """Every time expression of `text`, in order, told on the day `as_of`.

    What recurs and has no year is the last that had begun by `as_of` ("in June", "on Tuesday", "last summer"), unless
    the words say that it comes ("next Tuesday"). "This week" is the seven days up to `as_of`; other weeks run from
    Monday. "Two weeks ago" takes in half a week to either side. Seasons are those of the northern half of the earth.
    """
    return [Period(*_days(phrase, as_of), phrase.span) for phrase in phrases(text)]


def _days(phrase: Phrase, as_of: date) -> tuple[date | None, date | None]:
    try:
        stretch = _stretch(phrase, as_of)
        return _limited(stretch, phrase.limit) if stretch else (None, None)
    except (ValueError, OverflowError):  # before the year 1 or after 9999
        return None, None


def _stretch(phrase: Phrase, as_of: date) -> Stretch | None:
    """A phrase's days; of two that are joined by "and" or "or", whichever way of telling them takes in fewer."""
    if phrase.last is None:
        return phrase.near(as_of)
    found = [_from_to(phrase, phrase.last, as_of)]
    if phrase.listed:
        found.append(_each(phrase, phrase.last, as_of))
    return min((stretch for stretch in found if stretch), key=lambda stretch: stretch[1] - stretch[0], default=None)


def _from_to(first: Phrase, last: Phrase, as_of: date) -> Stretch | None:
    """From the first day of a range to its last; either end that lacks a year takes it from the other."""
    if last.recurs and not first.recurs:
        since = first.near(as_of)
        until = since and last.near(moved(since[0] + last.recurs, units=-1))
    else:
        until = last.near(as_of)
        since = until and first.near(until[0] if first.recurs else as_of)
    return (since[0], until[1]) if since and until and since[0] <= until[1] else None


def _each(one: Phrase, other: Phrase, as_of: date) -> Stretch | None:
    """From the earlier of two to the later: "today and yesterday", "in June or in May"."""
    found = [stretch for phrase in (one, other) if (stretch := phrase.near(as_of))]
    return (min(found)[0], max(found)[1]) if len(found) == 2 else None


def _limited(stretch: Stretch, limit: str) -> tuple[date | None, date | None]:
    """The days after, before, since or until a stretch, or the stretch itself."""
    since, until = stretch
    if limit == "after":
        return moved(until, units=1), None
    if limit == "before":
        return None, moved(since, units=-1)
    return {"since": (since, None), "until": (None, until)}.get(limit, (since, until))
