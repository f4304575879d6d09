"""Ranking: fusion of two result lists, recency, a few passages an article."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from assistant.retrieval.folding import fold_copies
from assistant.types import Passage

FUSION_CONSTANT = 60
"""The k of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009)."""
HALF_LIFE = 14.0
"""Days after which what is new about an article counts half."""
OLD = 0.3
"""Weight of an article whose day lies far from the one asked from."""
UNDATED = OLD
"""Weight of an article without a date: it must not pass for newer than a dated one."""


def fuse(rankings: Sequence[Sequence[int]]) -> dict[int, float]:
    """Reciprocal rank fusion of ranked ids: id to score in (0, 1], higher is better.

    A score of 1 stands first in every ranking; the sum is divided by the number of rankings times its best value.
    """
    scores: Counter[int] = Counter()
    for ranking in rankings:
        for rank, passage_id in enumerate(ranking, 1):
            scores[passage_id] += 1 / (FUSION_CONSTANT + rank)  # type: ignore[assignment]
    best = len(rankings) / (FUSION_CONSTANT + 1)
    return {passage_id: score / best for passage_id, score in scores.items()}


def recency_weight(published: date | None, as_of: date) -> float:
    """How much a day of publication counts for a question asked on `as_of`: 1 for that day, `OLD` at the least.

    The weight halves its distance to `OLD` every `HALF_LIFE` days. Articles of later days count like old ones.
    """
    if published is None:
        return UNDATED
    age = (as_of - published).days
    if age < 0:
        return OLD
    return float(OLD + (1 - OLD) * 0.5 ** (age / HALF_LIFE))


def rank(
    passages: Mapping[int, Passage],
    fused: Mapping[int, float],
    *,
    as_of: date,
    recency: bool,
    per_article: int,
    origins: Mapping[str, str] = MappingProxyType({}),
) -> list[Passage]:
    """The passages with their scores, best first: fused score times recency, copies folded, few per article.

    Args:
        passages: by their ids.
        fused: the score of each id.
        as_of: the day the question is asked from.
        recency: whether newer passages count more.
        per_article: how many passages are kept of an article, or of it and its copies together.
        origins: the id of the article that an article is a copy of; articles without copies are not in it.
    """
    scored = [
        replace(passage, score=fused[passage_id] * (recency_weight(passage.published, as_of) if recency else 1.0))
        for passage_id, passage in passages.items()
    ]
    scored.sort(key=lambda passage: (-passage.score, passage.article_id, passage.start))
    return _few_per_article(fold_copies(scored, origins), per_article, origins)


def _few_per_article(passages: Sequence[Passage], most: int, origins: Mapping[str, str]) -> list[Passage]:
    seen: Counter[str] = Counter()
    kept = []
    for passage in passages:
        source = origins.get(passage.article_id, passage.article_id)
        seen[source] += 1
        if seen[source] <= most:
            kept.append(passage)
    return kept
