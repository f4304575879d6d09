"""A bit for each number of each vector: small enough to compare a question with every passage of any span.

The bit is the number's sign; the fewer bits differ from the question's, the nearer the passage is. What that leaves
is few enough to be compared exactly. The bits stand in files of `_BLOCK` passages, made of the catalogue by whoever
needs one first. No file ever changes, for an id is never given to another passage; one that is deleted or damaged is
made again.
"""

import hashlib
import io
import logging
import os
import shutil
import sqlite3
import sys
import tempfile
import threading
import zlib
from contextlib import suppress
from pathlib import Path

import numpy as np

logger = logging.getLogger(__name__)

_BLOCK = 16_384
"""Passage ids to a file: 1 MB of them fits a processor's cache, and is made in 60 ms."""

_ENDS = "SELECT coalesce((SELECT min(id) FROM passages), 1), coalesce((SELECT max(id) FROM passages), 0)"
"""Apart: SQLite finds the least and the greatest at once only by going through all."""

_NOTHING = np.zeros((2, 0), dtype=np.uint64)


class Signs:
    """The bits of one library's vectors; safe to share between threads. Read by the first use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "signs"
        self._lock = threading.Lock()
        self._kind = ""
        self._blocks: dict[int, np.ndarray] = {}
        self._tail = _NOTHING

    def nearest(
        self, connection: sqlite3.Connection, vector: np.ndarray, *, kind: str, articles: np.ndarray | None, count: int
    ) -> list[int]:
        """Ids of the `count` passages whose signs are most like those of `vector`, in no order; some may be gone.

        Args:
            connection: to the catalogue, for what was not read yet.
            vector: float32 of shape (dimension,).
            kind: by what the vectors were made; another one is another set of files.
            articles: keys of the articles that are searched; None for all.
            count: how many ids; fewer where there are fewer.
        """
        wanted = _bits(vector[np.newaxis])[:, 0]
        among = None if articles is None else _as_mask(articles)
        compared = [_compare(block, wanted, among) for block in self._read_up(connection, kind)]
        ids, differing = (np.concatenate(some) for some in zip(*compared, strict=True))
        if len(ids) > count:
            ids = ids[np.argpartition(differing, count)[:count]]
        return [int(number) for number in ids]

    def keep(self, connection: sqlite3.Connection, kind: str) -> None:
        """Makes the files that are missing, so that no search has to."""
        for after in _full_blocks(connection):
            path = self._path(kind, after)
            if not path.exists():
                _save(path, _read(connection, after, after + _BLOCK))

    def clear(self) -> None:
        """Deletes the files and forgets what was read."""
        with self._lock:
            self._kind, self._blocks, self._tail = "", {}, _NOTHING
            shutil.rmtree(self._folder, ignore_errors=True)

    def _read_up(self, connection: sqlite3.Connection, kind: str) -> list[np.ndarray]:
        """All blocks, and at last what does not fill one yet."""
        with self._lock:
            if kind != self._kind:
                self._kind, self._blocks, self._tail = kind, {}, _NOTHING
            for after in _full_blocks(connection):
                if after not in self._blocks:
                    self._blocks[after] = self._block(connection, after)
                    self._tail = _NOTHING
            known = self._tail[0, -1] if self._tail.size else max(self._blocks, default=-_BLOCK) + _BLOCK
            fresh = _read(connection, int(known), None)
            if fresh.size:
                self._tail = np.concatenate([self._tail, fresh], axis=1) if self._tail.size else fresh
            return [*self._blocks.values(), self._tail]

    def _block(self, connection: sqlite3.Connection, after: int) -> np.ndarray:
        path = self._path(self._kind, after)
        with suppress(OSError, ValueError, EOFError):
            return _load(path)
        made = _read(connection, after, after + _BLOCK)
        _save(path, made)
        return made

    def _path(self, kind: str, after: int) -> Path:
        return self._folder / hashlib.sha256(kind.encode()).hexdigest()[:12] / f"{after}.npy"


def _full_blocks(connection: sqlite3.Connection) -> range:
    """What the blocks come after that no passage can be added to any more."""
    first, last = connection.execute(_ENDS).fetchone()
    return range((first - 1) // _BLOCK * _BLOCK, last // _BLOCK * _BLOCK, _BLOCK)


def _save(path: Path, block: np.ndarray) -> None:
    """Keeps a block for the next process; where that cannot be, it is read from the catalogue again."""
    content = io.BytesIO()
    np.save(content, block)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(content.getvalue() + _checksum(content.getvalue()))
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)
    except OSError as error:
        logger.info("The signs of some vectors cannot be kept in %s: %s", path.parent, error)


def _load(path: Path) -> np.ndarray:
    """A block that was kept; ValueError where it is not what was."""
    content = path.read_bytes()
    if content[-4:] != _checksum(content[:-4]):
        raise ValueError("damaged")
    return np.asarray(np.load(path, mmap_mode="r"))


def _checksum(content: bytes) -> bytes:
    return zlib.crc32(content).to_bytes(4, "little")


def _read(connection: sqlite3.Connection, after: int, to: int | None) -> np.ndarray:
    """A row of passage ids in rising order, one of their articles' keys, and rows of 64 bits of each."""
    rows = connection.execute(
        "SELECT p.id, p.article, v.vector FROM passages p CROSS JOIN vectors v ON v.key = p.vector "
        "WHERE p.id > ? AND p.id <= ? ORDER BY p.id",
        [after, to or sys.maxsize],
    ).fetchall()
    if not rows:
        return _NOTHING
    vectors = np.frombuffer(b"".join(row[2] for row in rows), dtype="<f4").reshape(len(rows), -1)
    names = np.array([(row[0], row[1]) for row in rows], dtype=np.uint64).T
    return np.vstack([names, _bits(vectors)])


def _bits(vectors: np.ndarray) -> np.ndarray:
    """uint64 of shape (numbers / 64, vectors)."""
    packed = np.packbits(vectors > 0, axis=1)
    padded = np.pad(packed, ((0, 0), (0, -packed.shape[1] % 8)))
    return padded.view(np.uint64).T.copy()


def _compare(block: np.ndarray, wanted: np.ndarray, among: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
    """The ids of a block's passages that are `among` the articles, and how many of their bits differ."""
    inside = slice(None) if among is None else np.flatnonzero(among[np.minimum(block[1], len(among) - 1)])
    ids = block[0][inside]
    differing = np.zeros(len(ids), dtype=np.uint16)
    for row, bits in zip(block[2:], wanted, strict=False):  # a block whose passages are all gone has no rows
        differing += np.bitwise_count(row[inside] ^ bits)
    return ids, differing


def _as_mask(keys: np.ndarray) -> np.ndarray:
    """Whether each key up to the highest of `keys`, and at last whether any beyond, is one of them."""
    mask = np.zeros(int(keys.max(initial=0)) + 2, dtype=bool)
    mask[keys] = True
    return mask
