"""The timeline of a topic as HTML, Markdown and CSV."""

import csv
import io
from datetime import date

import pytest

from assistant.errors import QuestionError
from assistant.types import Citation, TimelineEntry
from assistant.web.calls.timelines import open_timeline
from assistant.web.plotting.tables import timeline_csv, timeline_markdown
from assistant.web.showing.timelines import NOTHING, render_timeline


def told(number: int, quote: str, day: int, outlet: str = "Gazette") -> Citation:
    return Citation(number, f"gazette/{number}", 1, quote, 0, len(quote), outlet=outlet, published=date(2022, 3, day))


ENTRIES = (
    TimelineEntry(
        date(2022, 2, 27), date(2022, 3, 1), told(1, "The *harbour* froze on Sunday <i>.", 1), until=date(2022, 2, 28)
    ),
    TimelineEntry(
        date(2022, 3, 2),
        date(2022, 3, 2),
        told(2, "It thawed on Wednesday.", 2),
        others=(told(3, "On Wednesday the ice went.", 3, "Courier"), told(4, "=Ice went Wednesday.", 4, "Post")),
    ),
)


class Teller:
    """Tells what it was made with."""

    def __init__(self, answer):
        self.answer = answer

    def timeline(self, topic: str, *, most: int):
        topic.encode()
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer[:most]


def test_events_stand_under_their_months_with_both_days_and_their_quotes():
    _, markup = render_timeline("ice", ENTRIES).split("</p>", 1)
    assert markup.index("February 2022</h3>") < markup.index("The *harbour* froze on Sunday &lt;i&gt;.")
    assert markup.index("froze") < markup.index("March 2022</h3>") < markup.index("It thawed on Wednesday.")
    assert '<time datetime="2022-02-27">27 February 2022</time> <span>to <time datetime="2022-02-28">' in markup
    assert "Gazette · 1 Mar 2022" in markup
    assert "2 events" in render_timeline("ice", ENTRIES)


def test_further_reports_are_folded_and_open_their_articles_too():
    folded = render_timeline("ice", ENTRIES).split("<details>")[1]
    assert "also in 2 further reports" in folded
    assert 'data-article="gazette/3"' in folded
    assert 'data-article="gazette/4"' in folded


def test_a_topic_of_which_nothing_is_told_says_so():
    assert NOTHING in open_timeline(Teller(()), "nothing")


@pytest.mark.parametrize("topic", ["half an emoji \ud83d", "\"><script>alert('topic')</script>"])
def test_whatever_a_browser_sends_is_a_topic(topic: str):
    assert "<script>" not in open_timeline(Teller(ENTRIES), topic)


def test_a_problem_is_a_message():
    assert "Type a question." in open_timeline(Teller(QuestionError("Type a question.")), "")


def test_as_markdown_each_event_is_a_line_whose_marks_are_the_articles_own():
    lines = timeline_markdown("ice", ENTRIES).splitlines()
    assert lines[0] == "# Timeline: ice"
    assert lines[2] == (
        "- **27 February 2022 to 28 February 2022**: "
        "“The \\*harbour\\* froze on Sunday \\<i\\>.” (Gazette, 1 Mar 2022)."
    )
    assert lines[3].endswith("Also told by Courier, 3 Mar 2022; Post, 4 Mar 2022.")


def test_as_csv_each_report_is_a_line():
    rows = list(csv.DictReader(io.StringIO(timeline_csv(ENTRIES))))
    assert [(row["day"], row["published"], row["outlet"], row["told by"]) for row in rows] == [
        ("2022-02-27", "2022-03-01", "Gazette", "first report"),
        ("2022-03-02", "2022-03-02", "Gazette", "first report"),
        ("2022-03-02", "2022-03-03", "Courier", "further report"),
        ("2022-03-02", "2022-03-04", "Post", "further report"),
    ]
    assert rows[3]["quote"] == "'=Ice went Wednesday."
