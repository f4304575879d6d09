"""`dateline evaluate` on the demo archive."""

import json
import signal
import sys
from pathlib import Path

import pytest
from test_app import start

from assistant import Assistant, Settings
from assistant.evaluation.results import read_saved

QUESTIONS = Path(__file__).resolve().parents[1] / "golden" / "evaluation" / "demo.jsonl"


def words(text: str) -> str:
    return " ".join(text.split())


def test_figures_intervals_times_and_faults_are_shown(dateline):
    ran = dateline("evaluate", str(QUESTIONS))
    assert ran.code == 0
    shown = words(ran.out)
    assert "article found first (hit@1)" in shown
    assert "expected words in the answer 1.000 1.000 to 1.000" in shown
    assert "refused, rightly" in shown
    assert "milliseconds half within 95 % within" in shown
    assert "1 the article is not in the archive" in shown
    assert "--report FILE.html shows each question" in shown


def test_search_only_leaves_answers_out(dateline):
    shown = words(dateline("evaluate", str(QUESTIONS), "--search-only", "--limit", "3").out)
    assert shown.startswith("3 questions of ")
    assert "refused" not in shown
    assert "expected words" not in shown


def test_json_has_every_question_and_compares_with_the_next_run(dateline, tmp_path):
    ran = dateline("evaluate", str(QUESTIONS), "--json")
    assert ran.out.count("\n") == 1
    saved = tmp_path / "before.json"
    saved.write_text(ran.out)
    report = read_saved(saved)
    assert len(report.evaluation.measured) == 9
    assert json.loads(ran.out)["measures"][0]["name"] == "hit@1"
    again = json.loads(dateline("evaluate", str(QUESTIONS), "--json", "--compare", "before.json").out)
    assert {one["p"] for one in again["comparison"]["differences"]} == {1.0}
    assert again["comparison"]["changed"] == []


def test_other_settings_are_compared_in_a_second_run(dateline):
    ran = dateline("evaluate", str(QUESTIONS), "--limit", "4", "--compare", "as_of=today,answer_length=1")
    assert ran.code == 0
    assert "From “as set” to “as_of=today,answer_length=1”, 4 questions in both" in words(ran.out)


def test_the_page_is_written(dateline, tmp_path):
    ran = dateline("evaluate", str(QUESTIONS), "--search-only", "--report", "report.html")
    assert "The report is in report.html." in ran.err
    assert "Not in the archive: no-such-article." in (tmp_path / "report.html").read_text("utf-8")


def test_a_wrong_archive_is_told_once(dateline, tmp_path):
    rows = [{"question": f"Who won race {number}?", "gold_article_ids": [f"x{number}"]} for number in range(3)]
    (tmp_path / "q.jsonl").write_text("\n".join(map(json.dumps, rows)))
    shown = words(dateline("evaluate", "q.jsonl", "--search-only").out)
    assert shown.count("3 of 3 questions name articles that are not here: is this the right archive?") == 1


def test_broken_lines_are_counted_and_the_rest_is_measured(dateline, tmp_path):
    (tmp_path / "q.jsonl").write_text('nonsense\n{"question": "Who buys Wordle?", "answer": "New York Times"}\n')
    ran = dateline("evaluate", "q.jsonl")
    assert ran.code == 0
    assert "1 question could not be asked: line 1 is broken JSON at column 1" in words(ran.out)


def test_what_readers_called_wrong_is_asked(dateline, library):
    with Assistant.open(Settings(library=library, _env_file=None)) as assistant:
        remarks = assistant.remarks()
        asked = [assistant.ask(question) for question in ("Who buys Wordle?", "How many troops are going to Bulgaria?")]
        for answer, right in zip(asked, ("New York Times", ""), strict=True):
            remarks.keep(answer, "It said something else.", right=right)
        unexplained = assistant.ask("How long was the Suez Canal blocked?")
        remarks.keep(unexplained)
    try:
        ran = dateline("evaluate", "--remarks", "--limit", "5")
    finally:
        with Assistant.open(Settings(library=library, _env_file=None)) as assistant:
            for answer in (*asked, unexplained):
                assistant.remarks().forget(answer.id)
    assert ran.code == 0
    shown = words(ran.out)
    assert shown.startswith("2 questions of readers' remarks asked in ")
    assert "refused, rightly" in shown
    assert "1 question could not be asked: “How long was the Suez Canal blocked?” has a remark that does not" in shown


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ([], 2, "Name either the file of QUESTIONS or --remarks."),
        ([str(QUESTIONS), "--remarks"], 2, "Name either the file of QUESTIONS or --remarks."),
        (["--remarks"], 1, "Nobody has called an answer wrong yet"),
        (["missing.jsonl"], 1, "cannot be read: No such file"),
        (["."], 1, "is a folder"),
        ([str(QUESTIONS), "--report", "no/such/report.html"], 1, "cannot be written"),
        ([str(QUESTIONS), "--compare", str(QUESTIONS)], 1, "is not what `dateline evaluate --json` writes"),
        ([str(QUESTIONS), "--compare", "before.json"], 2, "is neither a file nor KEY=VALUE"),
        ([str(QUESTIONS), "--compare", "colour=red"], 2, "There is no setting “colour”"),
        ([str(QUESTIONS), "--compare", "answer_length=many"], 1, "DATELINE_ANSWER_LENGTH"),
        ([str(QUESTIONS), "--as-of", "yesterday"], 2, "neither question, today nor a date"),
        ([str(QUESTIONS), "--limit", "0"], 2, "--limit"),
    ],
)
def test_what_cannot_be_used_is_told_before_anything_is_asked(dateline, arguments, code, told):
    ran = dateline("evaluate", *arguments)
    assert ran.code == code
    assert told in words(ran.err).replace("│ ", "").replace(" │", "")
    assert ran.out == ""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no Ctrl-C to send")
def test_ctrl_c_ends_with_the_figures_so_far(library, tmp_path):
    many = tmp_path / "many.jsonl"
    many.write_text("".join(f'{{"question": "Who won race {number}?"}}\n' for number in range(100_000)))
    process = start("--library", str(library), "evaluate", str(many), "--report", "live.html", folder=tmp_path)
    try:
        assert process.stderr is not None
        assert next(line for line in process.stderr if line.endswith(" of 100,000 questions\n"))
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 130
    assert "refused, rightly" in out
    assert "of 100,000 questions were measured." in words(err)
