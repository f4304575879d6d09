"""Words of a text that name a time: dates, weekdays, years, "last week"."""

import re
from datetime import date

from assistant.types import Span

_FULL_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_MONTH = (
    rf"(?:{_FULL_MONTH}"
    r"|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_STRETCH = r"(?:week(?:end)?|month|year|spring|summer|autumn|fall|winter)"
_COUNT = r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|several|a\s+few)"
_TIME = re.compile(
    rf"""\b(?:
      {_WEEKDAY}(?:,\s+{_MONTH}\s+\d{{1,2}}(?:,\s+\d{{4}})?|\s+\d{{1,2}}\s+{_MONTH}(?:\s+\d{{4}})?)?
    | {_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?\b
    | \d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}(?:,?\s+\d{{4}})?
    | (?:(?:early|mid|late)[\s-]+)?{_MONTH}(?:\s+(?:of\s+)?\d{{4}})(?!\d)
    | (?<=[Ii]n\s)(?:(?:early|mid|late)[\s-]+)?{_FULL_MONTH}
    | \d{{4}}-\d{{2}}-\d{{2}}
    | (?:19|20)\d\d(?!\s*(?:[$€£%,]\d|troops|soldiers|people))
    | (?:today|yesterday|tomorrow|tonight)
    | (?:last|next|this|earlier\s+this|later\s+this)\s+(?:{_STRETCH}|{_WEEKDAY})
    | (?:\d+|{_COUNT})\s+(?:minute|hour|day|week|month|year|decade)s?\s+(?:ago|later|earlier|from\s+now)
    )\b""",
    re.VERBOSE,
)


def time_spans(text: str) -> list[Span]:
    """The spans of `text` that name a day, a month, a year or a stretch of time, in order."""
    return [match.span() for match in _TIME.finditer(text)]


def in_words(day: date) -> str:
    """A day as people write it: "2 February 2022"."""
    return f"{day.day} {day:%B %Y}"
