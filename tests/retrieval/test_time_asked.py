"""The time a question asks about: which days of publication limit it, and how much newer articles are preferred."""

from datetime import date
from pathlib import Path

import pytest

from assistant.language.times import periods
from assistant.retrieval.understanding.time_asked import TimeAsked, time_asked

GOLDEN = Path(__file__).parents[1] / "golden"
NASTY = [
    "last " * 4000,
    "in " * 6667,
    "1" * 20_000,
    "2022-" * 4000,
    " " * 20_000 + "Monday",
    "the first half of the " * 900,
    "between March and " * 1111,
    "2 to 3 to 4 to 5 " * 1100,
    "Monday, Tuesday and " * 1000,
    "since the war on the war in " * 700,
    "a few few few several couple of " * 600,
    "’s " * 6000,
    "June 2 " * 2800,
]


def rows(name):
    lines = (GOLDEN / name).read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.split(" | ")] for line in lines if not line.startswith("#")]


def day(cell):
    return None if cell == "-" else date.fromisoformat(cell)


@pytest.mark.parametrize(("as_of", "question", "since", "until", "recency"), rows("times_asked.txt"))
def test_a_time_limits_the_question(as_of, question, since, until, recency):
    asked = time_asked(question, as_of=date.fromisoformat(as_of))
    assert (asked.since, asked.until, asked.recency) == (day(since), day(until), recency)
    assert asked.spans


@pytest.mark.parametrize(("as_of", "question", "recency"), rows("times_not_asked.txt"))
def test_no_time_limits_the_question(as_of, question, recency):
    asked = time_asked(question, as_of=date.fromisoformat(as_of))
    assert (asked.since, asked.until, asked.recency, asked.spans) == (None, None, recency, ())


def test_the_words_that_limit_are_named():
    question = "What did the court decide between March and May 2021?"
    assert [question[slice(*span)] for span in time_asked(question, as_of=date(2022, 6, 16)).spans] == [
        "between March and May 2021"
    ]


@pytest.mark.parametrize(
    ("question", "reported_until"),
    [
        ("Who resigned on Monday?", date(2022, 6, 14)),
        ("Which articles were published on Monday?", date(2022, 6, 13)),
        ("Who resigned today?", date(2022, 6, 16)),
        ("Who resigned last week?", date(2022, 6, 12)),
        ("Who resigned since Monday?", None),
        ("Who resigned?", None),
    ],
)
def test_what_happened_on_a_day_is_reported_until_the_next(question, reported_until):
    assert time_asked(question, as_of=date(2022, 6, 16)).reported_until == reported_until


def test_times_that_exclude_each_other_limit_nothing_and_the_asker_is_told():
    asked = time_asked("What happened yesterday in 2019?", as_of=date(2022, 6, 16))
    assert asked.contradiction
    assert asked.notes == ("“yesterday” and “2019” exclude each other, so no time limits the search.",)
    assert asked.since is asked.until is None


@pytest.mark.parametrize("written", ["31 February", "2022-13-45", "2/3/2022"])
def test_a_date_that_names_no_day_limits_nothing_and_the_asker_is_told(written):
    asked = time_asked(f"What was signed on {written}?", as_of=date(2022, 6, 16))
    assert asked.since is asked.until is None
    assert written in asked.notes[0]


@pytest.mark.parametrize("as_of", [date.min, date(1, 3, 1), date(9999, 1, 1), date.max])
@pytest.mark.parametrize(
    "question", [row[1] for name in ("times_asked.txt", "times_not_asked.txt") for row in rows(name)][::10]
)
def test_the_ends_of_the_calendar_are_no_error(question, as_of):
    asked = time_asked(question, as_of=as_of)
    assert asked.since is None or asked.until is None or asked.since <= asked.until


@pytest.mark.parametrize("question", ["Who ruled 9999 years ago?", "Who ruled in the last 9999 decades?"])
def test_what_lies_before_the_calendar_limits_nothing(question):
    asked = time_asked(question, as_of=date(2022, 6, 16))
    assert asked.since is asked.until is None


@pytest.mark.parametrize("question", ["", "?", "   ", "\x00", "Сталося вчора?"])
def test_there_may_be_no_time_at_all(question):
    assert time_asked(question, as_of=date(2022, 6, 16)) == TimeAsked()


@pytest.mark.timeout(20)
@pytest.mark.parametrize("question", NASTY, ids=range(len(NASTY)))
def test_a_long_question_is_read_in_time(question):
    """Something that backtracks over 20,000 characters would take hours."""
    time_asked(question, as_of=date(2022, 6, 16))
    assert all(0 <= period.span[0] < period.span[1] <= len(question) for period in periods(question, as_of=date.max))
