"""The vectors on a Chroma server, which may lose them, or be given a copy's."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from assistant.library.disk import marks
from assistant.library.disk.address import read_address
from assistant.library.disk.chroma import Batches, Connection, connect_to_server
from assistant.library.disk.schema import Database

logger = logging.getLogger(__name__)


class VectorsOnServer:
    """A collection of the library's own on a server. The server's files are the server's to check."""

    shared = True
    missing = False
    suspicious = False

    def __init__(self, url: str, database: Database) -> None:
        """The collection on the server at `url` that is named after the library of `database`.

        Raises:
            SettingsError: `url` is no address of a server.
        """
        self._address = read_address(url)
        self._database = database

    def open(self) -> Connection:
        """Connects to the collection, which is made if it is not there."""
        return connect_to_server(self._address, self._name())

    def verify(self) -> None:
        """Does nothing: what a server holds shows only once it is asked."""

    def state(self, opened: Connection) -> str:
        """What the collection was last marked with, by whomever."""
        return opened.state()

    def mark(self, opened: Connection, state: str) -> None:
        """Marks the collection with `state`."""
        opened.mark(state)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Nothing: the server sees to what is written."""
        yield

    @contextmanager
    def replacing(self, batches: Batches, state: str) -> Iterator[None]:
        """Makes a collection of `batches` in the place of this one; the block closes this.

        One that bears the mark of somebody else, a copy of this library, stays; this one then gets another name.
        """
        self._make_way()
        fresh = self.open()
        try:
            fresh.mark(state)  # at once: a copy of the library then knows it for somebody else's
            for entries, vectors in batches:
                fresh.add(entries, vectors)
        finally:
            fresh.close()
        yield

    def _make_way(self) -> None:
        found = self.open()
        try:
            with self._database.reading() as connection:
                known = marks.expected_state(connection).states
            if found.state() in ("", *known):
                found.drop()
                return
        finally:
            found.close()
        logger.warning(
            "The collection %s on %s is used by a copy of this library, or was restored from another day; this library "
            "takes another one, and leaves it as it is.",
            self._name(),
            self._address.url,
        )
        with self._database.writing() as connection:
            marks.rename_library(connection)

    def _name(self) -> str:
        with self._database.reading() as connection:
            return f"passages-{marks.library_name(connection)}"
