"""What a question asks for, and what in a sentence could answer it."""

import pytest

from assistant.evidence.marking.fillers import asked_for, fillers


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("Which virus did the clinic find?", "virus"),
        ("Which wildly popular show was renewed?", "show"),
        ("What was the name of the mission?", "mission"),
        ("Which kind of animal watched the parade?", "animal"),
        ("Which of the following cities grew most?", "cities"),
        ("Which company’s stock fell on Friday?", "company"),
        ("Ferries stopped because of a strike at which major company?", "company"),
        ("Which two countries signed the treaty?", "countries"),
        ("How many troops are going to Romania?", ""),
        ("Who won?", ""),
        ("", ""),
    ],
)
def test_what_which_asks_for(question: str, noun: str) -> None:
    assert asked_for(question) == noun


def test_names_numbers_times_and_short_phrases_could_answer_but_not_what_the_question_says() -> None:
    sentence = "On Friday the museum of Lower Wick showed a silver teapot that cost $12 million."
    found = {filler.text: filler.sort for filler in fillers(sentence, "What object did Lower Wick show?")}
    assert found["Friday"] == "time"
    assert found["$12 million"] == "number"
    assert found["silver teapot"] == "phrase"
    assert not any("Wick" in text for text in found)


def test_each_filler_stands_where_it_says() -> None:
    sentence = "Ada Plum’s “Night Ferry” won 3 prizes; Plum thanked the judges, the crew and her mother."
    for filler in fillers(sentence, "Which film won?"):
        assert sentence[slice(*filler.span)] == filler.text
        assert filler.key
