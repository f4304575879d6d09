"""`ask --receipt FILE` and `verify FILE`."""

import json
import shutil
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from assistant.answering.receipt.contents import seal_of
from assistant.settings import shipped
from assistant.types import Verification

ROMANIA = "How many troops are going to Romania?"


@pytest.mark.parametrize("name", ["romania.md", "romania.json", "romania.HTML"])
def test_a_receipt_that_was_written_is_accepted(dateline, tmp_path, name):
    asked = dateline("ask", ROMANIA, "--receipt", name)
    assert (asked.code, asked.err) == (0, f"The receipt is in {name}.\n")
    assert "1,000" in asked.out
    assert [path.name for path in tmp_path.iterdir()] == [name]
    ran = dateline("verify", name)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"“{ROMANIA}”, asked as of ")
    assert "Every quote stands in the archive as cited: 2 sentences, 2 quotes." in ran.out
    assert "[1] holds · https://harborledger.example/" in ran.out
    shown = " ".join(ran.out.split())
    assert "What was checked: · Every quote: its words, its place" in shown
    assert "What this does not show: · That these are the question and the day" in shown
    assert "is made without a key. It tells of an edit that was not sealed anew, and proves no author." in shown


def test_json_answer_and_receipt_go_together(dateline):
    ran = dateline("ask", ROMANIA, "--json", "--receipt", "romania.json")
    assert json.loads(ran.out)["question"] == ROMANIA
    verified = dateline("verify", "romania.json", "--json")
    assert verified.code == 0
    verification = TypeAdapter(Verification).validate_json(verified.out)
    assert verification.holds
    assert [checked.standing for checked in verification.citations] == ["holds"] * 2
    assert verification.checked
    assert verification.unchecked[-1].startswith("Who made this receipt")
    assert verification.again is None


def test_after_an_article_is_edited_its_quote_is_told(dateline, tmp_path):
    articles, library = tmp_path / "articles", tmp_path / "library"
    shutil.copytree(shipped("corpus") / "harbor-ledger", articles)
    assert dateline("ingest", "articles", own=library).code == 0
    assert dateline("ask", ROMANIA, "--receipt", "romania.html", own=library).code == 0
    assert dateline("verify", "romania.html", own=library).code == 0
    edited = articles / "2022-02-02-troops-romania.md"
    edited.write_text(edited.read_text("utf-8").replace("About 1,000 troops", "About 1,200 troops"), "utf-8")
    assert dateline("ingest", "articles", own=library).code == 0
    ran = dateline("verify", "romania.html", own=library)
    shown = " ".join(ran.out.split())
    assert ran.code == 1
    assert "Not everything that was checked holds: " in shown
    assert "[1] quote gone · https://harborledger.example/2022/02/02/troops-romania" in shown
    assert "Stood word for word in version 1, but is gone from version 2, the newest; it now says" in shown
    assert "About 1,200 troops based in Germany" in shown


def test_a_receipt_that_was_edited_is_told_and_its_text_moves_no_cursor(dateline, tmp_path):
    dateline("ask", ROMANIA, "--receipt", "romania.json")
    path = tmp_path / "romania.json"
    path.write_text(path.read_text("utf-8").replace("About 1,000", "\\u001b[2JAbout 9,000"), "utf-8")
    ran = dateline("verify", "romania.json")
    shown = " ".join(ran.out.split())
    assert ran.code == 1
    assert "The receipt was edited after it was written" in shown
    assert "[1] differs · " in shown
    assert "\x1b" not in ran.out


def test_a_refusal_leaves_a_receipt_too(dateline):
    dateline("ask", "How many troops are going to Bulgaria?", "--receipt", "bulgaria.md")
    ran = dateline("verify", "bulgaria.md")
    assert ran.code == 0
    assert "A refusal cannot be shown by quotes; what it offers stands in the archive: 6 places." in " ".join(
        ran.out.split()
    )
    ran = dateline("verify", "bulgaria.md", "--ask-again")
    assert ran.code == 0
    assert "Asked again, the archive refuses too; what it offers" in ran.out


def test_asked_again_a_receipt_is_compared_with_what_the_archive_answers_now(dateline, tmp_path):
    dateline("ask", ROMANIA, "--receipt", "romania.json")
    ran = dateline("verify", "romania.json", "--ask-again")
    assert ran.code == 0
    assert "Asked again, the archive answers the same." in " ".join(ran.out.split())
    path = tmp_path / "romania.json"
    fields = json.loads(path.read_text("utf-8"))
    fields["answer"] |= dict.fromkeys(("question", "query"), "Who won the gold medal in curling?")
    path.write_text(json.dumps(fields | {"sha256": seal_of(fields)}), "utf-8")
    assert dateline("verify", "romania.json").code == 0
    ran = dateline("verify", "romania.json", "--ask-again")
    assert ran.code == 1
    shown = " ".join(ran.out.split())
    assert "Asked again, the archive answers otherwise." in shown
    assert "It does not answer with this: “About 1,000 troops" in shown


def test_a_file_that_is_there_stays_unless_it_may_be_written_over(dateline, tmp_path):
    path = tmp_path / "notes.md"
    path.write_text("mine")
    ran = dateline("ask", ROMANIA, "--receipt", "notes.md")
    assert (ran.code, ran.out) == (1, "")
    assert "There is a file notes.md already." in ran.err
    assert path.read_text() == "mine"
    assert dateline("ask", ROMANIA, "--receipt", "notes.md", "--overwrite").code == 0
    assert path.read_text("utf-8").startswith("# How many troops are going to Romania?")


@pytest.mark.parametrize(("name", "why"), [("no/such/folder.md", "There is no folder"), ("folder.md", "is a folder")])
def test_where_no_receipt_can_be_written_nothing_is_asked(dateline, tmp_path, name, why):
    Path(tmp_path, "folder.md").mkdir()
    ran = dateline("ask", ROMANIA, "--receipt", name)
    assert (ran.code, ran.out) == (1, "")
    assert why in ran.err


def test_a_suffix_that_is_no_format_is_a_usage_error(dateline):
    ran = dateline("ask", ROMANIA, "--receipt", "romania.pdf")
    assert (ran.code, ran.out) == (2, "")
    assert "ends in none of .md, .json, .html." in " ".join(ran.err.replace("│", "").split())


def test_what_is_no_receipt_is_an_error_and_none_is_usage(dateline, tmp_path):
    Path(tmp_path, "shopping.md").write_text("Eggs.")
    ran = dateline("verify", "shopping.md")
    assert (ran.code, ran.out) == (1, "")
    assert "no receipt is in it" in ran.err
    assert dateline("verify", "missing.md").code == 1
    assert dateline("verify").code == 2
