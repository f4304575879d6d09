"""A library as one file, and a library made of such a file, also on another machine.

A backup is a zip of the catalogue and a manifest. The indexes are left out: opening the library makes them anew from
the vectors that the catalogue keeps. Whoever reads and writes the library goes on meanwhile; the backup holds one
moment of it. Nothing half-done is ever left under the name that was asked for.
"""

import hashlib
import json
import os
import sqlite3
import tempfile
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, BinaryIO

from assistant.errors import Cancelled, LibraryError, LibraryMismatch
from assistant.library.disk.schema import MIGRATIONS
from assistant.types import Backup

BytesCallback = Callable[[int, int], None]
"""Called often with the bytes done and those to do."""

_FORMAT = 1
_MANIFEST = "manifest.json"
_CATALOGUE = "catalogue.sqlite"
_PAGES = 2048
_PIECE = 1 << 20
_QUICK = 1
"""Level of compression: half of a catalogue is vectors, that no level makes much smaller."""


def back_up(
    library: Path, file: Path, *, on_progress: BytesCallback | None = None, cancel: threading.Event | None = None
) -> Backup:
    """Writes the library in the folder `library` to `file`, over an older backup there; what it holds.

    Raises:
        LibraryError: the library is empty, `file` is something else than a backup, or it cannot be written.
        Cancelled: the flag was set; an older backup stays.
    """
    catalogue, file = library.expanduser() / _CATALOGUE, file.expanduser()
    _refuse_overwriting(file)
    with _written(file), tempfile.TemporaryDirectory(prefix=f".{file.name}.", dir=file.parent) as place:
        copy, archive = Path(place, _CATALOGUE), Path(place, "archive.zip")
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
    backup = read_backup(file)
    is_new = not folder.exists()
    if not is_new and (not folder.is_dir() or any(folder.iterdir())):
        raise LibraryError(f"There is something in {folder} already. Name a new folder for the library.")
    part = folder / f"{_CATALOGUE}.part"
    try:
        with _written(folder):
            folder.mkdir(parents=True, exist_ok=True)
            _unpack_to(part, backup, file, _teller(backup.bytes, on_progress, cancel))
            _make_its_own(part)
            part.replace(folder / _CATALOGUE)
    except BaseException:
        part.unlink(missing_ok=True)
        if is_new and folder.is_dir():
            folder.rmdir()
        raise
    return backup


def read_backup(file: Path) -> Backup:
    """What the backup `file` says that it holds.

    Raises:
        LibraryError: it is no backup, or damaged.
        LibraryMismatch: a newer Dateline made it.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            told = json.loads(archive.read(_MANIFEST))
        if (told["format"], told["schema"]) > (_FORMAT, len(MIGRATIONS)):
            raise LibraryMismatch(
                f"The backup {file} was made by a newer Dateline. Upgrade with `pip install --upgrade dateline`."
            )
        return Backup(
            str(file), datetime.fromisoformat(told["made"]), int(told["articles"]), int(told["bytes"]),
            int(told["schema"]), told["embedder"], told["sha256"],
        )  # fmt: skip
    except OSError as error:
        raise LibraryError(f"The backup {file} cannot be read: {error.strerror or error}. Check its path.") from error
    except (zipfile.BadZipFile, zlib.error, KeyError, TypeError, ValueError) as error:
        raise LibraryError(f"{file} is no backup of a library, or it is damaged. Use another backup.") from error


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
        with copy.open("rb") as source, archive.open(_CATALOGUE, "w", force_zip64=True) as member:
            digest = _pour(source, member.write, tell)
        backup = replace(backup, sha256=digest)
        archive.writestr(_MANIFEST, json.dumps(_manifest(backup), indent=1))
    return backup


def _manifest(backup: Backup) -> dict[str, str | int]:
    return {
        "format": _FORMAT, "made": backup.made.isoformat(), "articles": backup.articles, "bytes": backup.bytes,
        "schema": backup.schema, "embedder": backup.embedder, "sha256": backup.sha256,
    }  # fmt: skip


def _unpack_to(part: Path, backup: Backup, file: Path, tell: Callable[[int], None]) -> None:
    try:
        with zipfile.ZipFile(file) as archive, archive.open(_CATALOGUE) as member, part.open("wb") as target:
            # never more than was promised, however small the file is
            digest = _pour(member, target.write, tell, most=backup.bytes)
            target.flush()
            os.fsync(target.fileno())
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError) as error:
        raise LibraryError(f"The backup {file} is damaged: {error}. Use another backup.") from error
    if digest != backup.sha256:
        raise LibraryError(f"The backup {file} is damaged: it is not what was written. Use another backup.")


def _make_its_own(catalogue: Path) -> None:
    """Makes an unpacked catalogue a library of its own, whose indexes the first opening makes."""
    with closing(sqlite3.connect(catalogue)) as connection, connection:
        connection.execute("DELETE FROM settings WHERE name IN ('library', 'session')")
        connection.execute("INSERT OR REPLACE INTO settings VALUES ('indexes', 'stale')")


def _pour(source: IO[bytes], write: Callable[[bytes], int], tell: Callable[[int], None], *, most: int = 1 << 62) -> str:
    """Writes what `source` holds, up to one byte more than `most`; its SHA-256."""
    digest, poured = hashlib.sha256(), 0
    while poured <= most and (piece := source.read(min(_PIECE, most + 1 - poured))):
        digest.update(piece)
        write(piece)
        tell(len(piece))
        poured += len(piece)
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
