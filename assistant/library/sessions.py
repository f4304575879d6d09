"""Who writes in a library's folder, and that nothing half-done is left there."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from assistant.errors import LibraryError
from assistant.library import writing
from assistant.library.disk import catalogue
from assistant.library.disk.chroma import IndexDamaged
from assistant.library.disk.folder import CATALOGUE, LOCK, writer_lock, writer_lock_if_free
from assistant.library.disk.keyword_files import KeywordsDamaged
from assistant.library.disk.place import require_new
from assistant.library.disk.schema import Database
from assistant.library.indexes import Indexes
from assistant.types import ProgressCallback

logger = logging.getLogger(__name__)

Found = TypeVar("Found")

_AGAIN = 60.0
"""Seconds until a reader tries again to mend what could not be mended: each try may take as long as a rebuild."""


def made_folder(folder: Path) -> Path:
    """`folder` as an absolute path, made if it is not there; a change of the current folder then changes nothing.

    Raises:
        LibraryError: it cannot be made.
    """
    try:
        folder = folder.expanduser().resolve()
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(
            f"The library's folder {folder} cannot be made: {error.strerror}. Name another with DATELINE_LIBRARY."
        ) from error
    return folder


def heal_if_free(folder: Path, database: Database, indexes: Indexes) -> None:
    """Mends what a killed ingest left, unless somebody is writing now; what cannot be mended yet stays hidden.

    Raises:
        LibraryError: the catalogue was lost, or the folder is not the one that was opened.
    """
    database.place.check()
    _require_articles(folder, database, indexes)
    with writer_lock_if_free(folder) as free:
        if not free or time.monotonic() < indexes.mended_from or not writing.needs_healing(database, indexes):
            return
        try:
            with database.place.with_lock(folder / LOCK), indexes.session():
                writing.heal(database, indexes)
        except LibraryError as error:
            indexes.mended_from = time.monotonic() + _AGAIN
            logger.warning("What an ingest left half-done, or is damaged, stays so until it can be mended: %s", error)


def mended(
    folder: Path,
    database: Database,
    indexes: Indexes,
    find: Callable[[], Found],
    *,
    instead: Callable[[], Found] | None = None,
) -> Found:
    """What `find` gives; where it meets a damaged index, that is made anew first, unless somebody is writing.

    What can be found without the index, `instead` then finds.
    """
    try:
        return find()
    except (IndexDamaged, KeywordsDamaged):
        heal_if_free(folder, database, indexes)
        return (instead or find)()


@contextmanager
def write_session(
    folder: Path,
    database: Database,
    indexes: Indexes,
    *,
    on_progress: ProgressCallback | None = None,
    cancel: threading.Event | None = None,
) -> Iterator[None]:
    """Makes the caller the one writer, and mends what an earlier one left."""
    database.place.check()  # first: making the lock file would make the folder anew
    with (
        writer_lock(folder, on_progress=on_progress, cancel=cancel),
        database.place.with_lock(folder / LOCK),
        indexes.session(),
    ):
        writing.heal(database, indexes)
        yield


def _require_articles(folder: Path, database: Database, indexes: Indexes) -> None:
    """Raises LibraryError where the keyword index has passages of a catalogue that never had an article."""
    if indexes.keywords.count() > 0:
        with database.reading() as connection:
            lost = not catalogue.last_key(connection)
        if lost:
            require_new(folder / CATALOGUE)
