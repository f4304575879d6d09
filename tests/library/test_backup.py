"""A backup is whole or not there, is taken while others write, and becomes a library of its own elsewhere."""

import json
import sqlite3
import subprocess
import sys
import threading
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from bag_of_words import BagOfWords
from conftest import MakeArticle
from consistency import assert_consistent
from test_processes import worker
from worker import edition

from assistant.errors import Cancelled, LibraryError, LibraryMismatch
from assistant.library.backup import back_up, read_backup, unpack
from assistant.library.store import Library


@pytest.fixture
def filled(library: Library, embed: BagOfWords, make: MakeArticle) -> Library:
    library.ingest([make(topic) for topic in ("budget", "floods", "taxes")], folder="/news", embed=embed)
    library.ingest([make("budget", "The budget was changed.")], folder=None, embed=embed)
    library.remove("taxes")
    return library


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups" / "monday.zip"


def rewrite(file: Path, **changes: object) -> None:
    """The backup with another manifest."""
    with zipfile.ZipFile(file) as archive:
        manifest, catalogue = json.loads(archive.read("manifest.json")), archive.read("catalogue.sqlite")
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("catalogue.sqlite", catalogue)
        archive.writestr("manifest.json", json.dumps(manifest | changes))


def test_a_backup_becomes_a_library_with_every_article_version_and_removal(
    filled: Library, folder: Path, file: Path, tmp_path: Path, embed: BagOfWords
) -> None:
    made = back_up(folder, file)
    elsewhere = tmp_path / "other" / "library"

    assert unpack(file, elsewhere) == read_backup(file) == made
    assert (made.articles, made.embedder) == (2, embed.name)
    with Library.open(elsewhere, embedder_name=embed.name, dimension=embed.dimension) as library:
        assert [version.article.text for version in library.versions("budget")] == [
            version.article.text for version in filled.versions("budget")
        ]
        embed.embedded.clear()
        library.restore("taxes")
        assert library.coverage().articles == 3
        assert embed.embedded == []
        hits = library.find_dense(embed.embed_query("News of floods"), top_k=1)
        assert library.passages([hits[0][0]])[hits[0][0]].article_id == "floods"
    assert_consistent(elsewhere)
    assert [path.name for path in file.parent.iterdir()] == ["monday.zip"]


def test_it_is_another_library_than_the_one_it_was_made_of(filled: Library, folder: Path, file: Path, tmp_path: Path):
    """Its name is what its vectors are kept under on a server of Chroma."""

    def name(library: Path) -> str:
        with closing(sqlite3.connect(library / "catalogue.sqlite")) as connection:
            return connection.execute("SELECT value FROM settings WHERE name = 'library'").fetchone()[0]

    back_up(folder, file)
    unpack(file, tmp_path / "other")
    Library.open(tmp_path / "other").close()
    assert name(tmp_path / "other") != name(folder)


def test_a_backup_taken_while_another_process_ingests_is_one_moment_of_the_library(
    folder: Path, file: Path, tmp_path: Path, embed: BagOfWords
) -> None:
    with worker(folder, "/news", 1, 10_000) as process:
        assert process.stdout is not None
        assert [process.stdout.readline() for _ in range(2)] == ["ready\n", "1\n"]
        for number in range(4):
            before = process.stdout.readline()
            back_up(folder, file)
            unpack(file, tmp_path / str(number))
            done = int(before)
            with Library.open(tmp_path / str(number), embedder_name=embed.name, dimension=embed.dimension) as library:
                kept = edition(done).keys() & edition(done + 1).keys() & edition(done + 2).keys()
                assert all(library.article(name) for name in kept)
            assert_consistent(tmp_path / str(number))


def test_an_older_backup_is_replaced_and_anything_else_is_not(
    filled: Library, folder: Path, file: Path, embed: BagOfWords, make: MakeArticle
) -> None:
    back_up(folder, file)
    filled.ingest([make("harbor")], folder=None, embed=embed)
    assert back_up(folder, file).articles == 3
    for text in (b"my notes", b""):
        file.write_bytes(text)
        with pytest.raises(LibraryError, match="is there and is no backup"):
            back_up(folder, file)
        assert file.read_bytes() == text
    with pytest.raises(LibraryError, match="is a folder"):
        back_up(folder, file.parent)


def test_progress_is_told_and_a_cancelled_backup_leaves_the_older_one(
    filled: Library, folder: Path, file: Path, tmp_path: Path
) -> None:
    told: list[tuple[int, int]] = []
    back_up(folder, file, on_progress=lambda *progress: told.append(progress))
    assert told[-1][0] == told[-1][1]
    assert told == sorted(told)
    before, cancel = file.read_bytes(), threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        back_up(folder, file, cancel=cancel)
    assert file.read_bytes() == before
    with pytest.raises(Cancelled):
        unpack(file, tmp_path / "other", cancel=cancel)
    assert not (tmp_path / "other").exists()
    assert [path.name for path in file.parent.iterdir()] == ["monday.zip"]


def test_a_library_is_never_written_over(filled: Library, folder: Path, file: Path) -> None:
    back_up(folder, file)
    before = sorted(path.name for path in folder.iterdir())
    with pytest.raises(LibraryError, match="There is something in"):
        unpack(file, folder)
    assert sorted(path.name for path in folder.iterdir()) == before


def test_an_empty_library_and_a_missing_place_are_errors(
    library: Library, folder: Path, file: Path, embed: BagOfWords, make: MakeArticle
) -> None:
    with pytest.raises(LibraryError, match="nothing to back up"):
        back_up(folder, file)
    library.ingest([make("harbor")], folder=None, embed=embed)
    with pytest.raises(LibraryError, match="cannot be written: No such file"):
        back_up(folder, file.parent / "missing" / "monday.zip")
    assert list(file.parent.iterdir()) == []


def test_what_is_no_backup_or_a_damaged_one_is_told_and_leaves_nothing(
    filled: Library, folder: Path, file: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    with pytest.raises(LibraryError, match="cannot be read: No such file"):
        unpack(file, other)
    back_up(folder, file)
    whole = file.read_bytes()
    middle = len(whole) // 2
    for damaged in (b"", b"PK", whole[:middle], whole[:middle] + b"\0\1\2\3" + whole[middle + 4 :]):
        file.write_bytes(damaged)
        with pytest.raises(LibraryError, match="damaged"):
            unpack(file, other)
        assert not other.exists()
    for changes in ({"sha256": "0" * 64}, {"bytes": 10}, {"bytes": "many"}, {"made": 7}):
        file.write_bytes(whole)
        rewrite(file, **changes)
        with pytest.raises(LibraryError, match="damaged"):
            unpack(file, other)
        assert not other.exists()


def test_a_backup_of_a_newer_dateline_or_another_embedder_says_so(
    filled: Library, folder: Path, file: Path, tmp_path: Path
) -> None:
    back_up(folder, file)
    unpack(file, tmp_path / "other")
    with pytest.raises(LibraryMismatch, match="dateline rebuild"):
        Library.open(tmp_path / "other", embedder_name="another", dimension=64)
    for changes in ({"format": 2}, {"schema": 99}):
        rewrite(file, **changes)
        with pytest.raises(LibraryMismatch, match="newer Dateline"):
            unpack(file, tmp_path / "newer")


FULL = """
import resource, sys
from pathlib import Path
from assistant.errors import LibraryError
from assistant.library.backup import back_up, unpack
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
try:
    {"back_up": back_up, "unpack": unpack}[sys.argv[2]](Path(sys.argv[3]), Path(sys.argv[4]))
except LibraryError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits the size of files")
@pytest.mark.parametrize("limit", [20_000, 250_000])
def test_a_full_disk_leaves_no_half_file(folder: Path, file: Path, tmp_path: Path, limit: int) -> None:
    """No file of the process may grow over the limit, as on a disk without space."""
    with worker(folder, "/news", 1, 3) as process:
        process.wait(60)

    def run(*arguments: object) -> str:
        command = [sys.executable, "-c", FULL, str(limit), *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert "Free some disk space" in run("back_up", folder, file)
    assert list(file.parent.iterdir()) == []
    back_up(folder, file)
    before = file.read_bytes()
    assert "Free some disk space" in run("back_up", folder, file)
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == ["monday.zip"]
    assert "Free some disk space" in run("unpack", file, tmp_path / "other")
    assert not (tmp_path / "other").exists()
