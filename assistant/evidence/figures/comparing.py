"""Whether two figures measure the same thing, and whether they differ. A wrong yes is worse than a wrong no."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from assistant.evidence.figures.reading import Reading
from assistant.language.names import name_stems
from assistant.language.words import content_stems

ONE_STORY = timedelta(days=92)
"""Figures further apart are of two events that are told in the same words."""
STRETCH = timedelta(days=24)
"""A time this long is one over which something is counted, and not only the day by which it was."""
SAME_ORDER = timedelta(days=2)
"""Figures that come on top of others are of one order where their reports lie no further apart."""
_TROOPS = "troops"
FARTHEST = 5.0
"""Two values of one thing differ by this factor at most; beyond it something else is measured."""
ROUNDED = 0.05
"""The share by which a rounded or hedged value may be off the other."""
_AT_LEAST = frozenset({"more than", "over", "at least"})
_AT_MOST = frozenset({"up to", "as many as", "fewer than", "less than", "under"})
_LOOSE = frozenset(
    {"about", "around", "nearly", "almost", "roughly", "approximately", "some", "estimated", "an estimated"}
)
_BOUND = 1.5
"""How far above (or below) a bound a value may lie and agree with it: "more than 100,000" and 130,000."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as figures are held against it: its content words and names, as stems, and what it says is done.

    `rest` are the content words that are neither names nor what is counted or done.
    """

    stems: frozenset[str]
    named: frozenset[str]
    actions: frozenset[str]
    rest: frozenset[str]


class Told(Protocol):
    """A figure as it is told, read or given in an answer."""

    @property
    def value(self) -> float:
        """The number, the lower end of a range."""
        ...

    @property
    def highest(self) -> float | None:
        """The upper end of a range."""
        ...

    @property
    def hedge(self) -> str:
        """What loosens it."""
        ...

    @property
    def as_of(self) -> date | None:
        """The day it speaks of."""
        ...


def disagree(group: Sequence[Told]) -> bool:
    """Whether any two figures of a group differ."""
    return any(differ(one, other) for index, one in enumerate(group) for other in group[index + 1 :])


def measure_the_same(one: Reading, other: Reading, *, asked: Asked) -> bool:
    """Whether two figures measure the same: unit, owner, place, action and state agree, or both answer the question.

    What is counted is told by its noun; money and shares have none, so that only those are compared that answer.
    """
    alike = (
        one.counted.unit == other.counted.unit
        and one.counted.narrowing == other.counted.narrowing
        and (one.total, one.window) == (other.total, other.window)
        and not (one.owner and other.owner and one.owner != other.owner and one.counted.noun)
        and _same_time(one, other)
        and max(one.value, other.value) <= FARTHEST * min(one.value, other.value)
    )
    if not alike:
        return False
    if one.place.names and one.counted.noun and other.counted.noun:
        return one.status == other.status and _same_place(one, other, asked.named) and _same_action(one, other)
    return _answer_alike(one, other, asked)


def _answer_alike(one: Reading, other: Reading, asked: Asked) -> bool:
    """Whether both are marked as the answer, in sentences that say what the question does and share its names."""
    marked = is_marked(one) and is_marked(other) and not {one.hedge, other.hedge} & _AT_MOST
    if not marked or (one.status == "actual") != (other.status == "actual") or one.place != other.place:
        return False
    if one.actions != other.actions and one.counted.noun:
        return False
    sentences = [frozenset(content_stems(reading.quote.text)) for reading in (one, other)]
    shared = _names(one) & _names(other)
    if not shared or not asked.stems or not {word for name in asked.named for word in name.split()} <= shared:
        return False
    return bool(one.actions and one.counted.noun) or all(asked.stems <= stems for stems in sentences)


def is_marked(reading: Reading) -> bool:
    """Whether the figure is among the answering words of its quote."""
    return any(start < reading.span[1] and reading.span[0] < end for start, end in reading.quote.marks)


def _names(reading: Reading) -> frozenset[str]:
    """The single words of the names in the sentence."""
    return frozenset(name_stems(reading.quote.text))


def differ(one: Told, other: Told) -> bool:
    """Whether two figures cannot both be right as they are told: rounding and "more than" are no difference."""
    low, high = sorted((one, other), key=lambda reading: reading.value)
    if low.highest or high.highest:
        return (low.highest or low.value) < high.value or low.value != high.value
    if low.value == high.value:
        return False
    if _rounds_to(low.value, high.value) or (high.value - low.value <= ROUNDED * high.value and _loose(low, high)):
        return False
    within = high.value <= _BOUND * low.value and low.as_of == high.as_of
    return not (within and (low.hedge in _AT_LEAST or high.hedge in _AT_MOST))


def _loose(*readings: Told) -> bool:
    return any(reading.hedge in _LOOSE and reading.value >= 100 for reading in readings)


def _rounds_to(one: float, other: float) -> bool:
    """Whether the coarser of two numbers is the finer one rounded: 69 and 68.7, not 1,700 and 2,000."""
    coarse, fine = sorted((one, other), key=_digits)
    if _digits(coarse) == _digits(fine) or abs(one - other) > ROUNDED * max(one, other):
        return False
    size = math.floor(math.log10(abs(coarse)))
    return math.isclose(round(fine, _digits(coarse) - 1 - size), coarse)


def _digits(value: float) -> int:
    """How many digits of a number are given: 2 for 1,900 and for 0.25."""
    return len(f"{value:.10g}".replace(".", "").replace("-", "").strip("0")) or 1


def _same_place(one: Reading, other: Reading, named: frozenset[str]) -> bool:
    if one.place.role != other.place.role:
        return False
    if one.place.role == "to" or not named:
        return one.place.names == other.place.names
    shared = one.place.names & other.place.names & named
    return one.place.names == other.place.names or (one.place.role == "near" and bool(shared))


def _same_action(one: Reading, other: Reading) -> bool:
    """Whether the verbs agree; where neither is a known one, enough of the other words have to."""
    if one.actions or other.actions:
        return bool(one.actions & other.actions)
    if one.place.names and one.counted.unit == _TROOPS:
        return True
    shared, either = one.clause & other.clause, one.clause | other.clause
    return len(shared) >= max(2, len(either) / 3)


def _same_time(one: Reading, other: Reading) -> bool:
    """Whether both are of one time, and of one order where one comes on top of what was before.

    What is counted over a day or a week is compared to nothing of another one.
    """
    if one.as_of is None or other.as_of is None or abs(one.as_of - other.as_of) > ONE_STORY:
        return one.as_of is None or other.as_of is None
    if _of_other_stretches(one, other) or (one.window and one.as_of != other.as_of):
        return False
    if not (one.counted.added or other.counted.added):
        return True
    first, second = published(one), published(other)
    return bool(first and second) and abs(first - second) <= SAME_ORDER  # type: ignore[operator]


def _of_other_stretches(one: Reading, other: Reading) -> bool:
    """Whether something is done in one stretch of time and in another ("lost in the first quarter")."""
    if not one.days or not other.days or one.days == other.days or (one.place.names and not one.actions):
        return False
    return any(reading.days and reading.days[1] - reading.days[0] >= STRETCH for reading in (one, other))


def published(reading: Reading) -> date | None:
    """The day on which the article of a figure was published."""
    return reading.quote.passage.published
