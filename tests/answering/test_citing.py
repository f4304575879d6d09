"""Marks in what a model wrote, and the citations they become."""

import itertools
from datetime import date

import pytest

from assistant.answering.citing import number_quotes, place_of, readable, split_marks, with_marks
from assistant.types import Passage, Quote, Sentence


def quote(text: str, *, article_id: str = "a", start: int = 0, title: str = "Troops move", version: int = 1) -> Quote:
    passage = Passage(
        article_id, version, 0, 500, text, title=title, outlet="Harbor Ledger", published=date(2022, 2, 2)
    )
    return Quote(passage, start, start + len(text), text, 0.9)


@pytest.mark.parametrize(
    ("raw", "sentences"),
    [
        ("It rained. [1] It snowed. [2]", [("It rained.", (1,)), ("It snowed.", (2,))]),
        ("It rained [1]. It snowed [2].", [("It rained.", (1,)), ("It snowed.", (2,))]),
        ("It rained.[1][2] It snowed.", [("It rained.", (1, 2)), ("It snowed.", ())]),
        ("It rained [1, 2].", [("It rained.", (1, 2))]),
        ("It rained [1; 3].", [("It rained.", (1, 3))]),
        ("It rained [1-3].", [("It rained.", (1, 2, 3))]),
        ("It rained【1】.", [("It rained.", (1,))]),
        ("It rained【1†source】.", [("It rained.", (1,))]),
        ("It rained [1] and snowed [2]. Then sun [1].", [("It rained and snowed.", (1, 2)), ("Then sun.", (1,))]),
        ("It rained [1][1].", [("It rained.", (1,))]),
        ("It rained [note].", [("It rained [note].", ())]),
        ("It rained [1", [("It rained [1", ())]),
        ("[1] It rained.", [("It rained.", ())]),
        ("It rained [99999].", [("It rained [99999].", ())]),
        ("", []),
        ("[1]", []),
    ],
)
def test_marks_belong_to_the_sentence_before_them(raw: str, sentences: list[tuple[str, tuple[int, ...]]]) -> None:
    assert [(cited.text, cited.numbers) for cited in split_marks(raw)] == sentences


@pytest.mark.parametrize(
    ("raw", "shown"),
    [("It rained", "It rained"), ("It rained [", "It rained"), ("It rained [1", "It rained"),
     ("It rained [1]", "It rained"), ("It rained [1].", "It rained."), ("It rained ", "It rained")],
)  # fmt: skip
def test_what_may_become_a_mark_is_held_back(raw: str, shown: str) -> None:
    assert readable(raw) == shown


def test_what_is_shown_only_ever_grows() -> None:
    raw = "About 1,000 soldiers go to Romania [1, 2]. They join 900【3】 there [see above]. Done."
    shown = [readable(raw[:end]) for end in range(len(raw) + 1)]
    growing = [before for before, after in itertools.pairwise(shown) if after.startswith(before)]
    assert len(growing) == len(raw)


def test_a_quote_that_comes_again_keeps_its_number() -> None:
    first, second = quote("It rained."), quote("It snowed.", start=20)
    citations = number_quotes([first, second, first])
    assert [(citation.number, citation.quote) for citation in citations] == [(1, "It rained."), (2, "It snowed.")]


def test_the_same_words_in_two_articles_are_two_citations() -> None:
    assert len(number_quotes([quote("It rained."), quote("It rained.", article_id="b")])) == 2


@pytest.mark.parametrize(
    ("text", "title", "kind"),
    [
        ("It rained.", "Weather", "news"),
        ("It rained.", "Opinion: It always rains", "opinion"),
        ("Correction: An earlier version said it snowed.", "Weather", "correction"),
        ("This article was updated on Friday.", "Weather", "correction"),
        ("Opinions differ.", "Opinions differ on rain", "news"),
    ],
)
def test_a_citation_tells_news_from_opinion_and_corrections(text: str, title: str, kind: str) -> None:
    (citation,) = number_quotes([quote(text, title=title)])
    assert citation.kind == kind


def test_marks_follow_their_sentences() -> None:
    sentences = [Sentence("It rained.", (1, 2)), Sentence("It snowed.", (2,))]
    assert with_marks(sentences) == "It rained. [1] [2] It snowed. [2]"


def test_quotes_that_begin_alike_are_told_apart() -> None:
    text = "It rained. It snowed."
    passage = Passage("a", 1, 0, len(text), text)
    one, both = (Quote(passage, 0, len(part), part, 0.9) for part in ("It rained.", text))
    assert place_of(one) != place_of(both)
    assert [citation.quote for citation in number_quotes([one, both, one])] == ["It rained.", text]
