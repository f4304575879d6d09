"""A watched folder: whatever happens in it stands in the library a moment later, and one bad file harms no other."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from bag_of_words import BagOfWords
from consistency import assert_consistent

from assistant.errors import IngestError, LibraryError, PruneRefused
from assistant.ingestion.reading import read_articles, read_one, stored_path
from assistant.ingestion.watching import watch_folder
from assistant.library.disk.folder import writer_lock
from assistant.library.store import Library
from assistant.types import IngestProgress, IngestReport, WatchReport

PATIENCE = 30.0


class Watching:
    """A folder that is watched in a thread, and what was told of it."""

    def __init__(self, folder: Path, library: Library, embed: BagOfWords) -> None:
        self.folder = folder
        self.library = library
        self.told: list[WatchReport] = []
        self.phases: set[str] = set()
        self.refusals: list[LibraryError] = []
        """Raised, one after the other, instead of taking the next files in."""
        self.cancel = threading.Event()
        self._embed = embed

    def sync(self, file: Path | None) -> IngestReport:
        if self.refusals:
            raise self.refusals.pop()
        options = {"folder": str(self.folder), "embed": self._embed, "cancel": self.cancel}
        if file is None:
            return self.library.ingest(read_articles(self.folder), **options)
        within = stored_path(file)
        return self.library.ingest(read_one(self.folder, file), within=within, on_progress=self._note, **options)

    def _note(self, progress: IngestProgress) -> None:
        self.phases.add(progress.phase)

    def run(self) -> None:
        watch_folder(
            self.folder, sync=self.sync, on_report=self.told.append, cancel=self.cancel, ignored=self.library._folder
        )

    def write(self, name: str, *topics: str) -> Path:
        """A file of articles: several in a .jsonl, whose ids are the topics; one in any other."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        texts = [f"The council of the town talked about {topic} all day." for topic in topics]
        if path.suffix == ".jsonl":
            lines = [json.dumps({"id": topic, "text": text}) for topic, text in zip(topics, texts, strict=True)]
            path.write_text("\n".join(lines))
        else:
            path.write_text(texts[0])
        return path

    def until(self, holds: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < deadline, self.told
            time.sleep(0.02)

    def holds(self, *topics: str) -> None:
        """Waits until exactly these are found."""
        self.until(lambda: self.topics() == set(topics))

    def topics(self) -> set[str]:
        hits = self.library.find_keywords("council", top_k=100)
        passages = self.library.passages([number for number, _ in hits]).values()
        return {passage.text.split(" about ")[1].removesuffix(" all day.") for passage in passages}

    def problems(self) -> str:
        return " ".join(report.problem for report in self.told if report.problem)

    def skipped(self) -> list[str]:
        return [skip.path for change in self.told if change.report for skip in change.report.skipped]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    return folder


@contextmanager
def watching(news: Path, library: Library, embed: BagOfWords, **files: str) -> Iterator[Watching]:
    """The folder with these files in it, watched once they are in the library."""
    watched = Watching(news, library, embed)
    for name, topic in files.items():
        watched.write(f"{name}.txt", topic)
    thread = threading.Thread(target=watched.run)
    thread.start()
    try:
        watched.until(lambda: bool(watched.told))
        yield watched
    finally:
        watched.cancel.set()
        thread.join(PATIENCE)
    assert not thread.is_alive()


def test_files_that_come_change_and_go_are_followed(
    news: Path, library: Library, folder: Path, embed: BagOfWords
) -> None:
    with watching(news, library, embed, harbor="harbor") as watched:
        watched.holds("harbor")
        watched.write("school.txt", "schools")
        watched.holds("harbor", "schools")
        watched.write("harbor.txt", "ships")
        watched.holds("ships", "schools")
        (news / "school.txt").unlink()
        watched.holds("ships")
    assert [(change.path, change.report.added, change.report.updated, change.report.removed) for change in watched.told
            if change.report] == [("", 1, 0, 0), ("school.txt", 1, 0, 0), ("harbor.txt", 0, 1, 0),
                                  ("school.txt", 0, 0, 1)]  # fmt: skip
    library.close()
    assert_consistent(folder)


def test_new_subfolders_are_followed_and_renamed_ones(news: Path, library: Library, embed: BagOfWords) -> None:
    with watching(news, library, embed, harbor="harbor") as watched:
        watched.write("2022/may/school.txt", "schools")
        watched.holds("harbor", "schools")
        watched.write("2022/may/ship.txt", "ships")
        watched.holds("harbor", "schools", "ships")
        (news / "2022").rename(news / "archive")
        watched.until(lambda: watched.told[-1].path == "archive/may/ship.txt")
        watched.holds("harbor", "schools", "ships")
        (news / "archive").rename(news.parent / "elsewhere")
        watched.holds("harbor")


def test_a_broken_file_harms_no_other_and_is_followed(news: Path, library: Library, embed: BagOfWords) -> None:
    with watching(news, library, embed, harbor="harbor") as watched:
        (news / "broken.json").write_text("{")
        watched.write("school.txt", "schools")
        watched.holds("harbor", "schools")
        watched.until(lambda: watched.skipped() == ["broken.json"])
        (news / "broken.json").write_text(json.dumps({"text": "The council of the town talked about taxes all day."}))
        watched.holds("harbor", "schools", "taxes")


def test_an_entry_that_leaves_a_file_of_many_is_removed(news: Path, library: Library, embed: BagOfWords) -> None:
    with watching(news, library, embed, harbor="harbor") as watched:
        watched.write("export.jsonl", "one", "two", "three")
        watched.holds("harbor", "one", "two", "three")
        watched.write("export.jsonl", "one", "three", "four")
        watched.holds("harbor", "one", "three", "four")
        watched.until(lambda: len(watched.told) == 3)
        changed = watched.told[-1].report
        assert changed
        assert (changed.unchanged, changed.added, changed.removed) == (2, 1, 1)


def test_an_article_that_two_files_hold_stays_until_both_are_without_it(
    news: Path, library: Library, embed: BagOfWords
) -> None:
    with watching(news, library, embed, harbor="harbor") as watched:
        watched.write("b.jsonl", "one", "two")
        watched.holds("harbor", "one", "two")
        watched.write("a.jsonl", "two", "three")
        watched.holds("harbor", "one", "two", "three")
        watched.write("b.jsonl", "one")
        watched.until(lambda: [change.path for change in watched.told].count("a.jsonl") == 2)  # b.jsonl gave it up
        watched.holds("harbor", "one", "two", "three")
        (news / "a.jsonl").rename(news / "c.jsonl")
        watched.until(lambda: watched.told[-1].path == "c.jsonl")
        watched.holds("one", "two", "three", "harbor")
        (news / "c.jsonl").unlink()
        watched.holds("harbor", "one")


def test_a_file_that_is_still_written_is_waited_for(news: Path, library: Library, embed: BagOfWords) -> None:
    with watching(news, library, embed, harbor="harbor") as watched, (news / "slow.txt").open("w") as stream:
        for part in range(6):
            stream.write(f"The council of the town talked about part {part}.\n\n")
            stream.flush()
            time.sleep(0.3)
        stream.close()
        watched.until(lambda: watched.told[-1].path == "slow.txt")
        taken = [change.report for change in watched.told if change.path == "slow.txt"]
    assert [(report.added, report.updated) for report in taken if report] == [(1, 0)]


def test_many_changes_at_once_are_one_sync_that_guards_against_a_loss(
    news: Path, library: Library, embed: BagOfWords
) -> None:
    with watching(news, library, embed, harbor="harbor") as watched:
        for number in range(40):
            watched.write(f"{number}.txt", f"story {number}")
        watched.until(lambda: len(watched.topics()) == 41)
        for number in range(40):
            (news / f"{number}.txt").unlink()
        watched.until(lambda: "--prune" in watched.problems())
        assert len(watched.topics()) == 41
        watched.write("school.txt", "schools")
        watched.until(lambda: "schools" in watched.topics())


def test_a_folder_that_vanishes_is_waited_for_and_nothing_is_removed(
    news: Path, library: Library, embed: BagOfWords
) -> None:
    with watching(news, library, embed, harbor="harbor", school="schools") as watched:
        news.rename(news.parent / "away")
        watched.until(lambda: "is gone; waiting for its return. Nothing is removed" in watched.problems())
        news.mkdir()  # as a place where a disk was mounted looks without it
        time.sleep(2.5)
        assert watched.topics() == {"harbor", "schools"}
        news.rmdir()
        (news.parent / "away").rename(news)
        watched.until(lambda: watched.told[-1].report is not None)
        watched.write("ship.txt", "ships")
        watched.holds("harbor", "schools", "ships")


def test_an_empty_folder_is_watched_and_a_missing_one_is_an_error(
    news: Path, library: Library, embed: BagOfWords
) -> None:
    with watching(news, library, embed) as watched:
        assert "There are no articles in" in watched.problems()
        watched.write("harbor.txt", "harbor")
        watched.holds("harbor")
    with pytest.raises(IngestError, match="There is no folder"):
        Watching(news / "missing", library, embed).run()


def test_a_first_sync_that_would_remove_too_much_is_an_error(news: Path, library: Library, embed: BagOfWords) -> None:
    watched = Watching(news, library, embed)
    for number in range(30):
        watched.write(f"{number}.txt", f"story {number}")
    library.ingest(read_articles(news), folder=str(news), embed=embed)
    for number in range(20):
        (news / f"{number}.txt").unlink()
    with pytest.raises(PruneRefused):
        watched.run()


def test_what_the_library_could_not_take_is_tried_again(
    news: Path, library: Library, embed: BagOfWords, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.ingestion.watching._TRY_AGAIN", 0.3)
    with watching(news, library, embed, harbor="harbor") as watched:
        watched.refusals += [LibraryError("The disk is full."), LibraryError("The disk is full.")]
        watched.write("a.txt", "schools")
        watched.write("b.txt", "ships")
        watched.holds("harbor", "schools", "ships")
        assert watched.problems() == "The disk is full."


def test_another_ingest_is_waited_for(news: Path, library: Library, folder: Path, embed: BagOfWords) -> None:
    with watching(news, library, embed, harbor="harbor") as watched:
        with writer_lock(folder):
            watched.write("school.txt", "schools")
            watched.until(lambda: "waiting" in watched.phases)
            watched.write("ship.txt", "ships")
        watched.holds("harbor", "schools", "ships")


def test_a_library_inside_the_folder_is_not_read(tmp_path: Path, embed: BagOfWords) -> None:
    news = tmp_path / "news"
    news.mkdir()
    with (
        Library.open(news / "library", embedder_name=embed.name, dimension=embed.dimension) as library,
        watching(news, library, embed, harbor="harbor") as watched,
    ):
        first = len(watched.told)
        watched.write("school.txt", "schools")
        watched.holds("harbor", "schools")
        time.sleep(1.5)
        assert len(watched.told) == first + 1


def test_a_file_that_is_only_touched_is_not_told(news: Path, library: Library, embed: BagOfWords) -> None:
    with watching(news, library, embed, harbor="harbor") as watched:
        (news / "harbor.txt").touch()
        watched.write("school.txt", "schools")
        watched.holds("harbor", "schools")
        assert [change.path for change in watched.told] == ["", "school.txt"]
