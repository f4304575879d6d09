"""`backup` and `unpack`."""

import json

from pydantic import TypeAdapter

from assistant.types import Backup


def test_a_backup_is_unpacked_into_a_library_that_answers(dateline, library, tmp_path):
    ran = dateline("backup", "archive.zip")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith("Wrote 45 articles to archive.zip (")

    ran = dateline("unpack", str(tmp_path / "archive.zip"), own=tmp_path / "elsewhere")
    assert ran.code == 0
    assert f"to {tmp_path / 'elsewhere'}. Building the indexes." in " ".join(ran.err.split())
    assert "1,000" in dateline("ask", "How many troops are going to Romania?", own=tmp_path / "elsewhere").out
    before, after = (json.loads(dateline("status", "--json", own=own).out) for own in (library, tmp_path / "elsewhere"))
    assert before["coverage"] == after["coverage"]


def test_a_program_gets_what_the_backup_holds(dateline, tmp_path):
    written = TypeAdapter(Backup).validate_json(dateline("backup", "a.zip", "--json").out)
    unpacked = TypeAdapter(Backup).validate_json(dateline("unpack", "a.zip", "--json", own=tmp_path / "other").out)
    assert written == unpacked


def test_nothing_is_written_over(dateline, library, tmp_path):
    (tmp_path / "notes.zip").write_text("my notes")
    ran = dateline("backup", "notes.zip")
    assert (ran.code, ran.out) == (1, "")
    assert "is no backup of a library" in ran.err
    dateline("backup", "a.zip")
    ran = dateline("unpack", "a.zip")
    assert (ran.code, ran.out) == (1, "")
    assert "Name a new folder" in ran.err


def test_an_empty_library_is_not_backed_up(dateline, tmp_path):
    ran = dateline("backup", "a.zip", own=tmp_path / "new")
    assert (ran.code, ran.out) == (1, "")
    assert "nothing to back up" in ran.err
