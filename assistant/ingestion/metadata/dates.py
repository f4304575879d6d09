"""Days of publication, read strictly: a part that is missing or ambiguous is never guessed."""

import re
from datetime import UTC, date, datetime, timedelta

from dateutil import parser

EARLIEST = date(1700, 1, 1)
"""Newspapers with a day of publication begin in the 1700s; what claims to be older is an error."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month{0}>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY = r"(?P<day{0}>3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?\b"
_MONTH_FIRST = f"{_MONTH.format('_first')} {{1,3}}{_DAY.format('_last')}"
_DAY_FIRST = f"{_DAY.format('_first')} {{1,3}}{_MONTH.format('_last')}"
_MONTH_AND_DAY = f"(?:{_MONTH_FIRST}|{_DAY_FIRST})"
_YEAR = r"(?P<year>(?:1[7-9]|20)[0-9]{2})\b"
_WRITTEN = re.compile(rf"\b{_MONTH_AND_DAY},? {{1,3}}{_YEAR}", re.I)
_WITHOUT_YEAR = re.compile(_MONTH_AND_DAY, re.I)
_YEAR_FIRST = re.compile(r"(?<![0-9])([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])")
_IN_NAME = re.compile(r"(?<![0-9])([0-9]{4})([-_.]?)([0-9]{2})\2([0-9]{2})(?![0-9])")
_NUMBER = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{1,20})?")
_FOUR_DIGITS = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
_LONGEST = 100
_DEFAULTS = (datetime(2000, 1, 1), datetime(2003, 12, 28))
"""Two days that share no part: what differs after parsing with both was missing in the text."""


def parse_date(value: object) -> date | None:
    """The day a field's value names, in its own time zone; None where it names no full, unambiguous, possible day.

    Takes ISO 8601, RFC 2822, dates in English words, epoch seconds, milliseconds, microseconds or nanoseconds (their
    day in UTC) and `YYYYMMDD`. "02/03/2022" is None: it is February in one country and March in another.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _from_number(value)
    return _from_text(value.strip()) if isinstance(value, str) else None


def bare_date(text: str) -> date | None:
    """The day of a text that is a full date and says nothing else; a lone number is no date."""
    if not _FOUR_DIGITS.search(text) or len(text) > _LONGEST or text.isdigit():
        return None
    return _year_first(text) if _YEAR_FIRST.fullmatch(text) else _parse_strictly(text)


def written_date(text: str) -> date | None:
    """The first full date that stands in a short piece of text, in words ("Feb. 2, 2022") or year first."""
    found = [match.start() for match in (_WRITTEN.search(text), _YEAR_FIRST.search(text)) if match]
    if not found:
        return None
    at_first = text[min(found) :]
    spelled = _WRITTEN.match(at_first)
    if spelled:
        month, day = _month_and_day(spelled)
        return _possible(int(spelled["year"]), month, day)
    return _year_first(at_first)


def month_and_day(text: str) -> tuple[int, int] | None:
    """The month and day of "Feb. 2" or "2 February"; None if the text is anything else or has a year."""
    match = _WITHOUT_YEAR.fullmatch(text.strip())
    return _month_and_day(match) if match else None


def date_in_name(name: str) -> date | None:
    """The first possible `YYYY-MM-DD`, `YYYY_MM_DD` or `YYYYMMDD` of a file name."""
    days = (_possible(int(match[1]), int(match[3]), int(match[4])) for match in _IN_NAME.finditer(name[:300]))
    return next((day for day in days if day), None)


def with_year(month: int, day: int, year: int) -> date | None:
    """That day of that year, if there is one and it is possible for an article."""
    return _possible(year, month, day)


def nearest_year(month: int, day: int, to: date) -> date | None:
    """That month and day in the year that brings it closest to a known date (December stays before a January)."""
    days = [found for year in (to.year - 1, to.year, to.year + 1) if (found := _possible(year, month, day))]
    return min(days, key=lambda found: abs(found - to), default=None)


def _from_text(text: str) -> date | None:
    if len(text) > _LONGEST:
        return None
    if _NUMBER.fullmatch(text):
        return _from_number(float(text) if "." in text else int(text))
    if _YEAR_FIRST.match(text) or _IN_NAME.match(text):
        return _year_first(text)
    return (_parse_strictly(text) or _only_date(text)) if _FOUR_DIGITS.search(text) else None


def _parse_strictly(text: str) -> date | None:
    """The day that dateutil finds, whatever it takes for missing parts and whether day or month comes first.

    The year must stand there: dateutil reads "0001" and "01" as 2001.
    """
    try:
        days = {
            parser.parse(text, default=default, dayfirst=day_first, ignoretz=True).date()
            for default in _DEFAULTS
            for day_first in (False, True)
        }
    except (ValueError, OverflowError):
        return None
    day = days.pop() if len(days) == 1 else None
    return _possible_day(day) if day and f"{day.year:04}" in text else None


def _only_date(text: str) -> date | None:
    """The one date of a text that also says other things ("Published on 2 February 2022")."""
    return written_date(text) if len(_WRITTEN.findall(text)) == 1 else None


def _year_first(text: str) -> date | None:
    match = _YEAR_FIRST.match(text) or _IN_NAME.match(text)
    return _possible(int(match[1]), int(match[3]), int(match[4])) if match else None


def _from_number(value: float) -> date | None:
    if value != value or abs(value) >= 1e20:
        return None
    digits = str(int(value))
    if len(digits) in (8, 14) and (day := _possible(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))):
        return day
    return _from_epoch(value)


def _from_epoch(value: float) -> date | None:
    """The day of a count since 1970; the unit follows from its size. Small numbers are no dates."""
    if abs(value) < 1e8:
        return None
    unit = next((unit for unit, limit in ((1, 1e11), (1e3, 1e14), (1e6, 1e17)) if abs(value) < limit), 1e9)
    try:
        return _possible_day((datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=value / unit)).date())
    except OverflowError:
        return None


def _month_and_day(match: re.Match[str]) -> tuple[int, int]:
    month = match["month_first"] or match["month_last"]
    return _MONTHS.index(month[:3].lower()) + 1, int(match["day_first"] or match["day_last"])


def _possible(year: int, month: int, day: int) -> date | None:
    try:
        return _possible_day(date(year, month, day))
    except ValueError:
        return None


def _possible_day(day: date) -> date | None:
    return day if EARLIEST <= day <= date.today() + timedelta(days=1) else None
