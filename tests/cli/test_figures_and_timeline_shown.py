"""Tables of figures that differ, and timelines, as the terminal shows them."""

import json

from conftest import Dateline


def test_figures_that_differ_are_shown_as_a_table(dateline: Dateline) -> None:
    ran = dateline("ask", "How many soldiers are going to Poland?", "--as-of", "2022-04-01")
    table = ran.out[ran.out.index("The articles give different figures:") :]
    assert "1,700" in table
    assert "Northgate" in table
    assert "Another 2,000 paratroopers are being flown" in table


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
