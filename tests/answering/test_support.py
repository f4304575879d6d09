"""Does the quote say what the sentence says."""

from datetime import date

import pytest

from assistant.answering.support import missing_support
from assistant.types import Passage, Quote

TEXT = (
    "About 1,000 troops based in Germany are going to Romania in the coming days to join 900 US troops already there, "
    "Pentagon press secretary John Kirby said on Wednesday."
)
PASSAGE = Passage(
    "a", 1, 0, 400, TEXT + " The moves are not permanent, Kirby said.", title="Pentagon moves troops to Romania",
    outlet="Harbor Ledger", published=date(2022, 2, 2),
)  # fmt: skip
QUOTE = Quote(PASSAGE, 0, len(TEXT), TEXT, 0.9)


@pytest.mark.parametrize(
    "sentence",
    [
        TEXT,
        "About 1,000 troops based in Germany are going to Romania.",
        "Around 1,000 US troops are going to Romania, where 900 are already.",
        "About one thousand troops are going to Romania to join 900 already there, John Kirby said.",
        "On 2 February 2022 John Kirby said about 1,000 troops are going to Romania.",
    ],
)
def test_supported(sentence: str) -> None:
    assert missing_support(sentence, [QUOTE]) == ()


@pytest.mark.parametrize(
    ("sentence", "missing"),
    [
        ("About 2,000 troops are going to Romania.", "the number 2,000"),
        ("Nearly 1,000 troops are going to Romania.", "the number 1,000"),
        ("About 1,000 troops are going to Bulgaria.", "the name Bulgaria"),
        ("About 1,000 troops are going to Romania on Friday.", "the time “Friday”"),
        ("About 1,000 troops are not going to Romania.", "the denial “not”"),
        ("About 1,000 troops in Romania enjoyed excellent local food, music and dancing.", "most of its words"),
        ("About $1,000 is going to Romania.", "the number $1,000"),
        ("John Bolton said about 1,000 troops are going to Romania.", "the name John Bolton"),
    ],
)
def test_unsupported_and_why(sentence: str, missing: str) -> None:
    assert any(missing in reason for reason in missing_support(sentence, [QUOTE]))


def test_nothing_is_supported_by_nothing() -> None:
    assert missing_support("Troops are going to Romania.", [])
