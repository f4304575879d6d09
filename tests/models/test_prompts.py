import pytest

from assistant.errors import SettingsError
from assistant.models.prompts import fill, read_prompt

QUESTION = {"evidence": "[1] (Post, 2 May 2021): It rained.", "question": "Did it rain?"}


def test_each_placeholder_is_replaced_by_its_value() -> None:
    filled = fill("question", **QUESTION)
    assert all(value in filled for value in QUESTION.values())
    assert "{" not in filled


def test_braces_in_an_article_are_left_alone() -> None:
    evidence = "[1] (Post): The file read {question} and {refusal} and {0} and {."
    assert evidence in fill("question", **QUESTION | {"evidence": evidence})


@pytest.mark.parametrize("values", [{}, QUESTION | {"mood": "grim"}, {"question": "Why?"}])
def test_a_value_too_few_or_too_many_is_an_error(values: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"prompts/question\.txt"):
        fill("question", **values)


def test_the_refusal_phrase_comes_from_the_caller() -> None:
    assert "Nobody knows." in fill("answer", refusal="Nobody knows.")
    assert "{refusal}" in read_prompt("answer")


def test_a_prompt_that_is_not_there() -> None:
    with pytest.raises(SettingsError, match="nosuch"):
        read_prompt("nosuch")
