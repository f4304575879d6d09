"""The library's folder: who may write in it, and how much it takes."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import Cancelled, LibraryError
from assistant.types import IngestProgress, ProgressCallback

logger = logging.getLogger(__name__)

CATALOGUE = "catalogue.sqlite"
"""The file in a library's folder that holds its articles."""
LOCK = "writer.lock"
"""The file in a library's folder that its one writer holds."""

_AT_ONCE = 0.2
_LOOK_AGAIN = 0.5


@contextmanager
def writer_lock(
    folder: Path, *, on_progress: ProgressCallback | None = None, cancel: threading.Event | None = None
) -> Iterator[None]:
    """Makes the caller the only writer of the library in `folder`; says so where it has to wait.

    Raises:
        Cancelled: the flag was set while it waited.
        LibraryError: the lock file cannot be made.
    """
    lock = FileLock(folder / LOCK)
    told = False
    while not _acquired(lock, _LOOK_AGAIN if told else _AT_ONCE):
        if not told:
            logger.info("Another process or thread is writing to the library in %s; waiting for it.", folder)
        told = True
        if on_progress is not None:
            on_progress(IngestProgress(0, None, 0, 0, str(folder), "waiting"))
        if cancel is not None and cancel.is_set():
            raise Cancelled("Cancelled while waiting for another ingest. Nothing was changed.")
    try:
        yield
    finally:
        lock.release()


@contextmanager
def writer_lock_if_free(folder: Path) -> Iterator[bool]:
    """Whether the caller is the only writer now; does not wait."""
    lock = FileLock(folder / LOCK)
    if not _acquired(lock, 0):
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def bytes_used(folder: Path) -> int:
    """Bytes of everything in `folder` but a demo library; files that vanish meanwhile count nothing."""
    total = 0
    for path in folder.rglob("*"):
        if path.relative_to(folder).parts[0] != "demo":
            with suppress(OSError):
                total += path.stat().st_size
    return total


def _acquired(lock: FileLock, seconds: float) -> bool:
    try:
        lock.acquire(timeout=seconds)
    except Timeout:
        return False
    except OSError as error:
        raise LibraryError(
            f"The lock file {lock.lock_file} cannot be used: {error.strerror or error}. Check that the library's "
            "folder can be written."
        ) from error
    return True
