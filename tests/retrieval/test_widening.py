"""Inferred limits that leave nothing are given up, and that is told; given ones hold."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from small_archive import write_articles

from assistant import Assistant, Settings
from assistant.retrieval.widening import later_than, widened
from assistant.types import Filters

DAY = date(2022, 6, 8)
ARTICLES = {
    "strike": ("Meridian Wire", date(2022, 6, 8), "Dock workers in Ponta began a strike over wages on Wednesday."),
    "dredging": ("Harbor Ledger", date(2022, 3, 1), "The dredging of Ponta harbor will take six weeks."),
    "ferry": ("Harbor Ledger", date(2022, 6, 20), "The ferry to Ponta will stop for repairs, the port said."),
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """Three short articles by two outlets."""
    folder = tmp_path_factory.mktemp("articles")
    write_articles(folder, ARTICLES, title="The {} in Ponta", author="Nell Abernathy")
    with Assistant.open(Settings(library=tmp_path_factory.mktemp("library"), model=None)) as assistant:
        assert assistant.ingest(folder).added == len(ARTICLES)
        yield assistant


def test_limits_that_leave_something_hold(archive: Assistant) -> None:
    found = archive.find("What did the Meridian Wire report about Ponta this week?", as_of=DAY)
    assert {passage.outlet for passage in found.passages} == {"Meridian Wire"}
    assert (found.filters.outside, found.filters.widened, found.notes) == (2, False, ())


def test_inferred_limits_that_leave_nothing_are_given_up_and_stay_to_be_seen(archive: Assistant) -> None:
    found = archive.find("What did the Meridian Wire report about Ponta in March 2022?", as_of=DAY)
    assert len(found.passages) == 3
    assert (found.filters.since, found.filters.until) == (date(2022, 3, 1), date(2022, 3, 31))
    assert (found.filters.outlets, found.filters.widened, found.filters.outside) == (("Meridian Wire",), True, 3)
    assert found.notes[0] == (
        "Nothing was found from 1 March 2022 to 31 March 2022, by Meridian Wire; what follows lies outside."
    )
    assert archive.search("What did the Meridian Wire report about Ponta in March 2022?", as_of=DAY) == list(
        found.passages
    )


def test_given_limits_that_leave_nothing_hold(archive: Assistant) -> None:
    found = archive.find("Ponta", since=date(2022, 4, 1), until=date(2022, 4, 30))
    assert (found.passages, found.filters.widened, found.filters.outside) == ((), False, 3)


def test_only_the_inferred_ones_are_given_up(archive: Assistant) -> None:
    found = archive.find("What happened in Ponta in April 2022?", outlets=["Harbor Ledger"], as_of=DAY)
    assert {passage.outlet for passage in found.passages} == {"Harbor Ledger"}
    assert found.filters.widened


def test_an_author_narrows_too(archive: Assistant) -> None:
    found = archive.find("What has Nell Abernathy written about the strike?", as_of=DAY)
    assert found.filters.authors == ("Nell Abernathy",)
    assert archive.search("strike", filters=Filters(authors=("NELL ABERNATHY",)))
    assert archive.search("strike", filters=Filters(authors=("Nell",))) == []


def test_what_was_published_after_the_day_of_the_question_is_told(archive: Assistant) -> None:
    notes = archive.find("ferry to Ponta", as_of=DAY).notes
    assert notes == ("Some of this was published after 8 June 2022, the day the question is asked from.",)
    assert archive.find("ferry to Ponta", as_of=date(2022, 6, 20)).notes == ()
    assert later_than(DAY, [None, DAY]) == ()


def test_an_outlet_is_known_as_soon_as_its_first_article_is(tmp_path: Path) -> None:
    question = "What did the Dockside Record report about the crane?"
    with Assistant.open(Settings(library=tmp_path / "library", model=None)) as assistant:
        for outlet in ("Harbor Ledger", "Dockside Record"):
            article = tmp_path / f"{outlet}.md"
            article.write_text(
                f"---\noutlet: {outlet}\n---\n\nThe crane of the {outlet} fell into the harbor at noon.\n"
            )
            assistant.ingest(article)
            outlets = assistant.find(question).filters.outlets
            assert outlets == (("Dockside Record",) if outlet == "Dockside Record" else ())


def test_filters_without_the_inferred_limits() -> None:
    inferred = ("since", "until", "outlets", "recency", "kind")
    limits = Filters(DAY, DAY, ("CNN",), ("Jane Doe",), "hard", "number", inferred, outside=7)
    assert widened(limits) == Filters(authors=("Jane Doe",), kind="number", inferred=("recency", "kind"))


@pytest.mark.parametrize(
    "filters",
    [Filters(), Filters(since=DAY), Filters(outlets=("CNN",), kind="number", inferred=("kind",))],
    ids=["none", "since given", "outlet given"],
)
def test_there_is_nothing_to_give_up_where_nothing_was_inferred(filters: Filters) -> None:
    assert widened(filters) is None
