"""Which sentences are about the article or the paper, and not news."""

import pytest

from assistant.language.notes import is_correction, is_housekeeping, says_changed


@pytest.mark.parametrize(
    "sentence",
    [
        "Sign up for our morning newsletter.",
        "Hide Caption 31 of 44 Photos: Storm in the harbor People carry sandbags on May 24.",
        "The views expressed here are the author's own.",
        "Jane Doe contributed to this report.",
    ],
)
def test_what_speaks_of_the_paper_is_housekeeping(sentence: str) -> None:
    assert is_housekeeping(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The museum lent 12 of its 40 photographs.",
        "Readers sign up at the town hall.",
        "The caption named the wrong man.",
    ],
)
def test_news_that_uses_the_same_words_is_none(sentence: str) -> None:
    assert not is_housekeeping(sentence)


def test_a_correction_is_told_from_a_note_that_corrects_nothing() -> None:
    assert is_correction("Correction: An earlier version gave the wrong year.")
    assert is_correction("This article was updated on Tuesday with the mayor's answer.")
    assert not is_correction("Editor's note: Jane Doe writes about ports.")
    assert says_changed("Editor's note: the number of ferries was corrected.")
