"""Time expressions resolved against the day on which they are told."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.times import Period, periods

FRIDAY = date(2022, 2, 4)


def told(text, *, as_of=FRIDAY):
    return [(text[slice(*period.span)], period.since, period.until) for period in periods(text, as_of=as_of)]


def test_every_time_of_a_sentence_is_resolved_against_its_day():
    assert told("He said last Tuesday that the troops left in January and will be back next month.") == [
        ("last Tuesday", date(2022, 2, 1), date(2022, 2, 1)),
        ("January", date(2022, 1, 1), date(2022, 1, 31)),
        ("next month", date(2022, 3, 1), date(2022, 3, 31)),
    ]


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("in 2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("since 2019", date(2019, 1, 1), None),
        ("before 2019", None, date(2018, 12, 31)),
        ("after 2019", date(2020, 1, 1), None),
        ("by the end of 2019", None, date(2019, 12, 31)),
        ("this year", date(2022, 1, 1), date(2022, 12, 31)),
        ("this week", date(2022, 1, 29), date(2022, 2, 4)),
        ("in the 1990s", date(1990, 1, 1), date(1999, 12, 31)),
        ("in the nineties", date(1990, 1, 1), date(1999, 12, 31)),
        ("in the 19th century", date(1800, 1, 1), date(1899, 12, 31)),
        ("tomorrow", date(2022, 2, 5), date(2022, 2, 5)),
        ("two weeks from now", date(2022, 2, 18), date(2022, 2, 18)),
        ("later this month", date(2022, 2, 5), date(2022, 2, 28)),
        ("next Friday", date(2022, 2, 11), date(2022, 2, 11)),
        ("on Monday in June 2021", date(2021, 6, 1), date(2021, 6, 30)),
        ("the winter of 2020-21", date(2020, 12, 1), date(2021, 2, 28)),
        ("31 February", None, None),
        ("2/3/2021", None, None),
        ("2/3/2022", date(2022, 2, 3), date(2022, 2, 3)),  # 2 March is still to come
        ("on Christmas Eve", date(2021, 12, 24), date(2021, 12, 24)),
        ("over Easter", date(2021, 4, 2), date(2021, 4, 5)),
        ("on Thanksgiving", date(2021, 11, 25), date(2021, 11, 25)),
        ("the week before last", date(2022, 1, 17), date(2022, 1, 23)),
        ("the Tuesday before last", date(2022, 1, 25), date(2022, 1, 25)),
        ("this day last year", date(2021, 2, 4), date(2021, 2, 4)),
        ("in Septmber", date(2021, 9, 1), date(2021, 9, 30)),
        ("on Wendesday", date(2022, 2, 2), date(2022, 2, 2)),
        ("on 29 February", date(2020, 2, 29), date(2020, 2, 29)),
    ],
)
def test_the_days_that_are_meant(text, since, until):
    [period] = periods(text, as_of=FRIDAY)
    assert (period.since, period.until) == (since, until)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "They may march on.",
        "2,019 people",
        "$2000",
        "iOS 16",
        "Good Friday",
        "a 7-day strike",
        "9/11",
        "a Christmas market",
    ],
)
def test_what_names_no_time(text):
    assert periods(text, as_of=FRIDAY) == []


PIECES = st.sampled_from(
    "last this next past since before after until by between from to and or in on the of early late mid end first half "
    "week month year quarter weekend day days weeks ago Monday Tuesday June May March 2 3 29 31 February 2021 2022 "
    "1999 9999 summer winter yesterday tomorrow today two few several 2/3/2022 2022-02-30 Q3 , - – ’s decade "
    "1990s".split()
)


@given(st.lists(PIECES, max_size=14).map(" ".join), st.dates())
def test_any_words_on_any_day_give_spans_in_order_and_days_in_order(text, as_of):
    found = periods(text, as_of=as_of)
    assert all(isinstance(period, Period) and text[slice(*period.span)].strip() for period in found)
    assert all(one.span[1] <= other.span[0] for one, other in pairwise(found))
    assert all(not (period.since and period.until) or period.since <= period.until for period in found)
