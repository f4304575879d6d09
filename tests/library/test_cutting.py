"""Cutting: exact offsets, nothing lost, nothing too long, whatever the text."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import pytest
from bag_of_words import BagOfWords
from hypothesis import given
from hypothesis import strategies as st

from assistant.library.passages import CountTokens, cut, embedding_context, embedding_text
from assistant.types import Article

count_tokens = BagOfWords().count_tokens

NASTY = st.lists(
    st.sampled_from(
        [
            "The minister said so. ", "The minister said so. ", "“Why?” she asked. ", "\r\n", "\n\n", "\n \t\n", "  ",
            "e\u0301", "👩‍👩‍👧‍👦 ", "🇷🇴", "\u200b", "\u00a0", "U.S. troops, Mr. Kirby said", "...", "!!! ",
            "\x1c", "\u2028",
            "x" * 400, "no end ", "中文沒有空格。", "مرحبا بالعالم. ", "1,000 soldiers ",
            "\N{COMBINING ACUTE ACCENT}", "a. b. c. ",
        ]
    )
    | st.text(max_size=30),
    max_size=60,
).map("".join)  # fmt: skip


@given(NASTY, st.integers(min_value=5, max_value=80))
def test_every_character_is_in_exactly_one_passage(text: str, limit: int) -> None:
    spans = cut(text, count_tokens=count_tokens, limit=limit)

    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in spans)
    inside = "".join(text[start:end] for start, end in spans)
    assert re.sub(r"\s", "", inside) == re.sub(r"\s", "", text)


def count_characters(texts: Sequence[str]) -> list[int]:
    return [len(text) for text in texts]


@given(NASTY, st.integers(min_value=5, max_value=80), st.sampled_from([count_tokens, count_characters]))
def test_no_passage_is_longer_than_the_embedder_reads(text: str, limit: int, count: CountTokens) -> None:
    """Also where white space counts, so that a passage has more tokens than its sentences together."""
    spans = cut(text, count_tokens=count, limit=limit)

    for (start, end), tokens in zip(spans, count([text[s:e] for s, e in spans]), strict=True):
        assert tokens <= limit or end - start == 1


def paragraph(sentences: int, words: int = 10) -> str:
    return " ".join("Word" + " word" * (words - 2) + " end." for _ in range(sentences))


def sizes(text: str, **limits: int) -> list[int]:
    return count_tokens([text[start:end] for start, end in cut(text, count_tokens=count_tokens, **limits)])


def test_passages_have_about_the_target() -> None:
    text = "\n\n".join(paragraph(4) for _ in range(40))

    assert all(150 <= tokens <= 220 for tokens in sizes(text, limit=220))


def test_a_passage_ends_with_a_paragraph_where_it_can() -> None:
    text = f"{paragraph(12)}\n\n{paragraph(12)}"

    (first, second) = cut(text, count_tokens=count_tokens, limit=220)

    assert text[first[0] : first[1]] == paragraph(12)
    assert text[second[0] : second[1]] == paragraph(12)


def test_a_tiny_end_joins_what_is_before_it() -> None:
    assert len(sizes(f"{paragraph(17)}\n\n{paragraph(2)}", limit=254)) == 1


def test_a_sentence_is_not_split_unless_it_is_too_long_alone() -> None:
    text = f"{paragraph(1, words=150)} {paragraph(1, words=150)}"
    assert sizes(text, limit=200) == [151, 151]

    endless = "and so on " * 300
    assert all(tokens <= 200 for tokens in sizes(endless, limit=200))
    assert all(endless[end : end + 1] in (" ", "") for _, end in cut(endless, count_tokens=count_tokens, limit=200))


def test_letters_without_end_are_split_even_if_they_are_one_token() -> None:
    spans = cut("x" * 1_000_000, count_tokens=count_tokens, limit=200)

    assert max(end - start for start, end in spans) < 4000


@pytest.mark.parametrize("text", ["", "  \n\n ", "word", "One. Two.", "."])
def test_small_texts(text: str) -> None:
    assert [text[start:end] for start, end in cut(text, count_tokens=count_tokens, limit=200)] == [
        piece for piece in [text.strip()] if piece
    ]


def test_title_and_date_are_offered_to_the_embedder() -> None:
    article = Article(id="a", text="…", title="Troops  for\nRomania", published=date(2022, 2, 2))

    context = embedding_context(article, count_tokens=count_tokens, limit=60)

    assert context == "Troops for Romania. 2 February 2022"
    assert (
        embedding_text(context, "About 1,000 soldiers.") == "Troops for Romania. 2 February 2022\nAbout 1,000 soldiers."
    )


@pytest.mark.parametrize(
    ("title", "published", "expected"),
    [
        ("Will they go?", date(2022, 2, 2), "Will they go? 2 February 2022"),
        (None, date(2022, 2, 2), "2 February 2022"),
        ("Troops", None, "Troops"),
        (None, None, ""),
    ],
)
def test_what_is_unknown_is_left_out_of_the_context(title: str | None, published: date | None, expected: str) -> None:
    article = Article(id="a", text="…", title=title, published=published)

    assert embedding_context(article, count_tokens=count_tokens, limit=60) == expected
    assert embedding_text("", "Passage.") == "Passage."


def test_a_long_title_is_shortened_between_words() -> None:
    article = Article(id="a", text="…", title="word " * 500, published=date(2022, 2, 2))

    context = embedding_context(article, count_tokens=count_tokens, limit=60)

    assert count_tokens([context])[0] <= 60
    assert context.endswith("word. 2 February 2022")
