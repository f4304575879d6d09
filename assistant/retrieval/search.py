"""Hybrid search: meaning (dense vectors) and words (BM25), fused."""

from datetime import date

import numpy as np

from assistant.library.store import Library
from assistant.models.embedder import Embedder
from assistant.retrieval.ranking import fuse, rank
from assistant.types import Filters, Passage

CANDIDATES = 100
"""How many passages each of the two rankings gives."""
PER_ARTICLE = 3
"""How many passages of one article are kept, so that a live blog does not fill the list."""
MOST_CANDIDATES = 800
"""How many they give where a report that a hundred outlets carry leaves too little of the first ones."""


def search(
    library: Library, embedder: Embedder, query: str, *, filters: Filters, as_of: date, top_k: int
) -> list[Passage]:
    """The `top_k` best passages for `query`, best first, `score` in (0, 1]; one of each passage that copies share."""
    vector = embedder.embed_query(query)
    count = CANDIDATES
    while True:
        fused = fuse(_candidates(library, query, vector, filters, count))
        passages = library.passages(list(fused))
        origins = library.origins({passage.article_id for passage in passages.values()})
        recency = filters.recency != "none"
        ranked = rank(passages, fused, as_of=as_of, recency=recency, per_article=PER_ARTICLE, origins=origins)
        copied = sum(passage.article_id in origins for passage in passages.values())
        if len(ranked) >= top_k or 2 * copied < len(passages) or len(fused) < count or count >= MOST_CANDIDATES:
            return ranked[:top_k]
        count *= 2


def _candidates(
    library: Library, query: str, vector: np.ndarray, filters: Filters, count: int
) -> tuple[list[int], list[int]]:
    dense = library.find_dense(vector, top_k=count, filters=filters)
    keywords = library.find_keywords(query, top_k=count, filters=filters)
    return [passage_id for passage_id, _ in dense], [passage_id for passage_id, _ in keywords]
