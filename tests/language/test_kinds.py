"""What a question asks for."""

from pathlib import Path

import pytest

from assistant.language.kinds import answer_kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many troops are going to Romania?", "number"),
        ("how much does a gallon cost", "number"),
        ("What percentage of voters agreed?", "number"),
        ("What was the price of the deal?", "number"),
        ("Who said the moves are not permanent?", "person"),
        ("Which senator voted against it?", "person"),
        ("Which head of state resigned?", "person"),
        ("When did the bridge close?", "date"),
        ("What day was the vote?", "date"),
        ("Where do the troops come from?", "place"),
        ("What country elected its first leftist leader this week?", "place"),
        ("Why did the bridge close?", "explanation"),
        ("How did the telescope get there?", "explanation"),
        ("Did Russia plan an invasion?", "yes_no"),
        ("What are the reasons for the delay?", "explanation"),
        ("Name the countries that sent aid.", "list"),
        ("Which team won?", "other"),
        ("", "other"),
        ("Скільки військ їде до Румунії?", "other"),
    ],
)
def test_kind(question: str, kind: str) -> None:
    assert answer_kind(question) == kind


def questions() -> list[list[str]]:
    table = Path(__file__).parents[1] / "golden" / "answer_kinds.txt"
    lines = table.read_text(encoding="utf-8").splitlines()
    return [line.split(" | ", 1) for line in lines if not line.startswith("#")]


@pytest.mark.parametrize(("kind", "question"), questions())
def test_kind_of_a_table_of_questions(kind: str, question: str) -> None:
    assert answer_kind(question) == kind
