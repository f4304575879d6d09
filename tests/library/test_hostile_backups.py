"""A backup may come from anybody: what is none is refused in words, runs nothing, fills no disk and leaves nothing."""

import io
import json
import os
import sqlite3
import struct
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from bag_of_words import BagOfWords

from assistant.errors import LibraryError, LibraryMismatch
from assistant.library.backup import back_up, read_backup, unpack
from assistant.library.store import Library
from assistant.types import Article

WORDS = "The council talked about the budget all day. " * 30
MEMBERS = ("catalogue.sqlite", "manifest.json")
TRIGGER = "CREATE TRIGGER t AFTER DELETE ON settings BEGIN INSERT INTO settings VALUES ('ran', '1'); END"
Forge = Callable[[bytes, dict[str, Any]], bytes]
"""Makes a backup of a catalogue and the manifest that describes it."""


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The backup of a small library."""
    place, embed = tmp_path_factory.mktemp("honest"), BagOfWords()
    with Library.open(place / "library", embedder_name=embed.name, dimension=embed.dimension) as library:
        articles = [Article(id=f"a{number}", text=f"{number}. {WORDS}", path=f"/news/{number}") for number in range(5)]
        library.ingest(articles, folder="/news", embed=embed)
    back_up(place / "library", place / "honest.zip")
    return place / "honest.zip"


def packed(
    catalogue: bytes,
    manifest: object,
    *,
    members: Sequence[str] = MEMBERS,
    more: Sequence[str] = (),
    method: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """A zip with these members; a manifest that is no text is written as JSON."""
    file = io.BytesIO()
    text = manifest if isinstance(manifest, str | bytes) else json.dumps(manifest)
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w", method) as archive:
        warnings.simplefilter("ignore")  # a member that comes twice
        for name in members:
            archive.writestr(name, text if "manifest" in name else catalogue)
        for name in more:
            archive.writestr(name, "x")
    return file.getvalue()


def manifest(**changes: object) -> Forge:
    return lambda catalogue, told: packed(catalogue, told | changes)


def written(text: str | bytes) -> Forge:
    return lambda catalogue, _: packed(catalogue, text)


def zipped(**how: Any) -> Forge:
    return lambda catalogue, told: packed(catalogue, told, **how)


def patched(signature: bytes, offset: int, new: bytes) -> Forge:
    """The zip with bytes exchanged in its first record of a kind."""

    def forge(catalogue: bytes, told: dict[str, Any]) -> bytes:
        file = bytearray(packed(catalogue, told))
        start = file.index(signature) + offset
        file[start : start + len(new)] = new
        return bytes(file)

    return forge


def catalogue(*statements: str) -> Forge:
    """A backup whose catalogue somebody changed, described as it is."""

    def forge(honest: bytes, told: dict[str, Any]) -> bytes:
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
            connection.deserialize(honest)
            for statement in statements:
                connection.execute(statement)
            return described(connection.serialize(), told)

    return forge


def described(changed: bytes, told: dict[str, Any]) -> bytes:
    return packed(changed, told | {"bytes": len(changed), "sha256": sha256(changed).hexdigest()})


def bytes_of(change: Callable[[bytes], bytes]) -> Forge:
    return lambda honest, told: described(change(honest), told)


def redefined(table: str, sql: str) -> Forge:
    """A catalogue with other SQL for a table, written past SQLite's checks."""
    return catalogue(
        "PRAGMA writable_schema = ON", f"UPDATE sqlite_master SET sql = '{sql}' WHERE name = '{table}'",
    )  # fmt: skip


ENTRY, LOCAL, END = b"PK\1\2", b"PK\3\4", b"PK\5\6"
FORGED: dict[str, tuple[Forge, str]] = {
    "a list": (written("[1]"), "no backup"),
    "a number": (written("7"), "no backup"),
    "no JSON": (written("{"), "no backup"),
    "nothing": (written(""), "no backup"),
    "deep": (written("[" * 30_000 + "]" * 30_000), "no backup"),
    "long": (written('{"x": "' + " " * 3_000_000 + '"}'), "its manifest is too long"),
    "no UTF-8": (written(b"\xff\xfe{"), "no backup"),
    "half a character": (manifest(embedder="\ud800"), "no backup"),
    "infinite bytes": (manifest(bytes=float("inf")), "no backup"),
    "infinite articles": (manifest(articles=float("inf")), "no backup"),
    "fewer than no articles": (manifest(articles=-1), "no backup"),
    "true for a number": (manifest(articles=True), "no backup"),
    "true for one": (manifest(format=True), "no backup"),
    "no format": (manifest(format=0), "no backup"),
    "no schema": (manifest(schema=0), "no backup"),
    "another schema": (manifest(schema=1), "its catalogue is not one that Dateline makes"),
    "another embedder": (manifest(embedder="\x1b[2J"), "its catalogue is not whole"),
    "a number as embedder": (manifest(embedder=7), "no backup"),
    "no day": (manifest(made="99999-01-01"), "no backup"),
    "a promise of more": (manifest(bytes=10 * 1024**4), "not as long as it says"),
    "bzip2": (zipped(method=zipfile.ZIP_BZIP2), "packed in another way"),
    "LZMA": (zipped(method=zipfile.ZIP_LZMA), "packed in another way"),
    "an unknown packing": (patched(ENTRY, 10, b"\x5d\0"), "packed in another way"),
    "encrypted": (patched(ENTRY, 8, b"\1\0"), "it is encrypted"),
    "strongly encrypted": (patched(ENTRY, 8, b"\x41\0"), "it is encrypted"),
    "patched data": (patched(ENTRY, 8, b"\x20\0"), "no backup"),
    "a newer zip": (patched(ENTRY, 6, b"\x63\0"), "no backup"),
    "a catalogue twice": (zipped(members=(*MEMBERS, MEMBERS[0])), "something else than a backup"),
    "a manifest twice": (zipped(members=(*MEMBERS, MEMBERS[1])), "something else than a backup"),
    "a member more": (zipped(more=["notes.txt"]), "something else than a backup"),
    "a member above": (zipped(more=["../../notes.txt"]), "something else than a backup"),
    "an absolute member": (zipped(more=["/tmp/notes.txt"]), "something else than a backup"),
    "absolute names": (zipped(members=("/catalogue.sqlite", "manifest.json")), "something else than a backup"),
    "no catalogue": (zipped(members=MEMBERS[1:]), "something else than a backup"),
    "no manifest": (zipped(members=MEMBERS[:1]), "something else than a backup"),
    "very many members": (zipped(more=[f"x{number}" for number in range(30_000)]), "no backup"),
    "a member elsewhere": (patched(ENTRY, 42, struct.pack("<L", 0xFFFFFFF0)), "no backup"),
    "a shorter catalogue": (patched(ENTRY, 24, struct.pack("<L", 100)), "not as long as it says"),
    "another checksum": (patched(ENTRY, 16, b"\0\0\0\0"), "Bad CRC-32"),
    "a huge directory": (patched(END, 12, struct.pack("<L", 0x7FFFFFFF)), "no backup"),
    "a bomb": (bytes_of(lambda _: bytes(50_000_000)), "many times the size"),
    "a trigger": (catalogue(TRIGGER), "not one that Dateline makes"),
    "a trigger under another name": (
        catalogue(
            TRIGGER, "PRAGMA writable_schema = ON", "UPDATE sqlite_master SET name = 'sqlite_t' WHERE type = 'trigger'"
        ),
        "its catalogue",
    ),
    "a view": (catalogue("CREATE VIEW v AS SELECT 1"), "not one that Dateline makes"),
    "a view in place of a table": (
        catalogue("ALTER TABLE settings RENAME TO other", "CREATE VIEW settings AS SELECT * FROM other"),
        "not one that Dateline makes",
    ),
    "a virtual table": (catalogue("CREATE VIRTUAL TABLE f USING fts5(x)"), "not one that Dateline makes"),
    "a table more": (catalogue("CREATE TABLE more (x)"), "not one that Dateline makes"),
    "a table less": (catalogue("DROP TABLE texts"), "not one that Dateline makes"),
    "an index that computes": (catalogue("CREATE INDEX i ON articles (abs(key))"), "not one that Dateline makes"),
    "a column that computes": (
        catalogue("ALTER TABLE settings ADD COLUMN g GENERATED ALWAYS AS (upper(name))"), "not one that Dateline makes"
    ),
    "a check that computes": (
        redefined("settings", "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL "
                  "CHECK (length(randomblob(900000000)) > 0)) WITHOUT ROWID"),
        "not one that Dateline makes",
    ),
    "SQL that is none": (redefined("settings", "CREATE TABLE settings (((("), "cannot be read"),
    "a newer catalogue": (catalogue("PRAGMA user_version = 99"), "not one that Dateline makes"),
    "a catalogue of no version": (catalogue("PRAGMA user_version = 0"), "not one that Dateline makes"),
    "no settings": (catalogue("DELETE FROM settings"), "its catalogue is not whole"),
    "no database": (bytes_of(lambda _: b"news " * 2_000), "cannot be read"),
    "an empty database": (bytes_of(lambda _: b""), "not one that Dateline makes"),
    "half a database": (bytes_of(lambda honest: honest[: len(honest) // 2]), "its catalogue"),
    "damaged pages": (bytes_of(lambda honest: honest[:24_576] + b"\xa5" * 16_384 + honest[40_960:]), "its catalogue"),
}  # fmt: skip


@pytest.mark.parametrize("name", FORGED)
def test_what_is_no_backup_is_refused_and_leaves_nothing(honest: Path, tmp_path: Path, name: str) -> None:
    forge, why = FORGED[name]
    with zipfile.ZipFile(honest) as archive:
        made = forge(archive.read("catalogue.sqlite"), json.loads(archive.read("manifest.json")))
    (tmp_path / "backup.zip").write_bytes(made)
    with pytest.raises(LibraryError, match=why):
        unpack(tmp_path / "backup.zip", tmp_path / "new" / "library")
    assert [path.name for path in tmp_path.iterdir()] == ["backup.zip"]


def test_a_backup_of_another_shape_that_is_newer_says_so(honest: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(honest) as archive:
        (tmp_path / "newer.zip").write_bytes(packed(archive.read("catalogue.sqlite"), {"format": 2}))
    with pytest.raises(LibraryMismatch, match="newer Dateline"):
        read_backup(tmp_path / "newer.zip")


def test_what_is_no_file_is_not_waited_for(honest: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for place in (tmp_path / "pipe", tmp_path, Path("/dev/zero")):
        with pytest.raises(LibraryError, match="is no file"):
            unpack(place, tmp_path / "library")


def test_without_room_nothing_is_begun(honest: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = os.statvfs(tmp_path)
    values = list(full)
    values[4] = 0  # blocks that are free
    monkeypatch.setattr(os, "statvfs", lambda _: os.statvfs_result(values))
    with pytest.raises(LibraryError, match="Free some disk space"):
        unpack(honest, tmp_path / "library")
    assert list(tmp_path.iterdir()) == []


KILLED = """
import os, signal, sys
from pathlib import Path
from assistant.library.backup import back_up, unpack
told = iter(range(int(sys.argv[2])))
def die(done, total):
    if next(told, None) is None:
        os.kill(os.getpid(), signal.SIGKILL)
{"back_up": back_up, "unpack": unpack}[sys.argv[1]](Path(sys.argv[3]), Path(sys.argv[4]), on_progress=die)
"""


def killed(*arguments: object) -> None:
    process = subprocess.run([sys.executable, "-c", KILLED, *map(str, arguments)], check=False)
    assert process.returncode == -9


@pytest.fixture
def library(tmp_path: Path, honest: Path) -> Path:
    """A library that was unpacked."""
    unpack(honest, tmp_path / "library")
    return tmp_path / "library"


@pytest.mark.parametrize("moment", [0, 1])
def test_a_killed_backup_is_cleared_away_by_the_next_one(library: Path, tmp_path: Path, moment: int) -> None:
    place = tmp_path / "backups"
    place.mkdir()
    (place / ".other.part").mkdir()
    killed("back_up", moment, library, place / "b.zip")
    assert not (place / "b.zip").exists()
    assert len(list(place.iterdir())) == 2
    back_up(library, place / "b.zip")
    assert sorted(path.name for path in place.iterdir()) == [".other.part", "b.zip"]
    before = (place / "b.zip").read_bytes()
    killed("back_up", moment, library, place / "b.zip")
    assert (place / "b.zip").read_bytes() == before
    back_up(library, place / "b.zip")
    assert sorted(path.name for path in place.iterdir()) == [".other.part", "b.zip"]


@pytest.mark.parametrize("exists", [False, True])
def test_a_killed_unpack_is_done_again(honest: Path, tmp_path: Path, exists: bool) -> None:
    folder = tmp_path / "unpacked"
    if exists:
        folder.mkdir()
    killed("unpack", 0, honest, folder)
    assert not (folder / "catalogue.sqlite").exists()
    unpack(honest, folder)
    assert [path.name for path in folder.iterdir()] == ["catalogue.sqlite"]
    with Library.open(folder) as library:
        assert library.coverage().articles == 5
    with pytest.raises(LibraryError, match=r"There is something in .* open it as it is"):
        unpack(honest, folder)


def test_what_another_process_works_in_is_left_alone(library: Path, tmp_path: Path) -> None:
    """Two backups to one file at once: each in a place of its own, and the last one stands."""
    place = tmp_path / "backups"
    place.mkdir()
    seen: list[int] = []

    def meanwhile(done: int, _total: int) -> None:
        if not seen:
            seen.append(done)
            back_up(library, place / "b.zip")
            assert len(list(place.iterdir())) == 2

    back_up(library, place / "b.zip", on_progress=meanwhile)
    assert [path.name for path in place.iterdir()] == ["b.zip"]
    assert read_backup(place / "b.zip").articles == 5


def test_a_library_that_came_to_be_meanwhile_is_not_written_over(honest: Path, tmp_path: Path) -> None:
    folder, embed = tmp_path / "library", BagOfWords()

    def meanwhile(done: int, total: int) -> None:
        if done == total:
            Library.open(folder, embedder_name=embed.name, dimension=embed.dimension).close()

    with pytest.raises(LibraryError, match="There is something in"):
        unpack(honest, folder, on_progress=meanwhile)
    with Library.open(folder) as library:
        assert library.is_empty()
