"""A backup's file, read as if anybody had made it: a zip of a catalogue and of the manifest that describes it.

Nothing in it is taken on trust: it is read in bounds, it holds these two members and no more, and its catalogue is one
that Dateline makes, without anything that SQLite would run.
"""

import io
import json
import re
import sqlite3
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from assistant.errors import LibraryError, LibraryMismatch
from assistant.library.disk.schema import MIGRATIONS
from assistant.types import Backup

FORMAT = 1
MANIFEST = "manifest.json"
CATALOGUE = "catalogue.sqlite"
PIECE = 1 << 20
"""Bytes that are read at once, at the most."""
LARGEST_MANIFEST = 1 << 16
GROWS = 200
"""Times that a catalogue may be larger than its backup: one of a single short article is 41 times as large, one of 300
that are but one word 19 times, one of real articles twice. What is made to fill disks can be 1,000 times as large."""
_FIELDS = {"format": int, "made": str, "articles": int, "bytes": int, "schema": int, "embedder": str, "sha256": str}
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, KeyError, TypeError, ValueError, OverflowError,
    RuntimeError,
)  # fmt: skip
"""What reading a zip and its JSON raises; a RuntimeError tells of encryption, unknown packing or deep nesting."""


def read_backup(file: Path) -> Backup:
    """What the backup `file` says that it holds.

    Raises:
        LibraryError: it is no backup, or damaged.
        LibraryMismatch: a newer Dateline made it.
    """
    with opened_backup(file) as (backup, _):
        return backup


@contextmanager
def opened_backup(file: Path) -> Iterator[tuple[Backup, Iterator[bytes]]]:
    """What the backup `file` says that it holds, and its catalogue piece by piece; raises what `read_backup` does."""
    with ExitStack() as stack:
        with _reading(file):
            if not stat.S_ISREG(file.stat().st_mode):
                raise LibraryError(f"{file} is no file. Name a backup, a zip file that `dateline backup` wrote.")
            stream = stack.enter_context(_Sparing(io.FileIO(file)))
            archive = stack.enter_context(zipfile.ZipFile(stream))
            backup = _described(archive, file)
            catalogue = stack.enter_context(archive.open(CATALOGUE))
        yield backup, _pieces(file, catalogue)


def check_catalogue(path: Path, backup: Backup) -> None:
    """Makes sure that the unpacked file at `path` is a catalogue as Dateline makes it, and not damaged.

    Raises:
        LibraryError: it is not.
    """
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA cell_size_check = ON")
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version != backup.schema or _tables(connection) != _tables_of(version):
                raise _damaged(backup.path, "its catalogue is not one that Dateline makes")
            made = connection.execute("SELECT value FROM settings WHERE name = 'embedder'").fetchall()
            if connection.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)] or made != [(backup.embedder,)]:
                raise _damaged(backup.path, "its catalogue is not whole")
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise _damaged(backup.path, f"its catalogue cannot be read: {error}") from error


class _Sparing(io.BufferedReader):
    """A file that gives no more than `PIECE` at once, whatever is asked for: a zip's directory may claim any size."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(PIECE if size is None or not 0 <= size <= PIECE else size)


def _described(archive: zipfile.ZipFile, file: Path) -> Backup:
    members = archive.infolist()
    if sorted(member.orig_filename for member in members) != [CATALOGUE, MANIFEST]:
        raise zipfile.BadZipFile("it holds something else than a backup does")
    if any(member.flag_bits & 1 for member in members):
        raise zipfile.BadZipFile("it is encrypted")
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
        raise zipfile.BadZipFile("it is packed in another way than Dateline packs")
    with archive.open(MANIFEST) as stream:
        text = stream.read(LARGEST_MANIFEST + 1)
    if len(text) > LARGEST_MANIFEST:
        raise zipfile.BadZipFile("its manifest is too long")
    backup = _backup(json.loads(text.decode()), file)
    if backup.bytes != archive.getinfo(CATALOGUE).file_size:
        raise zipfile.BadZipFile("its catalogue is not as long as it says")
    if backup.bytes > GROWS * file.stat().st_size:
        raise zipfile.BadZipFile("it would grow to many times the size of any catalogue that is packed so small")
    return backup


def _backup(told: object, file: Path) -> Backup:
    """What a manifest tells; only whole numbers and texts in it are taken."""
    fields = told if isinstance(told, dict) else {}
    known = (("format", FORMAT), ("schema", len(MIGRATIONS)))
    if any(type(fields.get(name)) is int and fields[name] > newest for name, newest in known):
        raise LibraryMismatch(
            f"The backup {file} was made by a newer Dateline. Upgrade with `pip install --upgrade dateline`."
        )
    typed = all(type(fields.get(name)) is kind for name, kind in _FIELDS.items())
    if not typed or min(fields["format"], fields["schema"], 1 + fields["articles"], 1 + fields["bytes"]) < 1:
        raise ValueError("its manifest does not describe a backup")
    fields["embedder"].encode()  # half of a character is no name
    return Backup(
        str(file), datetime.fromisoformat(fields["made"]), fields["articles"], fields["bytes"], fields["schema"],
        fields["embedder"], fields["sha256"],
    )  # fmt: skip


def _pieces(file: Path, catalogue: IO[bytes]) -> Iterator[bytes]:
    """The catalogue, piece by piece; never more than its length, which the zip's directory tells."""
    while True:
        with _reading(file):
            piece = catalogue.read(PIECE)
        if not piece:
            return
        yield piece


def _tables(connection: sqlite3.Connection) -> set[tuple[str, ...]]:
    """Everything that a catalogue is made of, with the SQL that made it, however that is spaced."""
    rows = connection.execute("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master")
    return {tuple(re.sub(r"\s+", " ", str(value)) for value in row) for row in rows}


def _tables_of(version: int) -> set[tuple[str, ...]]:
    with closing(sqlite3.connect(":memory:")) as connection:
        for migration in MIGRATIONS[:version]:
            connection.executescript(migration)
        return _tables(connection)


@contextmanager
def _reading(file: Path) -> Iterator[None]:
    """Turns what reading a backup raises into a LibraryError that says what to do."""
    try:
        yield
    except OSError as error:
        raise LibraryError(f"The backup {file} cannot be read: {error.strerror or error}. Check its path.") from error
    except _BROKEN as error:
        raise _damaged(str(file), str(error) if isinstance(error, zipfile.BadZipFile) else "") from error


def _damaged(file: str, why: str) -> LibraryError:
    told = f": {why.rstrip('.')}" if why else ""
    return LibraryError(f"{file} is no backup of a library, or it is damaged{told}. Use another backup.")
