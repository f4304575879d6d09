"""The cache of vectors in the catalogue: every one ever computed, by the hash of embedder and text.

Because of it nothing is embedded twice, the index of vectors can be made anew, and the passages of a narrow span can
be compared one by one.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence

import numpy as np

from assistant.errors import LibraryError
from assistant.library.disk.scope import Scope


def known_vectors(connection: sqlite3.Connection, hashes: Iterable[bytes]) -> dict[bytes, int]:
    """The keys of those vectors that were computed before, by their hash."""
    found: dict[bytes, int] = {}
    for value in hashes:
        row = connection.execute("SELECT key FROM vectors WHERE hash = ?", [value]).fetchone()
        if row:
            found[value] = row["key"]
    return found


def insert_vectors(connection: sqlite3.Connection, hashes: Sequence[bytes], vectors: np.ndarray) -> None:
    """Caches `vectors`, float32 of shape (hashes, dimension)."""
    rows = [(value, vector.tobytes()) for value, vector in zip(hashes, vectors.astype("<f4"), strict=True)]
    connection.executemany("INSERT OR IGNORE INTO vectors (hash, vector) VALUES (?, ?)", rows)


def vectors_of(connection: sqlite3.Connection, ids: Sequence[int]) -> np.ndarray:
    """The vectors of passages, float32 of shape (ids, dimension), in the order of `ids`.

    Raises:
        LibraryError: one of them is no longer there.
    """
    rows = connection.execute(
        "SELECT v.vector FROM json_each(?) j CROSS JOIN passages p ON p.id = j.value "
        "CROSS JOIN vectors v ON v.key = p.vector ORDER BY j.key",
        [json.dumps(list(ids))],
    ).fetchall()
    if len(rows) != len(ids):
        raise LibraryError("Some of these passages were removed meanwhile. Search again.")
    return _matrix([row[0] for row in rows])


def scoped_vectors(connection: sqlite3.Connection, scope: Scope) -> tuple[np.ndarray, np.ndarray]:
    """Ids and vectors of the current passages in `scope`."""
    condition, values = scope.condition()
    return _ids_and_vectors(
        connection,
        "articles a JOIN passages p ON p.article = a.key JOIN vectors v ON v.key = p.vector "
        f"WHERE a.state = 'current'{condition}",
        values,
    )


def visible_vectors(connection: sqlite3.Connection, ids: Sequence[int], scope: Scope) -> tuple[np.ndarray, np.ndarray]:
    """Ids and vectors of those of the passages `ids` that are current and in `scope`."""
    condition, values = scope.condition()
    return _ids_and_vectors(
        connection,
        "json_each(?) j CROSS JOIN passages p ON p.id = j.value CROSS JOIN articles a ON a.key = p.article "
        f"CROSS JOIN vectors v ON v.key = p.vector WHERE a.state = 'current'{condition}",
        [json.dumps(sorted(ids)), *values],
    )


def vectors_after(connection: sqlite3.Connection, passage: int) -> tuple[np.ndarray, np.ndarray]:
    """Ids, in rising order, and vectors of the passages, of any state, that came after `passage`."""
    return _ids_and_vectors(
        connection, "passages p CROSS JOIN vectors v ON v.key = p.vector WHERE p.id > ? ORDER BY p.id", [passage]
    )


def _ids_and_vectors(
    connection: sqlite3.Connection, tables: str, values: Sequence[str | int]
) -> tuple[np.ndarray, np.ndarray]:
    rows = connection.execute(f"SELECT p.id, v.vector FROM {tables}", values).fetchall()
    return np.array([row[0] for row in rows], dtype=np.int64), _matrix([row[1] for row in rows])


def _matrix(blobs: list[bytes]) -> np.ndarray:
    if not blobs:
        return np.zeros((0, 0), dtype=np.float32)
    return np.frombuffer(b"".join(blobs), dtype="<f4").reshape(len(blobs), -1)
