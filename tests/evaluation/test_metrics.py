"""Figures against cases worked out by hand, and what must hold of all."""

import math
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.metrics import all_found, hit, interval, measures, ndcg, reciprocal_rank, says, timings
from assistant.evaluation.results import Measured

ranks_of_gold = st.sets(st.integers(1, 60), max_size=12).map(lambda ranks: tuple(sorted(ranks)))
FOUND_THIRD = Measured("a", "Who?", date(2022, 2, 2), True, "Ann", ("x",), (), (3,), 1, 20.0)
UNANSWERABLE = Measured("b", "Why?", date(2022, 2, 2), False, None, (), (), (), 0, 40.0)


def test_hit_and_reciprocal_rank_look_at_the_first_gold_article():
    assert [hit((3, 12), k=k) for k in (1, 2, 3, 10)] == [0, 0, 1, 1]
    assert reciprocal_rank((3, 12)) == 1 / 3
    assert reciprocal_rank((11,)) == 0
    assert reciprocal_rank(()) == 0


def test_ndcg_is_the_discounted_gain_over_that_of_the_best_order():
    assert ndcg((1,), relevant=1) == 1
    assert ndcg((3,), relevant=1) == pytest.approx(1 / 2)  # 1 / log2(4)
    assert ndcg((2, 5), relevant=3) == pytest.approx(
        (1 / math.log2(3) + 1 / math.log2(6)) / (1 + 1 / math.log2(3) + 0.5)
    )
    assert ndcg((11,), relevant=1) == 0
    assert ndcg(tuple(range(1, 13)), relevant=12) == pytest.approx(1)


def test_all_found_wants_every_article():
    assert all_found((1, 9), relevant=2) == 1
    assert all_found((1, 11), relevant=2) == 0
    assert all_found((1, 2), relevant=3) == 0


@given(ranks=ranks_of_gold, missed=st.integers(0, 5))
def test_every_figure_lies_between_0_and_1_and_grows_with_k(ranks, missed):
    relevant = len(ranks) + missed
    for figures in (
        [hit(ranks, k=k) for k in range(1, 61)],
        [reciprocal_rank(ranks, k=k) for k in range(1, 61)],
        [all_found(ranks, relevant=relevant, k=k) for k in range(1, 61)] if relevant else [0],
    ):
        assert all(0 <= figure <= 1 for figure in figures)
        assert figures == sorted(figures)
    assert 0 <= ndcg(ranks, relevant=relevant) <= 1 + 1e-12
    assert (ndcg(ranks, relevant=relevant) > 0) == (hit(ranks, k=10) > 0)


@given(sample=st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_an_interval_is_drawn_from_the_sample_and_always_the_same(sample):
    low, high = interval(sample)
    assert min(sample) - 1e-9 <= low <= high <= max(sample) + 1e-9
    assert interval(sample) == (low, high)


def test_the_interval_of_a_share_is_about_that_of_the_binomial():
    low, high = interval([1.0] * 70 + [0.0] * 30)
    assert low == pytest.approx(0.61, abs=0.015)
    assert high == pytest.approx(0.79, abs=0.015)


def test_the_interval_of_100_000_questions_costs_no_memory_for_each():
    low, high = interval([0.0, 1.0] * 50_000)
    assert 0.495 < low < 0.5 < high < 0.505


def test_a_measure_is_over_the_questions_that_say_anything_of_it():
    absent = replace(FOUND_THIRD, gold=(), absent=("y",), ranks=())
    answered = replace(UNANSWERABLE, refused=False, ask_ms=100.0)
    refused = replace(FOUND_THIRD, refused=True, in_quotes=False, in_first=False, in_marks=False, ask_ms=300.0)
    found = {one.name: (one.mean, one.questions) for one in measures([absent, answered, refused])}
    assert found["hit@1"] == (0, 2)
    assert found["hit@5"] == (0.5, 2)
    assert found["mrr@10"] == (pytest.approx(1 / 6), 2)
    assert found["answer_in_quotes"] == (0, 1)
    assert found["answerable_refused"] == (1, 1)
    assert found["unanswerable_refused"] == (0, 1)
    assert "all_gold@10" not in found


def test_times_are_of_searches_and_of_answers():
    assert [(one.name, one.p50) for one in timings([FOUND_THIRD, UNANSWERABLE])] == [("search", 30)]
    assert [one.name for one in timings([replace(FOUND_THIRD, ask_ms=1.0)])] == ["search", "answer"]
    assert timings([]) == ()


def test_an_answer_is_said_whatever_its_case_and_punctuation():
    assert says("Squid Game", "The show “squid game” returns.")
    assert says("$5", "It rose to $5.")
    assert says("1,000", "About 1000 soldiers")
    assert says("Google", "Google’s parent company, the Kims' rivals")
    assert says("Kims", "Google’s parent company, the Kims' rivals")
    assert not says("$5", "It rose to $5.01.")
    assert not says("Ann", "Annabel won.")
