"""Whether the files of an open library are still those that their paths name.

A program goes on writing into a file that was deleted or replaced, and all of it is gone when the program ends.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import LibraryError

_MADE_OF_IT = ("chroma", "tantivy", "signs")
"""What is never in a library's folder before its catalogue is."""

_Identity = tuple[int, int]
"""A file's device and its number there: two files that are there at the same time never have the same."""


class Place:
    """Where the catalogue that is open lies, with what SQLite keeps beside it. Safe between threads.

    Two files have the same identity only while neither is open, so the caller keeps the catalogue open.
    """

    def __init__(self, catalogue: Path) -> None:
        """Takes the files that the path of the catalogue names now for those that are open."""
        self._catalogue = catalogue
        self._folder = catalogue.parent
        beside = [catalogue.with_name(f"{catalogue.name}-{ending}") for ending in ("wal", "shm")]
        self._opened = {path: _identity(path, self._folder) for path in (catalogue, *beside)}

    def check(self) -> None:
        """Looks at every file without which what is written would be lost or be written by two; some microseconds.

        Raises:
            LibraryError: one of them was moved, deleted or replaced, or cannot be reached.
        """
        for path, opened in self._opened.items():
            self._require(path, opened)

    @contextmanager
    def with_lock(self, lock: Path) -> Iterator[None]:
        """`check` looks at the writer's lock file too while the block runs: another file would lock out nobody."""
        self.check()
        self._opened = {**self._opened, lock: _identity(lock, self._folder)}
        try:
            yield
        finally:
            self._opened = {path: opened for path, opened in self._opened.items() if path != lock}

    def _require(self, path: Path, opened: _Identity | None) -> None:
        if _identity(path, self._folder) == opened:
            return
        if path.suffix == ".lock":
            raise LibraryError(
                f"The lock file {path} was deleted or replaced during a write, so that others may be writing too. The "
                "write was stopped; what was reported done is kept. Run it again."
            )
        raise LibraryError(
            f"The library folder {self._folder} was moved, deleted or replaced while it was open: {path.name} is not "
            "the file that was opened. Nothing more is read from it or kept in it. Put the folder back in its place, "
            "or start Dateline again to use what is there now."
        )


def require_catalogue(catalogue: Path) -> None:
    """Takes a missing or empty catalogue for a new one only where nothing beside it was made of an older one.

    Raises:
        LibraryError: the catalogue is lost.
    """
    if not catalogue.is_file() or not catalogue.stat().st_size:
        require_new(catalogue)


def require_new(catalogue: Path) -> None:
    """Raises LibraryError where something beside a catalogue without articles was made of one that had some."""
    log = catalogue.with_name(f"{catalogue.name}-wal")
    folders = [folder for name in _MADE_OF_IT if (folder := catalogue.with_name(name)).is_dir()]
    beside = [folder.name for folder in folders if any(folder.iterdir())]
    if not catalogue.is_file() or not catalogue.stat().st_size:
        beside += [log.name] if log.is_file() and log.stat().st_size else []
    if beside:
        state = "empty" if catalogue.exists() else "missing"
        raise LibraryError(
            f"The library in {catalogue.parent} is damaged: {catalogue.name}, which holds its articles, is {state}, "
            f"and {', '.join(beside)} beside it was made of it. Nothing was changed. Put {catalogue.name} back from a "
            "backup, or move the folder away and ingest the articles again."
        )


def _identity(path: Path, folder: Path) -> _Identity | None:
    """None for what is not there.

    Raises:
        LibraryError: nobody can tell, as on a drive that is gone.
    """
    try:
        facts = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise LibraryError(
            f"The library folder {folder} cannot be reached: {error.strerror or error}. Nothing is kept meanwhile. See "
            "to the drive that it is on, then start Dateline again."
        ) from error
    return facts.st_dev, facts.st_ino
