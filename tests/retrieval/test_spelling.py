"""Misspelt words are put right by the archive's own, and what may be right is left alone."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from small_archive import write_articles

from assistant import Assistant, Settings
from assistant.language.words import stem, words
from assistant.retrieval.understanding.spelling import put_right

TEXT = (
    "The hospital in Gainesville counted fifty gallons of diesel. Two suspects were found guilty of shooting at "
    "Zelenskyy. Showing, showing, showing: a route to Mohammadi."
)


def terms(beginning: str) -> Counter[str]:
    return Counter(one for word in words(TEXT) if (one := stem(word.text)).startswith(beginning))


def spelt(stemmed: str) -> str:
    return next((word.text.lower() for word in words(TEXT) if stem(word.text) == stemmed), "")


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("how many galons of deisel", "how many gallons of diesel"),
        ("which hosptial", "which hospital"),
        ("who is the suspet?", "who is the suspect?"),
        ("was he gilty of the shoting", "was he guilty of the shooting"),
        ("what did Zelensky say", "what did Zelenskyy say"),
        ("Galons?", "Gallons?"),
    ],
)
def test_a_misspelt_word_is_put_right(written: str, right: str) -> None:
    assert put_right(written, terms, spelt) == right


@pytest.mark.parametrize(
    "written",
    [
        "How many gallons of diesel did the hospital count?",
        "the senator is outraged",  # English, if not the archive's
        "what did Mohameda say",  # a name of other letters is somebody else's
        "Gainsborough",
        "xkcd qwrtz 12345 galóns",
        "",
    ],
)
def test_what_may_be_right_is_left_alone(written: str) -> None:
    assert put_right(written, terms, spelt) == written


def test_it_is_searched_and_shown_as_put_right_unless_asked_as_written(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    write_articles(tmp_path / "articles", {"spill": ("Harbor Ledger", date(2022, 2, 2), TEXT)}, title="A {}")
    with Assistant.open(Settings(library=tmp_path / "library", model=None)) as assistant:
        assistant.ingest(tmp_path / "articles")
        assert assistant.find("what did Zelensky say").query == "what did Zelenskyy say"
        assert assistant.find("where is gainesvile").query == "where is gainesvile"  # its stem is no word to show
        assert assistant.find("galons of deisel").query == "gallons of diesel"
        assert assistant.find("galons of deisel", as_written=True).query == "galons of deisel"
