"""Figures and timelines of the demo archive, through the public `Assistant`, with every real part."""

from collections.abc import Iterator
from datetime import date

import pytest

from assistant import Assistant, Settings
from assistant.answering.figures import disagreements
from assistant.errors import QuestionError
from assistant.types import Answer, Citation

APRIL = date(2022, 4, 1)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant over an empty library of its own, which therefore answers from the demo archive."""
    with Assistant.open(Settings(library=tmp_path_factory.mktemp("figures"), model=None)) as assistant:
        assistant.prepare()
        yield assistant


def stands(assistant: Assistant, citation: Citation) -> bool:
    text = assistant.article(citation.article_id, citation.version).text
    return text[citation.start : citation.end] == citation.quote


def test_a_number_that_changed_over_two_weeks_is_shown_with_its_days(demo: Assistant) -> None:
    answer = demo.ask("How many Russian troops are near Ukraine?", as_of=APRIL)
    (group,) = disagreements(answer)
    told = [(one.value, one.as_of, one.superseded) for one in group if one.as_of and one.as_of >= date(2022, 2, 10)]
    assert told == [
        (130_000, date(2022, 2, 12), True),
        (150_000, date(2022, 2, 15), True),
        (169_000, date(2022, 2, 18), False),
    ]
    assert group[-1].highest == 190_000
    assert {one.status for one in group} == {"actual"}
    assert {one.speaker for one in group} == {None, "Joe Biden"}


def test_outlets_that_disagree_stand_beside_each_other(demo: Assistant) -> None:
    answer = demo.ask("How many soldiers are going to Poland?", as_of=APRIL)
    (group,) = disagreements(answer)
    assert {(one.value, one.outlet) for one in group} == {(1_700, "Potomac Dispatch"), (2_000, "Northgate Courier")}
    assert not any(one.superseded for one in group)


def test_what_goes_to_two_countries_is_not_held_against_what_goes_to_one(demo: Assistant) -> None:
    figures = demo.ask("How many soldiers are going to Poland?", as_of=APRIL).figures
    both = {one.group for one in figures if one.place and "Germany" in one.place}
    alone = {one.group for one in figures if one.place == "to Poland"}
    assert both
    assert not both & alone


def test_those_announced_those_there_and_all_of_them_are_three_figures(demo: Assistant) -> None:
    answer = demo.ask("How many troops are going to Romania?", as_of=APRIL)
    groups = {value: {one.group for one in answer.figures if one.value == value} for value in (1_000, 900, 1_900)}
    assert all(groups.values())
    assert not groups[1_000] & groups[900]
    assert not groups[1_900] & (groups[900] | groups[1_000])
    assert disagreements(answer) == []


def test_a_price_that_rose_supersedes_the_earlier_one(demo: Assistant) -> None:
    answer = demo.ask("How much does the bridge repair cost?", as_of=APRIL)
    (group,) = disagreements(answer)
    assert [(one.text, one.superseded) for one in group] == [("$4.2 million", True), ("$5.6 million", False)]


@pytest.mark.parametrize(
    "question",
    ["How many Russian troops are near Ukraine?", "How many soldiers are going to Poland?",
     "How much does the bridge repair cost?", "What is the inflation rate?"],
)  # fmt: skip
def test_every_figure_stands_in_the_quote_that_it_cites(demo: Assistant, question: str) -> None:
    answer = demo.ask(question, as_of=APRIL)
    assert answer.figures
    assert all(one.text in one.citation.quote and stands(demo, one.citation) for one in answer.figures)
    assert Answer.from_json(answer.to_json()) == answer


def test_a_figure_in_a_cited_quote_keeps_its_number_and_others_count_on(demo: Assistant) -> None:
    answer = demo.ask("How many Russian troops are near Ukraine?", as_of=APRIL)
    cited = {citation.number: citation for citation in answer.citations}
    numbers = {one.citation.number: one.citation for one in answer.figures}
    assert all(numbers[number] == cited[number] for number in numbers.keys() & cited.keys())
    assert max(numbers) > max(cited)


@pytest.mark.parametrize(
    "question",
    ["How many troops are going to Bulgaria?", "When did the Webb telescope reach its orbit?",
     "Who said the moves are not permanent?", "How many people came to the Ice Festival in 2022?"],
)  # fmt: skip
def test_where_nothing_differs_nothing_is_shown(demo: Assistant, question: str) -> None:
    assert disagreements(demo.ask(question, as_of=APRIL)) == []


def test_the_timeline_of_the_troop_moves(demo: Assistant) -> None:
    entries = demo.timeline("US troops to Romania and Poland", as_of=APRIL)
    days = [entry.event_date for entry in entries]
    assert days == sorted(days)
    told = {(entry.event_date, entry.until): entry for entry in entries}
    alert = told[date(2022, 1, 24), date(2022, 1, 30)]
    assert "heightened alert last week" in alert.citation.quote
    announced = next(entry for entry in entries if entry.event_date == date(2022, 2, 2))
    assert "1,000" in announced.citation.quote
    assert announced.others
    assert "last weekend" in told[date(2022, 2, 5), date(2022, 2, 6)].citation.quote
    assert all(stands(demo, cited) for entry in entries for cited in (entry.citation, *entry.others))
    assert len({cited.number for entry in entries for cited in (entry.citation, *entry.others)}) == sum(
        1 + len(entry.others) for entry in entries
    )


def test_a_timeline_keeps_to_the_limits_given(demo: Assistant) -> None:
    entries = demo.timeline("US troops to Romania", until=date(2022, 2, 10), outlets=["Harbor Ledger"], as_of=APRIL)
    assert entries
    assert {entry.citation.outlet for entry in entries} == {"Harbor Ledger"}
    assert all(entry.published and entry.published <= date(2022, 2, 10) for entry in entries)
    assert len(demo.timeline("US troops to Romania", most=2, as_of=APRIL)) == 2


def test_what_the_archive_does_not_know_has_no_timeline(demo: Assistant) -> None:
    assert demo.timeline("the mayor of Springfield", as_of=APRIL) == ()
    with pytest.raises(QuestionError):
        demo.timeline("  ")
