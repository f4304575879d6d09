"""Opening a library: what it was made with, what is broken about it, and making it anew."""

import shutil
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from bag_of_words import BagOfWords
from conftest import MakeArticle
from consistency import assert_consistent

from assistant.errors import Cancelled, LibraryError, LibraryMismatch
from assistant.library.disk import schema
from assistant.library.disk.folder import writer_lock
from assistant.library.passages import PASSAGE_SETTINGS
from assistant.library.store import Library
from assistant.types import Article, IngestProgress


@pytest.fixture
def filled(folder: Path, embed: BagOfWords, make: MakeArticle) -> Path:
    """The folder of a closed library of three articles."""
    with Library.open(folder, embedder_name=embed.name, dimension=embed.dimension) as library:
        library.ingest([make("budget"), make("floods"), make("taxes")], folder="/news", embed=embed)
    return folder


def catalogue(folder: Path) -> closing[sqlite3.Connection]:
    return closing(sqlite3.connect(folder / "catalogue.sqlite", isolation_level=None))


def test_reading_the_catalogue_loads_neither_chroma_nor_tantivy_nor_a_model(filled: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from assistant.library.store import Library\n"
        "with Library.open(Path(sys.argv[1])) as library:\n"
        "    print(library.status().articles, library.article('budget').id)\n"
        "print(sorted({'chromadb', 'tantivy', 'torch', 'langchain'} & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", code, str(filled)], capture_output=True, text=True, check=True)

    assert shown.stdout.split("\n")[:2] == ["3 budget", "[]"]


def test_another_embedder_is_refused_and_rebuild_is_named(filled: Path, make: MakeArticle) -> None:
    with pytest.raises(LibraryMismatch, match=r"made with the embedder bag-of-words, not other.*`dateline rebuild`"):
        Library.open(filled, embedder_name="other", dimension=64)
    with pytest.raises(LibraryMismatch, match=r"vectors of 64 numbers.*gives 32.*`dateline rebuild`"):
        Library.open(filled, embedder_name="bag-of-words", dimension=32)
    with Library.open(filled) as library, pytest.raises(LibraryMismatch, match="dateline rebuild"):
        library.ingest([make("roads")], folder="/news", embed=BagOfWords("other"))
    assert_consistent(filled)


def test_other_passage_settings_are_refused(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.library.recorded.PASSAGE_SETTINGS", "300 tokens")

    with pytest.raises(LibraryMismatch, match="dateline rebuild"):
        Library.open(filled, embedder_name="bag-of-words", dimension=64)


def test_an_empty_library_takes_any_embedder(folder: Path, embed: BagOfWords, make: MakeArticle) -> None:
    with Library.open(folder, embedder_name=embed.name, dimension=embed.dimension) as library:
        library.ingest([], folder="/news", embed=embed)
    other = BagOfWords("other", dimension=32)

    with Library.open(folder, embedder_name=other.name, dimension=other.dimension) as library:
        library.ingest([make("budget")], folder="/news", embed=other)
        assert library.status().embedder == "other"
        assert library.find_dense(other.embed_query("budget"), top_k=1)
    assert_consistent(folder)


def test_a_newer_catalogue_is_refused_untouched(filled: Path) -> None:
    with catalogue(filled) as connection:
        connection.execute("PRAGMA user_version = 99")

    with pytest.raises(LibraryMismatch, match=r"newer Dateline \(catalogue version 99.*pip install --upgrade"):
        Library.open(filled)
    with catalogue(filled) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (99,)


def test_an_older_catalogue_is_upgraded(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    added = (*schema.MIGRATIONS, "CREATE TABLE later (name TEXT);\nCREATE INDEX later_by_name ON later (name);\n")
    monkeypatch.setattr(schema, "MIGRATIONS", added)

    with Library.open(filled) as library:
        assert library.status().articles == 3
    with catalogue(filled) as connection:
        assert connection.execute("SELECT count(*) FROM later").fetchone() == (0,)
        assert connection.execute("PRAGMA user_version").fetchone() == (len(added),)


def test_a_failed_upgrade_changes_nothing(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, "CREATE TABLE later (name TEXT);\nNONSENSE;\n"))
    with pytest.raises(LibraryError):
        Library.open(filled)
    monkeypatch.undo()

    with Library.open(filled) as library:
        assert library.status().articles == 3


def test_what_is_no_catalogue_is_told(folder: Path) -> None:
    folder.mkdir()
    (folder / "catalogue.sqlite").write_bytes(b"These are my notes, not a database. " * 300)

    with pytest.raises(LibraryError, match=r"not a database.*backup"):
        Library.open(folder)


def test_a_broken_catalogue_is_told(filled: Path) -> None:
    with catalogue(filled) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file = filled / "catalogue.sqlite"
    content = bytearray(file.read_bytes())
    content[8192:] = b"\xff" * (len(content) - 8192)
    file.write_bytes(content)

    with pytest.raises(LibraryError, match=r"catalogue\.sqlite cannot be used"), Library.open(filled) as library:
        library.passages_of("budget")


@pytest.mark.parametrize("name", ["", "catalogue.sqlite", "writer.lock", "chroma", "tantivy", "chroma.lock"])
def test_something_in_the_way_is_told(tmp_path: Path, embed: BagOfWords, make: MakeArticle, name: str) -> None:
    """As in a folder that cannot be written: one thing of the library cannot be made."""
    folder = tmp_path / "library"
    blocked = folder / name
    blocked.parent.mkdir(exist_ok=True)
    if name in ("", "chroma", "tantivy"):
        blocked.write_text("in the way")
    else:
        blocked.mkdir(parents=True)

    with (
        pytest.raises(LibraryError, match=r"(?i)check|free|name another|restore"),
        Library.open(folder, embedder_name=embed.name, dimension=embed.dimension) as library,
    ):
        library.ingest([make("budget")], folder="/news", embed=embed)

    if name not in ("", "catalogue.sqlite"):
        blocked.rmdir() if blocked.is_dir() else blocked.unlink()
        with Library.open(folder, embedder_name=embed.name, dimension=embed.dimension) as library:
            assert library.status().articles == 0
            assert library.ingest([make("budget")], folder="/news", embed=embed).added == 1
        assert_consistent(folder)


def test_a_closed_library_says_so(filled: Path, embed: BagOfWords) -> None:
    library = Library.open(filled)
    library.close()
    library.close()

    with pytest.raises(LibraryError, match="closed"):
        library.status()
    with pytest.raises(LibraryError, match="closed"):
        library.find_dense(embed.embed_query("budget"), top_k=1)


@pytest.mark.parametrize("lost", [["chroma"], ["tantivy"], ["chroma", "tantivy"]])
def test_a_lost_index_is_made_anew_without_embedding(filled: Path, embed: BagOfWords, lost: list[str]) -> None:
    for name in lost:
        shutil.rmtree(filled / name)

    with Library.open(filled) as library:
        assert len(library.find_dense(embed.embed_query("floods"), top_k=5)) == 3
        assert len(library.find_keywords("floods", top_k=5)) == 1
    assert len(embed.embedded) == 3
    assert_consistent(filled)


def test_vectors_whose_saving_was_interrupted_are_made_anew(filled: Path, embed: BagOfWords) -> None:
    (index,) = (filled / "chroma").glob("*/data_level0.bin")
    (filled / "chroma.writing").write_text("what the files were like before")
    index.write_bytes(index.read_bytes()[:1000])

    with Library.open(filled) as library:
        assert len(library.find_dense(embed.embed_query("floods"), top_k=5)) == 3
    assert_consistent(filled)


def test_a_page_repairs_what_a_killed_process_left(filled: Path, embed: BagOfWords) -> None:
    with Library.open(filled) as page:
        (filled / "chroma.writing").write_text("what the files were like before")

        assert len(page.find_dense(embed.embed_query("floods"), top_k=5)) == 3
    assert not (filled / "chroma.writing").exists()
    assert_consistent(filled)


def test_damaged_vectors_are_compared_in_the_catalogue_while_another_repairs_them(
    filled: Path, embed: BagOfWords
) -> None:
    with Library.open(filled) as page, writer_lock(filled):
        (index,) = (filled / "chroma").glob("*/data_level0.bin")
        index.write_bytes(index.read_bytes()[:1000])

        hits = page.find_dense(embed.embed_query("floods"), top_k=5)
        assert page.passages([hits[0][0]])[hits[0][0]].article_id == "floods"
        assert len(hits) == 3
        assert len(index.read_bytes()) == 1000


def test_the_catalogue_can_be_read_where_nothing_can_be_repaired(filled: Path) -> None:
    shutil.rmtree(filled / "chroma")
    (filled / "chroma.new").write_text("in the way")

    with Library.open(filled) as library:
        assert library.article("floods").id == "floods"


def many(make: MakeArticle, count: int = 200) -> list[Article]:
    return [make(f"topic{number}") for number in range(count)]


def test_rebuilding_with_another_embedder(filled: Path, make: MakeArticle) -> None:
    other = BagOfWords("other", dimension=32)
    told: list[IngestProgress] = []
    with Library.open(filled) as library:
        library.remove("taxes")

    with Library.open(filled, embedder_name="other", dimension=32, rebuilding=True) as library:
        library.rebuild(other, on_progress=told.append)

        assert library.status().embedder == "other"
        ((number, _),) = library.find_dense(other.embed_query("floods"), top_k=1)
        assert library.passages([number])[number].article_id == "floods"
        library.restore("taxes")
        assert len(library.find_dense(other.embed_query("taxes"), top_k=5)) == 3
    assert (told[-1].done, told[-1].total, told[-1].passages) == (3, 3, 3)
    assert len(other.embedded) == 3
    assert_consistent(filled)
    with catalogue(filled) as connection:
        assert connection.execute("SELECT count(*) FROM vectors").fetchone() == (3,)
    with pytest.raises(LibraryMismatch):
        Library.open(filled, embedder_name="bag-of-words", dimension=64)


def test_rebuilding_after_a_change_of_cutting_embeds_only_what_changed(
    filled: Path, embed: BagOfWords, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("recorded", "rebuilding"):
        monkeypatch.setattr(f"assistant.library.{module}.PASSAGE_SETTINGS", "another cutting")

    with Library.open(filled, rebuilding=True) as library:
        library.rebuild(embed)

    Library.open(filled, embedder_name=embed.name, dimension=embed.dimension).close()
    assert len(embed.embedded) == 3
    assert_consistent(filled)


def test_rebuilding_with_the_same_settings_makes_the_indexes_anew(filled: Path, embed: BagOfWords) -> None:
    with Library.open(filled) as library:
        before = library.find_dense(embed.embed_query("floods"), top_k=3)
        library.rebuild(embed)

        assert [hit for hit, _ in library.find_dense(embed.embed_query("floods"), top_k=3)] == [
            hit for hit, _ in before
        ]
    assert len(embed.embedded) == 3
    assert_consistent(filled)


def test_a_cancelled_rebuild_leaves_the_library_as_it_was_and_goes_on_later(
    folder: Path, embed: BagOfWords, make: MakeArticle
) -> None:
    other, cancel = BagOfWords("other", dimension=32), threading.Event()
    with Library.open(folder) as library:
        library.ingest(many(make), folder="/news", embed=embed)

        def stop(progress: IngestProgress) -> None:
            if progress.done:
                cancel.set()

        with pytest.raises(Cancelled, match="64 of 200"):
            library.rebuild(other, on_progress=stop, cancel=cancel)

        assert len(library.find_dense(embed.embed_query("topic7"), top_k=300)) == 200
        library.rebuild(other)
        assert len(library.find_dense(other.embed_query("topic7"), top_k=300)) == 200
    assert len(other.embedded) == 200
    assert_consistent(folder)


def test_a_rebuild_that_was_killed_after_the_switch_is_finished_by_opening(
    folder: Path, embed: BagOfWords, make: MakeArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def killed(*_: object) -> None:
        raise Killed

    with Library.open(folder) as library:
        library.ingest(many(make), folder="/news", embed=embed)
    other = BagOfWords("other", dimension=32)
    monkeypatch.setattr("assistant.library.disk.keywords.KeywordIndex.replace", killed)
    with pytest.raises(Killed), Library.open(folder) as library:
        library.rebuild(other)
    monkeypatch.undo()

    with Library.open(folder, embedder_name="other", dimension=32) as library:
        assert len(library.find_dense(other.embed_query("topic7"), top_k=300)) == 200
        assert library.find_keywords("topic7", top_k=1)
    assert_consistent(folder)


def test_a_page_that_is_open_during_a_rebuild_with_another_embedder_is_told(filled: Path, embed: BagOfWords) -> None:
    with Library.open(filled, embedder_name=embed.name) as page:
        page.find_dense(embed.embed_query("floods"), top_k=1)
        with Library.open(filled, rebuilding=True) as library:
            library.rebuild(BagOfWords("other", dimension=32))

        with pytest.raises(LibraryMismatch, match="Start again"):
            page.find_dense(embed.embed_query("floods"), top_k=1)
        assert page.find_keywords("floods", top_k=1)
        assert page.article("floods").id == "floods"


def test_many_open_a_new_library_at_once(folder: Path, embed: BagOfWords) -> None:
    def open_and_look(_: int) -> str:
        with Library.open(folder, embedder_name=embed.name, dimension=embed.dimension) as library:
            return library.status().embedder

    with ThreadPoolExecutor(16) as pool:
        assert set(pool.map(open_and_look, range(64))) == {"bag-of-words"}


def test_a_catalogue_of_the_first_version_is_upgraded_with_all_it_holds(folder: Path, embed: BagOfWords) -> None:
    """Whatever later versions add, an archive that was made by the first one is found again and can be added to."""
    text = "The council talked about budget all day."
    vector = embed.embed_query(f"News of budget\n{text}").astype("<f4").tobytes()
    folder.mkdir()
    with closing(sqlite3.connect(folder / "catalogue.sqlite")) as connection, connection:
        connection.executescript(schema.MIGRATIONS[0])
        made = {"embedder": embed.name, "dimension": str(embed.dimension), "passages": PASSAGE_SETTINGS}
        connection.executemany("INSERT INTO settings VALUES (?, ?)", made.items())
        connection.execute(
            "INSERT INTO articles (key, id, version, state, indexed, title, content_hash, passages, seen) "
            "VALUES (1, 'budget', 1, 'current', 1, 'News of budget', 'x', 1, '2022-02-02T10:00:00+00:00')"
        )
        connection.execute("INSERT INTO texts VALUES (1, ?)", [text])
        connection.execute("INSERT INTO vectors VALUES (1, x'00', ?)", [vector])
        connection.execute("INSERT INTO passages VALUES (1, 1, 0, ?, 1)", [len(text)])
        connection.execute("PRAGMA user_version = 1")

    with Library.open(folder, embedder_name=embed.name, dimension=embed.dimension) as library:
        assert library.article("budget").text == text
        article = Article(id="floods", text="The council talked about floods all day.", title="News of floods")
        assert library.ingest([article], folder=None, embed=embed).added == 1
        hits = library.find_dense(embed.embed_query("News of budget"), top_k=2)
        found = library.passages([number for number, _ in hits])
        assert [found[number].article_id for number, _ in hits] == ["budget", "floods"]
    assert_consistent(folder)
