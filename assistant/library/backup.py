"""A library as one file, and a library made of such a file, also on another machine.

A backup is a zip of the catalogue and a manifest. The indexes are left out: opening the library makes them anew from
the vectors that the catalogue keeps. Whoever reads and writes the library goes on meanwhile; the backup holds one
moment of it. Nothing half-done is ever left under the name that was asked for.
"""

import glob
import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import threading
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from filelock import FileLock, Timeout

from assistant.errors import Cancelled, LibraryError, LibraryMismatch
from assistant.library.backup_file import (
    CATALOGUE,
    FORMAT,
    MANIFEST,
    PIECE,
    check_catalogue,
    opened_backup,
    read_backup,
)
from assistant.types import Backup

BytesCallback = Callable[[int, int], None]
"""Called often with the bytes done and those to do."""

_PAGES = 2048
_QUICK = 1
"""Level of compression: half of a catalogue is vectors, that no level makes much smaller."""
_PART = ".part"
_LOCK = "lock"
_UNPACKING = ".unpacking."


def back_up(
    library: Path, file: Path, *, on_progress: BytesCallback | None = None, cancel: threading.Event | None = None
) -> Backup:
    """Writes the library in the folder `library` to `file`, over an older backup there; what it holds.

    Raises:
        LibraryError: the library is empty, `file` is something else than a backup, or it cannot be written.
        Cancelled: the flag was set; an older backup stays.
    """
    catalogue, file = library.expanduser() / CATALOGUE, file.expanduser()
    _refuse_overwriting(file)
    with _written(file), _workplace(file.parent, f".{file.name}.") as place:
        copy, archive = place / CATALOGUE, place / "archive.zip"
        size = catalogue.stat().st_size
        tell = _teller(2 * size, on_progress, cancel)
        _copy(catalogue, copy, tell)
        with archive.open("wb") as stream:
            backup = _pack(copy, _described(copy, file), stream, tell)
            stream.flush()
            os.fsync(stream.fileno())
        archive.replace(file)
    return backup


def unpack(
    file: Path, library: Path, *, on_progress: BytesCallback | None = None, cancel: threading.Event | None = None
) -> Backup:
    """Makes a library in the folder `library`, new or empty, of the backup `file`; what it holds.

    Opening the library then makes its indexes.

    Raises:
        LibraryError: `file` is no backup or damaged, `library` is not empty or cannot be written.
        LibraryMismatch: a newer Dateline made the backup.
        Cancelled: the flag was set.
    """
    file, folder = file.expanduser(), library.expanduser()
    with opened_backup(file) as (backup, pieces):
        _refuse_filled(folder)
        made = [place for place in (folder, *folder.parents) if not place.exists()]
        try:
            with _written(folder):
                folder.mkdir(parents=True, exist_ok=True)
                _unpack_into(folder, backup, pieces, _teller(backup.bytes, on_progress, cancel))
        except BaseException:
            for place in made:
                with suppress(OSError):
                    place.rmdir()
            raise
    return backup


def _unpack_into(folder: Path, backup: Backup, pieces: Iterable[bytes], tell: Callable[[int], None]) -> None:
    """The catalogue gets its name when it is whole, checked and made a library of its own."""
    if backup.bytes > shutil.disk_usage(folder).free:
        raise LibraryError(f"{folder} has no room for {backup.bytes:,} bytes. Free some disk space, or name another.")
    with _workplace(folder, _UNPACKING) as place:
        part = place / CATALOGUE
        with part.open("wb") as target:
            digest = _pour(pieces, target.write, tell)
            target.flush()
            os.fsync(target.fileno())
        if digest != backup.sha256:
            raise LibraryError(f"The backup {backup.path} is damaged: it is not what was written. Use another backup.")
        check_catalogue(part, backup)
        _make_its_own(part)
        _refuse_filled(folder)
        part.replace(folder / CATALOGUE)


def _copy(catalogue: Path, copy: Path, tell: Callable[[int], None]) -> None:
    """Copies one moment of the catalogue, through SQLite, so that others may write to it meanwhile."""
    with closing(sqlite3.connect(catalogue, isolation_level=None)) as source, closing(sqlite3.connect(copy)) as target:
        source.execute("BEGIN")  # holds the moment: a writer would make SQLite begin again otherwise
        (page,) = source.execute("PRAGMA page_size").fetchone()
        if source.execute("SELECT 1 FROM articles LIMIT 1").fetchone() is None:
            raise LibraryError(f"The library in {catalogue.parent} is empty: there is nothing to back up.")
        left = 0

        def count(_: int, remaining: int, total: int) -> None:
            nonlocal left
            tell(((left or total) - remaining) * page)
            left = remaining

        source.backup(target, pages=_PAGES, progress=count)
        target.execute("PRAGMA journal_mode = DELETE")


def _described(copy: Path, file: Path) -> Backup:
    with closing(sqlite3.connect(copy)) as connection:
        (schema,) = connection.execute("PRAGMA user_version").fetchone()
        (articles,) = connection.execute("SELECT count(*) FROM articles WHERE state = 'current'").fetchone()
        settings = dict(connection.execute("SELECT name, value FROM settings"))
    made = datetime.now(UTC).replace(microsecond=0)
    digest = ""  # known once it is packed
    return Backup(str(file), made, articles, copy.stat().st_size, schema, settings.get("embedder", ""), digest)


def _pack(copy: Path, backup: Backup, stream: BinaryIO, tell: Callable[[int], None]) -> Backup:
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=_QUICK) as archive:
        with copy.open("rb") as source, archive.open(CATALOGUE, "w", force_zip64=True) as member:
            digest = _pour(iter(lambda: source.read(PIECE), b""), member.write, tell)
        backup = replace(backup, sha256=digest)
        archive.writestr(MANIFEST, json.dumps(_manifest(backup), indent=1))
    return backup


def _manifest(backup: Backup) -> dict[str, str | int]:
    return {
        "format": FORMAT, "made": backup.made.isoformat(), "articles": backup.articles, "bytes": backup.bytes,
        "schema": backup.schema, "embedder": backup.embedder, "sha256": backup.sha256,
    }  # fmt: skip


def _make_its_own(catalogue: Path) -> None:
    """Makes an unpacked catalogue a library of its own, whose indexes the first opening makes."""
    with closing(sqlite3.connect(catalogue)) as connection, connection:
        connection.execute("DELETE FROM settings WHERE name IN ('library', 'session')")
        connection.execute("INSERT OR REPLACE INTO settings VALUES ('indexes', 'stale')")


def _pour(pieces: Iterable[bytes], write: Callable[[bytes], int], tell: Callable[[int], None]) -> str:
    """Writes the pieces one after the other; the SHA-256 of them all."""
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
        write(piece)
        tell(len(piece))
    return digest.hexdigest()


def _teller(total: int, on_progress: BytesCallback | None, cancel: threading.Event | None) -> Callable[[int], None]:
    done = 0

    def tell(more: int) -> None:
        nonlocal done
        done += more
        if on_progress is not None:
            on_progress(min(done, total), total)
        if cancel is not None and cancel.is_set():
            raise Cancelled("Cancelled. Nothing was changed.")

    return tell


def _refuse_overwriting(file: Path) -> None:
    """Only an older backup may be written over."""
    if file.is_dir():
        raise LibraryError(f"{file} is a folder. Name a file for the backup, such as {file / 'dateline.zip'}.")
    if file.exists():
        try:
            read_backup(file)
        except LibraryMismatch:
            pass
        except LibraryError as error:
            raise LibraryError(f"{file} is there and is no backup of a library. Name another file.") from error


def _refuse_filled(folder: Path) -> None:
    """Only a new or an empty folder becomes a library; what killed processes left in it does not count."""
    if folder.exists() and not folder.is_dir():
        raise LibraryError(f"There is something in {folder} already: a file. Name a new folder for the library.")
    names = [path.name for path in folder.iterdir()] if folder.exists() else []
    if any(not name.startswith(_UNPACKING) for name in names):
        library = " What is there is a library: if unpacking it was stopped, open it as it is." * (CATALOGUE in names)
        raise LibraryError(f"There is something in {folder} already. Name a new folder for the library.{library}")


@contextmanager
def _workplace(folder: Path, name: str) -> Iterator[Path]:
    """A folder to work in, in `folder`; it is gone at the end, and one that a killed process left before."""
    for left in folder.glob(f"{glob.escape(name)}*{_PART}"):
        _clear(left)
    with tempfile.TemporaryDirectory(prefix=name, suffix=_PART, dir=folder) as place, FileLock(Path(place, _LOCK)):
        yield Path(place)


def _clear(left: Path) -> None:
    """Removes a folder that somebody worked in, unless its lock tells that they still do."""
    with suppress(OSError, Timeout):
        if left.is_symlink() or not (left / _LOCK).exists():
            left.rmdir()  # killed before anything was in it
            return
        with FileLock(left / _LOCK).acquire(timeout=0):
            shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _written(place: Path) -> Iterator[None]:
    """Turns what the disk or SQLite raises into a LibraryError that says what to do."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise LibraryError(
            f"{place} cannot be written: {reason}. Nothing half-done is left there. Free some disk space, check that "
            "its folder is there and can be written, or name another."
        ) from error
