"""What a rule of the grammar of times is: a pattern, and what a match of it stands for."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from assistant.language.times.stretches import Stretch
from assistant.types import Span

Near = Callable[[date], Stretch | None]
"""The stretch that an expression means, told near a day: that day's week, or the last Tuesday by then."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """An expression that names a time by itself.

    `near` takes the day from which it is told, and gives None for what never comes ("31 February"). `recurs` is how
    long until it comes again ("Tuesday", "in June"); None for what comes once. A `weak` one is a time only beside
    another ("May" before "2021", "the year" after "the end of").
    """

    span: Span
    near: Near
    recurs: relativedelta | None = None
    weak: bool = False


Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], Anchor | None]]
"""A pattern and the anchor a match makes; None where the words are something else after all."""

WEEKLY = relativedelta(weeks=1)
MONTHLY = relativedelta(months=1)
YEARLY = relativedelta(years=1)


def rule(pattern: str, anchor: Callable[[re.Match[str]], Anchor | None]) -> Rule:
    """A rule whose pattern ignores case and may be spread over lines."""
    return re.compile(pattern, re.IGNORECASE | re.VERBOSE), anchor
