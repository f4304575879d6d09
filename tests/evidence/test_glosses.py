"""A gloss explains a word of a quote beside it, where that is sure; it never changes the quote."""

from datetime import date

import pytest

from assistant.evidence.glosses import find_glosses
from assistant.evidence.speakers import find_speaker

WEDNESDAY = date(2022, 2, 2)


def glossed(sentence: str, before: str = "", published: date | None = WEDNESDAY) -> str:
    """The sentence with its glosses written into it."""
    text = before + sentence
    span = (len(before), len(text))
    for gloss in reversed(find_glosses(text, span, find_speaker(text, span), published=published)):
        sentence = f"{sentence[: gloss.position]} [{gloss.text}]{sentence[gloss.position :]}"
    return sentence


@pytest.mark.parametrize(
    "expected",
    [
        "Troops will move, John Kirby said on Wednesday [2 February 2022].",
        "Troops will move, the Pentagon announced Tuesday [1 February 2022].",
        "The bridge closed on Friday [28 January 2022] after divers found a crack.",
        "Divers found it on Monday evening [31 January 2022] under the ice.",
        "Divers found the crack yesterday [1 February 2022].",
    ],
)
def test_a_day_that_has_passed_has_its_date(expected: str) -> None:
    sentence = "".join(part.partition("]")[2] if "]" in part else part for part in expected.split(" ["))
    assert glossed(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "The bridge will be closed on Friday.",
        "The festival opens on Friday.",
        "The museum is closed on Monday.",
        "The council expected a vote on Thursday.",
        "He had said that it closed last Friday.",
        "The bridge was closed from Monday.",
        "“The bridge was closed on Friday,” said Ada Plum.",
        "The bridge was closed on Friday, 28 January.",
        "The vote was held on Wednesdays.",
        "The paper of Black Friday's sales was printed.",
        "It was printed by the Sunday Times.",
        "Nobody had read The Sunday paper.",
        "The shop, which closed on Thursday, was sold.",
    ],
)
def test_what_is_not_sure_has_none(sentence: str) -> None:
    assert glossed(sentence) == sentence


def test_a_quotation_that_goes_on_has_none() -> None:
    before, sentence = "“It was loud. ", "It closed on Monday,” said Ada Plum."
    assert glossed(sentence, before) == sentence


def test_an_article_without_a_date_tells_no_day() -> None:
    assert glossed("The bridge closed on Friday.", published=None) == "The bridge closed on Friday."


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("Troops will move, John Kirby said. ", "“These are not permanent moves,” he [John Kirby] said."),
        ("The Marlow Paper Company closed. ", "Workers stay until May, the company [Marlow Paper Company] said."),
        ("Ada Plum met Luis Ortega. ", "“It went well,” he said."),
        ("John Kirby spoke. ", "“These are not permanent moves,” Kirby said."),
    ],
)
def test_a_word_that_means_the_speaker_has_the_name(before: str, expected: str) -> None:
    sentence = expected.replace(" [John Kirby]", "").replace(" [Marlow Paper Company]", "")
    assert glossed(sentence, before) == expected
