"""Dates of the calendar: "2 February 2022", "Feb. 2", "2022-02-02", "3-5 June", "2019-20"."""

import re
from datetime import date

from assistant.language.times.rules import YEARLY, Anchor, rule
from assistant.language.times.stretches import Stretch, latest, months, moved
from assistant.language.times.vocabulary import (
    DAY,
    FULL_MONTH,
    GAP,
    MONTH,
    SHORT_WEEKDAY,
    WEEKDAY,
    YEAR,
    day_number,
    month_number,
    year_number,
)

_WEEKDAY_BEFORE = rf"(?:(?:{WEEKDAY}|{SHORT_WEEKDAY})(?:,{GAP}|{GAP}))?"
_COUNTED = (
    r"(?!\s?(?:%|percent|people|soldiers|troops|miles|km|kg|tons?|tonnes|euros?|dollars?|pounds?|times|years?)\b)"
)
_TO = rf"(?:\s?[-–—]\s?|{GAP}(?:to|and|or|through|until){GAP}(?:the{GAP})?)"
_LISTED = rf"(?:,{GAP}{DAY}\b){{0,4}},?"
_ENDS = r"(?!(?!T\d\d:)[\w/-]|\.\d)"
_ALONE = r"(?<![\w./:$€£-])"
_DAY_FIRST = re.compile(r"(?<![\d/-])(?:1[3-9]|2\d|3[01])([/-])(?:0?[1-9]|1[012])\1\d")
_MONTH_FIRST = re.compile(r"(?<![\d/-])(?:0?[1-9]|1[012])([/-])(?:1[3-9]|2\d|3[01])\1\d")
_LONGEST = 500
"""Characters of a text in which a date is looked for that tells whether its days or its months come first."""
_AMBIGUOUS_WORDS = ("may", "march", "mar", "dec", "sat", "sun")


def _possible(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day(year: int, month: int, first: int, last: int) -> Stretch | None:
    since, until = _possible(year, month, first), _possible(year, month, last)
    return (since, until) if since and until and since <= until else None


def _once(span: tuple[int, int], *days: date | None) -> Anchor:
    """The one day that is meant: of two readings the one that has come; nothing where that leaves none or both."""
    readings = {day for day in days if day}

    def near(day: date) -> Stretch | None:
        meant = list(readings) if len(readings) == 1 else [reading for reading in readings if reading <= day]
        return (meant[0], meant[0]) if len(meant) == 1 else None

    return Anchor(span, near)


def _year_first(match: re.Match[str]) -> Anchor:
    return _once(match.span(), _possible(int(match["y"]), int(match["m"]), int(match["d"])))


def _in_figures(match: re.Match[str]) -> Anchor:
    """With dots the day comes first; with slashes and hyphens the month may, unless another date of the text tells."""
    year, one, other = year_number(match["y"]), int(match["one"]), int(match["other"])
    day_first = _possible(year, other, one)
    month_first = None if match["mark"] == "." else _possible(year, one, other)
    if day_first and month_first and _MONTH_FIRST.search(match.string[:_LONGEST]):
        day_first = None
    elif day_first and month_first and _DAY_FIRST.search(match.string[:_LONGEST]):
        month_first = None
    return _once(match.span(), day_first, month_first)


def _in_words(match: re.Match[str]) -> Anchor | None:
    parts = match.groupdict()
    month = month_number(parts["month"])
    first, last = day_number(parts["first"]), day_number(parts.get("last") or parts["first"])
    at = (match.end("on") if parts["on"] else match.start(), match.end())
    if parts["year"]:
        return Anchor(at, lambda _: _day(year_number(parts["year"]), month, first, last))
    if parts["month"] in _AMBIGUOUS_WORDS and not parts["on"]:  # "they may 20 times", "march 5 miles"
        return None
    return Anchor(at, lambda day: latest(day, lambda year: _day(year, month, first, last)), YEARLY)


def _years(match: re.Match[str]) -> Anchor | None:
    first = int(match["first"])
    last = int(match["last"]) if len(match["last"]) == 4 else first - first % 100 + int(match["last"])
    if not first < last:
        return None
    return Anchor(match.span(), lambda _: (date(first, 1, 1), date(last, 12, 31)))


def _year(match: re.Match[str]) -> Anchor:
    year = int(match[0])
    return Anchor(match.span(), lambda _: (date(year, 1, 1), date(year, 12, 31)))


def _year_month(match: re.Match[str]) -> Anchor:
    year, month = int(match["y"]), int(match["m"])
    return Anchor(match.span(), lambda _: months(year, month))


def _day_of_month(match: re.Match[str]) -> Anchor:
    """That day of the last month in which it has come ("on the 4th"), or "of last month"."""
    number = int(match["day"])

    def near(day: date) -> Stretch | None:
        if match["last"]:
            day = moved(day.replace(day=1), units=-1)
        candidates = ((day.year * 12 + day.month - 1 - back) for back in range(3))
        found = (_possible(month // 12, month % 12 + 1, number) for month in candidates)
        return next(((one, one) for one in found if one and one <= day), None)

    return Anchor(match.span("core"), near)


_ON = rf"(?P<on>\b(?:on|of|since|until|till|by|before|after|from|between|to|and){GAP})?"
_FULL_YEAR = rf"(?:(?:,{GAP}|{GAP}|-|,)(?P<year>{YEAR})(?![\d,]\d))?"

DATE_RULES = (
    rule(rf"{_ALONE}(?P<y>\d{{4}})([-/.])(?P<m>\d{{1,2}})\2(?P<d>\d{{1,2}}){_ENDS}", _year_first),
    rule(rf"{_ALONE}(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[012])(?P<d>0[1-9]|[12]\d|3[01]){_ENDS}", _year_first),
    rule(
        rf"{_ALONE}(?P<one>\d{{1,2}})(?P<mark>[-/.])(?P<other>\d{{1,2}})(?P=mark)(?P<y>\d{{4}}){_ENDS}",
        _in_figures,
    ),
    rule(rf"{_ALONE}(?P<one>\d{{1,2}})(?P<mark>/)(?P<other>\d{{1,2}})/(?P<y>\d{{2}}){_ENDS}", _in_figures),
    rule(
        rf"{_ON}(?<![\w.,:$€£-]){_WEEKDAY_BEFORE}(?:the{GAP})?(?P<first>{DAY})(?:{_LISTED}{_TO}(?P<last>{DAY}))?"
        rf"(?:{GAP}(?:of{GAP})?|-)(?P<month>{MONTH}){_FULL_YEAR}",
        _in_words,
    ),
    rule(
        rf"{_ON}\b{_WEEKDAY_BEFORE}(?P<month>{MONTH}){GAP}(?:the{GAP})?(?P<first>{DAY})\b(?!,\d|:\d|\.\d)"
        rf"(?:{_LISTED}{_TO}(?P<last>{DAY})\b(?!{GAP}{FULL_MONTH}|,\d))?{_COUNTED}{_FULL_YEAR}",
        _in_words,
    ),
    rule(rf"{_ALONE}(?P<first>{YEAR})\s?[-–—/]\s?(?P<last>{YEAR}|\d\d)(?![\w/-])", _years),
    rule(rf"{_ALONE}(?P<y>(?:19|20)\d\d)-(?P<m>0[1-9]|1[012])(?![\w/-])", _year_month),
    rule(rf"(?:{_ALONE}|(?<=mid-)){YEAR}(?![\w-]|[’'](?!s)|[.,/:]\d){_COUNTED}(?!\s?[€£$])", _year),
    rule(
        rf"\bon{GAP}(?P<core>the{GAP}(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)"
        rf"(?:{GAP}of{GAP}(?:(?P<last>last)|this){GAP}month)?)(?=\s*(?:[?.,;!]|$)|(?<=month)\b)", _day_of_month,
    ),
)  # fmt: skip
