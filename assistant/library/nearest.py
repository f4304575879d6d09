"""Vectors of the catalogue compared with a question's one by one."""

import sqlite3

import numpy as np

from assistant.library.disk import cached_vectors

Hits = list[tuple[int, float]]
"""Passage ids with their similarity, best first."""

_DIFFERENT = 0.01
"""A difference of cosine similarities that rounding cannot make: that of 384 numbers is below .00001."""


def held_after(
    passage: int, connection: sqlite3.Connection, ids: np.ndarray, vectors: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The passages that came after `passage`, whatever became of them: those held in `ids` and what came since."""
    held = np.searchsorted(ids, passage, side="right")
    ids, vectors = ids[held:], vectors[held:]
    fresh = cached_vectors.vectors_after(connection, int(ids[-1]) if len(ids) else passage)
    if not len(ids) or not len(fresh[0]):
        return fresh if len(fresh[0]) else (ids, vectors)
    return np.concatenate([ids, fresh[0]]), np.concatenate([vectors, fresh[1]])


def nearest(vector: np.ndarray, ids: np.ndarray, vectors: np.ndarray, top_k: int) -> Hits:
    """The `top_k` of `ids` whose vectors are most like `vector`, best first."""
    if not len(ids):
        return []
    # not `@`: its threads stall where other work keeps the cores busy
    similarities = np.einsum("ij,j->i", vectors, vector.astype(np.float32))
    best = np.argpartition(-similarities, min(top_k, len(ids)) - 1)[:top_k]
    best = best[np.argsort(-similarities[best], kind="stable")]
    return [(int(ids[place]), float(similarities[place])) for place in best]


def are_true(hits: Hits, connection: sqlite3.Connection, vector: np.ndarray) -> bool:
    """Whether the similarities of `hits` are those of the catalogue's own vectors."""
    if not hits:
        return True
    exact = cached_vectors.vectors_of(connection, [number for number, _ in hits]) @ vector.astype(np.float32)
    told = np.array([similarity for _, similarity in hits])
    return not np.any(np.abs(exact / (np.linalg.norm(vector) or 1) - told) > _DIFFERENT)
