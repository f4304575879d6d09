"""Times told from a day: "yesterday", "last week", "the past three days", "two weeks ago", "later this year"."""

import re
from datetime import date

from assistant.language.times.rules import Anchor, Near, rule
from assistant.language.times.stretches import Stretch, moved, unit_around
from assistant.language.times.vocabulary import COUNT, GAP, IN_SPORT, TIME_OF_DAY, UNIT, count

_DAYS = {"tod": 0, "ton": 0, "thi": 0, "yes": -1, "las": -1, "tom": 1}
"""How the first word begins; "yesterday" and "tomorrow" are often misspelt."""
_SHORT = ("minute", "hour")
_HALVES = {
    "week": ("day", 3),
    "fortnight": ("day", 7),
    "month": ("day", 15),
    "year": ("month", 6),
    "decade": ("year", 5),
}
"""Half a unit: "two months ago" may be told of any day nearer to two months ago than to one or three."""


def _single_day(match: re.Match[str]) -> Anchor:
    words = match[0].lower().split()
    days = -2 if match["two"] else 2 if words[0] == "the" else _DAYS[words[0][:3]]
    return Anchor(match.span(), lambda day: (moved(day, units=days), moved(day, units=days)))


def _calendar_unit(match: re.Match[str]) -> Anchor | None:
    which, unit = " ".join(match["which"].lower().split()), match["unit"].lower()
    rolling = bool(match["the"]) or which in ("past", "this past") or unit == "fortnight"
    if rolling and which in ("last", "past", "this past") and unit != "weekend" and unit != "quarter":
        return Anchor(match.span(), _up_to_now(1, unit))
    if which == "this coming" or which in ("next", "coming", "upcoming", "following"):
        return Anchor(match.span(), lambda day: unit_around(moved(day, units=1, unit=unit), unit))
    if which in ("last", "past", "previous", "this past"):
        return Anchor(match.span(), lambda day: _one_before(day, unit))
    return Anchor(match.span(), _rest_of(unit) if which.startswith("later") else lambda day: _this(day, unit))


def _this(day: date, unit: str) -> Stretch:
    """The calendar unit, but the seven days up to `day` for "this week"."""
    return (moved(day, units=-6), day) if unit == "week" else unit_around(day, unit)


def _one_before(day: date, unit: str) -> Stretch:
    around = unit_around(day, unit)
    return around if around[1] < day else unit_around(moved(around[0], units=-1), unit)


def _rest_of(unit: str) -> Near:
    def near(day: date) -> Stretch:
        last = unit_around(day, unit)[1]
        return min(last, moved(day, units=1)), last

    return near


def _before_last(match: re.Match[str]) -> Anchor:
    unit = match["unit"].lower()
    return Anchor(match.span(), lambda day: _one_before(_one_before(day, unit)[0], unit))


def _this_time_last(match: re.Match[str]) -> Anchor:
    """The day, week or month that lies a year, a month or a week back; half a month to either side for "this time"."""
    what, unit = match["what"].lower(), match["unit"].lower()
    margin = 15 if what == "time" and unit == "year" else 0

    def near(day: date) -> Stretch:
        then = moved(day, units=-1, unit=unit)
        since, until = unit_around(then, what)
        return moved(since, units=-margin), moved(until, units=margin)

    return Anchor(match.span(), near)


def _bare_unit(match: re.Match[str]) -> Anchor:
    unit = match["unit"].lower()
    return Anchor(match.span(), lambda day: unit_around(day, unit), weak=True)


def _weekend(match: re.Match[str]) -> Anchor:
    return Anchor(match.span("core"), lambda day: unit_around(day, "weekend"))


def _to_date(match: re.Match[str]) -> Anchor:
    unit = (match["unit"] or match["far"]).lower()
    return Anchor(match.span(), lambda day: (unit_around(day, unit)[0], day))


def _past_units(match: re.Match[str]) -> Anchor | None:
    if match["unit"].lower() == "minute" and IN_SPORT.search(match.string[:2000]):
        return None
    return Anchor(match.span(), _up_to_now(count(match["count"] or "one")[1], match["unit"].lower()))


def _up_to_now(number: int, unit: str) -> Near:
    days = {"minute": -(-number // 1440), "hour": -(-number // 24)}.get(unit)
    return lambda day: (moved(day, units=-days) if days else moved(day, units=-number, unit=unit), day)


def _ago(match: re.Match[str]) -> Anchor:
    least, most = count(match["count"])
    unit = match["unit"].lower()
    if match["half"]:
        least, most, unit = 6, 6, "month"
    if unit in _SHORT:
        return Anchor(match.span(), _up_to_now(most, unit))
    half_unit, half = _HALVES.get(unit, ("day", 0)) if least == most and not match["exact"] else ("day", 0)

    def near(day: date) -> Stretch:
        since = moved(moved(day, units=-most, unit=unit), units=-half, unit=half_unit)
        return since, moved(moved(day, units=-least, unit=unit), units=half, unit=half_unit)

    return Anchor(match.span(), near)


def _from_now(match: re.Match[str]) -> Anchor:
    least, most = count(match["count"])
    unit = "day" if match["unit"].lower() in _SHORT else match["unit"].lower()
    return Anchor(match.span(), lambda day: (moved(day, units=least, unit=unit), moved(day, units=most, unit=unit)))


def _coming_units(match: re.Match[str]) -> Anchor:
    number = count(match["count"] or "few")[1]
    unit = "day" if match["unit"].lower() in _SHORT else match["unit"].lower()
    return Anchor(match.span(), lambda day: (moved(day, units=1), moved(day, units=number, unit=unit)))


_WHICH = (
    rf"(?P<which>(?:earlier|later){GAP}(?:this|in{GAP}the)|this{GAP}past|this{GAP}coming|this|last|past|previous|next|coming"
    rf"|upcoming|following)"
)
_LONG_UNIT = r"(?P<unit>week(?:end)?|fortnight|month|quarter|year|decade|century)"

RELATIVE_RULES = (
    rule(
        rf"\b(?:(?P<two>the{GAP}(?:day{GAP}before{GAP}yesterday|night{GAP}before{GAP}last))|the{GAP}day{GAP}after{GAP}tomorrow"
        rf"|(?:today|yest[eru]{{1,4}}day|tomm?orr?ow)(?:{GAP}{TIME_OF_DAY})?"
        rf"|tonight|this{GAP}(?:morning|afternoon|evening)|last{GAP}(?:night|evening))\b",
        _single_day,
    ),
    rule(rf"\b(?P<the>the{GAP})?{_WHICH}{GAP}{_LONG_UNIT}\b(?!{GAP}of\b|-)", _calendar_unit),
    rule(rf"\bthe{GAP}(?P<unit>week(?:end)?|month|quarter|year){GAP}before{GAP}last\b", _before_last),
    rule(
        rf"\b(?:at{GAP}|on{GAP})?(?:this|the{GAP}same){GAP}(?P<what>day|time|week|month){GAP}last{GAP}(?P<unit>week|month|year)\b",
        _this_time_last,
    ),
    rule(rf"\bthe{GAP}(?P<unit>week|month|quarter|year|decade|century)\b(?!-|{GAP}(?:to|ending|ended)\b)", _bare_unit),
    rule(rf"\b(?:over|at|during|on){GAP}(?P<core>the{GAP}weekend)\b", _weekend),
    rule(
        rf"\b(?:the{GAP})?(?P<unit>year|month|week){GAP}to{GAP}date\b|\bso{GAP}far{GAP}this{GAP}(?P<far>year|month|quarter)\b",
        _to_date,
    ),
    rule(rf"\bthe{GAP}(?:last|past){GAP}(?P<count>)(?P<unit>hour)\b(?!{GAP}of\b)", _past_units),
    rule(
        rf"\b(?:the{GAP})?(?:last|past|previous){GAP}(?P<count>{COUNT}){GAP}(?P<unit>{UNIT})s?\b(?!{GAP}of\b)",
        _past_units,
    ),
    rule(
        rf"(?<![\d,.])\b(?P<half>half{GAP}(?=an?{GAP}year))?(?:a{GAP}|some{GAP})?(?P<count>{COUNT}){GAP}(?P<unit>{UNIT})s?"
        rf"{GAP}(?:ago|back(?!{GAP}(?:to|in|into|from)))(?P<exact>{GAP}today)?\b",
        _ago,
    ),
    rule(rf"\b(?P<count>{COUNT}){GAP}(?P<unit>{UNIT})s?{GAP}from{GAP}(?:now|today)\b", _from_now),
    rule(
        rf"\b(?:the{GAP})?(?:next|coming){GAP}(?:(?P<count>{COUNT}){GAP})?(?P<unit>day|week|month|year)s\b",
        _coming_units,
    ),
)
