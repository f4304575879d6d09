"""`ingest`, `status`, `rebuild`, `remove`, `restore` and `history`."""

import csv
import json
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from assistant.settings import shipped
from assistant.types import IngestReport, LibraryStatus, Version

HARBOR = "Ponta’s harbor will be dredged in spring, the port’s director said on Monday. Work is to take six weeks.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two articles, a line of broken JSON and a file that is no text."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in ("harbor", "school"):
        (folder / f"{name}.md").write_text(
            f"---\ntitle: The {name}\noutlet: Ponta Post\n---\n\nThe {name}. {HARBOR}", encoding="utf-8"
        )
    (folder / "broken.jsonl").write_text('{"id": "x", "text":\n', encoding="utf-8")
    (folder / "picture.txt").write_bytes(bytes(range(256)) * 8)
    return folder


def figures(report: str) -> dict[str, int]:
    """The figures of a report: what stands before each."""
    return {
        words[0]: int(words[1])
        for words in map(str.split, report.splitlines())
        if len(words) == 2 and words[1].isdecimal()
    }


def test_a_report_tells_what_was_done_and_what_was_skipped_and_why(dateline, folder, tmp_path):
    own = tmp_path / "library"
    ran = dateline("ingest", str(folder), own=own)
    assert ran.code == 0
    assert ran.out.startswith("Read 2 articles in ")
    assert figures(ran.out) == {"added": 2, "updated": 0, "unchanged": 0, "removed": 0, "skipped": 2}
    assert "broken.jsonl:1: is broken JSON" in ran.out
    assert "picture.txt: " in ran.out

    (folder / "harbor.md").write_text(HARBOR.replace("six", "nine"), encoding="utf-8")
    (folder / "school.md").unlink()
    again = dateline("ingest", str(folder), own=own)
    assert figures(again.out) == {"added": 0, "updated": 1, "unchanged": 0, "removed": 1, "skipped": 2}


def test_of_many_skips_the_first_twenty_are_told_and_json_lists_all(dateline, tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "harbor.txt").write_text(HARBOR, encoding="utf-8")
    (folder / "broken.jsonl").write_text('{"title": "Only a title"}\n' * 57, encoding="utf-8")
    told = dateline("ingest", str(folder), own=tmp_path / "library").out
    assert told.count("broken.jsonl:") == 20
    assert "and 37 more; --report FILE lists all" in told
    listed = dateline("ingest", str(folder), "--json", own=tmp_path / "library").out
    assert len(TypeAdapter(IngestReport).validate_json(listed).skipped) == 57


ROMANIAN = (
    "Ministrul transporturilor a anunțat marți că podul peste Dunăre va fi închis pentru lucrări timp de trei luni, "
    "iar șoferii vor fi îndrumați pe drumul național. Lucrările costă nouă milioane de lei și încep în martie."
)


def test_what_to_know_about_an_article_is_told_once_a_message(dateline, tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "pod.txt").write_text(ROMANIAN, encoding="utf-8")
    for number in range(5):
        (folder / f"harbor{number}.txt").write_text(f"{HARBOR} Berth {number} is first.", encoding="utf-8")
    told = " ".join(dateline("ingest", str(folder), own=tmp_path / "library").out.split())
    assert "pod.txt: does not look like English: questions in English may not find it" in told
    assert told.count("has no date") == told.count("has no title") == told.count("has no outlet") == 1
    assert "and 3 more; --report FILE lists all: has no date" in told
    again = dateline("ingest", str(folder), "--json", own=tmp_path / "library").out
    assert TypeAdapter(IngestReport).validate_json(again).notices == ()


def test_strict_is_an_error_after_everything_good_was_taken_in(dateline, folder, tmp_path):
    own = tmp_path / "library"
    ran = dateline("ingest", str(folder), "--strict", own=own)
    assert ran.code == 1
    assert figures(ran.out)["added"] == 2
    assert ran.err.endswith("--strict: 2 skipped and 2 noted. Everything that could be read was taken in.\n")
    assert json.loads(dateline("status", "--json", own=own).out)["articles"] == 2

    good = tmp_path / "good.md"
    good.write_text(f"---\ntitle: Harbor\noutlet: Ponta Post\ndate: 2022-03-01\n---\n\n{HARBOR}", encoding="utf-8")
    assert dateline("ingest", str(good), "--strict", own=own).code == 0


def test_a_report_lists_every_skip_and_note(dateline, folder, tmp_path):
    for name in ("problems.csv", "problems.jsonl"):
        dateline("ingest", str(folder), "--report", name, own=tmp_path / f"{name}.library")
    with (tmp_path / "problems.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["kind"], row["path"]) for row in rows] == [
        ("skipped", "broken.jsonl:1"), ("skipped", "picture.txt"), ("note", "harbor.md"), ("note", "school.md"),
    ]  # fmt: skip
    assert rows[0]["reason"].startswith("is broken JSON")
    assert rows[2]["article_id"].endswith("/harbor.md")
    lines = [json.loads(line) for line in (tmp_path / "problems.jsonl").read_text("utf-8").splitlines()]
    assert [{name: value or "" for name, value in line.items()} for line in lines] == rows


def test_a_spreadsheet_works_nothing_out_of_a_report(dateline, folder, tmp_path):
    (folder / "=cmd()|' .txt").write_text("", encoding="utf-8")
    (folder / "-1.md").write_text(f"---\ntitle: Harbor\n---\n\n{HARBOR}", encoding="utf-8")
    dateline("ingest", str(folder), "--report", "problems.csv", own=tmp_path / "library")
    with (tmp_path / "problems.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    paths = {row["path"] for row in rows}
    assert {"'=cmd()|' .txt", "'-1.md"} <= paths
    assert not any(cell.startswith(("=", "-", "+", "@")) for row in rows for cell in row.values())


def test_a_report_that_cannot_be_written_is_told_before_anything_is_read(dateline, folder, tmp_path):
    ran = dateline("ingest", str(folder), "--report", "missing/problems.csv", own=tmp_path / "library")
    assert (ran.code, ran.out) == (1, "")
    assert "Nothing was read" in ran.err
    assert not (tmp_path / "library").exists()
    ran = dateline("ingest", str(folder), "--report", "problems.doc", own=tmp_path / "library")
    assert (ran.code, ran.out) == (2, "")


def test_several_paths_make_one_json_report(dateline, folder, tmp_path):
    ran = dateline("ingest", str(folder / "harbor.md"), str(folder / "school.md"), "--json", own=tmp_path / "library")
    report = TypeAdapter(IngestReport).validate_json(ran.out)
    assert (report.read, report.added, report.skipped) == (2, 2, ())


def test_a_second_ingest_changes_nothing(dateline):
    ran = dateline("ingest", str(shipped("corpus")), "--json")
    report = json.loads(ran.out)
    assert report["unchanged"] == report["read"] > 30
    assert (report["added"], report["updated"], report["removed"]) == (0, 0, 0)


def test_a_missing_path_is_an_error_that_names_it(dateline, tmp_path):
    ran = dateline("ingest", "no-such-folder", own=tmp_path / "library")
    assert (ran.code, ran.out) == (1, "")
    assert "no-such-folder" in ran.err
    assert "Traceback" not in ran.err


def test_a_great_loss_needs_prune(dateline, tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(22):
        (folder / f"{number}.txt").write_text(f"Report {number}. {HARBOR}", encoding="utf-8")
    own = tmp_path / "library"
    dateline("ingest", str(folder), own=own)
    for number in range(20):
        (folder / f"{number}.txt").unlink()
    refused = dateline("ingest", str(folder), own=own)
    assert (refused.code, refused.out) == (1, "")
    assert "--prune" in refused.err
    assert figures(dateline("ingest", str(folder), "--prune", own=own).out)["removed"] == 20


def test_status_tells_what_the_library_holds(dateline, library):
    ran = dateline("status")
    assert ran.code == 0
    assert str(library)[-20:] in ran.out.replace("\n", "").replace(" ", "")
    assert "Published  from " in ran.out
    assert "Harbor Ledger (8)" in ran.out
    status = TypeAdapter(LibraryStatus).validate_json(dateline("status", "--json").out)
    assert f"Articles   {status.articles} in {status.passages} passages" in ran.out
    assert not status.demo


def test_status_of_an_empty_library_is_the_demo_archives(dateline, empty):
    ran = dateline("status", own=empty)
    assert "Demo archive" in ran.err
    assert "(demo archive)" in ran.out


def test_an_article_can_be_removed_and_restored_and_its_versions_listed(dateline, folder, tmp_path):
    own = tmp_path / "library"
    dateline("ingest", str(folder / "harbor.md"), str(folder / "school.md"), own=own)
    ids = [
        passage["article_id"] for passage in json.loads(dateline("search", "harbor", "--json", own=own).out)["passages"]
    ]
    assert len(ids) == 2
    assert dateline("remove", ids[0], own=own).err == f"Removed {ids[0]}.\n"
    assert json.loads(dateline("status", "--json", own=own).out)["articles"] == 1
    assert dateline("restore", ids[0], own=own).err == f"Restored {ids[0]}.\n"
    assert json.loads(dateline("status", "--json", own=own).out)["articles"] == 2
    versions = TypeAdapter(list[Version]).validate_json(dateline("history", ids[0], "--json", own=own).out)
    assert [(kept.article.version, kept.state) for kept in versions] == [(1, "current")]


def test_history_tells_when_each_version_was_seen_and_its_corrections(dateline, tmp_path):
    own, file = tmp_path / "library", tmp_path / "harbor.txt"
    file.write_text(HARBOR, encoding="utf-8")
    dateline("ingest", str(file), own=own)
    file.write_text(f"{HARBOR}\nCorrection: It is to take nine weeks, not six.\n", encoding="utf-8")
    dateline("ingest", str(file), own=own)
    (article_id,) = {
        passage["article_id"] for passage in json.loads(dateline("search", "harbor", "--json", own=own).out)["passages"]
    }
    told = dateline("history", article_id, own=own).out
    seen = datetime.now().astimezone().strftime("%Y-%m-%d")
    assert [line.split()[:2] for line in told.splitlines()[1:3]] == [["1", seen], ["2", seen]]
    assert [line.split()[3] for line in told.splitlines()[1:3]] == ["superseded", "current"]
    assert "2: Correction: It is to take nine weeks, not six." in told


@pytest.mark.parametrize("command", ["remove", "restore", "history"])
def test_an_unknown_article_is_an_error(dateline, command):
    ran = dateline(command, "no-such-article")
    assert (ran.code, ran.out) == (1, "")
    assert "no-such-article" in ran.err


def test_rebuild_says_what_it_does_and_keeps_every_article(dateline, folder, tmp_path):
    own = tmp_path / "library"
    dateline("ingest", str(folder / "harbor.md"), own=own)
    ran = dateline("rebuild", own=own)
    assert ran.code == 0
    assert ran.err.startswith(f"Every article in {own} is cut, embedded and indexed again, with all-MiniLM-L6-v2.")
    assert "Done: 1 article in 1 passage." in ran.err
    assert "Ponta Post" in dateline("search", "harbor", own=own).out


def test_a_library_that_cannot_be_opened_is_an_error(dateline, tmp_path):
    (tmp_path / "file").write_text("no folder")
    for command in (["status"], ["ask", "Who won?"], ["ingest", str(tmp_path)], ["rebuild"], ["serve"]):
        ran = dateline(*command, own=tmp_path / "file")
        assert (ran.code, ran.out) == (1, ""), command
        assert "Traceback" not in ran.err


def test_a_damaged_catalogue_is_an_error(dateline, tmp_path):
    own = tmp_path / "library"
    own.mkdir()
    (own / "catalogue.sqlite").write_bytes(b"this is no database" * 100)
    ran = dateline("status", own=own)
    assert (ran.code, ran.out) == (1, "")
    assert "Traceback" not in ran.err


def test_an_embedder_that_is_not_there_is_an_error(dateline, monkeypatch):
    monkeypatch.setenv("DATELINE_EMBEDDER", "no-such-embedder")
    ran = dateline("ask", "What will be dredged?")
    assert (ran.code, ran.out) == (1, "")
    assert "no-such-embedder" in ran.err


def test_a_library_of_another_embedder_is_rebuilt_by_the_command_that_the_error_names(dateline, folder, tmp_path):
    own = tmp_path / "library"
    dateline("ingest", str(folder / "harbor.md"), own=own)
    with closing(sqlite3.connect(own / "catalogue.sqlite")) as catalogue, catalogue:
        catalogue.execute("UPDATE settings SET value = 'another/fp32' WHERE name = 'embedder'")
    ran = dateline("ask", "What will be dredged?", own=own)
    assert (ran.code, ran.out) == (1, "")
    assert "dateline rebuild" in ran.err
    assert dateline("rebuild", own=own).code == 0
    assert "dredged in spring" in dateline("ask", "What will be dredged?", own=own).out


def test_a_setting_that_cannot_be_used_is_an_error(dateline, monkeypatch):
    monkeypatch.setenv("DATELINE_PORT", "many")
    ran = dateline("status")
    assert (ran.code, ran.out) == (1, "")
    assert "DATELINE_PORT" in ran.err
