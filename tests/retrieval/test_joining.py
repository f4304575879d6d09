"""Neighbouring passages of an article are joined, and what is joined stands in the article as it is."""

from dataclasses import replace
from pathlib import Path

import pytest
from constant_embedder import Constant
from hypothesis import given
from hypothesis import strategies as st

from assistant.library.passages import cut
from assistant.library.store import Library
from assistant.retrieval.ranking.joining import LONGEST, MOST_JOINED, join_neighbours
from assistant.types import Article, Passage

TEXT = "The levee broke.\n\nNobody was hurt. \t\nThe mayor came at noon.\n\nShe left at one.\n\nThe water fell."
SENTENCES = ["The levee broke.", "Nobody was hurt.", "The mayor came at noon.", "She left at one.", "The water fell."]


def found(
    *sentences: int, article_id: str = "levee", version: int = 1, reprints: tuple[str, ...] = ()
) -> list[Passage]:
    """These sentences of the text as passages, best first."""
    starts = [TEXT.index(SENTENCES[number]) for number in sentences]
    return [
        Passage(article_id, version, start, start + len(SENTENCES[number]), SENTENCES[number], score=1 / (place + 1),
                reprints=reprints)
        for place, (number, start) in enumerate(zip(sentences, starts, strict=True))
    ]  # fmt: skip


def texts(passages: list[Passage]) -> list[str]:
    return [passage.text for passage in passages]


def test_neighbours_become_one_with_the_white_space_between_them() -> None:
    joined = join_neighbours(found(1, 2), text_of=lambda *_: TEXT)
    assert texts(joined) == ["Nobody was hurt. \t\nThe mayor came at noon."]
    assert TEXT[joined[0].start : joined[0].end] == joined[0].text


def test_it_stands_where_the_better_one_stood_and_has_its_score() -> None:
    joined = join_neighbours(found(4, 1, 3, 0), text_of=lambda *_: TEXT)
    assert texts(joined) == ["She left at one.\n\nThe water fell.", "The levee broke.\n\nNobody was hurt."]
    assert [passage.score for passage in joined] == [1.0, 0.5]


def test_no_more_than_three_and_the_better_neighbours_first() -> None:
    joined = join_neighbours(found(2, 3, 4, 1, 0), text_of=lambda *_: TEXT)
    assert [passage.text.count(".") for passage in joined] == [MOST_JOINED, 2]
    assert joined[0].text.startswith("The mayor came")
    assert joined[1].text == "The levee broke.\n\nNobody was hurt."


def test_words_between_them_keep_them_apart() -> None:
    passages = found(0, 2)
    assert join_neighbours(passages, text_of=lambda *_: TEXT) == passages
    near = [Passage("a", 1, 0, 3, "One"), Passage("a", 1, 8, 11, "two")]
    assert join_neighbours(near, text_of=lambda *_: "One and two") == near


@pytest.mark.parametrize("other", [{"article_id": "mayor"}, {"version": 2}])
def test_passages_of_two_articles_or_versions_are_never_joined(other: dict[str, object]) -> None:
    passages = found(0) + found(1, **other)  # type: ignore[arg-type]
    assert join_neighbours(passages, text_of=lambda *_: TEXT) == passages


def test_the_reprints_of_both_are_kept_each_once() -> None:
    first, second = found(0, 1, reprints=("wire", "daily"))
    passages = [first, replace(second, reprints=("daily", "weekly"))]
    (joined,) = join_neighbours(passages, text_of=lambda *_: TEXT)
    assert joined.reprints == ("wire", "daily", "weekly")


def test_what_would_be_too_long_is_not_joined() -> None:
    text = f"{'a' * 2_000}\n\n{'b' * 2_000}"
    long = [Passage("a", 1, 0, 2_000, "a" * 2_000), Passage("a", 1, 2_002, 4_002, "b" * 2_000)]
    assert join_neighbours(long, text_of=lambda *_: text) == long


def test_no_text_is_looked_up_where_nothing_stands_near() -> None:
    def never(article_id: str, version: int) -> str:
        raise AssertionError(article_id)

    assert join_neighbours(found(0, 4), text_of=never) == found(0, 4)
    assert join_neighbours([], text_of=never) == []


def test_a_library_lends_the_text(tmp_path: Path) -> None:
    text = "\n\n".join(f"Paragraph {number} of the report. {'It goes on. ' * 30}".strip() for number in range(12))
    embed = Constant()
    with Library.open(tmp_path, embedder_name=embed.name, dimension=embed.dimension) as library:
        library.ingest([Article(id="levee", text=text, path="/levee.txt")], folder=None, embed=embed)
        passages = library.passages_of("levee")
        joined = join_neighbours(passages, text_of=lambda *key: library.article(*key).text)
        stored = library.article("levee").text

    assert len(joined) < len(passages)
    assert [stored[one.start : one.end] for one in joined] == [one.text for one in joined]
    assert " ".join(" ".join(one.text for one in joined).split()) == " ".join(stored.split())


WORDS = st.sampled_from(
    ["levee", "mayor", "Zürich", "🛰️", "a.", "The end.", "“No.”", "\n", "\n\n", " \t", "\r\n", "x" * 90]
)


@given(st.lists(st.lists(WORDS, max_size=120), min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_all_that_was_found_stands_in_one_place_word_for_word(articles: list[list[str]], random: object) -> None:
    kept = {f"article-{number}": " ".join(words).strip() for number, words in enumerate(articles)}
    passages = [
        Passage(name, 1, start, end, text[start:end], reprints=(f"{name}-{start}",))
        for name, text in kept.items()
        for start, end in cut(text, count_tokens=lambda some: [len(one.split()) for one in some], target=8, limit=12)
    ]
    random.shuffle(passages)  # type: ignore[attr-defined]
    passages = passages[: len(passages) * 2 // 3]
    scored = [replace(passage, score=1 / (place + 1)) for place, passage in enumerate(passages)]
    joined = join_neighbours(scored, text_of=lambda article_id, _: kept[article_id])

    for one in joined:
        assert kept[one.article_id][one.start : one.end] == one.text
        assert len(one.text) <= LONGEST
        assert len(one.reprints) <= MOST_JOINED
    assert [one.score for one in joined] == sorted((one.score for one in joined), reverse=True)
    for passage in scored:
        holders = [one for one in joined if one.article_id == passage.article_id and passage.text in one.text]
        holders = [one for one in holders if one.start <= passage.start and passage.end <= one.end]
        assert len(holders) == 1
        assert holders[0].score >= passage.score
    assert sum(len(one.reprints) for one in joined) == len(scored)
