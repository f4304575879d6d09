"""Which words of a sentence answer the question."""

import pytest

from assistant.evidence.marking import mark_answer
from assistant.language.kinds import answer_kind

TROOPS = (
    "About 1,000 troops based in Germany are going to Romania in the coming days to join 900 US troops already there, "
    "Pentagon press secretary John Kirby said on Wednesday."
)


@pytest.mark.parametrize(
    ("question", "sentence", "marked"),
    [
        ("How many troops are going to Romania?", TROOPS, ["About 1,000"]),
        ("Where are the troops going to Romania based?", TROOPS, ["Germany"]),
        ("Who said that troops are going to Romania?", TROOPS, ["John Kirby"]),
        ("When did Kirby speak of Romania?", TROOPS, ["Wednesday"]),
        ("How much will the repair cost?", "The council voted 5 to 2 on a repair at $4.2 million.", ["$4.2 million"]),
        ("How much would a new bridge cost?", "A new bridge would cost three times as much.", []),
        ("How many troops are going to Romania?", "They drive eight-wheeled vehicles in Romania.", []),
        ("How many of the 3,000 troops go to Romania?", "Of the 3,000 troops, 1,000 go to Romania.", ["1,000"]),
        ("What percentage of voters agreed?", "Of 900 voters, 54% agreed.", ["54%"]),
        ("How many troops are going to Romania?", "The 3,000 come on top of 8,500 troops at home.", []),
        ("Why are troops going to Romania?", TROOPS, []),
        ("How many troops are near Ukraine?", "Between 169,000 and 190,000 troops are near Ukraine.",
         ["Between 169,000 and 190,000"]),
        ("How many people died in Lowfield?", "A gunman shot dead 19 children and two teachers in Lowfield.",
         ["19 children and two teachers"]),
        ("How many people died in Lowfield?", "The fire in Lowfield killed at least three women and a man and 2 men.",
         ["at least three"]),
        ("How many teachers died in Lowfield?", "A gunman shot dead 19 children and two teachers in Lowfield.",
         ["two"]),
        ("Who shot the teachers?", "A gunman shot two teachers in Lowfield, Texas, two days before summer.",
         []),
        ("Who shot the teachers?", "A Texas House committee found that police shot no teachers.", []),
        ("Who shot the teachers?", "It was America's deadliest attack on teachers.", []),
        ("Who won the cup in the end?", "Argentina won the cup for the third time.", ["Argentina"]),
        ("Who won the cup in the end?", "The cup was won by the Netherlands.", ["Netherlands"]),
        ("How many troops are going to Romania?", "", []),
    ],
)  # fmt: skip
def test_marks(question: str, sentence: str, marked: list[str]) -> None:
    spans = mark_answer(sentence, question, answer_kind(question))
    assert [sentence[start:end] for start, end in spans] == marked
