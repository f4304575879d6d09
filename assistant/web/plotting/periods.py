"""Articles counted by weeks, months, quarters or years, so that an archive of any age is a hundred bars at most."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from assistant.language.times import in_words
from assistant.types import DayCoverage
from assistant.web.plotting.look import UNNAMED

Unit = Literal["week", "month", "quarter", "year"]

MOST = 120
"""Bars that can still be told apart and hit; a longer span is counted in a longer unit."""
_DAYS = {"week": 7, "month": 30, "quarter": 91, "year": 365}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Period:
    """A week, month, quarter or year by its first and last day."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Counted:
    """Articles of each outlet by periods: `series` has an outlet's counts in the order of `periods`.

    The last of the series may be "" for all other outlets together. `undated` articles are in none of the periods.
    """

    unit: Unit
    periods: tuple[Period, ...]
    series: tuple[tuple[str, tuple[int, ...]], ...]
    undated: int = 0

    @property
    def totals(self) -> tuple[int, ...]:
        """The articles of each period."""
        return tuple(sum(counts) for counts in zip(*(counts for _, counts in self.series), strict=True))


def count_periods(
    days: Sequence[DayCoverage], *, outlets: Sequence[str], since: date | None = None, until: date | None = None
) -> Counted:
    """The articles of `days` from `since` to `until`, gaps and all; None is the first or last day that has any.

    Each of `outlets` has a series of its own, in that order; "" is articles that name none.
    """
    dated = sorted(day.day for day in days if day.day)
    undated = sum(day.articles for day in days if not day.day)
    if not dated:
        return Counted("week", (), (), undated)
    first, last = since or dated[0], until or dated[-1]
    unit = choose_unit(first, last)
    periods = periods_between(first, last, unit)
    place = {period.first: index for index, period in enumerate(periods)}
    counts = {outlet or UNNAMED: [0] * len(periods) for outlet in outlets}
    for day in days:
        if day.day and periods[0].first <= day.day <= periods[-1].last:
            name = (day.outlet or UNNAMED) if (day.outlet or "") in outlets else ""
            series = counts.setdefault(name, [0] * len(periods))
            series[place[start_of(day.day, unit)]] += day.articles
    return Counted(unit, periods, tuple((name, tuple(series)) for name, series in counts.items()), undated)


def choose_unit(first: date, last: date) -> Unit:
    """The shortest unit that gives at most `MOST` bars; the year where none does."""
    span = (last - first).days
    units: tuple[Unit, ...] = ("week", "month", "quarter")
    return next((unit for unit in units if span / _DAYS[unit] <= MOST - 2), "year")


def periods_between(first: date, last: date, unit: Unit) -> tuple[Period, ...]:
    """Every period from the one with `first` to the one with `last`."""
    start, found = start_of(first, unit), list[Period]()
    while start <= last:
        end = _last_of(start, unit)
        found.append(Period(start, end))
        if end == date.max:
            break
        start = end + timedelta(days=1)
    return tuple(found)


def start_of(day: date, unit: Unit) -> date:
    """The first day of the period of `day`; weeks begin on Monday."""
    if unit == "week":
        return day - timedelta(days=day.weekday())
    months = _MONTHS[unit]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def in_period_words(period: Period, unit: Unit) -> str:
    """A period as one names it: "Week of 31 January 2022", "February 2022", "January to March 2022", "2022"."""
    if unit == "week":
        return f"Week of {in_words(period.first)}"
    if unit == "month":
        return f"{period.first:%B} {period.first.year}"
    return f"{period.first:%B} to {period.last:%B} {period.first.year}" if unit == "quarter" else str(period.first.year)


def _last_of(start: date, unit: Unit) -> date:
    if unit == "week":
        return date.max if (date.max - start).days < 7 else start + timedelta(days=6)
    months = start.month + _MONTHS[unit]
    year, month = start.year + (months - 1) // 12, (months - 1) % 12 + 1
    return date.max if year > date.max.year else date(year, month, 1) - timedelta(days=1)
