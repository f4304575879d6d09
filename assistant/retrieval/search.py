"""Hybrid search: what meaning (dense vectors) and words (BM25) find, ranked together."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from assistant.language.words import words
from assistant.library.store import Library
from assistant.models.cross_encoder import CrossEncoder
from assistant.models.embedder import Embedder
from assistant.retrieval.ranking.features import Candidate, take_apart
from assistant.retrieval.ranking.joining import join_neighbours
from assistant.retrieval.ranking.rank import Sought, rank
from assistant.retrieval.ranking.reranking import rerank
from assistant.types import Filters, Passage

CANDIDATES = 100
"""How many passages each of the two rankings gives: the right article was among them for all of 156 questions."""
PER_ARTICLE = 3
"""How many passages of one article are kept, so that a live blog does not fill the list."""
MOST_CANDIDATES = 800
"""How many they give where a report that a hundred outlets carry leaves too little of the first ones."""


def search(
    library: Library,
    embedder: Embedder,
    query: str,
    *,
    filters: Filters,
    as_of: date,
    top_k: int,
    cross_encoder: CrossEncoder | None = None,
    join: bool = False,
) -> list[Passage]:
    """The `top_k` best passages for `query`, best first, `score` in (0, 1); one of each passage that copies share.

    With `join`, for people to read, passages that follow each other in an article become one.
    """
    vector = embedder.embed_query(query)
    sought = sought_for(library, query, filters, as_of)
    count = CANDIDATES
    while True:
        found = candidates(library, query, vector, filters, count)
        origins = library.origins({candidate.passage.article_id for candidate in found})
        ranked = rank(found, sought, per_article=PER_ARTICLE, origins=origins)
        copied = sum(candidate.passage.article_id in origins for candidate in found)
        if len(ranked) >= top_k or 2 * copied < len(found) or len(found) < count or count >= MOST_CANDIDATES:
            break
        count *= 2
    if cross_encoder:
        ranked = rerank(query, ranked, cross_encoder=cross_encoder)
    if join:
        ranked = join_neighbours(ranked[: 2 * top_k], text_of=lambda *key: library.article(*key).text)
    return ranked[:top_k]


def candidates(library: Library, query: str, vector: np.ndarray, filters: Filters, count: int) -> list[Candidate]:
    """Up to `count` passages that are near in meaning and as many that share words, each once."""
    near = dict(library.find_dense(vector, top_k=count, filters=filters))
    shared = [passage_id for passage_id, _ in library.find_keywords(query, top_k=count, filters=filters)]
    both = near.keys() & set(shared)
    passages = library.passages([*near, *(passage_id for passage_id in shared if passage_id not in near)])
    meanings = near | _meanings(library, [passage_id for passage_id in passages if passage_id not in near], vector)
    return [Candidate(passage, meanings[passage_id], passage_id in both) for passage_id, passage in passages.items()]


def _meanings(library: Library, ids: Sequence[int], vector: np.ndarray) -> dict[int, float]:
    if not ids:
        return {}
    return dict(zip(ids, (library.vectors(ids) @ vector).tolist(), strict=True))


def sought_for(library: Library, query: str, filters: Filters, as_of: date) -> Sought:
    """What passages are ranked for: the query taken apart, its words as rare as they are in the library."""
    rarity = library.rarity({word.text for word in words(query)})
    return Sought(take_apart(query, rarity), as_of, library.coverage().last, filters.recency)
