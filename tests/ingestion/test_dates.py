"""Days of publication: what is written is read, what is missing or ambiguous is not guessed."""

from datetime import date, timedelta

import pytest

from assistant.ingestion.metadata.dates import date_in_name, month_and_day, nearest_year, parse_date, written_date

SECOND = date(2022, 2, 2)


@pytest.mark.parametrize(
    "value",
    [
        "2022-02-02",
        "2022-02-02T23:30:00-05:00",
        "2022-02-02T00:30:00+13:00",
        "2022-02-02 23:30:00.000000",
        "20220202",
        20220202,
        "20220202T101010Z",
        "20220202101010",
        "2022/2/2",
        "2022.02.02",
        "Wed, 02 Feb 2022 23:30:00 -0500",
        "Wed, 02 Feb 2022 23:30:00 EST",
        "Wed Feb 02 23:02:01 +0000 2022",
        "2 February 2022",
        "2 Feb 2022",
        "Feb. 2, 2022",
        "February 2nd, 2022",
        "FEBRUARY 2, 2022",
        "02-FEB-2022",
        "Wednesday, 2 February 2022",
        "Feb 2, 2022 at 5:12 p.m. ET",
        "Published on 2 February 2022",
        "Updated 3:40 PM ET, Wed February 2, 2022",
        "02/02/2022",
        1643814000,
        1643814000.25,
        1643814000123,
        1643814000123456,
        1643814000123456789,
        "1643814000",
        "1643814000123",
        "1643814000.25",
    ],
)
def test_full_dates_are_read_in_their_own_time_zone(value):
    assert parse_date(value) == SECOND


@pytest.mark.parametrize(
    "value",
    [
        "",
        None,
        True,
        [],
        {},
        "Wednesday",
        "March",
        "March 2022",
        "Feb. 2",
        "2022",
        2022,
        "yesterday",
        "10:30",
        0,
        1,
        12345,
        "02/03/2022",  # February or March
        "12.02.2022",
        "2/13/22",  # which century?
        "2022-13-45",
        "Feb 30, 2022",
        "31 de diciembre de 2021",
        "2 Feb 2022 – 3 Feb 2022",
        "0001-01-01",
        "1699-12-31",
        "2999-01-01",
        (date.today() + timedelta(days=2)).isoformat(),
        float("nan"),
        float("inf"),
        -1e30,
        10**400,
        "9" * 4000,
        "2022-02-02" * 1000,
        "²⁰²²-02-02",
    ],
)
def test_what_is_missing_ambiguous_or_impossible_is_no_date(value):
    assert parse_date(value) is None


def test_old_and_just_published_articles_have_their_dates():
    tomorrow = date.today() + timedelta(days=1)
    assert parse_date("1752-03-04") == date(1752, 3, 4)
    assert parse_date(tomorrow.isoformat()) == tomorrow
    assert parse_date(-150_000_000) == date(1965, 3, 31)


def test_day_month_order_does_not_matter_where_only_one_is_possible():
    assert parse_date("13/02/2022") == parse_date("02/13/2022") == date(2022, 2, 13)


def test_the_first_date_written_in_a_line():
    assert written_date("Posted Feb. 2, 2022, changed Feb. 4, 2022") == SECOND
    assert written_date("seen 2022-02-02, again on 4 February 2022") == SECOND
    assert written_date("on Feb. 2") is None


def test_month_and_day_without_a_year():
    assert month_and_day("Feb. 2") == month_and_day("2 February") == (2, 2)
    assert month_and_day("Feb. 2, 2022") is None
    assert month_and_day("February") is None


def test_the_nearest_year_lets_december_stay_before_january():
    assert nearest_year(12, 31, date(2022, 1, 1)) == date(2021, 12, 31)
    assert nearest_year(2, 2, date(2022, 2, 5)) == SECOND
    assert nearest_year(2, 29, date(2022, 3, 1)) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2022-02-02-harbor-ledger-troops", SECOND),
        ("20220202_troops", SECOND),
        ("troops_2022_02_02", SECOND),
        ("troops-2022.02.02", SECOND),
        ("report-120220202", None),
        ("2022-13-02-troops", None),
        ("2022-02-troops", None),
        ("flight-1234-56-78", None),
    ],
)
def test_the_date_in_a_file_name(name, expected):
    assert date_in_name(name) == expected
