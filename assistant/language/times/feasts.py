"""Feasts that name days: "on Christmas Eve", "over Easter", "in the run-up to Christmas".

Only after a word that says when: "a Christmas market" and "Black Friday sales" name things.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from dateutil.easter import easter

from assistant.language.times.rules import YEARLY, Anchor, rule
from assistant.language.times.stretches import Stretch, latest, moved
from assistant.language.times.vocabulary import GAP


def _days(month: int, first: int, last: int) -> Callable[[int], Stretch]:
    return lambda year: (date(year, month, first), date(year, month, last))


def _at_easter(first: int, last: int) -> Callable[[int], Stretch]:
    """So many days from Easter Sunday; Good Friday is -2."""
    return lambda year: (moved(easter(year), units=first), moved(easter(year), units=last))


def _thanksgiving(year: int) -> Stretch:
    """The fourth Thursday of November, as in the United States."""
    first = date(year, 11, 1)
    day = first + timedelta(days=(3 - first.weekday()) % 7 + 21)
    return day, day


_FEASTS: dict[str, Callable[[int], Stretch]] = {
    "christmaseve": _days(12, 24, 24),
    "christmasday": _days(12, 25, 25),
    "christmas": _days(12, 24, 26),
    "boxingday": _days(12, 26, 26),
    "newyearseve": _days(12, 31, 31),
    "newyearsday": _days(1, 1, 1),
    "valentinesday": _days(2, 14, 14),
    "goodfriday": _at_easter(-2, -2),
    "eastersunday": _at_easter(0, 0),
    "eastermonday": _at_easter(1, 1),
    "easter": _at_easter(-2, 1),
    "halloween": _days(10, 31, 31),
    "thanksgiving": _thanksgiving,
}
_FEAST = (
    rf"(?P<feast>christmas(?:{GAP}(?:eve|day))?|boxing{GAP}day|new{GAP}year[’']?s{GAP}(?:eve|day)|valentine[’']?s{GAP}day"
    rf"|good{GAP}friday|easter(?:{GAP}(?:sunday|monday))?|halloween|thanksgiving)\b"
)
_LEADS = timedelta(days=23)
"""How long before a feast its run-up begins: with December for Christmas."""
_SOON = timedelta(days=60)
"""Of a feast that is not further ahead than this, "the run-up" is the one to come."""


def _feast(match: re.Match[str]) -> Anchor:
    in_year = _FEASTS[re.sub(r"[^a-z]", "", match["feast"].lower())]
    if not match["leading"]:
        return Anchor(match.span("core"), lambda day: latest(day, in_year), YEARLY)

    def run_up(day: date) -> Stretch | None:
        found = latest(day + _SOON, in_year)
        return (found[0] - _LEADS, found[0]) if found else None

    return Anchor(match.span("core"), run_up, YEARLY)


FEAST_RULES = (
    rule(
        rf"\b(?:on|over|at|during|since|after|in)"
        rf"{GAP}(?P<core>(?:the{GAP})?(?P<leading>(?:run|lead|build)[-\s]?up{GAP}to{GAP}(?:the{GAP})?)?{_FEAST})"
        rf"(?:{GAP}(?:weekend|holidays?|period|break))?"
        rf"(?={GAP}(?:in|of|at|by|for|from|and|or|to|with|about|last|this|night|morning|evening|when|that|\d{{4}})\b|\s*(?:[^\w\s’'-]|$))",
        _feast,
    ),
)
