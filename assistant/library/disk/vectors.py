"""The passages' vectors: nearest neighbours by cosine, kept by Chroma in a folder or on a server.

Chroma saves its index now and then by overwriting its files; killed meanwhile, they are ruined and may crash the
process that loads them. So opening and writing exclude each other by a lock file, and a note beside the folder tells
of a write that did not end.
"""

import shutil
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from filelock import FileLock

from assistant.errors import LibraryError
from assistant.library.disk.catalogue import Entry
from assistant.library.disk.chroma import Connection, connect, connect_to_server, translated

COLLECTION = "passages"


class IndexDamaged(LibraryError):
    """A write to the vectors did not end; they must be made anew from the catalogue."""


class VectorIndex:
    """The vectors of one library; safe to share between threads. Opened by the first use.

    What other processes add after the opening is not seen until `reopen`.
    """

    def __init__(self, folder: Path, *, url: str | None, library: str) -> None:
        """The vectors in `folder`/chroma, or on the server at `url` in a collection of this `library`'s own."""
        self._folder = folder / "chroma"
        self._note = folder / "chroma.writing"
        self._lock_path = folder / "chroma.lock"
        self._url = url
        self._name = f"{COLLECTION}-{library}" if url else COLLECTION
        self._opened: Connection | None = None
        self._state = threading.Lock()
        self._opening = threading.Lock()

    @property
    def damaged(self) -> bool:
        """Whether a write did not end and may have ruined the index. Certain only while nobody writes."""
        try:
            return not self._url and self._note.read_text() != self._fingerprint()
        except FileNotFoundError:
            return False

    @property
    def is_open(self) -> bool:
        """Whether the index is in memory."""
        return self._opened is not None

    @property
    def missing(self) -> bool:
        """Whether there is no index on disk at all."""
        return not self._url and not self._folder.exists()

    def search(self, vector: np.ndarray, count: int) -> list[tuple[int, float]]:
        """Up to `count` passage ids with their cosine similarity, best first."""
        with self._lease("searched") as opened:
            return opened.search(vector, count)

    def add(self, entries: Sequence[Entry], vectors: np.ndarray) -> None:
        """Puts passages in, over what stood under their ids."""
        with self._lease("written") as opened, self._locked(), self._noted():
            opened.add(entries, vectors)

    def remove(self, ids: Sequence[int]) -> None:
        """Takes passages out; those that are not there are passed over."""
        with self._lease("written") as opened, self._locked(), self._noted():
            opened.remove(ids)

    def reopen(self) -> None:
        """Opens anew, so that searches see what others wrote. Searches that are running end on the old opening.

        Raises:
            IndexDamaged: a write did not end; what was open before stays open.
        """
        with self._opening:
            self._swap(self._open())

    def close(self) -> None:
        """Closes the index; the next use opens it again."""
        self._swap(None)

    def replace(self, batches: Iterable[tuple[Sequence[Entry], np.ndarray]]) -> None:
        """Puts an index made of `batches` in the place of this one. Killed meanwhile, it must be called again."""
        if self._url:
            with self._lease("rebuilt") as opened:
                opened.drop()
            self.close()
            for entries, vectors in batches:
                self.add(entries, vectors)
            return
        folder = self._folder.with_name("chroma.new")
        with translated("rebuilt"):
            _build(folder, self._name, batches)
            self.close()
            with self._locked():
                shutil.rmtree(self._folder, ignore_errors=True)
                folder.rename(self._folder)
                self._note.unlink(missing_ok=True)

    @contextmanager
    def _lease(self, doing: str) -> Iterator[Connection]:
        """The connection, which is not closed before the block ends."""
        opened = self._borrow()
        try:
            with translated(doing):
                yield opened
        finally:
            with self._state:
                opened.users -= 1
                idle = opened.retired and not opened.users
            if idle:
                opened.close()

    def _borrow(self) -> Connection:
        while True:
            with self._state:
                if self._opened is not None:
                    self._opened.users += 1
                    return self._opened
            with self._opening:
                if self._opened is None:
                    self._swap(self._open())

    def _swap(self, fresh: Connection | None) -> None:
        with self._state:
            old, self._opened = self._opened, fresh
            if old is not None:
                old.retired = True
            idle = old is not None and not old.users
        if old is not None and idle:
            old.close()

    def _open(self) -> Connection:
        with translated("opened"), self._locked():
            if self._url:
                return connect_to_server(self._url, self._name)
            if self.damaged:
                raise IndexDamaged(
                    "The library's vectors were left half-written and are repaired by the next command that writes. "
                    "Run `dateline rebuild` to repair them now."
                )
            with self._noted():  # what the log holds may be much enough to be saved
                opened = connect(self._folder, self._name)
                opened.load()
            return opened

    @contextmanager
    def _locked(self) -> Iterator[None]:
        if self._url:
            yield
            return
        with FileLock(self._lock_path):
            yield

    @contextmanager
    def _noted(self) -> Iterator[None]:
        """A note beside the index tells of what may save it; it stays where that did not end well."""
        if not self._url:
            self._note.write_text(self._fingerprint())
        yield
        if not self._url:
            self._note.unlink()

    def _fingerprint(self) -> str:
        facts = ((path.name, path.stat()) for path in self._folder.glob("*/*"))
        return "\n".join(sorted(f"{name} {fact.st_size} {fact.st_mtime_ns}" for name, fact in facts))


def _build(folder: Path, name: str, batches: Iterable[tuple[Sequence[Entry], np.ndarray]]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    built = connect(folder, name)
    try:
        for entries, vectors in batches:
            built.add(entries, vectors)
    finally:
        built.close()
