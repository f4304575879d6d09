"""A library whose folder is moved, deleted or replaced while it is open keeps nothing more, and says so."""

import errno
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from bag_of_words import BagOfWords
from conftest import MakeArticle
from consistency import assert_consistent

from assistant import Assistant, Settings
from assistant.errors import LibraryError
from assistant.library.store import Library
from assistant.types import Answer, Article, Filters

GONE = r"was moved, deleted or replaced while it was open.*start Dateline again"


def answer(name: str) -> Answer:
    return Answer(
        id=name, question=f"What of {name}?", query=name, as_of=date(2022, 2, 2), text=name, sentences=(),
        citations=(), passages=(), filters=Filters(), created=datetime.now(UTC), seconds=0.0,
    )  # fmt: skip


def opened(folder: Path, embed: BagOfWords) -> Library:
    return Library.open(folder, embedder_name=embed.name, dimension=embed.dimension)


@pytest.fixture
def other(tmp_path: Path, embed: BagOfWords, make: MakeArticle) -> Path:
    """The folder of another library."""
    with opened(tmp_path / "other", embed) as library:
        library.ingest([make("harbour")], folder=None, embed=embed)
    return tmp_path / "other"


def delete(folder: Path, _: Path) -> None:
    shutil.rmtree(folder)


def rename(folder: Path, _: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))


def replace(folder: Path, other: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))
    other.rename(folder)


def replace_catalogue(folder: Path, other: Path) -> None:
    (other / "catalogue.sqlite").replace(folder / "catalogue.sqlite")


def delete_catalogue(folder: Path, _: Path) -> None:
    (folder / "catalogue.sqlite").unlink()


def delete_log(folder: Path, _: Path) -> None:
    (folder / "catalogue.sqlite-wal").unlink()


@pytest.mark.parametrize("do", [delete, rename, replace, replace_catalogue, delete_catalogue, delete_log])
def test_nothing_is_kept_in_a_library_that_is_gone(
    library: Library, folder: Path, other: Path, embed: BagOfWords, make: MakeArticle, do: Callable[[Path, Path], None]
) -> None:
    library.ingest([make("budget")], folder=None, embed=embed)
    before = library.conversations("me").keep(answer("before"))
    do(folder, other)
    attempts: list[Callable[[], object]] = [
        lambda: library.conversations("me").keep(answer("after")),
        lambda: library.conversations("me").delete(before.id),
        lambda: library.remarks.keep(answer("after")),
        lambda: library.ingest([make("taxes")], folder=None, embed=embed),
        lambda: library.remove("budget"),
        lambda: library.generation,
        lambda: library.find_keywords("budget", top_k=3),
        lambda: library.find_dense(embed.embed_query("budget"), top_k=3),
    ]
    left = sorted(path.name for path in folder.glob("*"))

    for attempt in attempts * 2:
        with pytest.raises(LibraryError, match=GONE):
            attempt()

    assert sorted(path.name for path in folder.glob("*")) == left


def test_a_folder_that_is_back_in_its_place_is_used_on_with_all_that_was_kept(
    library: Library, folder: Path, embed: BagOfWords, make: MakeArticle
) -> None:
    library.ingest([make("budget")], folder=None, embed=embed)
    away = folder.rename(folder.with_name("elsewhere"))
    with pytest.raises(LibraryError, match=GONE):
        library.conversations("me").keep(answer("away"))
    away.rename(folder)

    library.conversations("me").keep(answer("back"))
    library.ingest([make("taxes")], folder=None, embed=embed)
    library.close()

    with opened(folder, embed) as again:
        assert [kept.title for kept in again.conversations("me").all()] == ["What of back?"]
        assert again.status().articles == 2
    assert_consistent(folder)


def test_a_link_that_comes_to_lead_elsewhere_is_noticed(
    tmp_path: Path, other: Path, embed: BagOfWords, make: MakeArticle
) -> None:
    link, first = tmp_path / "link", tmp_path / "first"
    first.mkdir()
    link.symlink_to(first)
    with opened(link, embed) as library:
        library.ingest([make("budget")], folder=None, embed=embed)
        link.unlink()
        link.symlink_to(other)
        with pytest.raises(LibraryError, match=GONE):
            library.conversations("me").keep(answer("after"))


def test_a_write_that_ends_in_a_file_that_is_gone_is_not_called_kept(library: Library, folder: Path) -> None:
    def write() -> None:
        with library._database.writing() as connection:
            connection.execute("INSERT INTO settings VALUES ('test', '1')")
            folder.rename(folder.with_name("elsewhere"))

    with pytest.raises(LibraryError, match=GONE):
        write()


def test_an_ingest_ends_where_its_lock_file_was_replaced_and_what_was_done_stays(
    library: Library, folder: Path, embed: BagOfWords, make: MakeArticle
) -> None:
    def articles() -> Iterator[Article]:
        yield from (make(f"early{number}") for number in range(200))
        (folder / "writer.lock").unlink()
        (folder / "writer.lock").touch()
        yield from (make(f"late{number}") for number in range(200))

    with pytest.raises(LibraryError, match=r"lock file .* was deleted or replaced.*Run it again"):
        library.ingest(articles(), folder=None, embed=embed)

    assert library.ingest([make("after")], folder=None, embed=embed).added == 1
    assert_consistent(folder)


def test_a_drive_that_is_gone_is_told(
    library: Library, folder: Path, embed: BagOfWords, make: MakeArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stand-in for the drive: the system's answer for a network drive that does not answer."""
    library.ingest([make("budget")], folder=None, embed=embed)
    stat = Path.stat

    def unreachable(path: Path, **options: bool) -> os.stat_result:
        if folder in path.parents:
            raise OSError(errno.EHOSTDOWN, os.strerror(errno.EHOSTDOWN), str(path))
        return stat(path, **options)

    monkeypatch.setattr(Path, "stat", unreachable)
    with pytest.raises(LibraryError, match=r"cannot be reached: Host is down.*drive.*start Dateline again"):
        library.conversations("me").keep(answer("away"))
    monkeypatch.undo()

    library.conversations("me").keep(answer("back"))
    assert len(library.conversations("me").all()) == 1


def test_many_threads_keep_on_beside_a_new_connection(library: Library) -> None:
    """More at once than connections are kept for: opening another one is no change of place."""
    ready = threading.Barrier(20)
    problems: list[BaseException] = []

    def keep(name: str) -> None:
        try:
            with library._database.reading():
                ready.wait(20)
                library.conversations(name).keep(answer(name))
        except BaseException as error:
            problems.append(error)

    threads = [threading.Thread(target=keep, args=(str(number),)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []


@pytest.mark.parametrize("state", ["missing", "empty"])
@pytest.mark.parametrize("rebuilding", [False, True])
def test_a_lost_catalogue_is_damage_and_its_indexes_stay(
    library: Library, folder: Path, embed: BagOfWords, make: MakeArticle, state: str, rebuilding: bool
) -> None:
    library.ingest([make("budget")], folder=None, embed=embed)
    library.close()
    for file in folder.glob("catalogue.sqlite*"):
        file.unlink()
    if state == "empty":
        (folder / "catalogue.sqlite").touch()
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}

    with pytest.raises(LibraryError, match=rf"damaged: catalogue\.sqlite.* is {state}.*backup.*ingest the articles"):
        Library.open(folder, embedder_name=embed.name, dimension=embed.dimension, rebuilding=rebuilding)

    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_the_log_of_a_lost_catalogue_is_not_thrown_away(folder: Path) -> None:
    folder.mkdir()
    log = folder / "catalogue.sqlite-wal"
    log.write_bytes(b"what was not yet written into the catalogue")

    with pytest.raises(LibraryError, match="damaged"):
        Library.open(folder)

    assert log.read_bytes() == b"what was not yet written into the catalogue"


@pytest.mark.parametrize("early", [False, True])
def test_a_catalogue_whose_log_was_lost_is_no_new_one(
    library: Library, folder: Path, tmp_path: Path, embed: BagOfWords, make: MakeArticle, early: bool
) -> None:
    """As a crash leaves it: most stands in the log still, which somebody took for rubbish."""
    if not early:
        library._database._kept.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    library.ingest([make("budget")], folder=None, embed=embed)
    copy = shutil.copytree(folder, tmp_path / "copy")
    (copy / "catalogue.sqlite-wal").unlink()
    (copy / "catalogue.sqlite-shm").unlink()
    before = sorted(copy.glob("*/*"))

    for rebuilding in (False, True):
        with pytest.raises(LibraryError, match=r"damaged: catalogue\.sqlite.* is empty.*tantivy"):
            Library.open(copy, embedder_name=embed.name, dimension=embed.dimension, rebuilding=rebuilding)
    assert sorted(copy.glob("*/*")) == before


def test_a_catalogue_that_is_older_than_its_indexes_is_told(
    library: Library,
    folder: Path,
    tmp_path: Path,
    embed: BagOfWords,
    make: MakeArticle,
    caplog: pytest.LogCaptureFixture,
) -> None:
    library.ingest([make("budget")], folder=None, embed=embed)
    library._database._kept.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    library.ingest([make("taxes")], folder=None, embed=embed)
    copy = shutil.copytree(folder, tmp_path / "copy")
    (copy / "catalogue.sqlite-wal").unlink()
    (copy / "catalogue.sqlite-shm").unlink()

    with opened(copy, embed) as older:
        assert older.status().articles == 1
    assert "If articles are missing now, the catalogue is an older one: ingest their folders again." in caplog.text


def test_the_demo_archive_never_stands_in_for_a_lost_catalogue(
    library: Library, folder: Path, embed: BagOfWords, make: MakeArticle
) -> None:
    library.ingest([make("budget")], folder=None, embed=embed)
    library.close()
    (folder / "catalogue.sqlite").unlink()

    with pytest.raises(LibraryError, match="damaged"):
        Assistant.open(Settings(library=folder, _env_file=None))
    assert not (folder / "demo").exists()


def test_an_assistant_neither_backs_up_nor_rebuilds_what_took_the_librarys_place(tmp_path: Path, other: Path) -> None:
    with Assistant.open(Settings(library=tmp_path / "mine", _env_file=None)) as assistant:
        replace(tmp_path / "mine", other)
        with pytest.raises(LibraryError, match=GONE):
            assistant.backup(tmp_path / "backup.zip")
        with pytest.raises(LibraryError, match=GONE):
            assistant.rebuild()
        with pytest.raises(LibraryError, match=GONE):
            assistant.conversations()
        assert not (tmp_path / "backup.zip").exists()
