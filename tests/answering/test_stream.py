"""From a question to its answer: limits that were inferred never hide it, limits that were given always hold."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from small_archive import write_articles

from assistant import Assistant, Settings
from assistant.answering.refusing import PHRASE
from assistant.answering.stream import Means, answer_events
from assistant.retrieval.understanding.understand import understand
from assistant.types import Answer, Filters, Finished, Retrieved, Token, Turn

DAY = date(2022, 6, 16)
ARTICLES = {
    "gas": ("Meridian Wire", date(2022, 6, 8), "Gas prices in Ponta rose to $5 a gallon, the motor club said."),
    "dredging": ("Harbor Ledger", date(2022, 3, 1), "The dredging of Ponta harbor will take six weeks, Ana Bell said."),
    "mayor": ("Harbor Ledger", date(2022, 6, 9), "Mayor Ada Plum of Ponta opened the summer fair on Thursday."),
}
DREDGING = "How long will the dredging of Ponta harbor take?"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """Three short articles by two outlets."""
    folder = tmp_path_factory.mktemp("articles")
    write_articles(folder, ARTICLES, title="News of the {}")
    with Assistant.open(Settings(library=tmp_path_factory.mktemp("library"), model=None)) as assistant:
        assert assistant.ingest(folder).added == len(ARTICLES)
        yield assistant


def test_what_was_inferred_narrows_the_answer(archive: Assistant) -> None:
    answer = archive.ask("What did the Meridian Wire say about gas prices last week?", as_of=DAY)
    assert "$5" in answer.text
    assert (answer.filters.since, answer.filters.until) == (date(2022, 6, 6), date(2022, 6, 12))
    assert (answer.filters.outlets, answer.filters.outside) == (("Meridian Wire",), 2)
    assert {passage.outlet for passage in answer.passages} == {"Meridian Wire"}
    assert not answer.filters.widened
    assert answer.notes == ("The archive ends on 9 June 2022; nothing later is known here.",)


def test_where_nothing_within_inferred_limits_answers_it_is_looked_up_outside(archive: Assistant) -> None:
    answer = archive.ask("How long will the dredging of Ponta harbor take, according to the Meridian Wire?", as_of=DAY)
    assert "six weeks" in answer.text
    assert answer.citations[0].outlet == "Harbor Ledger"
    assert answer.notes == ("Nothing by Meridian Wire answers this; what follows lies outside.",)
    assert (answer.filters.outlets, answer.filters.inferred[0]) == (("Meridian Wire",), "outlets")
    assert (answer.filters.widened, answer.filters.outside) == (True, 2)


def test_a_refusal_names_what_was_searched_and_that_the_rest_was_too(archive: Assistant) -> None:
    answer = archive.ask("Who won the chess final last week?", as_of=DAY)
    assert answer.refusal is not None
    assert answer.refusal.searched.widened
    assert "Searched articles from 6 June 2022 to 12 June 2022. Then all other articles were searched too." in (
        answer.text
    )


def test_given_limits_are_never_widened_and_the_refusal_offers_it(archive: Assistant) -> None:
    answer = archive.ask(DREDGING, since=date(2022, 6, 1), as_of=DAY)
    assert answer.refusal is not None
    assert not answer.filters.widened
    assert (
        "Searched articles since 1 June 2022. 1 passage lies outside; ask without these limits to search there too."
        in answer.text
    )
    assert all(passage.published and passage.published >= date(2022, 6, 1) for passage in answer.passages)


def test_filters_given_are_exactly_these(archive: Assistant) -> None:
    answer = archive.ask("What did gas prices in Ponta rise to this year?", filters=Filters(), as_of=DAY)
    assert (answer.filters, answer.notes) == (Filters(), ())
    assert "$5" in answer.text


def test_a_follow_up_keeps_the_time_it_leaves_open(archive: Assistant) -> None:
    first = archive.ask("What happened to gas prices in Ponta last week?", as_of=DAY)
    answer = archive.ask("Who said that?", history=[Turn(first.question, first.text)], as_of=DAY)
    assert answer.filters.since == date(2022, 6, 6)


def test_what_was_published_later_than_the_question_is_told(archive: Assistant) -> None:
    (note,) = archive.ask(DREDGING, as_of=date(2022, 2, 1)).notes
    assert note == "Some of this was published after 1 February 2022, the day the question is asked from."


def test_an_archive_that_ends_earlier_says_so(archive: Assistant) -> None:
    answer = archive.ask("What is the latest on gas prices in Ponta?", as_of=date(2026, 1, 1))
    assert answer.notes[0] == "The archive ends on 9 June 2022; nothing later is known here."
    assert "$5" in answer.text


def test_the_events_tell_of_both_searches(archive: Assistant) -> None:
    events = list(archive.stream(f"{DREDGING[:-1]}, according to the Meridian Wire?", as_of=DAY))
    assert [isinstance(event, Retrieved) for event in events].count(True) == 2
    refused = list(archive.stream("Who won the chess final last week?", as_of=DAY))
    finished = refused[-1]
    assert isinstance(finished, Finished)
    assert [event.text for event in refused if isinstance(event, Token)] == [finished.answer.text]


@pytest.mark.parametrize("question", ["what is it?", "and or not", 'AND OR NOT title:foo* "gas~2 (', "Why?"])
def test_a_question_that_names_nothing_has_a_clear_outcome(archive: Assistant, question: str) -> None:
    answer = archive.ask(question, as_of=DAY)
    assert answer.refusal or answer.citations or answer.suggestions
    assert Answer.from_json(answer.to_json()) == answer


class Wary:
    """A model that finds nothing unless it sees the dredging."""

    name = "wary"

    def stream(self, messages: list[tuple[str, str]], *, cancel: object = None) -> Iterator[str]:
        said = "The dredging of Ponta harbor will take six weeks, Ana Bell said."
        yield f"{said} [1]" if said in messages[-1][1] else PHRASE


def test_where_a_model_finds_nothing_within_inferred_limits_it_is_shown_the_rest(
    archive: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.answering.composing.STRONG", 2.0)
    monkeypatch.setattr("assistant.answering.writing.EVIDENCE", 9)
    library = archive._parts.active()
    understood = replace(
        understand("What did gas prices in Ponta rise to?", as_of=DAY),
        filters=Filters(since=date(2022, 6, 1), inferred=("since",)),
    )
    means = Means(library, archive._parts.embedder(library), writer=Wary, most=3)  # type: ignore[arg-type]
    events = answer_events("What did gas prices in Ponta rise to?", understood, means)
    answer = next(event.answer for event in events if isinstance(event, Finished))
    assert answer.kind == "written"
    assert "six weeks" in answer.text
    assert (answer.filters.widened, answer.refusal) == (True, None)
