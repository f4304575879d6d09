"""Figures over what came of many questions.

All are means of a value between 0 and 1 that each question has, so that each has an interval and two runs can be
compared question by question. Articles are ranked, not passages, and an article stands for its copies.
"""

import math
import re
from collections.abc import Callable, Sequence

from assistant.evaluation.results import Measure, Measured, MeasureName, Timing

CUTOFF = 10
RESAMPLES = 2_000
SEED = 2022

_POSSESSIVE = re.compile(r"(?<=\w)'s\b")
LOWER_IS_BETTER = frozenset[MeasureName]({"answerable_refused"})


def says(answer: str, text: str) -> bool:
    """Whether the answer's words stand in `text`, punctuation, case and the possessive ending aside."""
    return f" {_plain(answer)} " in f" {_plain(text)} "


def hit(ranks: Sequence[int], *, k: int) -> float:
    """1 where any gold article is among the first `k`."""
    return float(any(rank <= k for rank in ranks))


def reciprocal_rank(ranks: Sequence[int], *, k: int = CUTOFF) -> float:
    """1 for the first place, 1/2 for the second …; 0 where no gold article is among the first `k`."""
    return max((1 / rank for rank in ranks if rank <= k), default=0.0)


def ndcg(ranks: Sequence[int], *, relevant: int, k: int = CUTOFF) -> float:
    """The normalised discounted cumulative gain of the first `k`, where an article is gold or not.

    After Järvelin & Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20(4), 2002; with the
    discount log2(1 + rank) that trec_eval and most papers use, so that the second place counts less than the first.

    Args:
        ranks: of the gold articles, ascending.
        relevant: how many gold articles there are to be found; at least as many as there are ranks.
        k: how many articles are looked at.
    """
    ideal = sum(_discounted(rank) for rank in range(1, min(relevant, k) + 1))
    return sum(_discounted(rank) for rank in ranks if rank <= k) / ideal if ideal else 0.0


def all_found(ranks: Sequence[int], *, relevant: int, k: int = CUTOFF) -> float:
    """1 where every gold article is among the first `k`."""
    return float(sum(rank <= k for rank in ranks) == relevant)


def value_of(name: MeasureName, measured: Measured) -> float | None:
    """What one question has of a measure; None where it says nothing of it."""
    return _VALUES[name](measured)


def measures(measured: Sequence[Measured]) -> tuple[Measure, ...]:
    """Every measure that these questions say anything of."""
    valued = ((name, values(name, measured)) for name in _VALUES)
    return tuple(_measure(name, found) for name, found in valued if found)


def timings(measured: Sequence[Measured]) -> tuple[Timing, ...]:
    """How long searching and answering took."""
    import numpy as np

    searches = [one.search_ms for one in measured]
    answers = [one.ask_ms for one in measured if one.ask_ms is not None]
    found = [Timing("search", *map(float, np.percentile(searches, (50, 95))))] if searches else []
    return (*found, Timing("answer", *map(float, np.percentile(answers, (50, 95))))) if answers else tuple(found)


def values(name: MeasureName, measured: Sequence[Measured]) -> list[float]:
    """What the questions have of a measure, less those that say nothing of it."""
    return [value for one in measured if (value := value_of(name, one)) is not None]


def interval(sample: Sequence[float]) -> tuple[float, float]:
    """The bounds of the 95 % percentile bootstrap interval of the mean (Efron & Tibshirani 1993, chapter 13).

    Drawing as many questions again, with replacement, is drawing how often each distinct value comes: a multinomial.
    That costs as much for 100,000 questions as for 100. The same sample always gives the same bounds.
    """
    import numpy as np

    distinct, counts = np.unique(np.asarray(sample, dtype=float), return_counts=True)
    draws = np.random.default_rng(SEED).multinomial(len(sample), counts / len(sample), size=RESAMPLES)
    low, high = np.percentile(draws @ distinct / len(sample), (2.5, 97.5))
    return float(low), float(high)


def _measure(name: MeasureName, sample: Sequence[float]) -> Measure:
    low, high = interval(sample)
    return Measure(name, math.fsum(sample) / len(sample), low, high, len(sample))


def _ranked(value: Callable[[Measured], float]) -> Callable[[Measured], float | None]:
    """The value for a question that names its articles, also where the archive has none of them: that is a miss."""
    return lambda one: value(one) if one.gold or one.absent else None


def _share(flag: bool | None) -> float | None:
    return None if flag is None else float(flag)


_VALUES: dict[MeasureName, Callable[[Measured], float | None]] = {
    "hit@1": _ranked(lambda one: hit(one.ranks, k=1)),
    "hit@5": _ranked(lambda one: hit(one.ranks, k=5)),
    "hit@10": _ranked(lambda one: hit(one.ranks, k=10)),
    "mrr@10": _ranked(lambda one: reciprocal_rank(one.ranks)),
    "ndcg@10": _ranked(lambda one: ndcg(one.ranks, relevant=one.relevant)),
    "all_gold@10": lambda one: all_found(one.ranks, relevant=one.relevant) if one.relevant > 1 else None,
    "answer_in_quotes": lambda one: _share(one.in_quotes),
    "answer_in_first": lambda one: _share(one.in_first),
    "answer_in_marks": lambda one: _share(one.in_marks),
    "answerable_refused": lambda one: _share(one.refused) if one.answerable else None,
    "unanswerable_refused": lambda one: None if one.answerable else _share(one.refused),
}


def _discounted(rank: int) -> float:
    return 1 / math.log2(1 + rank)


def _plain(text: str) -> str:
    lowered = _POSSESSIVE.sub("", text.lower().replace("’", "'").replace(",", ""))
    return " ".join(word.strip(".'") for word in re.findall(r"[\w$%.']+", lowered))
