"""`dateline watch`: in a process of its own, until Ctrl-C."""

import re
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import pytest
from pydantic import TypeAdapter
from rich.text import Text
from test_app import start

from assistant.cli.display.watching import change_lines
from assistant.types import IngestReport, Notice, Skip, WatchReport

HARBOR = "Ponta’s harbor will be dredged in spring, the port’s director said on Monday. Work is to take six weeks.\n"
TIME = datetime(2026, 11, 23, 21, 4, 10, tzinfo=UTC)


def lines(report: WatchReport) -> list[str]:
    return [line.plain for line in change_lines(report, folder="news") if isinstance(line, Text)]


def test_a_change_is_a_line_with_its_time():
    report = IngestReport(read=1, added=1, passages=3, seconds=0.41)
    assert lines(WatchReport(TIME, "harbor.md", report)) == ["21:04:10 added harbor.md (3 passages, 0.4 s)"]
    report = IngestReport(removed=1, seconds=0.04)
    assert lines(WatchReport(TIME, "harbor.md", report)) == ["21:04:10 removed harbor.md (0.0 s)"]


def test_a_file_of_many_a_broken_one_and_a_problem_have_theirs():
    notices = tuple(Notice("e.jsonl", "x", note) for note in ("has no date: it stays outside", "has no title"))
    skip = Skip("e.jsonl:4", "is broken JSON")
    report = IngestReport(read=3, added=2, removed=1, passages=9, seconds=2, skipped=(skip,), notices=notices)
    assert lines(WatchReport(TIME, "e.jsonl", report)) == [
        "21:04:10 e.jsonl: 2 added, 1 removed (9 passages, 2.0 s)",
        "21:04:10 skipped e.jsonl:4: is broken JSON",
        "21:04:10 note e.jsonl: has no date; has no title",
    ]
    assert lines(WatchReport(TIME, "", problem="The folder is gone.")) == ["21:04:10 The folder is gone."]
    assert lines(WatchReport(TIME, "", IngestReport())) == ["21:04:10 news: nothing has changed (0.0 s)"]


@contextmanager
def watched(tmp_path: Path, *options: str) -> Iterator[tuple[Path, IO[str], list[str]]]:
    """A folder, what the command says of it line by line, and what it said at its end on stderr."""
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "harbor.txt").write_text(HARBOR)
    said: list[str] = []
    process = start("--library", str(tmp_path / "library"), "watch", "news", *options, folder=tmp_path)
    try:
        assert process.stdout is not None
        yield folder, process.stdout, said
    finally:
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
        said += err.splitlines()
    assert process.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
def test_changes_are_told_as_they_come_and_ctrl_c_ends_it_with_a_summary(tmp_path, dateline):
    with watched(tmp_path) as (folder, out, said):
        assert next(out).startswith("Read 1 article in ")
        assert any(line.split() == ["skipped", "0"] for line in out)
        (folder / "school.txt").write_text(HARBOR.replace("harbor", "school"))
        assert next(line for line in out if re.match(r"\d\d:\d\d:\d\d added school.txt \(1 passage, \d+\.\d s\)", line))
        assert dateline("search", "school", own=tmp_path / "library").out.count("school") > 0
        (folder / "harbor.txt").unlink()
        assert next(line for line in out if re.match(r"\d\d:\d\d:\d\d removed harbor.txt", line))
    assert said[-1] == "Stopped watching news: 2 added, 0 updated, 1 removed in all."
    assert any("Watching news; Ctrl-C ends." in line for line in said)


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
def test_a_program_gets_one_line_of_json_a_change(tmp_path):
    with watched(tmp_path, "--json") as (folder, out, _):
        read = TypeAdapter(WatchReport).validate_json
        first = read(next(out))
        (folder / "broken.json").write_text("{")
        second = read(next(out))
    assert first.report
    assert (first.path, first.report.added) == ("", 1)
    assert second.report
    assert (second.path, second.report.skipped[0].path) == ("broken.json", "broken.json")


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
def test_ctrl_c_ends_the_first_sync_too(tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    for number in range(300):
        (folder / f"{number}.txt").write_text(" ".join(f"{number}, {line}: {HARBOR}" for line in range(9)))
    process = start("--library", str(tmp_path / "library"), "watch", "news", folder=tmp_path)
    while not (tmp_path / "library" / "catalogue.sqlite").exists():
        time.sleep(0.1)
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert err.splitlines()[-1].startswith("Stopped watching news: ")
    assert "Traceback" not in err


def test_a_missing_folder_is_an_error(dateline, tmp_path):
    ran = dateline("watch", "no-such-folder", own=tmp_path / "library")
    assert (ran.code, ran.out) == (1, "")
    assert "no-such-folder" in ran.err
