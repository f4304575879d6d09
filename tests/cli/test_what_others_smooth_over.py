"""Figures that differ, who said it, copies, near misses and timelines, as the terminal shows them."""

import json

import pytest
from conftest import Dateline

LATER = ("--as-of", "2022-02-24")


def test_figures_that_differ_are_shown_as_a_table(dateline: Dateline) -> None:
    ran = dateline("ask", "How many soldiers are going to Poland?", "--as-of", "2022-04-01")
    table = ran.out[ran.out.index("The articles give different figures:") :]
    assert "1,700" in table
    assert "Northgate" in table
    assert "Another 2,000 paratroopers are being flown" in table


def test_a_figure_that_grew_over_weeks_is_shown_with_every_day_and_source(
    dateline: Dateline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    ran = dateline("ask", "How many Russian troops are near Ukraine?", "--as-of", "2022-02-24")
    answer, _, table = ran.out.partition("The articles give different figures:")
    assert answer.startswith("Russia has probably gathered between 169,000 and 190,000 personnel")
    rows = [line for line in table.splitlines() if line.startswith("  ")]
    told = [
        ("about 100,000", "Continental Post, 12 Jan 2022"),
        ("more than 120,000", "Harbor Ledger, 2 Feb 2022"),
        ("about 130,000", "Harbor Ledger, 12 Feb 2022"),
        ("150,000", "Meridian Wire, 15 Feb 2022"),
        ("between 169,000 and 190,000", "Potomac Dispatch, 18 Feb 2022"),
    ]
    places = [next(place for place, row in enumerate(rows) if all(part in row for part in parts)) for parts in told]
    assert places == sorted(places)


def test_outlets_that_disagree_stand_in_one_table(dateline: Dateline) -> None:
    ran = dateline("ask", "How many Russian troops are near Ukraine?", "--as-of", "2022-02-04")
    table = " ".join(ran.out[ran.out.index("The articles give different figures:") :].split())
    assert "Harbor Ledger," in table
    assert "“Russia has massed more than 120,000 troops near Ukraine’s borders" in table
    assert "roughly 100,000" in " ".join(ran.out.split())


def test_who_said_it_is_said(dateline: Dateline) -> None:
    ran = dateline("ask", "Who said the moves are not permanent?", *LATER)
    assert ran.out.startswith("“These are not permanent moves,” Kirby said. [1]")
    assert "he [John Kirby] told reporters" in ran.out
    assert "— John Kirby" in ran.out


def test_copies_count_as_one_origin(dateline: Dateline) -> None:
    ran = dateline("ask", "Who said the moves are not permanent?", *LATER)
    assert "Also carried by Meridian Wire and Alder Falls Gazette." in ran.out
    assert "Quoted from 2 articles (4 outlets, 2 origins) in " in ran.out


def test_a_near_miss_is_refused_with_what_was_searched(dateline: Dateline) -> None:
    ran = dateline("ask", "How many troops are going to Bulgaria?", *LATER)
    assert ran.out.startswith("The articles do not say.\n")
    assert "Searched:    all articles" in ran.out
    assert "45 articles, from 17 April 2019 to 14 May 2024, by Prairie Standard" in ran.out
    assert "The nearest passages:" in ran.out


def test_figures_that_agree_are_not(dateline: Dateline) -> None:
    ran = dateline("ask", "How many troops are going to Romania?", "--as-of", "2022-04-01")
    assert "different figures" not in ran.out


def test_figures_come_with_the_answer_as_json(dateline: Dateline) -> None:
    ran = dateline("ask", "How many soldiers are going to Poland?", "--as-of", "2022-04-01", "--json")
    (first, *_) = json.loads(ran.out)["figures"]
    assert first["unit"] == "troops"
    assert first["citation"]["quote"]


def test_a_timeline_is_shown_in_order(dateline: Dateline) -> None:
    ran = dateline("timeline", "US troops to Romania and Poland", "--as-of", "2022-04-01")
    assert ran.code == 0
    assert ran.out.index("24 January 2022") < ran.out.index("2 February 2022") < ran.out.index("11 March 2022")
    assert "Also told by Harbor Ledger, 2 Feb 2022" in ran.out


def test_a_timeline_as_json(dateline: Dateline) -> None:
    ran = dateline("timeline", "Tanner Street Bridge", "--most", "1", "--json")
    (entry,) = json.loads(ran.out)
    assert entry["event_date"]
    assert entry["citation"]["number"] == 1


def test_a_timeline_of_nothing_says_so(dateline: Dateline) -> None:
    ran = dateline("timeline", "the mayor of Springfield")
    assert ran.code == 0
    assert "dateline search" in ran.out


def test_a_timeline_needs_a_topic(dateline: Dateline) -> None:
    assert dateline("timeline").code == 2
    assert dateline("timeline", " ").code == 1
