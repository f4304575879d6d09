"""The passages' vectors: nearest neighbours by cosine, kept by Chroma in a folder or on a server."""

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

import numpy as np

from assistant.errors import LibraryError
from assistant.library.disk import marks
from assistant.library.disk.catalogue import Entry
from assistant.library.disk.chroma import Batches, Connection, IndexDamaged, translated
from assistant.library.disk.marks import Expected
from assistant.library.disk.schema import Database

logger = logging.getLogger(__name__)

_LOOKS = 3
"""Times that index and catalogue are compared while somebody writes to both."""


class Place(Protocol):
    """Where the vectors are: a folder or a server."""

    shared: bool
    """Whether others may change what is in it while it is open."""

    @property
    def missing(self) -> bool:
        """Whether there is no index at all."""

    @property
    def suspicious(self) -> bool:
        """Whether a look at it tells that it may be damaged."""

    def open(self) -> Connection:
        """Opens the index; IndexDamaged if it is damaged."""

    def verify(self) -> None:
        """Raises IndexDamaged if it is damaged."""

    def state(self, opened: Connection) -> str:
        """What the index was last marked with; "" for nothing."""

    def mark(self, opened: Connection, state: str) -> None:
        """Marks the index with `state`."""

    def writing(self) -> AbstractContextManager[None]:
        """Around whatever is written."""

    def replacing(self, batches: Batches, state: str) -> AbstractContextManager[None]:
        """Around the closing of the index, in whose place one of `batches` is put."""


class VectorIndex:
    """The vectors of one library; safe to share between threads. Opened by the first use.

    What other processes add after the opening is not seen until `reopen`.
    """

    def __init__(self, place: Place, database: Database) -> None:
        """The vectors in `place`, which must be what the catalogue in `database` says."""
        self._place = place
        self._database = database
        self._opened: Connection | None = None
        self._state = threading.Lock()
        self._opening = threading.Lock()
        self._suspected = False
        self._wrong = ""

    @property
    def is_open(self) -> bool:
        """Whether the index is in memory."""
        return self._opened is not None

    @property
    def missing(self) -> bool:
        """Whether there is no index at all."""
        return self._place.missing

    def damage(self) -> str:
        """What is known to be wrong with the index, "" for nothing. Certain only while nobody writes.

        A look at the files' sizes and times: damage that these do not show is found when the index is opened, and so
        is that it cannot be opened at all.
        """
        if self._wrong or not (self._suspected or self._place.suspicious):
            return self._wrong
        try:
            self.reopen()
        except IndexDamaged as error:
            return error.what
        except LibraryError as error:
            logger.info("Whether the vectors are whole cannot be told: %s", error)
        return ""

    def search(self, vector: np.ndarray, count: int) -> list[tuple[int, float]]:
        """Up to `count` passage ids with their cosine similarity, best first.

        Raises:
            IndexDamaged: the index is not the one that the catalogue knows.
        """
        with self._lease("searched") as opened:
            return opened.search(vector, count)

    def begin(self) -> None:
        """Marks the index as this writer's, who must be the only one, before the first `add` or `remove`.

        Raises:
            IndexDamaged: it is not the one that the catalogue knows, or was changed by somebody else.
        """
        was_open = self.is_open
        with self._lease("written") as opened:
            if was_open:
                self._suspected = True
                self._place.verify()
                self._check(opened)
                self._suspected = False
            with self._database.writing() as connection:
                fresh = marks.announce(connection)
            self._place.mark(opened, fresh)
        self._settle(fresh)

    def add(self, entries: Sequence[Entry], vectors: np.ndarray) -> None:
        """Puts passages in, over what stood under their ids."""
        with self._lease("written") as opened, self._place.writing():
            opened.add(entries, vectors)

    def remove(self, ids: Sequence[int]) -> None:
        """Takes passages out; those that are not there are passed over."""
        with self._lease("written") as opened, self._place.writing():
            opened.remove(ids)

    def reopen(self) -> None:
        """Opens anew, so that searches see what others wrote. Searches that are running end on the old opening.

        Raises:
            IndexDamaged: it is not the one that the catalogue knows; what was open before stays open.
        """
        with self._opening:
            self._swap(self._open())
            self._wrong = ""

    def distrust(self, what: str) -> IndexDamaged:
        """Has the index made anew by the next who can, though nothing but a wrong answer tells that it is damaged."""
        self._wrong = what
        return IndexDamaged(what)

    def close(self) -> None:
        """Closes the index; the next use opens it again."""
        self._swap(None)

    def replace(self, batches: Batches) -> None:
        """Puts an index made of `batches` in the place of this one, whose files are never opened.

        Killed meanwhile, it must be called again.
        """
        with self._database.writing() as connection:
            fresh = marks.announce(connection)
        with translated("rebuilt"), self._place.replacing(batches, fresh):
            self.close()
        self._settle(fresh)
        self._suspected, self._wrong = False, ""

    @contextmanager
    def _lease(self, doing: str) -> Iterator[Connection]:
        """The connection, which is not closed before the block ends."""
        opened = self._borrow()
        try:
            with translated(doing):
                if self._place.shared:
                    self._check_state(opened)
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
        self._suspected = True
        with translated("opened"):
            opened = self._place.open()
            try:
                self._check(opened)
            except BaseException:
                opened.close()
                raise
        self._suspected = False
        return opened

    def _check(self, opened: Connection) -> None:
        """Raises IndexDamaged if the index is another one than the catalogue knows, or not whole."""
        for _ in range(_LOOKS):
            before = self._expected()
            found, count = self._place.state(opened), opened.count()
            after = self._expected()
            if before == after:
                break
        else:
            count = after.least if after.bears(found) else -1
        if not after.fits(found, count):
            raise IndexDamaged(_misfit(found, count, after))

    def _check_state(self, opened: Connection) -> None:
        """The same without counting, for every use of an index that others can change."""
        for _ in range(_LOOKS):
            found = self._place.state(opened)
            with self._database.reading() as connection:
                if marks.expected_state(connection).bears(found):
                    return
        self._suspected = True
        raise IndexDamaged("they were lost, or written to by another library")

    def _expected(self) -> Expected:
        with self._database.reading() as connection:
            return marks.expected(connection)

    def _settle(self, fresh: str) -> None:
        with self._database.writing() as connection:
            marks.settle(connection, fresh)


def _misfit(found: str, count: int, expected: Expected) -> str:
    if not found:
        return "there are none"
    if not expected.bears(found):
        return "they are another library's, or of another day than the catalogue"
    return f"{count} are there, and the catalogue has {expected.least}"
