"""Articles cut into passages whose vectors stand in the catalogue's cache. Nothing is embedded twice."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from assistant.errors import ModelError
from assistant.library.disk import cached_vectors
from assistant.library.disk.schema import Database
from assistant.library.passages import cut, embedding_context, embedding_text
from assistant.types import Article, Span

_AT_ONCE = 256
"""Passages embedded between two looks at the cancel flag: one to five seconds of a slow machine's work."""


class Embedder(Protocol):
    """What the library needs of an embedding model; `assistant.models.embedder.Embedder` is one."""

    name: str
    dimension: int
    max_tokens: int

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has, special tokens excluded."""

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """One vector a text: float32 of shape (texts, dimension), each of length 1."""


class Prepared(NamedTuple):
    """An article's passages and the keys of their cached vectors."""

    spans: list[Span]
    vectors: list[int]


@dataclass(frozen=True, slots=True)
class Cut:
    """An article's passages: their spans, and under the hash of what is embedded for each, in their order, its text."""

    spans: list[Span]
    hashes: list[bytes]
    texts: list[str]


def cut_articles(articles: Sequence[Article], *, embed: Embedder) -> list[Cut]:
    """The passages of `articles` and what will be embedded for them."""
    return [_cut(article, embed) for article in articles]


def embed_passages(
    database: Database, cuts: Sequence[Cut], *, embed: Embedder, on_embedded: Callable[[int], None]
) -> list[Prepared]:
    """The passages of `cuts` with their vectors, each embedded now or before.

    Args:
        database: where the vectors are cached, a few seconds' work at a time.
        cuts: of as many articles as are at hand: passages of like length are embedded together.
        embed: the model; only passages that it has never seen are given to it.
        on_embedded: called with a number of passages just embedded; what it raises stops the work.
    """
    wanted = {value: text for cut in cuts for value, text in zip(cut.hashes, cut.texts, strict=True)}
    with database.reading() as connection:
        known = cached_vectors.known_vectors(connection, wanted)
    on_embedded(sum(value in known for cut in cuts for value in cut.hashes))
    missing = sorted((value for value in wanted if value not in known), key=lambda value: len(wanted[value]))
    for some in _batches(missing):
        vectors = _embedded(embed, [wanted[value] for value in some])
        with database.writing() as connection:
            cached_vectors.insert_vectors(connection, some, vectors)
        on_embedded(len(some))
    with database.reading() as connection:
        known |= cached_vectors.known_vectors(connection, missing)
    return [Prepared(cut.spans, [known[value] for value in cut.hashes]) for cut in cuts]


def _cut(article: Article, embed: Embedder) -> Cut:
    context = embedding_context(article, count_tokens=embed.count_tokens, limit=embed.max_tokens // 4)
    (taken,) = embed.count_tokens([context])
    spans = cut(article.text, count_tokens=embed.count_tokens, limit=max(1, embed.max_tokens - taken - 2))
    texts = [embedding_text(context, article.text[start:end]) for start, end in spans]
    return Cut(spans, [_hash(embed.name, text) for text in texts], texts)


def _hash(embedder: str, text: str) -> bytes:
    return hashlib.sha256(f"{embedder}\0{text}".encode()).digest()


def _batches(hashes: list[bytes]) -> Iterator[list[bytes]]:
    for start in range(0, len(hashes), _AT_ONCE):
        yield hashes[start : start + _AT_ONCE]


def _embedded(embed: Embedder, texts: list[str]) -> np.ndarray:
    vectors = embed.embed(texts)
    if vectors.shape != (len(texts), embed.dimension) or not np.isfinite(vectors).all():
        raise ModelError(
            f"The embedder {embed.name} did not give one vector of {embed.dimension} numbers for each passage. "
            "Choose another with DATELINE_EMBEDDER."
        )
    return vectors
