"""Whether two runs over the same questions differ by more than chance."""

import math
from collections.abc import Sequence
from typing import get_args

from assistant.errors import EvaluationError
from assistant.evaluation.metrics import SEED, interval, value_of
from assistant.evaluation.results import Comparison, Difference, Evaluation, Measured, MeasureName

FLIPS = 10_000
"""How many of the ways to swap the two runs are drawn: p comes to within about .004 of .05."""


def compare(first: Evaluation, second: Evaluation, *, names: tuple[str, str]) -> Comparison:
    """How `second` differs from `first`, over the questions that both asked.

    Raises:
        EvaluationError: they have no question in common.
    """
    earlier = {one.id: one for one in first.measured}
    pairs = [(earlier[one.id], one) for one in second.measured if one.id in earlier]
    pairs = [(one, other) for one, other in pairs if one.question == other.question]
    if not pairs:
        raise EvaluationError("The two runs have no question in common. Compare runs of the same questions file.")
    differences = (_difference(name, pairs) for name in get_args(MeasureName))
    return Comparison(
        first=names[0],
        second=names[1],
        questions=len(pairs),
        differences=tuple(one for one in differences if one),
        changed=tuple((one, other) for one, other in pairs if _fared(one) != _fared(other)),
    )


def chance_of(differences: Sequence[float]) -> float:
    """The two-sided p-value of a mean of paired differences: Fisher's randomisation test.

    If the two runs were alike, each question's difference might as well have the other sign. p is the share of random
    sign patterns whose mean is as far from 0, the observed pattern counted with them so that it is never 0 (Phipson &
    Smyth 2010). Smucker, Allan & Carterette (CIKM 2007) recommend the test for retrieval: it assumes nothing of how the
    values are distributed. How many of equal differences keep their sign is drawn at once, as a binomial.
    """
    import numpy as np

    sizes, counts = np.unique(np.abs(np.asarray(differences, dtype=float)), return_counts=True)
    kept = np.random.default_rng(SEED).binomial(counts, 0.5, size=(FLIPS, len(counts)))
    sums = np.abs((2 * kept - counts) @ sizes)
    as_far = int(np.count_nonzero(sums >= abs(math.fsum(differences)) - 1e-9))
    return (as_far + 1) / (FLIPS + 1)


def _difference(name: MeasureName, pairs: Sequence[tuple[Measured, Measured]]) -> Difference | None:
    valued = [(value_of(name, one), value_of(name, other)) for one, other in pairs]
    both = [(before, after) for before, after in valued if before is not None and after is not None]
    if not both:
        return None
    changes = [after - before for before, after in both]
    low, high = interval(changes)
    return Difference(
        name=name,
        first=math.fsum(before for before, _ in both) / len(both),
        second=math.fsum(after for _, after in both) / len(both),
        mean=math.fsum(changes) / len(both),
        low=low,
        high=high,
        p=chance_of(changes),
        higher=sum(change > 0 for change in changes),
        lower=sum(change < 0 for change in changes),
        questions=len(both),
    )


def _fared(measured: Measured) -> tuple[object, ...]:
    """What a reader would notice of a question."""
    return measured.ranks[:1], measured.refused, measured.in_quotes
