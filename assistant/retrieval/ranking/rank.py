"""Ranking: what speaks for each passage, weighed; copies folded; a few passages an article."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from types import MappingProxyType
from typing import Literal

from assistant.retrieval.ranking.features import (
    Candidate,
    Features,
    Query,
    age_of,
    asked_later,
    carriers,
    features_read,
    features_unread,
)
from assistant.retrieval.ranking.folding import fold_copies
from assistant.types import Passage

WEIGHTS = Features(
    meaning=10.7, words=3.8, phrases=2.4, names=1.5, position=2.6, by_both=1.5, copies=1.0, age=-1.0
)  # fmt: skip
"""Of a logistic score, fitted on 96 dated quiz questions over 3,723 articles and 60 questions over 294 others so that
the passages of the right articles come first (listwise softmax, five folds: `tests/benchmarks/fitting.py`)."""
AGE_COUNTS = {"hard": 0.9, "soft": 0.75, "none": 0.0}
BEYOND_COUNTS = {"hard": 1.4, "soft": 1.4, "none": 0.0}
"""How much age counts: where only the newest will do, by default, and for a question about the past; and the same for
a question from after the archive's end."""
BIAS = -11.0
"""Moves the scores of what is found into the middle of (0, 1). It is set by eye: a score is no probability."""

MOST_READ = 60
"""Passages whose words are read: with so many of the 160 or so that are found, the figures of the 156 questions are the
same as with all of them."""

_values = attrgetter(*Features.__slots__)


@dataclass(frozen=True, slots=True)
class Sought:
    """What passages are ranked for: a query, the day it is asked from, and how much their age matters."""

    query: Query
    as_of: date
    archive_end: date | None = None
    recency: Literal["none", "soft", "hard"] = "soft"


def rank(
    candidates: Sequence[Candidate],
    sought: Sought,
    *,
    per_article: int,
    origins: Mapping[str, str] = MappingProxyType({}),
) -> list[Passage]:
    """The passages of `candidates` with their scores in (0, 1), best first, copies folded, few per article.

    Args:
        candidates: in any order.
        sought: what they are ranked for.
        per_article: how many passages are kept of an article, or of it and its copies together.
        origins: the id of the article that an article is a copy of; articles without copies are not in it.
    """
    weights = _weights(sought)
    found = _promising(candidates, sought, weights, origins)
    scored = []
    for count, (candidate, unread) in enumerate(found):
        told = features_read(unread, candidate.passage, sought.query) if count < MOST_READ else unread
        scored.append(replace(candidate.passage, score=_score(told, weights)))
    scored.sort(key=lambda passage: (-passage.score, passage.article_id, passage.start))
    return _few_per_article(fold_copies(scored, origins), per_article, origins)


def _promising(
    candidates: Sequence[Candidate], sought: Sought, weights: Sequence[float], origins: Mapping[str, str]
) -> list[tuple[Candidate, Features]]:
    """The candidates with what speaks for them before their words are read, most promising first."""
    others = carriers((candidate.passage for candidate in candidates), origins)
    found = []
    for candidate in candidates:
        passage = candidate.passage
        age = age_of(passage.published, as_of=sought.as_of, archive_end=sought.archive_end)
        found.append((candidate, features_unread(candidate, others=others[passage.article_id], age=age)))
    found.sort(key=lambda pair: (-_score(pair[1], weights), pair[0].passage.article_id, pair[0].passage.start))
    return found


def _weights(sought: Sought) -> tuple[float, ...]:
    counts = BEYOND_COUNTS if asked_later(sought.as_of, sought.archive_end) else AGE_COUNTS
    return tuple(_values(replace(WEIGHTS, age=WEIGHTS.age * counts[sought.recency])))


def _score(found: Features, weights: Sequence[float]) -> float:
    total = BIAS + sum(weight * value for weight, value in zip(weights, _values(found), strict=True))
    return 1 / (1 + math.exp(-total))


def _few_per_article(passages: Sequence[Passage], most: int, origins: Mapping[str, str]) -> list[Passage]:
    seen: Counter[str] = Counter()
    kept = []
    for passage in passages:
        source = origins.get(passage.article_id, passage.article_id)
        seen[source] += 1
        if seen[source] <= most:
            kept.append(passage)
    return kept
