"""Hybrid search: meaning (dense vectors) and words (BM25), fused."""

from datetime import date

from assistant.library.store import Library
from assistant.models.embedder import Embedder
from assistant.retrieval.ranking import fuse, rank
from assistant.types import Filters, Passage

CANDIDATES = 100
"""How many passages each of the two rankings gives."""
PER_ARTICLE = 3
"""How many passages of one article are kept, so that a live blog does not fill the list."""


def search(
    library: Library, embedder: Embedder, query: str, *, filters: Filters, as_of: date, top_k: int
) -> list[Passage]:
    """The `top_k` best passages for `query`, best first, `score` in (0, 1]."""
    since, until, outlets = filters.since, filters.until, filters.outlets
    vector = embedder.embed_query(query)
    dense = library.find_dense(vector, top_k=CANDIDATES, since=since, until=until, outlets=outlets)
    keywords = library.find_keywords(query, top_k=CANDIDATES, since=since, until=until, outlets=outlets)
    fused = fuse([[passage_id for passage_id, _ in ranking] for ranking in (dense, keywords)])
    passages = library.passages(list(fused))
    recency = filters.recency != "none"
    return rank(passages, fused, as_of=as_of, recency=recency, per_article=PER_ARTICLE)[:top_k]
