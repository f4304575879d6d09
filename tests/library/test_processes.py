"""Several processes and killed ones: whatever happens, the library is whole and shows what was reported done."""

import gc
import random
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from bag_of_words import BagOfWords
from conftest import MakeArticle
from consistency import assert_consistent
from worker import edition

from assistant.errors import Cancelled
from assistant.library.store import Library
from assistant.types import IngestProgress

WORKER = Path(__file__).with_name("worker.py")
KILLS = 6


@contextmanager
def worker(folder: Path, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, str(WORKER), str(folder), *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def lines(process: subprocess.Popen[str]) -> list[str]:
    assert process.stdout is not None
    return process.stdout.read().split("\n")[:-1]


def killed_at_random(process: subprocess.Popen[str], chance: random.Random) -> int:
    """The last edition that the process reported done before it was killed; 0 for none."""
    assert process.stdout is not None
    heard = [process.stdout.readline()]
    if chance.random() < 0.7:  # else it is killed while it starts
        heard.append(process.stdout.readline())
    time.sleep(chance.uniform(0, 1.5))
    process.kill()
    heard += process.stdout.read().split("\n")
    return max([0, *(int(line) for line in heard if line.strip().isdigit())])


def assert_between(library: Library, done: int) -> None:
    """Edition `done` is there, but for what the next one may already have changed, added or removed."""
    before, after = edition(done) if done else {}, edition(done + 1)
    for name in before.keys() & after.keys():
        assert library.article(name).text in (before[name].text, after[name].text)
    with sqlite3.connect(library._folder / "catalogue.sqlite") as connection:
        current = {row[0] for row in connection.execute("SELECT id FROM articles WHERE state = 'current'")}
    connection.close()
    assert before.keys() & after.keys() <= current <= before.keys() | after.keys()


@pytest.mark.parametrize("twists", [(), ("save-often",)])
def test_a_process_killed_at_any_moment_leaves_a_whole_library(
    folder: Path, embed: BagOfWords, twists: tuple[str, ...]
) -> None:
    """The second time Chroma saves its index with every few passages, so that kills fall into the saving."""
    chance = random.Random(len(twists))
    done = 0
    for _ in range(KILLS):
        with worker(folder, "/news", done + 1, 10_000, *twists) as process:
            done = max(done, killed_at_random(process, chance))
        if chance.random() < 0.7:  # else the next process finds the mess, and may be killed while it mends it
            with Library.open(folder, embedder_name=embed.name, dimension=embed.dimension) as library:
                assert_between(library, done)
            assert_consistent(folder)
    assert done > 0
    with worker(folder, "/news", done + 1, done + 2, *twists) as process:
        assert lines(process)[1:] == [str(done + 1)]
    with Library.open(folder, embedder_name=embed.name, dimension=embed.dimension) as library:
        everything = edition(done + 1)
        assert library.coverage().articles == len(everything)
        assert all(library.article(name).text == article.text for name, article in everything.items())
    assert_consistent(folder)


def test_two_processes_ingest_at_once(folder: Path, embed: BagOfWords) -> None:
    with worker(folder, "/one", 1, 4) as first, worker(folder, "/two", 1, 4) as second:
        assert lines(first)[1:] == lines(second)[1:] == ["1", "2", "3"]

    with Library.open(folder, embedder_name=embed.name, dimension=embed.dimension) as library:
        assert library.coverage().articles == 2 * len(edition(3))
    assert_consistent(folder)


def test_two_libraries_of_one_process_write_in_turn(folder: Path, embed: BagOfWords, make: MakeArticle) -> None:
    options = {"embedder_name": embed.name, "dimension": embed.dimension}
    with Library.open(folder, **options) as one, Library.open(folder, **options) as two:
        for number in range(5):
            one.ingest([make(f"one{number}")], folder=None, embed=embed)
            two.ingest([make(f"two{number}")], folder=None, embed=embed)
            for library in (one, two):
                for name in ("one", "two"):
                    hits = library.find_dense(embed.embed_query(f"News of {name}{number}"), top_k=10)
                    found = {passage.article_id for passage in library.passages([hit for hit, _ in hits]).values()}
                    assert f"{name}{number}" in found
    assert_consistent(folder)


@pytest.mark.parametrize("kept_at_hand", [4000, 5])
def test_a_reader_sees_what_another_process_ingests(
    library: Library,
    folder: Path,
    embed: BagOfWords,
    make: MakeArticle,
    monkeypatch: pytest.MonkeyPatch,
    kept_at_hand: int,
) -> None:
    """Both while it compares what is new one by one and when it opens Chroma anew."""
    monkeypatch.setattr("assistant.library.indexes._RECENT_UP_TO", kept_at_hand)
    library.ingest([make("budget")], folder="/mine", embed=embed)
    for number in (1, 2):
        with worker(folder, "/news", number, number + 1) as process:
            assert lines(process)[1:] == [str(number)]
        name, article = next(iter((edition(number).keys() - edition(number - 1).keys()) and edition(number).items()))
        (passage, *_) = library.passages_of(name)
        query = embed.embed_query(f"{article.title}\n{passage.text}")

        dense = library.find_dense(query, top_k=1)
        words = library.find_keywords(f"{name} story {name[1:]}", top_k=50)

        assert library.passages([dense[0][0]])[dense[0][0]].article_id == name
        assert dense[0][1] == pytest.approx(1, abs=1e-5)
        assert name in {passage.article_id for passage in library.passages([hit for hit, _ in words]).values()}
        assert len(library.find_dense(query, top_k=1000)) == library.status().passages


def test_what_another_process_removed_is_not_shown(
    library: Library, folder: Path, embed: BagOfWords, make: MakeArticle
) -> None:
    library.ingest([make("budget"), make("floods")], folder=None, embed=embed)
    query = embed.embed_query("budget")
    assert len(library.find_dense(query, top_k=5)) == 2

    with Library.open(folder) as other:
        other.remove("budget")
    assert [p.article_id for p in found(library, embed, "budget")] == ["floods"]

    with Library.open(folder) as other:
        other.restore("budget")
    assert [p.article_id for p in found(library, embed, "budget")] == ["budget", "floods"]


def test_what_another_process_adds_and_removes_in_turn_is_seen_each_time(
    library: Library, folder: Path, embed: BagOfWords, make: MakeArticle
) -> None:
    library.ingest([make("budget")], folder=None, embed=embed)
    assert [p.article_id for p in found(library, embed, "budget")] == ["budget"]

    seen = []
    with Library.open(folder) as other:
        for topic in ("floods", "taxes", "roads"):
            other.ingest([make(topic)], folder=None, embed=embed)
            seen.append({p.article_id for p in found(library, embed, "news")})
            other.remove(topic)
            seen.append({p.article_id for p in found(library, embed, "news")})
        other.restore("floods")

    assert seen == [{"budget", "floods"}, {"budget"}, {"budget", "taxes"}, {"budget"}, {"budget", "roads"}, {"budget"}]
    assert {p.article_id for p in found(library, embed, "news")} == {"budget", "floods"}


def found(library: Library, embed: BagOfWords, words: str):
    hits = library.find_dense(embed.embed_query(words), top_k=5)
    passages = library.passages([number for number, _ in hits])
    return [passages[number] for number, _ in hits]


def test_a_second_writer_waits_and_says_so(
    library: Library, folder: Path, embed: BagOfWords, make: MakeArticle
) -> None:
    told: list[IngestProgress] = []
    started, go_on = threading.Event(), threading.Event()

    def slowly():
        yield make("budget")
        started.set()
        go_on.wait(30)
        yield make("floods")

    thread = threading.Thread(target=library.ingest, args=[slowly()], kwargs={"folder": "/slow", "embed": embed})
    thread.start()
    started.wait(30)
    with Library.open(folder, embedder_name=embed.name) as second:

        def tell(progress: IngestProgress) -> None:
            told.append(progress)
            go_on.set()

        report = second.ingest([make("taxes")], folder="/quick", embed=embed, on_progress=tell)
        thread.join()
        assert told[0].phase == "waiting"
        assert report.added == 1
        assert second.coverage().articles == 3
    library.close()
    assert_consistent(folder)


def test_waiting_can_be_cancelled(library: Library, folder: Path, embed: BagOfWords, make: MakeArticle) -> None:
    cancel = threading.Event()

    def articles():
        yield make("budget")
        with Library.open(folder) as second, pytest.raises(Cancelled, match="Nothing was changed"):
            second.ingest([], folder="/two", embed=embed, on_progress=lambda _: cancel.set(), cancel=cancel)
        yield make("floods")

    assert library.ingest(articles(), folder="/one", embed=embed).added == 2


@pytest.mark.parametrize("limit", [40_000, 150_000, 600_000])
def test_a_full_disk_is_told_and_harms_nothing(folder: Path, embed: BagOfWords, make: MakeArticle, limit: int) -> None:
    """No file of the process may grow over the limit, as on a disk without space."""
    with Library.open(folder, embedder_name=embed.name, dimension=embed.dimension) as library:
        library.ingest([make("budget")], folder="/mine", embed=embed)

    with worker(folder, "/news", 1, 50, f"disk-full={limit}") as process:
        *done, last = lines(process)

    assert last.startswith("error LibraryError")
    assert "space" in last
    with Library.open(folder, embedder_name=embed.name, dimension=embed.dimension) as library:
        assert_between_with(library, len(done) - 1, extra={"budget"})
        assert library.ingest([make("floods")], folder="/mine", embed=embed, prune=True).added == 1
    assert_consistent(folder)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of three megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("only root on Linux can make a small disk")
    yield place
    gc.collect()
    subprocess.run(["umount", str(place)], check=True)


def test_a_disk_that_is_full_is_told_and_what_was_reported_is_kept(small_disk: Path, embed: BagOfWords) -> None:
    folder = small_disk / "library"
    with worker(folder, "/news", 1, 50) as process:
        *done, last = lines(process)

    assert last.startswith("error LibraryError")
    assert "space" in last
    moved = folder.rename(small_disk / "moved")  # nothing holds it
    elsewhere = small_disk.parent / "elsewhere"
    shutil.copytree(moved, elsewhere)
    with Library.open(elsewhere, embedder_name=embed.name, dimension=embed.dimension) as library:
        assert_between_with(library, len(done) - 1, extra=set())
        assert library.ingest(edition(50).values(), folder="/news", embed=embed, prune=True).read == len(edition(50))
    assert_consistent(elsewhere)


def assert_between_with(library: Library, done: int, *, extra: set[str]) -> None:
    names = (edition(done).keys() if done else set()) & edition(done + 1).keys()
    assert all(library.article(name) for name in names | extra)
