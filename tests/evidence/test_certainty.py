"""How surely a question is answered by what was found."""

from dataclasses import replace
from datetime import date

from assistant.evidence.candidates import Candidate
from assistant.evidence.certainty import UNDATED, Day, Signs, certainty, signs
from assistant.evidence.features import Features, take_apart
from assistant.types import Passage

GOOD = Signs(
    passage=3.0, meaning=0.7, context=0.9, votes=0.9, stale=0.2, outside=0.0, names=1.0, verbatim=0.0, conflict=0.0
)
FEATURES = Features(
    passage=0.0, meaning=0.7, overlap=0.6, near=0.7, titled=0.8, context=0.9, lead=1.0, kind=1.0, length=3.0,
    slot_conflict=0.0, heading=0.0,
)  # fmt: skip
TEXT = "About 1,000 troops are going to Romania."
SENTENCE = Candidate(Passage("a", 1, 0, len(TEXT), TEXT, published=date(2022, 2, 2), score=0.9), 0, len(TEXT), TEXT)


def told(question: str, day: Day) -> Signs:
    return signs(take_apart(question, "number"), SENTENCE, FEATURES, votes=0.9, day=day)


def test_what_is_found_to_say_it_answers_and_what_says_something_else_does_not() -> None:
    assert certainty(GOOD) > 0.5
    assert certainty(replace(GOOD, passage=-3.0, meaning=0.4, context=0.4, votes=0.3)) < 0.5


def test_a_sentence_about_another_place_is_no_answer() -> None:
    assert certainty(replace(GOOD, conflict=1.0)) < certainty(GOOD) - 0.3


def test_old_news_answers_a_question_about_news_less_surely() -> None:
    question = "How many troops are going to Romania this week?"
    fresh = told(question, Day(date(2022, 2, 3), date(2022, 3, 1)))
    old = told(question, Day(date(2023, 2, 3), date(2023, 3, 1)))
    assert certainty(old) < certainty(fresh)


def test_the_age_of_an_article_tells_nothing_of_a_question_without_a_time() -> None:
    question = "How many troops went to Romania?"
    assert told(question, Day(date(2025, 2, 3), date(2025, 3, 1))).stale == 0.0
    assert told(question, UNDATED).stale == 0.0


def test_nor_where_the_archive_ends_long_before_the_question() -> None:
    late = told(
        "How many troops are going to Romania this week?", Day(date(2026, 2, 3), date(2022, 3, 1), outside=True)
    )
    assert (late.stale, late.outside) == (0.0, 0.0)


def test_a_year_that_is_named_means_that_year_whenever_it_is_asked() -> None:
    late = Day(date(2026, 2, 3), date(2022, 3, 1), outside=True)
    assert told("How many troops went to Romania in 2021?", late).outside == 1.0


def test_what_was_written_before_the_year_asked_about_does_not_answer_unless_it_names_it() -> None:
    day = Day(date(2026, 2, 3), date(2022, 3, 1))
    assert told("How many troops are going to Romania in 2025?", day).conflict == 1.0
    assert told("How many troops are going to Romania in 2022?", day).conflict == 0.0
    ahead = replace(SENTENCE, passage=replace(SENTENCE.passage, text=f"{TEXT} They will stay until 2025."))
    asked = take_apart("How many troops will be in Romania in 2025?", "number")
    assert signs(asked, ahead, FEATURES, votes=0.9, day=day).conflict == 0.0
