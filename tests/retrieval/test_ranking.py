"""Fusion, recency, copies and diversity."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.ranking import OLD, UNDATED, fuse, rank, recency_weight
from assistant.types import Passage

TODAY = date(2022, 2, 10)
RANKING = st.lists(st.integers(1, 30), unique=True, max_size=20)


def passage(article: str, text: str, published: date | None = TODAY, start: int = 0) -> Passage:
    return Passage(article, 1, start, start + len(text), text, published=published)


def test_first_in_every_ranking_is_one() -> None:
    assert fuse([[7, 8], [7, 9]])[7] == pytest.approx(1.0)


def test_a_passage_that_both_rankings_find_beats_one_that_only_one_does() -> None:
    fused = fuse([[1, 2], [3, 2]])
    assert fused[2] > fused[1] == fused[3]


@given(st.lists(RANKING, min_size=1, max_size=3))
def test_fusion_keeps_every_id_and_the_order_of_each_ranking(rankings: list[list[int]]) -> None:
    fused = fuse(rankings)
    assert set(fused) == {found for ranking in rankings for found in ranking}
    assert all(0 < score <= 1.0000001 for score in fused.values())
    if len(rankings) == 1:
        assert sorted(fused, key=lambda found: -fused[found]) == rankings[0]


def test_newer_weighs_more_and_never_less_than_old() -> None:
    weights = [recency_weight(TODAY - timedelta(days=age), TODAY) for age in (0, 1, 7, 30, 365, 3650)]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] == 1.0
    assert weights[-1] == pytest.approx(OLD)


def test_a_later_day_than_the_one_asked_from_counts_as_old() -> None:
    assert recency_weight(TODAY + timedelta(days=1), TODAY) == OLD


def test_an_article_without_a_date_never_passes_for_newer_than_a_dated_one() -> None:
    assert recency_weight(None, TODAY) == UNDATED <= recency_weight(date(1999, 1, 1), TODAY)


def test_the_newer_of_two_equals_comes_first_only_where_time_counts() -> None:
    passages = {1: passage("old", "a", date(2021, 1, 1)), 2: passage("new", "b")}
    fused = {1: 0.5, 2: 0.5}
    assert [found.article_id for found in rank(passages, fused, as_of=TODAY, recency=True, per_article=3)] == [
        "new",
        "old",
    ]
    untimed = rank(passages, fused, as_of=TODAY, recency=False, per_article=3)
    assert [found.score for found in untimed] == [0.5, 0.5]


def test_copies_fold_into_the_best_with_their_ids_as_reprints() -> None:
    passages = {1: passage("a", "Same  words."), 2: passage("b", "Same words."), 3: passage("c", "Other.")}
    ranked = rank(passages, {1: 0.9, 2: 0.8, 3: 0.7}, as_of=TODAY, recency=False, per_article=3)
    assert [(found.article_id, found.reprints) for found in ranked] == [("a", ("b",)), ("c", ())]


def test_one_article_does_not_fill_the_list() -> None:
    passages = {number: passage("blog", f"Entry {number}.", start=number * 10) for number in range(8)}
    passages[9] = passage("other", "Else.")
    fused = {number: 1 - number / 100 for number in passages}
    ranked = rank(passages, fused, as_of=TODAY, recency=False, per_article=3)
    assert [found.article_id for found in ranked] == ["blog"] * 3 + ["other"]
