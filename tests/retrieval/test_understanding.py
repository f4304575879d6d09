"""What a question asks for and what narrows it."""

from datetime import date

import pytest

from assistant.errors import QuestionError
from assistant.retrieval.understanding import LONGEST_QUESTION, SHORTENED, understand
from assistant.types import Filters, Turn


def test_the_kind_is_inferred_and_said_to_be() -> None:
    filters = understand("How many troops are going to Romania?").filters
    assert (filters.kind, filters.inferred) == ("number", ("kind",))


def test_limits_are_taken_as_given() -> None:
    filters = understand("Who won?", since=date(2022, 1, 1), until=date(2022, 2, 1), outlets=["CNN"]).filters
    assert (filters.since, filters.until, filters.outlets) == (date(2022, 1, 1), date(2022, 2, 1), ("CNN",))
    assert filters.narrows


def test_filters_given_mean_exactly_these() -> None:
    given = Filters(outlets=("CNN",), kind="other")
    assert understand("How many?", since=date(2022, 1, 1), filters=given).filters == given


@pytest.mark.parametrize("question", ["", "   ", "?!", "\n\t", "…"])
def test_an_empty_question_is_refused_with_what_to_do(question: str) -> None:
    with pytest.raises(QuestionError, match="Ask in a sentence"):
        understand(question)


def test_since_after_until_is_refused() -> None:
    with pytest.raises(QuestionError, match="must not be later"):
        understand("Who won?", since=date(2022, 2, 1), until=date(2022, 1, 1))


def test_a_very_long_question_is_read_to_a_limit() -> None:
    understood = understand("How many troops? " + "word " * 4000)
    assert len(understood.query) <= LONGEST_QUESTION
    assert understood.notes == (SHORTENED,)
    assert understood.filters.kind == "number"


def test_a_question_in_another_script_is_a_question() -> None:
    assert understand("Скільки військ їде до Румунії?").query == "Скільки військ їде до Румунії?"


@pytest.mark.parametrize(("asked", "kind"), [("And when did he buy it?", "date"), ("And to Poland?", "number")])
def test_a_follow_up_asks_for_its_own_kind_of_answer_or_for_that_of_the_question_before(asked: str, kind: str) -> None:
    before = Turn("How much did Elon Musk offer for Twitter?", "$44 billion.")
    assert understand(asked, history=[before]).filters.kind == kind
