"""Two runs over the same questions."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import EvaluationError
from assistant.evaluation.comparing import chance_of, compare
from assistant.evaluation.results import Evaluation, Measured


def run(*ranks: int) -> Evaluation:
    """A run whose questions found their articles at these places; 0 for not at all."""
    measured = tuple(
        Measured(str(number), "Who?", date(2022, 2, 2), True, None, ("x",), (), (rank,) if rank else (), 1, 1.0)
        for number, rank in enumerate(ranks)
    )
    return Evaluation("q.jsonl", "library", 9, "m", None, "question", True, datetime.now(UTC), 1.0, measured)


def test_a_run_compared_with_itself_does_not_differ():
    found = compare(run(1, 3, 0, 2), run(1, 3, 0, 2), names=("a", "b"))
    assert {(one.mean, one.low, one.high, one.p) for one in found.differences} == {(0, 0, 0, 1)}
    assert found.changed == ()


def test_a_difference_is_second_minus_first_with_those_that_rose_and_fell():
    found = compare(run(1, 3, 0, 2), run(1, 1, 1, 4), names=("before", "after"))
    first = {one.name: one for one in found.differences}["hit@1"]
    assert (first.first, first.second, first.mean) == (0.25, 0.75, 0.5)
    assert (first.higher, first.lower, first.questions) == (2, 0, 4)
    assert [one.ranks for one, _ in found.changed] == [(3,), (), (2,)]


def test_only_questions_of_both_runs_count():
    fewer = run(1, 3)
    assert compare(fewer, run(1, 3, 0), names=("a", "b")).questions == 2
    other = replace(fewer, measured=tuple(replace(one, question="Where?") for one in fewer.measured))
    with pytest.raises(EvaluationError, match="no question in common"):
        compare(fewer, other, names=("a", "b"))


def test_p_is_the_share_of_sign_patterns_as_far_from_nothing():
    """Of five equal differences two of 32 patterns are as far out; of three, two of eight."""
    assert chance_of([1.0] * 5) == pytest.approx(2 / 32, abs=0.01)
    assert chance_of([0.5, 0.5, 0.5, 0.0]) == pytest.approx(2 / 8, abs=0.015)
    assert chance_of([1.0] * 60) < 0.001


@given(differences=st.lists(st.floats(-1, 1), min_size=1, max_size=30))
def test_p_is_a_share_that_does_not_ask_for_the_direction(differences):
    p = chance_of(differences)
    assert 0 < p <= 1
    assert chance_of([-difference for difference in differences]) == p


@given(count=st.integers(1, 40))
def test_differences_that_cancel_out_are_chance(count):
    assert chance_of([0.5, -0.5] * count) == 1
