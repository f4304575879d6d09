"""What values look like in the terminal."""

import io
import itertools
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from rich.console import Console, RenderableType

from assistant.cli.display import progress
from assistant.cli.display.answers import answer_view, sentence_view
from assistant.cli.display.figures import figures_view
from assistant.cli.display.passages import article_view
from assistant.cli.display.reports import duration, report_view
from assistant.cli.display.streaming import Draft, advance, follow
from assistant.cli.display.timelines import timeline_view
from assistant.cli.display.wording import asked_for, extent, searched, understood_lines
from assistant.cli.terminal import one_line, plain
from assistant.errors import QuestionError
from assistant.retrieval.understanding.limits import days_in_words
from assistant.types import (
    Answer,
    Article,
    Checked,
    Citation,
    Coverage,
    Figure,
    Filters,
    Finished,
    Gloss,
    IngestProgress,
    IngestReport,
    Notice,
    Retrieved,
    Sentence,
    Source,
    TimelineEntry,
    Token,
    Understood,
)

FIRST, LAST = date(2022, 2, 1), date(2022, 2, 7)
SENTENCE = Sentence("The bridge reopens on Monday.", (1,), marks=((22, 28),))
CITATION = Citation(1, "a1", 1, "The bridge reopens on Monday.", 0, 29, "Bridge", "Post", published=FIRST)
ANSWER = Answer(
    id="1",
    question="When does the bridge reopen?",
    query="When does the bridge reopen?",
    as_of=LAST,
    text="The bridge reopens on Monday. [1]",
    sentences=(SENTENCE,),
    citations=(CITATION,),
    passages=(),
    filters=Filters(),
    created=datetime(2022, 2, 7, tzinfo=UTC),
    seconds=0.21,
)


def printed(view: RenderableType, *, colour: bool = False) -> str:
    """What a console of 80 columns shows of `view`."""
    console = Console(width=80, file=io.StringIO(), force_terminal=colour, color_system="standard" if colour else None)
    with console.capture() as captured:
        console.print(view, markup=False, highlight=False)
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        (FIRST, LAST, "from 1 February 2022 to 7 February 2022"),
        (FIRST, FIRST, "on 1 February 2022"),
        (FIRST, None, "since 1 February 2022"),
        (None, LAST, "until 7 February 2022"),
        (None, None, ""),
    ],
)
def test_a_span_of_days_in_words(since, until, words):
    assert days_in_words(since, until) == words


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        (Filters(), "all articles"),
        (Filters(since=FIRST), "articles since 1 February 2022"),
        (Filters(outlets=("Post", "Ledger")), "articles by Post or Ledger"),
        (Filters(until=LAST, outlets=("Post",)), "articles until 7 February 2022, by Post"),
        (Filters(authors=("Ann Bee",), outlets=("Post",)), "articles by Post, written by Ann Bee"),
    ],
)
def test_what_was_searched_in_words(filters, words):
    assert searched(filters) == words


def test_a_gloss_stands_in_brackets_behind_its_words_and_apart_in_style():
    sentence = replace(SENTENCE, glosses=(Gloss(28, "7 February 2022"), Gloss(10, "Tanner Street Bridge")))
    shown = sentence_view(sentence)
    assert shown.plain.startswith("The bridge [Tanner Street Bridge] reopens on Monday [7 February 2022]. [1]")
    styles = {shown.plain[span.start : span.end]: str(span.style) for span in shown.spans}
    assert styles[" [7 February 2022]"] == "dim italic"
    assert styles["Monday"] == "bold"


def test_what_was_understood_names_what_was_read_out_of_the_question():
    filters = Filters(since=FIRST, until=FIRST, inferred=("since", "until", "kind"), outside=1200)
    assert understood_lines("And Poland?", "Troops going to Poland?", filters) == [
        "Searched for: Troops going to Poland?",
        "Searched: articles on 1 February 2022 (dates read from the question); 1,200 passages lie outside",
    ]
    assert understood_lines("  Who   won? ", "who won?", Filters(kind="person", inferred=("kind",))) == []


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        (Filters(), ""),
        (Filters(kind="number"), "a number"),
        (Filters(kind="yes_no", recency="hard"), "yes or no, the newest first"),
        (Filters(recency="none"), "of any age"),
    ],
)
def test_what_is_asked_for_in_words(filters, words):
    assert asked_for(filters) == words


def test_an_archive_in_words():
    outlets = tuple((f"Outlet {letter}", 10) for letter in "ABCDEFG")
    assert extent(Coverage(FIRST, LAST, outlets, 72, undated=2)) == (
        "72 articles, from 1 February 2022 to 7 February 2022, by Outlet A (10), Outlet B (10), Outlet C (10), "
        "Outlet D (10), Outlet E (10) and 2 more, 2 of them undated"
    )
    assert extent(Coverage(None, None, (), 0)) == "no articles yet"


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.04, "0.0 s"), (59.9, "59.9 s"), (880, "14 min 40 s"), (7300, "2 h 1 min")]
)
def test_durations(seconds, words):
    assert duration(seconds) == words


def test_control_characters_are_made_visible_one_for_one():
    text = "a\x1b[31mb\r\n\tc\x07\x9b\x7f\u202ed\ud800"
    assert plain(text) == "a␛[31mb \n\tc␇�␡�d�"
    assert len(plain(text)) == len(text)
    assert one_line(" two\n words\x1b ") == "two words␛"


def test_the_answering_words_are_bold_and_the_quote_is_not_repeated():
    assert "\x1b[1mMonday\x1b[0m" in printed(answer_view(ANSWER), colour=True)
    assert printed(answer_view(ANSWER)).splitlines() == [
        "The bridge reopens on Monday. [1]  (word for word)",
        "",
        "[1] Post · 1 February 2022",
        "    Bridge",
        "",
        "Quoted from 1 article in 0.2 s.",
    ]


def test_a_written_answer_shows_the_quotes_and_how_each_sentence_stands():
    written = replace(
        ANSWER,
        kind="written",
        model="tiny",
        sentences=(
            Sentence("It opens on Monday.", (1,), "supported"),
            Sentence("It cost $9.", (1,), "unsupported", ("$9",)),
        ),
        citations=(replace(CITATION, speaker="Ann Bee", role="mayor", url="https://post.example/1", kind="opinion"),),
    )
    shown = printed(answer_view(written))
    assert "It opens on Monday. [1]  (supported by its source)" in shown
    assert "It cost $9. [1]  (not supported: the source lacks $9)" in shown
    assert "[1] Post · 1 February 2022 · opinion\n    Bridge\n    “The bridge reopens on Monday.”\n" in shown
    assert "    — Ann Bee, mayor\n    https://post.example/1\n" in shown
    assert shown.endswith("Written by tiny, checked against 1 article in 0.2 s.")


def test_an_answer_that_was_not_written_says_why():
    shown = printed(answer_view(replace(ANSWER, fallback="The server does not answer. Start it.")))
    assert "Not written by a model: The server does not answer. Start it." in shown


def test_the_lines_of_a_quote_have_a_bar():
    text = "First paragraph.\n\nThe quote stands here, in the second.\n\nThird."
    shown = printed(article_view(Article("a1", text, title="Bridge"), quotes=[(18, 37)])).splitlines()
    assert [line for line in shown if line.startswith("┃")] == ["┃ The quote stands here, in the second."]
    assert "  First paragraph." in shown


def test_a_draft_grows_with_the_events_and_a_struck_sentence_leaves_nothing():
    draft = Draft()
    for event in (
        Understood("q", Filters()),
        Retrieved(()),
        Token("It opens. And t"),
        Checked(0, Sentence("It opens.")),
    ):
        draft = advance(draft, event)
    assert [sentence.text for sentence in draft.sentences] == ["It opens."]
    assert draft.unchecked == " And t"
    assert advance(draft, Checked(1, None)) == replace(draft, unchecked="")


def test_a_stream_is_wiped_and_gives_its_answer():
    def events() -> Iterator[Understood | Token | Finished]:
        yield Understood("q", Filters())
        yield Token("Unchecked words")
        yield Finished(ANSWER)

    console = Console(width=80, file=io.StringIO(), force_terminal=True)
    assert follow(events, console=console) == ANSWER
    written = console.file.getvalue()
    assert "\x1b[2K" in written.rpartition("Unchecked")[2]

    piped = Console(width=80, file=io.StringIO())
    assert follow(events, console=piped) == ANSWER
    assert piped.file.getvalue() == ""


def test_an_error_before_the_first_event_leaves_the_terminal_as_it_was():
    def refuse() -> Iterator[Finished]:
        raise QuestionError("The question is empty.")

    console = Console(width=80, file=io.StringIO(), force_terminal=True)
    with pytest.raises(QuestionError):
        follow(refuse, console=console)
    assert "\x1b[?25h" in console.file.getvalue().rpartition("\x1b[?25l")[2], "the cursor is shown again"


def test_where_there_is_no_terminal_progress_is_a_line_now_and_then(monkeypatch):
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_LINES", 0.0)
    console = Console(width=80, file=io.StringIO())
    with progress.progress_bar(console=console) as show:
        show(IngestProgress(0, None, 0, 0, "a/one.txt", "waiting"))
        show(IngestProgress(0, 3723, 128, 0, "a/one.txt", "embedding"))
    assert console.file.getvalue().splitlines() == [
        "Waiting for another ingest; a/one.txt",
        "Embedding; 0 of 3,723 articles, 128 passages; a/one.txt",
    ]


def test_in_a_terminal_progress_has_rate_and_time_left_and_says_that_it_stops():
    seconds = itertools.count(0.0)
    cancel = threading.Event()
    console = Console(width=80, file=io.StringIO(), force_terminal=True, get_time=lambda: next(seconds))
    with progress.progress_bar(console=console, cancel=cancel) as show:
        for done in range(0, 40, 10):
            show(IngestProgress(done, 3723, done, 0, "a/one.txt", "embedding"))
        cancel.set()
    shown = console.file.getvalue()
    assert "Stopping" in shown
    assert "30 of 3,723 articles, " in shown
    assert "/s, " in shown
    assert " left" in shown


def test_a_report_of_nothing_is_plain():
    assert printed(report_view(IngestReport(read=1, unchanged=1, seconds=0.5), source="a folder")).splitlines()[:4] == [
        "Read 1 article in 0.5 s from a folder",
        "  added      0",
        "  updated    0",
        "  unchanged  1",
    ]


def test_an_answer_names_the_outlets_that_carry_its_words_too() -> None:
    citation = replace(CITATION, reprints=("b2", "c3"))
    source = Source("a1", ("Post", "Wire", "Courier"), ("a1", "b2", "c3"))
    carried = replace(ANSWER, citations=(citation,), sources=(source,))
    assert "Also carried by Wire and Courier." in printed(answer_view(carried))

    left_out = replace(carried, citations=(replace(citation, reprints=("b2",)),))
    assert "Also carried by 1 other article." in printed(answer_view(left_out))


def test_copies_are_counted_as_one_origin() -> None:
    second = replace(CITATION, number=2, article_id="b2")
    source = Source("a1", ("Post", "Wire"), ("a1", "b2"))
    answer = replace(ANSWER, citations=(CITATION, second), sources=(source,))
    assert "Quoted from 2 articles (2 outlets, 1 origin) in 0.2 s." in printed(answer_view(answer))


def test_a_report_tells_how_many_of_the_new_articles_are_copies() -> None:
    shown = printed(report_view(IngestReport(read=3, added=3, copies=2), source="a folder"))
    assert "copies among them" in shown
    assert "copies" not in printed(report_view(IngestReport(read=3, added=3), source="a folder"))


def test_a_file_of_many_articles_is_named_once_in_a_note():
    report = IngestReport(read=9, added=9, notices=tuple(Notice("all.jsonl", str(n), "has no title") for n in range(9)))
    shown = " ".join(printed(report_view(report, source="a folder")).split())
    assert "all.jsonl, 9 articles; --report FILE lists all: has no title" in shown


OLD = Figure(4.2e6, "$", "$4.2 million", "", "planned", 1, CITATION, as_of=FIRST, outlet="Post", superseded=True)
NEW = replace(OLD, value=5.6e6, text="$5.6 million", status="actual", citation=replace(CITATION, number=2), as_of=LAST)


def test_figures_that_differ_stand_in_a_table_with_those_replaced_struck_out() -> None:
    answer = replace(ANSWER, figures=(OLD, replace(NEW, superseded=False)))
    shown = printed(answer_view(answer))
    assert "The articles give different figures:" in shown
    assert "$4.2 million" in shown
    assert "(planned," in shown
    assert "superseded)" in shown
    assert "superseded" not in shown.partition("$5.6 million")[2]
    assert "7 Feb 2022, reported" in shown
    assert "[2] “The bridge reopens on Monday.”" in shown
    assert "\x1b[2;9m$4.2 million" in printed(answer_view(answer), colour=True)
    assert "\x1b[1m$5.6 million" in printed(answer_view(answer), colour=True)


def test_figures_that_agree_or_are_not_spoken_of_are_not_shown() -> None:
    agreeing = replace(ANSWER, figures=(OLD, replace(OLD, citation=replace(CITATION, number=2))))
    elsewhere = replace(CITATION, number=3)
    unspoken = replace(ANSWER, figures=(replace(OLD, citation=elsewhere), replace(NEW, citation=elsewhere)))
    apart = replace(ANSWER, figures=(OLD, replace(NEW, group=2)))
    assert all("different figures" not in printed(answer_view(answer)) for answer in (agreeing, unspoken, apart))


def test_what_others_wrote_cannot_move_the_cursor_of_a_table() -> None:
    hostile = replace(OLD, text="1\x1b[2J", subject="a\nb", place="\u202ec", speaker="\x07", outlet="\x1b[0m")
    assert not set("\x1b\x07\u202e") & set(printed(figures_view([[hostile, NEW]])))


def test_a_timeline_shows_the_event_s_day_beside_the_report_s() -> None:
    entry = TimelineEntry(date(2022, 1, 29), FIRST, CITATION, until=date(2022, 1, 30), others=(CITATION,))
    shown = printed(timeline_view([entry, replace(entry, until=None, others=())]))
    assert "29 January 2022" in shown
    assert "– 30 January 2022" in shown
    assert "Post · 1 February 2022" in shown
    assert "Also told by Post, 1 Feb 2022." in shown
    assert "dateline search" in printed(timeline_view([]))
