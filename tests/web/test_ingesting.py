"""Ingests while the page is up: one at a time, in their order, stoppable, their reports kept."""

import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from assistant.errors import AssistantError, Cancelled, LibraryError
from assistant.types import IngestProgress, IngestReport, Skip
from assistant.web.calls.adding import adding_calls
from assistant.web.working.ingesting import Ingests
from assistant.web.working.uploads import Uploaded, UploadError

PATIENCE = 20
ANNA, BEN = (SimpleNamespace(state=SimpleNamespace(dateline_owner=name)) for name in ("anna", "ben"))


class Archive:
    """Reads a folder when the test lets it, and notes how many read at once."""

    def __init__(self, library: Path) -> None:
        self.settings = SimpleNamespace(library=library)
        self.begun = threading.Semaphore(0)
        self.go = threading.Semaphore(0)
        self.at_once = self.most_at_once = 0
        self.problem: BaseException | None = None
        self.gone: AssistantError | None = None
        self.read: list[list[str]] = []

    def status(self) -> None:
        if self.gone:
            raise self.gone

    def ingest(self, path: Path, *, on_progress, cancel: threading.Event) -> IngestReport:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            files = sorted(file.name for file in path.iterdir())
            on_progress(IngestProgress(1, 4, 3, 0, str(path / files[0])))
            self.begun.release()
            while not self.go.acquire(timeout=0.02):
                if cancel.is_set():
                    raise Cancelled("The ingest was cancelled after 1 articles.")
            if self.problem:
                raise self.problem
            self.read.append(files)
            skips = tuple(Skip(name, "is empty") for name in files if "empty" in name)
            return IngestReport(read=len(files), added=len(files) - len(skips), skipped=skips)
        finally:
            self.at_once -= 1


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "library")


@pytest.fixture
def ingests(archive: Archive) -> Iterator[Ingests]:
    under_way = Ingests(archive)  # type: ignore[arg-type]
    yield under_way
    under_way.close()


@pytest.fixture
def sent(tmp_path: Path):
    def uploaded(name: str) -> list[Uploaded]:
        path = tmp_path / f"arrived-{name}"
        path.write_text(f"An article that was called {name}.")
        return [Uploaded(path, name)]

    return uploaded


@pytest.fixture
def calls(ingests: Ingests):
    return {call.__name__: call for call in adding_calls(ingests, head=lambda: {"masthead": "one article"})}


def test_an_ingest_runs_beside_the_page_and_its_report_stays(archive, ingests, sent, calls):
    begun = ingests.begin(sent("a.txt"))
    assert archive.begun.acquire(timeout=PATIENCE)
    look = calls["look_ingest"]({"ingest": begun.id})
    assert (look["state"], look["mine"], look["current"], look["share"]) == ("running", True, "a.txt", 0.25)
    archive.go.release()
    assert ingests.wait(begun.id).state == "done"
    look = calls["look_ingest"]({"ingest": begun.id})
    assert "1 article added" in look["report"]
    assert look["masthead"] == "one article"


def test_a_second_ingest_waits_and_is_told_so(archive, ingests, sent, calls):
    first, second = ingests.begin(sent("a.txt")), ingests.begin(sent("b.txt"))
    assert archive.begun.acquire(timeout=PATIENCE)
    assert "this one is next" in calls["look_ingest"]({"ingest": second.id})["doing"]
    archive.go.release(2)
    assert ingests.wait(first.id).report.added == 1
    assert ingests.wait(second.id).state == "done"
    assert archive.read == [["a.txt"], ["a.txt", "b.txt"]]
    assert archive.most_at_once == 1


def test_others_see_that_an_ingest_is_running_and_not_what_it_reads(archive, ingests, sent, calls):
    begun = ingests.begin(sent("secret.txt"))
    assert archive.begun.acquire(timeout=PATIENCE)
    look = calls["look_ingest"]({"ingest": ""})
    assert (look["doing"], look["mine"], look["current"]) == ("An ingest is running", False, "")
    archive.go.release()
    ingests.wait(begun.id)
    assert calls["look_ingest"]({"ingest": ""}) == {"state": "none"}
    assert calls["look_ingest"]({"ingest": "forgotten"}) == {"state": "none"}


def test_a_cancelled_ingest_says_what_stays_and_can_go_on(archive, ingests, sent, calls):
    begun = ingests.begin(sent("a.txt"))
    assert archive.begun.acquire(timeout=PATIENCE)
    calls["cancel_ingest"]({"ingest": begun.id})
    assert ingests.wait(begun.id).state == "cancelled"
    report = calls["look_ingest"]({"ingest": begun.id})["report"]
    assert "cancelled after 1 articles" in report
    assert "Go on" in report
    archive.go.release()
    assert ingests.wait(calls["go_on"]({})["ingest"]).report.added == 1


def test_one_that_is_cancelled_while_it_waits_leaves_nothing(archive, ingests, sent, tmp_path):
    first, files = ingests.begin(sent("a.txt")), sent("b.txt")
    second = ingests.begin(files)
    ingests.cancel(second.id)
    archive.go.release()
    assert ingests.wait(first.id).state == "done"
    assert ingests.wait(second.id).state == "cancelled"
    assert not files[0].path.exists()
    assert not (tmp_path / "library" / "uploads" / "b.txt").exists()


def test_a_library_that_cannot_be_written_is_told(archive, ingests, sent, calls):
    archive.problem = LibraryError("The disk is <full>.")
    archive.go.release()
    begun = ingests.begin(sent("a.txt"))
    assert ingests.wait(begun.id).state == "failed"
    assert "The disk is &lt;full&gt;." in calls["look_ingest"]({"ingest": begun.id})["report"]


def test_nothing_is_kept_where_the_library_is_gone(archive, ingests, sent, tmp_path):
    archive.gone = LibraryError("The library folder was moved.")
    archive.go.release()
    ended = ingests.wait(ingests.begin(sent("a.txt")).id)
    assert (ended.state, ended.problem) == ("failed", "The library folder was moved.")
    assert not (tmp_path / "library").exists()


@pytest.mark.parametrize("problem", [ZeroDivisionError("oops"), SystemExit("oops"), BaseException("oops")])
def test_an_error_that_nobody_thought_of_ends_one_ingest_only(archive, ingests, sent, problem):
    archive.problem = problem
    archive.go.release(2)
    failed = ingests.wait(ingests.begin(sent("a.txt")).id)
    assert (failed.state, "oops" in (failed.problem or "")) == ("failed", False)
    archive.problem = None
    assert ingests.wait(ingests.begin(sent("b.txt")).id).state == "done"


def test_skips_of_earlier_uploads_are_not_told_again(archive, ingests, sent):
    archive.go.release(2)
    ingests.wait(ingests.begin(sent("empty.txt")).id)
    report = ingests.wait(ingests.begin(sent("b.txt")).id).report
    assert report.skipped == ()


def test_nothing_that_is_read_begins_no_ingest(archive, ingests, sent):
    ended = ingests.wait(ingests.begin(sent("photo.jpg")).id)
    assert [skip.path for skip in ended.report.skipped] == ["photo.jpg"]
    assert archive.read == []


def test_a_page_that_is_closed_stops_its_ingest_and_takes_no_other(archive, ingests, sent):
    begun = ingests.begin(sent("a.txt"))
    assert archive.begun.acquire(timeout=PATIENCE)
    ingests.close()
    assert ingests.look(begun.id).state == "cancelled"
    with pytest.raises(UploadError):
        ingests.begin(sent("b.txt"))


@pytest.mark.parametrize("files", [None, [], "abc", [None], [{"path": "/etc/passwd"}], [3], [{"path": 1, "name": 2}]])
def test_whatever_a_browser_sends_gets_a_message(calls, files):
    assert calls["add_files"]({"files": files}, ANNA)["problem"]


def test_a_path_out_of_gradios_folder_is_refused(calls):
    for path in ("/etc/passwd", "../../etc/passwd"):
        assert (
            "none that was uploaded"
            in calls["add_files"]({"files": [{"path": path, "name": "a.txt"}]}, ANNA)["problem"]
        )


def test_an_upload_is_added_by_who_sent_it_and_by_nobody_else(archive, ingests, calls, tmp_path, monkeypatch):
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "arrived"))
    file = tmp_path / "arrived" / "content" / "a.txt"
    file.parent.mkdir(parents=True)
    file.write_text("An article that anna has sent.")
    ingests.arrivals.add("anna", [str(file)])
    asked = {"files": [{"path": str(file), "name": "a.txt"}]}
    assert "none that was uploaded" in calls["add_files"](asked, BEN)["problem"]
    assert file.exists()
    archive.go.release()
    assert ingests.wait(calls["add_files"](asked, ANNA)["ingest"]).report.added == 1
