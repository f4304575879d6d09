"""Damage to the vectors' files is noticed before one of them is loaded, and mended from the catalogue."""

import logging
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from bag_of_words import BagOfWords
from conftest import MakeArticle
from consistency import assert_consistent
from nearest_neighbours import assert_finds_the_nearest

from assistant.errors import LibraryError
from assistant.library.disk.folder import writer_lock
from assistant.library.store import Library

FILES = ("data_level0.bin", "header.bin", "length.bin", "link_lists.bin", "index_metadata.pickle", "chroma.sqlite3")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a closed library of a hundred passages, which Chroma has saved, but for the last of them."""
    return made(tmp_path_factory.mktemp("whole") / "library", "topic")


def made(folder: Path, name: str) -> Path:
    from assistant.types import Article

    embed = BagOfWords()
    with pytest.MonkeyPatch.context() as patch, Library.open(folder) as library:
        patch.setattr("assistant.library.disk.chroma._SAVE_EVERY", 20)
        for part in range(5):
            articles = [
                Article(id=f"{name}{number}", text=f"{name}{number} met w{number % 7} and v{number % 11} of u{part}.")
                for number in range(20 * part, 20 * part + 20)
            ]
            library.ingest(articles, folder=None, embed=embed)
    return folder


@pytest.fixture
def filled(whole: Path, folder: Path) -> Path:
    """A copy of it."""
    shutil.copytree(whole, folder)
    return folder


def file_of(folder: Path, name: str) -> Path:
    (path,) = (folder / "chroma").rglob(name)
    return path


def change(path: Path, content: bytes) -> None:
    """Writes `content` as a failing disk does: the file's time stays."""
    facts = path.stat()
    path.write_bytes(content)
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))


def flip_a_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 4
    change(path, bytes(content))


def empty_a_block(path: Path) -> None:
    content = path.read_bytes()
    change(path, content[:8] + bytes(len(content) - 8))


def exchange_halves(path: Path) -> None:
    content = path.read_bytes()
    change(path, content[len(content) // 2 :] + content[: len(content) // 2])


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


DAMAGES: list[Callable[[Path], None]] = [flip_a_bit, empty_a_block, exchange_halves, cut, Path.unlink]
CASES = [(name, DAMAGES[number % len(DAMAGES)]) for place, name in enumerate(FILES) for number in (place, place + 2)]


@pytest.mark.parametrize(("name", "damage"), CASES)
def test_damage_is_noticed_before_a_search_and_mended(
    filled: Path, name: str, damage: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    if not file_of(filled, name).stat().st_size:
        file_of(filled, name).write_bytes(b"damage")  # so small an archive has no links between levels
    damage(file_of(filled, name))

    with Library.open(filled) as library:
        assert_finds_the_nearest(library)
    assert f"damaged: {name}" in caplog.text
    assert_consistent(filled)


@pytest.mark.parametrize("name", ["data_level0.bin", "chroma.sqlite3"])
@pytest.mark.parametrize("was_open", [False, True])
def test_damage_is_noticed_by_an_ingest_and_mended_before_it_writes(
    filled: Path, embed: BagOfWords, make: MakeArticle, name: str, was_open: bool, caplog: pytest.LogCaptureFixture
) -> None:
    with Library.open(filled) as library:
        if was_open:
            library.find_dense(embed.embed_query("topic7"), top_k=3)
        flip_a_bit(file_of(filled, name))
        assert library.ingest([make("budget")], folder=None, embed=embed).added == 1
        assert_finds_the_nearest(library)
    assert f"damaged: {name} is not what was saved" in caplog.text
    assert len(embed.embedded) == 1
    assert_consistent(filled)


def test_an_undamaged_library_is_not_made_anew(
    filled: Path, embed: BagOfWords, make: MakeArticle, caplog: pytest.LogCaptureFixture
) -> None:
    segment = file_of(filled, "data_level0.bin").parent
    for number in range(3):
        with Library.open(filled) as library, Library.open(filled) as other:
            assert_finds_the_nearest(library)
            other.ingest([make(f"news{number}")], folder=None, embed=embed)
            library.remove(f"topic{number}")
            assert_finds_the_nearest(library)
            assert_finds_the_nearest(other)
    assert segment.exists()
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


def test_the_vectors_of_another_library_are_not_taken_for_its_own(
    filled: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    other = made(tmp_path / "other", "theme")
    for name in ("chroma", "chroma.saved"):
        shutil.rmtree(filled / name) if name == "chroma" else (filled / name).unlink()
        (other / name).rename(filled / name)

    with Library.open(filled) as library:
        assert_finds_the_nearest(library)
    assert "another library's" in caplog.text
    assert_consistent(filled)


def test_vectors_of_an_earlier_day_are_not_taken_for_todays(
    filled: Path, embed: BagOfWords, make: MakeArticle, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    earlier = shutil.copytree(filled, tmp_path / "earlier")
    with Library.open(filled) as library:
        library.ingest([make("budget", text="One was added.")], folder=None, embed=embed)
        library.remove("topic5")  # and one was removed: the count is the same
    for name in ("chroma", "chroma.saved"):
        shutil.rmtree(filled / name) if name == "chroma" else (filled / name).unlink()
        (earlier / name).rename(filled / name)

    with Library.open(filled) as library:
        assert_finds_the_nearest(library)
    assert "another day" in caplog.text
    assert_consistent(filled)


def test_a_library_of_an_older_version_gets_its_seal(filled: Path, embed: BagOfWords) -> None:
    (filled / "chroma.saved").unlink()
    with closing(sqlite3.connect(filled / "catalogue.sqlite")) as connection, connection:
        connection.execute("DELETE FROM settings WHERE name = 'vectors'")

    with Library.open(filled) as library:
        assert_finds_the_nearest(library)
    assert (filled / "chroma.saved").exists()
    assert_consistent(filled)


def test_damage_after_a_killed_write_is_noticed(filled: Path) -> None:
    (filled / "chroma.writing").touch()
    flip_a_bit(file_of(filled, "data_level0.bin"))

    with Library.open(filled) as library:
        assert_finds_the_nearest(library)
    assert_consistent(filled)


def test_a_log_of_chroma_that_was_lost_in_a_killed_write_is_noticed(filled: Path) -> None:
    (filled / "chroma.writing").touch()
    with closing(sqlite3.connect(filled / "chroma" / "chroma.sqlite3")) as connection, connection:
        connection.execute("DELETE FROM embeddings WHERE id > 50")

    with Library.open(filled) as library:
        assert_finds_the_nearest(library)
    assert_consistent(filled)


def test_a_wrong_vector_in_memory_shows_in_what_is_found(
    filled: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """As of a server that mixed up its passages."""
    with Library.open(filled) as library:
        assert_finds_the_nearest(library)
        opened = library._indexes.vectors._opened
        assert opened is not None
        search = opened.search
        monkeypatch.setattr(
            opened, "search", lambda vector, count: [(i, told - 0.3 * (i % 2)) for i, told in search(vector, count)]
        )

        assert_finds_the_nearest(library)
    assert "another place than the catalogue" in caplog.text
    assert_consistent(filled)


def test_what_cannot_be_mended_is_compared_in_the_catalogue_and_not_tried_with_every_search(
    filled: Path, caplog: pytest.LogCaptureFixture
) -> None:
    flip_a_bit(file_of(filled, "data_level0.bin"))
    (filled / "chroma.new").write_text("in the way")

    with Library.open(filled) as library:
        assert_finds_the_nearest(library)
        with pytest.raises(LibraryError, match="dateline rebuild"):
            library.remove("topic5")
        assert_finds_the_nearest(library)
    assert caplog.text.count("until it can be mended") == 1
    (filled / "chroma.new").unlink()
    with Library.open(filled) as library:
        assert_finds_the_nearest(library)
    assert_consistent(filled)


def test_a_search_beside_a_repair_does_not_wait_for_it(filled: Path) -> None:
    with Library.open(filled) as library, writer_lock(filled):
        flip_a_bit(file_of(filled, "data_level0.bin"))
        assert_finds_the_nearest(library)


def test_damaged_signs_are_made_again(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("indexes._EXACT_UP_TO", "indexes._SIFT_UP_TO"):
        monkeypatch.setattr(f"assistant.library.{name}", 0)
    monkeypatch.setattr("assistant.library.disk.signs._BLOCK", 16)
    monkeypatch.setattr("assistant.library.indexes._COMPARED", 30)
    with Library.open(filled) as library:
        vector = library.vectors([7])[0]
        before = library.find_dense(vector, top_k=3)
    for path in (filled / "signs").rglob("*.npy"):
        content = bytearray(path.read_bytes())
        block = np.load(path)
        content[-block.nbytes - 4 : -4] = bytes(block.nbytes)
        change(path, bytes(content))

    with Library.open(filled) as library:
        assert library.find_dense(vector, top_k=3) == before
