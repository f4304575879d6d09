"""Stretches of the calendar: first and last day, both included. What lies outside the calendar raises ValueError."""

from collections.abc import Callable
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

Stretch = tuple[date, date]
"""First and last day, both included."""

_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""Each season's first month, by the meteorologists' count on the northern half of the earth."""


def moved(day: date, *, units: int = 0, unit: str = "day") -> date:
    """`day` so many units later (earlier when negative); the last day of a month that has no such day."""
    step = {
        "fortnight": relativedelta(weeks=2 * units),
        "weekend": relativedelta(weeks=units),
        "quarter": relativedelta(months=3 * units),
        "decade": relativedelta(years=10 * units),
        "century": relativedelta(years=100 * units),
    }.get(unit)
    try:
        return day + (relativedelta(**{f"{unit}s": units}) if step is None else step)  # type: ignore[arg-type]
    except OverflowError as error:
        raise ValueError(f"{units} {unit}s from {day} lies outside the calendar") from error


def months(year: int, first: int, *, length: int = 1) -> Stretch:
    """`length` months from the month `first` of `year` on; `first` may lie outside 1 to 12 and counts on."""
    since = date(year + (first - 1) // 12, (first - 1) % 12 + 1, 1)
    last = date(since.year + (since.month + length - 2) // 12, (since.month + length - 2) % 12 + 1, 1)
    return since, last + relativedelta(day=31)


def season(year: int, name: str) -> Stretch:
    """The season of that year; a winter begins in December of the year before."""
    return months(year - 1 if name == "winter" else year, _SEASONS[name], length=3)


def unit_around(day: date, unit: str) -> Stretch:
    """The calendar unit in which a day lies: weeks from Monday, weekends not later than the day, decades from 0."""
    if unit == "weekend":
        saturday = moved(day, units=-((day.weekday() - 5) % 7))
        return saturday, moved(saturday, units=1)
    if unit == "week":
        monday = moved(day, units=-day.weekday())
        return monday, moved(monday, units=6)
    if unit in ("month", "quarter"):
        length = 1 if unit == "month" else 3
        return months(day.year, day.month - (day.month - 1) % length, length=length)
    length = {"year": 1, "decade": 10, "century": 100}.get(unit, 0)
    if not length:
        return day, day
    return months(day.year - day.year % length, 1, length=12 * length)


def latest(day: date, in_year: Callable[[int], Stretch | None]) -> Stretch | None:
    """What comes once a year at most, the last time it had begun by `day`; None if it never comes."""
    for year in range(day.year + 1, max(day.year - 9, 0), -1):
        found = in_year(year)
        if found and found[0] <= day:
            return found
    return None


def part_of(whole: Stretch, part: str, number: int = 0) -> Stretch:
    """A part of a month, a season, a year or more; shorter stretches stay whole.

    Args:
        whole: the stretch to be parted.
        part: "early", "mid", "late" (thirds), "start", "end" (a week of a month, a month of a year), "half", "quarter",
            "week" (each with its `number`), or "days", "weeks" and "months" (the first `number` of them).
        number: which or how many; counted from the end when negative.
    """
    if whole[1] - whole[0] < timedelta(days=27):
        return whole
    if part in ("week", "days", "weeks"):
        return _days_of(whole, part, number)
    return _part_of_month(whole, part, number)


def _days_of(whole: Stretch, part: str, number: int) -> Stretch:
    length = 7 if part == "week" else abs(number) * (7 if part == "weeks" else 1)
    skipped = 7 * (number - 1) if part == "week" and number > 0 else 0
    if number < 0:
        return max(whole[0], moved(whole[1], units=1 - length)), whole[1]
    return moved(whole[0], units=skipped), min(whole[1], moved(whole[0], units=skipped + length - 1))


def _part_of_month(whole: Stretch, part: str, number: int) -> Stretch:
    if (whole[0].year, whole[0].month) != (whole[1].year, whole[1].month):
        return _part_of_months(whole, part, number)
    halves = {1: (1, 15), 2: (16, 31)}
    thirds = {"early": (1, 10), "mid": (11, 20), "late": (21, 31), "start": (1, 7)}
    if part == "end":
        return moved(whole[1], units=-6), whole[1]
    first, last = thirds.get(part) or halves.get(number if part == "half" else 0, (1, 31))
    return whole[0].replace(day=first), whole[0].replace(day=min(last, whole[1].day))


def _part_of_months(whole: Stretch, part: str, number: int) -> Stretch:
    length = (whole[1].year - whole[0].year) * 12 + whole[1].month - whole[0].month + 1
    edge = max(1, length // 12)
    first, taken = {
        "early": (0, length // 3),
        "mid": (length // 3, length // 3),
        "late": (length - length // 3, length // 3),
        "start": (0, edge),
        "end": (length - edge, edge),
        "half": ((number - 1) * (length // 2), length // 2),
        "quarter": ((number - 1) % 4 * (length // 4), length // 4),
        "months": (0, number) if number > 0 else (length + number, -number),
    }[part]
    return months(whole[0].year, whole[0].month + first, length=max(1, min(taken, length)))
