"""Figures that differ, their plot and the glosses of a sentence, as HTML and as data."""

import csv
import html
import io
import json
import re
from dataclasses import replace
from datetime import date

from assistant.types import Citation, Figure, Gloss, Sentence
from assistant.web.plotting.figures import describe_plot, plot_figures
from assistant.web.plotting.tables import figures_csv
from assistant.web.showing.figures import render_figures
from assistant.web.showing.sentences import render_sentence

QUOTE = "On Monday some 900 boats lay in the harbour, the harbour master said."


def figure(number: int, value: float, day: int, **changes) -> Figure:
    citation = Citation(
        number, f"gazette/{number}", 1, QUOTE, 0, len(QUOTE), outlet="Gazette", published=date(2022, 3, day)
    )
    values = {
        "value": value,
        "unit": "boats",
        "text": f"some {value:,.0f}",
        "subject": "boats",
        "status": "actual",
        "group": 1,
        "citation": citation,
        "place": "in the harbour",
        "as_of": date(2022, 3, day),
        "outlet": "Gazette",
    }
    return Figure(**{**values, **changes})


GROUP = [
    figure(1, 900, 1, superseded=True),
    figure(2, 900, 1, superseded=True, outlet="Courier"),
    figure(3, 1000, 4, highest=1500, text="1,000 to 1,500", status="planned", speaker="Ann Roe"),
]


def drawn(group) -> dict:
    return json.loads(plot_figures(group))


def test_the_table_has_each_report_with_its_own_words_and_its_citation():
    markup = render_figures([GROUP])
    rows = re.findall("<tr class.*?</tr>", markup)
    assert [re.search('data-number="([0-9])"', row).group(1) for row in rows] == ["1", "2", "3"]
    assert '<s><span class="figure-text" dir="auto">some 900</span></s>' in rows[0]
    assert "actual · superseded" in rows[0]
    assert "<s>" not in rows[2]
    for words in ("1,000 to 1,500", "boats in the harbour", "planned", "4 Mar 2022", "Gazette", "Ann Roe"):
        assert words in rows[2]


def test_a_report_of_another_day_than_the_figure_says_so():
    late = replace(GROUP[0], as_of=date(2022, 2, 27))
    assert "27 Feb 2022" in render_figures([[late]])
    assert "reported 1 Mar 2022" in render_figures([[late]])
    assert "reported" not in render_figures([GROUP])


def test_no_figures_show_nothing():
    assert render_figures([]) == ""


def test_each_dated_figure_is_a_point_on_its_day_and_a_range_has_both_its_ends():
    traces = sorted(drawn([*GROUP, figure(4, 5, 9, as_of=None)])["data"], key=lambda trace: trace["customdata"][0])
    assert [trace["customdata"][0] for trace in traces] == [0, 1, 2]
    assert [(trace["x"], trace["y"]) for trace in traces] == [
        (["2022-03-01"], [900]),
        (["2022-03-01"], [900]),
        (["2022-03-04", "2022-03-04"], [1000, 1500]),
    ]
    assert [trace["marker"]["symbol"] for trace in traces] == ["circle-open", "circle-open", "triangle-up"]


def test_outlets_are_told_apart_and_two_points_at_one_place_are_both_seen():
    first, second, third = sorted(drawn(GROUP)["data"], key=lambda trace: trace["customdata"][0])
    assert first["marker"]["color"] == third["marker"]["color"] != second["marker"]["color"]
    assert second["marker"]["size"] > first["marker"]["size"]
    assert drawn(GROUP)["data"].index(second) < drawn(GROUP)["data"].index(first)


def test_a_plot_needs_two_days_and_the_table_can_be_taken_away_without_one():
    assert "data-plot" in render_figures([GROUP])
    alone = render_figures([GROUP[:2]])
    assert "data-plot" not in alone
    assert "save-csv" in alone


def test_the_plot_says_in_words_what_it_shows():
    assert describe_plot(GROUP) == (
        "Plot of 3 figures from 2 outlets, 1 March 2022 to 4 March 2022: from some 900 to 1,000 to 1,500. "
        "The table above has the same figures."
    )


def test_money_and_shares_have_their_sign_at_the_axis():
    money = drawn([replace(one, unit="$ a gallon") for one in GROUP])["layout"]["yaxis"]
    share = drawn([replace(one, unit="%") for one in GROUP])["layout"]["yaxis"]
    assert (money["tickprefix"], money["ticksuffix"]) == ("$", "")
    assert (share["tickprefix"], share["ticksuffix"]) == ("", "%")


def test_markup_in_an_article_reaches_neither_the_table_nor_the_plot():
    nasty = '<a href="http://evil.example">900</a>'
    group = [replace(one, text=nasty, outlet=nasty, subject=nasty, speaker=nasty) for one in GROUP]
    assert "<a " not in render_figures([group])
    plot = json.dumps(drawn(group))
    assert "<a" not in plot
    assert html.escape(nasty) in json.loads(plot)["data"][0]["name"]


def test_the_plot_brings_no_colours_of_its_own():
    plot = plot_figures(GROUP)
    assert "template" not in json.loads(plot)["layout"]
    assert not re.search("#[0-9a-fA-F]{6}", plot)


def test_the_figures_as_csv_have_value_day_status_and_quote():
    rows = list(csv.DictReader(io.StringIO(figures_csv(GROUP))))
    assert [row["value"] for row in rows] == ["900", "900", "1000"]
    assert rows[2] | {"highest": "1500", "as of": "2022-03-04", "status": "planned", "superseded": "no"} == rows[2]
    assert rows[0]["quote"] == QUOTE


def test_a_cell_of_the_csv_is_never_a_formula():
    (row,) = csv.DictReader(io.StringIO(figures_csv([replace(GROUP[0], subject="=1+1", place="-2", value=-3.0)])))
    assert row["subject"] == "'=1+1"
    assert row["place"] == "'-2"


def test_a_gloss_stands_beside_the_sentence_and_not_in_it():
    at = QUOTE.index("Monday") + len("Monday")
    sentence = Sentence(QUOTE, (1,), glosses=(Gloss(at, "28 February 2022"), Gloss(len(QUOTE) - 6, "Ann <b>Roe</b>")))
    markup = render_sentence(sentence)
    words = re.search('<span class="words" dir="auto">(.*?)</span>', markup).group(1)
    assert html.unescape(words) == QUOTE
    assert '<q dir="auto">Monday</q> = 28 February 2022 (from the article’s date)' in markup
    assert "= Ann &lt;b&gt;Roe&lt;/b&gt; (named elsewhere in the article)" in markup


def test_a_sentence_without_glosses_has_no_place_for_them():
    assert "gloss" not in render_sentence(Sentence(QUOTE, (1,)))
