"""When the event of a sentence was, by its own words; and which dated sentences tell of a topic."""

from datetime import date

import numpy as np
import pytest

from assistant.evidence.timeline.dating import event_days
from assistant.evidence.timeline.telling import tell_events
from assistant.types import Passage

WEDNESDAY = date(2022, 2, 2)


def one(day: date) -> tuple[date, date]:
    return (day, day)


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("The convoy reached Ottawa on Jan. 28 and 29.", (date(2022, 1, 28), date(2022, 1, 29))),
        ("The council voted 5 to 2 on Tuesday to repair the bridge.", one(date(2022, 2, 1))),
        ("The volcano erupted on Saturday 15 January.", one(date(2022, 1, 15))),
        ("The first aircraft landed today.", one(WEDNESDAY)),
        ("Troops landed yesterday, officials said on Wednesday.", one(date(2022, 2, 1))),
        ("The troops will go to Romania, Kirby said on Wednesday.", one(WEDNESDAY)),
        ("Troops were put on alert last week.", (date(2022, 1, 24), date(2022, 1, 30))),
        ("He spoke in January.", (date(2022, 1, 1), date(2022, 1, 31))),
        ("The cathedral burned on 15 April 2019.", one(date(2019, 4, 15))),
    ],
)
def test_days_are_told_from_the_article_s_own(sentence: str, days: tuple[date, date]) -> None:
    assert event_days(sentence, published=WEDNESDAY) == days


@pytest.mark.parametrize(
    "sentence",
    [
        "The bridge is old.",
        "The bridge will be closed from Monday, April 11.",
        "Leaders will meet on Friday.",
        "The talks are due on Thursday.",
        "Britain won its first gold since 2002.",
        "The bridge was built in 1931.",
        "“We met on Monday,” she said.",
        "The committee on the Jan. 6 attack met the Jan. 6 panel.",
        "Wednesday’s case is the first.",
        "Troops arrived on Monday and left on Tuesday.",
        "Prices are higher than in January.",
        "More than 100 had come by Tuesday.",
        "On Thursday, the minister resigned.",
        "He called on March 5.",
        "",
    ],
)
def test_what_is_not_sure_or_lies_ahead_has_no_day(sentence: str) -> None:
    assert event_days(sentence, published=WEDNESDAY) is None


def test_an_undated_article_tells_only_whole_dates() -> None:
    assert event_days("The troops left on Tuesday.", published=None) is None
    assert event_days("The troops left on Feb. 1.", published=None) is None
    assert event_days("The troops left on 1 February 2022.", published=None) == one(date(2022, 2, 1))


class SameEmbedder:
    """Every text means the same: words and days alone decide."""

    name = "same"
    dimension = 2

    def embed(self, texts: list[str]) -> np.ndarray:
        return np.tile(np.array([1.0, 0.0], dtype=np.float32), (len(texts), 1))


def passage(text: str, article: str, day: date | None = WEDNESDAY) -> Passage:
    return Passage(article, 1, 0, len(text), text, title="Bridge", outlet=article, published=day)


def told(*passages: Passage, topic: str = "the bridge", most: int = 20) -> list[tuple[date, str, int]]:
    events = tell_events(topic, passages, embedder=SameEmbedder(), most=most)  # type: ignore[arg-type]
    return [(event.days[0], event.quote.text, len(event.others)) for event in events]


def test_events_stand_in_the_order_of_their_days_not_of_the_reports() -> None:
    early = passage("The bridge was closed on Wednesday.", "a1")
    late = passage("The old bridge was opened on 3 May 1998. The bridge was painted on Monday.", "a2")
    assert [day for day, _, _ in told(early, late)] == [date(1998, 5, 3), date(2022, 1, 31), WEDNESDAY]


def test_what_several_articles_tell_stands_once_with_all_of_them() -> None:
    first = passage("The council closed the old bridge to lorries on Tuesday.", "a1")
    second = passage("On Tuesday the council closed the old bridge to lorries.", "a2")
    assert [(day, others) for day, _, others in told(first, second)] == [(date(2022, 2, 1), 1)]


def test_a_teaser_that_stands_beside_many_articles_has_no_day() -> None:
    teaser = "The bridge was closed on Tuesday to lorries."
    assert told(passage(teaser, "a1"), passage(teaser, "a2", date(2022, 3, 2))) == []


def test_a_sentence_that_says_nothing_of_the_topic_is_left_out() -> None:
    assert told(passage("The school was painted on Monday.", "a1")) == []
    assert told() == []


def test_at_most_so_many_events() -> None:
    days = ("Monday", "Tuesday", "Wednesday")
    text = " ".join(f"The bridge number {number} was seen on {day}." for number, day in enumerate(days))
    assert len(told(passage(text, "a1"), most=2)) == 2
