"""What an archive covers: articles counted by periods, as bars, as HTML and as CSV."""

import html
import json
import re
from datetime import date, timedelta
from itertools import pairwise

import pytest

from assistant.types import Article, Coverage, DayCoverage, Filters, Refusal
from assistant.web.calls.coverage import list_published, open_coverage
from assistant.web.plotting.coverage import plot_coverage
from assistant.web.plotting.periods import MOST, Period, choose_unit, count_periods, in_period_words, periods_between
from assistant.web.plotting.tables import coverage_csv
from assistant.web.showing.coverage import render_coverage
from assistant.web.showing.refusals import render_refusal

DAYS = (
    DayCoverage(None, "Courier", 2),
    DayCoverage(date(2022, 1, 31), "Gazette", 3),
    DayCoverage(date(2022, 2, 6), "Courier", 1),
    DayCoverage(date(2022, 2, 16), "Gazette", 1),
    DayCoverage(date(2022, 2, 16), None, 1),
)


class Kept:
    """An archive of `DAYS` that lists what it is asked for."""

    def published(self):
        return self

    def by_day(self):
        return DAYS

    def between(self, since, until, *, outlets):
        return [Article("a<1>", "", f"{since} {until} {','.join(outlets)}", published=since, content_hash="h")]

    def undated(self, *, outlets):
        return [Article("u", "", "<b>Undated</b>", "Courier")]


def bars(markup: str) -> dict:
    return json.loads(html.unescape(re.search('data-plot="([^"]*)"', markup).group(1)))


def test_articles_are_counted_by_week_and_a_week_without_any_is_a_gap():
    found = count_periods(DAYS, outlets=["Gazette", "Courier", ""])
    assert found.unit == "week"
    assert [period.first for period in found.periods] == [date(2022, 1, 31), date(2022, 2, 7), date(2022, 2, 14)]
    assert found.series == (("Gazette", (3, 0, 1)), ("Courier", (1, 0, 0)), ("Unnamed outlet", (0, 0, 1)))
    assert found.totals == (4, 0, 2)
    assert found.undated == 2


def test_outlets_that_are_not_named_are_added_up():
    found = count_periods(DAYS, outlets=["Gazette"])
    assert found.series == (("Gazette", (3, 0, 1)), ("", (1, 0, 1)))


@pytest.mark.parametrize("span", [1, 7, 300, 826, 827, 1500, 3540, 5000, 10_738, 12_000, 40_000])
def test_however_long_the_span_there_are_bars_that_can_be_told_apart(span: int):
    first = date(1900, 1, 3)
    last = first + timedelta(days=span)
    periods = periods_between(first, last, choose_unit(first, last))
    assert len(periods) <= MOST
    assert periods[0].first <= first
    assert periods[-1].last >= last
    assert all(one.last + timedelta(days=1) == other.first for one, other in pairwise(periods))


def test_the_ends_of_the_calendar_are_no_trap():
    assert periods_between(date.min, date.max, "year")[-1].last == date.max
    assert periods_between(date(9999, 12, 30), date.max, "week")[-1].last == date.max


def test_periods_have_names():
    assert in_period_words(Period(date(2022, 1, 31), date(2022, 2, 6)), "week") == "Week of 31 January 2022"
    assert in_period_words(Period(date(2022, 2, 1), date(2022, 2, 28)), "month") == "February 2022"
    assert in_period_words(Period(date(2022, 1, 1), date(2022, 3, 31)), "quarter") == "January to March 2022"
    assert in_period_words(Period(date(2022, 1, 1), date(2022, 12, 31)), "year") == "2022"


def test_a_bar_knows_its_days_and_the_searched_span_is_shaded():
    plot = json.loads(plot_coverage(count_periods(DAYS, outlets=["Gazette"]), searched=(date(2022, 2, 1), None)))
    gazette, others = plot["data"]
    assert gazette["y"] == [3, 0, 1]
    assert gazette["customdata"][0] == ["2022-01-31", "2022-02-06"]
    assert others["name"] == "Other outlets"
    assert [(shape["x0"], shape["x1"][:10]) for shape in plot["layout"]["shapes"]] == [("2022-02-01", "2022-02-20")]


def test_the_view_names_undated_articles_gaps_and_every_outlet():
    markup = open_coverage(Kept(), {})
    assert "2 articles have no date" in markup
    assert '<span class="gap">Week of 7 February 2022<span>none</span></span>' in markup
    for outlet in ("Gazette", "Courier", "Unnamed outlet"):
        assert f"<bdi>{outlet}</bdi>" in markup


def test_chosen_outlets_are_the_only_ones_that_are_drawn():
    markup = open_coverage(Kept(), {"outlets": ["Courier"]})
    assert [trace["name"] for trace in bars(markup)["data"]] == ["Courier"]
    assert 'value="Courier" checked' in markup
    assert 'value="Gazette">' in markup
    assert len(bars(open_coverage(Kept(), {"outlets": ["No such outlet"]}))["data"]) == 3


def test_a_span_that_was_searched_is_shown_with_what_lies_around_it():
    markup = open_coverage(Kept(), {"since": "2022-02-01", "until": "2022-02-10"})
    assert "from 1 February 2022 to 10 February 2022. 1 article lies in it." in markup
    assert bars(markup)["data"][0]["x"][0] == "2021-11-29"
    assert "Show the whole archive" in markup


def test_where_nothing_was_published_around_it_the_whole_archive_is_shown():
    markup = open_coverage(Kept(), {"since": "2015-02-01", "until": "2015-02-10"})
    assert "0 articles lie in it." in markup
    assert bars(markup)["data"][0]["x"][0] == "2022-01-31"


@pytest.mark.parametrize("asked", [{"since": "x", "until": 7}, {"outlets": "Courier"}, {"since": None}])
def test_a_request_that_makes_no_sense_gets_the_whole_archive(asked):
    assert open_coverage(Kept(), asked) == open_coverage(Kept(), {})


def test_an_archive_without_dates_or_articles_says_so():
    assert "No article has a date." in render_coverage(DAYS[:1])
    assert "No articles yet." in render_coverage(())


def test_a_bar_lists_its_articles_and_each_opens_whole():
    markup = list_published(Kept(), {"since": "2022-01-31", "until": "2022-02-06", "outlets": ["Courier"]})
    assert "31 January 2022 to 6 February 2022" in markup
    assert 'data-article="a&lt;1&gt;" data-version="1" data-hash="h" data-start="0" data-end="0"' in markup
    assert "2022-01-31 2022-02-06 Courier" in markup
    assert "&lt;b&gt;Undated&lt;/b&gt;" in list_published(Kept(), {"since": "", "until": ""})


def test_the_counts_as_csv():
    lines = coverage_csv(count_periods(DAYS, outlets=["Gazette"])).splitlines()
    assert lines == [
        "first day,last day,articles,Gazette,Other outlets",
        "2022-01-31,2022-02-06,4,3,1",
        "2022-02-07,2022-02-13,0,0,0",
        "2022-02-14,2022-02-20,2,1,1",
    ]


def test_a_refusal_leads_to_what_the_archive_covers_at_the_span_that_was_searched():
    def led(**limits) -> str:
        refusal = Refusal("Nothing.", Filters(**limits), Coverage(None, None, (), 0))
        return re.search('class="covers" href="([^"]*)"', render_refusal(refusal, "q", ())).group(1)

    assert led() == "#coverage"
    assert led(since=date(2022, 2, 1), until=date(2022, 2, 7)) == "#coverage/2022-02-01..2022-02-07"
    assert led(until=date(2022, 2, 7)) == "#coverage/..2022-02-07"
    assert led(outlets=('A/B & "C"',)) == "#coverage//A%2FB%20%26%20%22C%22"
