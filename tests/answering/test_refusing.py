"""A refusal says what was searched, and whether the archive covers the time asked about at all."""

from datetime import date

import pytest

from assistant.answering.refusing import closest_reports, refusal_text, why_refused
from assistant.types import Coverage, Filters, Passage, Quote, Refusal

COVERAGE = Coverage(date(2022, 1, 3), date(2022, 6, 30), (("Harbor Ledger", 40), ("Meridian Wire", 12)), 52)
ENDS, BEGINS = "The archive ends on 30 June 2022; ", "The archive begins on 3 January 2022; "


def why(since: date | None, until: date | None, *, inferred: bool = True) -> str:
    names = ("since", "until") if inferred else ()
    return why_refused("x", (), filters=Filters(since, until, inferred=names), coverage=COVERAGE)


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        (date(2023, 1, 1), date(2023, 12, 31), f"{ENDS}the question asks about 2023."),
        (date(2023, 5, 1), date(2023, 5, 31), f"{ENDS}the question asks about May 2023."),
        (date(2023, 5, 2), date(2023, 5, 2), f"{ENDS}the question asks about 2 May 2023."),
        (date(2023, 5, 2), date(2023, 5, 8), f"{ENDS}the question asks about the time from 2 May 2023 to 8 May 2023."),
        (date(2022, 7, 1), None, f"{ENDS}the question asks about the time since 1 July 2022."),
        (None, date(2019, 4, 30), f"{BEGINS}the question asks about the time until 30 April 2019."),
        (date(2021, 12, 1), date(2021, 12, 31), f"{BEGINS}the question asks about December 2021."),
    ],
)
def test_a_time_that_the_archive_does_not_reach_is_named(since: date | None, until: date | None, said: str) -> None:
    assert why(since, until).endswith(said)


@pytest.mark.parametrize(
    ("since", "until"), [(None, None), (date(2022, 2, 1), date(2022, 2, 7)), (date(2022, 6, 30), date(2023, 6, 30))]
)
def test_a_time_that_it_reaches_is_not(since: date | None, until: date | None) -> None:
    assert "the question asks" not in why(since, until)


def test_limits_that_were_given_are_not_what_the_question_asks_about() -> None:
    given = why(date(2023, 1, 1), date(2023, 12, 31), inferred=False)
    assert given == f"No article lies within these limits. {ENDS}the limits ask for 2023."


def test_a_refusal_names_the_span_and_the_outlets_searched_and_what_there_is() -> None:
    filters = Filters(date(2022, 2, 1), date(2022, 2, 7), ("Harbor Ledger",), outside=48)
    text = refusal_text(Refusal(why_refused("x", (), filters=filters, coverage=COVERAGE), filters, COVERAGE))
    assert text == (
        "The articles do not say. No article lies within these limits."
        " Searched articles from 1 February 2022 to 7 February 2022, by Harbor Ledger."
        " 48 passages lie outside; ask without these limits to search there too."
        " The archive has 52 articles from 3 January 2022 to 30 June 2022, by Harbor Ledger, Meridian Wire."
    )


def test_an_empty_archive_says_what_to_do() -> None:
    empty = Coverage(None, None, (), 0)
    assert why_refused("x", (), filters=Filters(), coverage=empty) == (
        "The archive is empty: ingest a folder of articles first."
    )


def quote(text: str, article: str, *, title: str = "") -> Quote:
    passage = Passage(article, 1, 0, len(text), text, title, "Harbor Ledger", published=date(2022, 2, 2))
    return Quote(passage, 0, len(text), text, 0.3)


ROMANIA = quote("About 1,000 troops are going to Romania.", "a", title="Troops move")
AGAIN = quote("The troops in Romania stay for weeks.", "a")
POLAND = quote("About 1,700 troops are going to Poland.", "b")


def test_the_closest_reports_name_what_is_asked_about_one_an_article() -> None:
    closest = closest_reports("How many planes are going to Romania?", [POLAND, ROMANIA, AGAIN])
    assert [(one.number, one.quote, one.title) for one in closest] == [(1, ROMANIA.text, "Troops move")]
    assert closest_reports("How many planes?", [ROMANIA]) == ()


def test_a_name_that_none_of_the_nearest_passages_has_is_told() -> None:
    def reason(query: str) -> str:
        return why_refused(query, [ROMANIA.passage, POLAND.passage], filters=Filters(), coverage=COVERAGE)

    assert reason("How many troops go to Bulgaria?").endswith("answers this; none of the nearest names Bulgaria.")
    assert reason("How many planes go to Romania?") == "No sentence in the articles found answers this."


def test_a_refusal_quotes_the_closest_reports() -> None:
    refusal = Refusal("No.", Filters(), COVERAGE, closest_reports("Who went to Romania?", [ROMANIA]))
    assert f"Closest reports: “{ROMANIA.text}” (Harbor Ledger, 2 February 2022)." in refusal_text(refusal)
