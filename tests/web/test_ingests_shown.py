"""How an ingest is told: how far it has come, what came of it, the file of what was left out."""

import csv
import io

from assistant.types import IngestProgress, IngestReport, Notice, Skip
from assistant.web.calls.adding import problems_csv
from assistant.web.showing.ingests import render_report, render_stopped, standing_of, summary
from assistant.web.working.ingesting import Pace

NASTY = "<img src=x onerror=alert(1)>.txt"


def at(done: int, total: int | None = 300, **changes) -> IngestProgress:
    values = {"passages": 0, "skipped": 0, "current": "/library/uploads/north/a.md"} | changes
    return IngestProgress(done, total, **values)


def test_progress_tells_how_many_how_quickly_and_how_long():
    standing = standing_of(at(120, skipped=2), rate=4.0, folder="/library/uploads")
    assert standing.figures == "120 of 300 articles · 240 articles a minute · 45 s left · 2 skipped"
    assert standing.current == "north/a.md"
    assert standing.share == 0.4


def test_progress_without_a_total_or_a_rate_tells_what_is_known():
    standing = standing_of(at(7, None), rate=None, folder="/library/uploads")
    assert (standing.figures, standing.share) == ("7 articles", None)
    assert standing_of(None, rate=None, folder="").doing == "Taking the files in"
    assert "another program" in standing_of(at(0, None, phase="waiting"), rate=None, folder="").doing


def test_an_estimate_that_was_too_low_does_not_pass_the_end():
    assert standing_of(at(12, 10), rate=1.0, folder="").share == 1.0


def test_the_rate_is_that_of_the_last_minute():
    pace = Pace()
    assert pace.after(at(0, phase="preparing"), now=0) is None
    assert pace.after(at(0), now=10) is None
    assert pace.after(at(20), now=20) == 2.0
    assert pace.after(at(20), now=100) == 0.0 or pace.after(at(20), now=100) is None
    assert pace.after(at(120), now=110) > 1.0


def test_a_report_tells_its_numbers_in_words():
    report = IngestReport(read=8, added=3, updated=1, unchanged=4, copies=2, skipped=(Skip("a", "b"),), seconds=75)
    assert summary(report) == (
        "3 articles added and 1 article updated in 1 min. 2 articles are the same text as another one. "
        "4 articles unchanged. 1 skipped."
    )
    assert summary(IngestReport()) == "Nothing new."


def test_names_and_reasons_of_others_are_escaped():
    report = IngestReport(
        added=1, skipped=(Skip(NASTY, f"reads {NASTY}"),), notices=(Notice(NASTY, "id", f"lacks {NASTY}"),)
    )
    markup = render_report(report, replaced=[NASTY]) + render_stopped(NASTY)
    assert "<img" not in markup
    assert markup.count("&lt;img") == 6


def test_many_skips_are_listed_in_part_and_wholly_in_the_file():
    report = IngestReport(skipped=tuple(Skip(f"{number}.txt", "is empty") for number in range(30)))
    markup = render_report(report)
    assert "19.txt" in markup
    assert "20.txt" not in markup
    assert "and 10 more, listed in the file" in markup
    assert len(problems_csv(report).splitlines()) == 31


def test_a_note_stands_once_for_all_articles_that_it_is_true_of():
    notices = tuple(Notice(f"{number}.txt", str(number), "has no date") for number in range(5))
    markup = render_report(IngestReport(added=5, notices=notices))
    assert markup.count("has no date") == 1
    assert "0.txt, 1.txt, 2.txt and 2 more" in markup


def test_a_spreadsheet_works_nothing_out():
    report = IngestReport(skipped=(Skip("=HYPERLINK(1).txt", "is\nempty"), Skip("-a.txt", "+b")))
    rows = list(csv.reader(io.StringIO(problems_csv(report))))
    assert rows[0] == ["kind", "path", "article_id", "reason"]
    assert rows[1] == ["skipped", "'=HYPERLINK(1).txt", "", "is empty"]
    assert rows[2] == ["skipped", "'-a.txt", "", "'+b"]
