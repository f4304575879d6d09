"""What speaks for a passage, time, copies and diversity."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.words import Finder, content_stems
from assistant.retrieval.ranking.features import (
    MONTH,
    Candidate,
    age_of,
    carriers,
    features_read,
    features_unread,
    take_apart,
)
from assistant.retrieval.ranking.rank import MOST_READ, Sought, rank
from assistant.types import Passage

TODAY = date(2022, 2, 10)
QUERY = take_apart("How many troops go to Romania?", {"troops": 3.0, "go": 1.0, "Romania": 4.0})
SOUGHT = Sought(QUERY, TODAY)


def candidate(article: str, text: str, *, meaning: float = 0.5, published: date | None = TODAY, start: int = 0):
    return Candidate(Passage(article, 1, start, start + len(text), text, published=published), meaning)


def order(*found: Candidate, sought: Sought = SOUGHT) -> list[str]:
    return [passage.article_id for passage in rank(found, sought, per_article=3)]


def told(found: Candidate, query=QUERY):
    return features_read(features_unread(found, others=0, age=0), found.passage, query)


def age(days: float, archive_end: date | None = TODAY) -> float:
    return age_of(TODAY - timedelta(days=days), as_of=TODAY, archive_end=archive_end)


def test_the_share_of_words_counts_rare_ones_more() -> None:
    both = told(candidate("a", "Troops in Romania."), QUERY)
    one = told(candidate("a", "They go on."), QUERY)
    assert both.words == pytest.approx(7 / 8)
    assert one.words == pytest.approx(1 / 8)


def test_words_that_follow_each_other_make_a_phrase() -> None:
    query = take_apart("gas prices", {"gas": 2.0, "prices": 2.0})
    assert told(candidate("a", "Gas prices rose."), query).phrases == 1.0
    assert told(candidate("a", "Prices of gas rose."), query).phrases == 0.0


def test_a_country_is_named_by_its_people_and_by_its_title() -> None:
    titled = candidate("a", "A thousand will move.")
    titled = replace(titled, passage=replace(titled.passage, title="Romania waits"))
    assert told(candidate("a", "Romanian bases."), QUERY).names == 1.0
    assert told(titled, QUERY).names == 1.0
    assert told(candidate("a", "romaine lettuce"), QUERY).names == 0.0


@given(st.text(max_size=200), st.lists(st.sampled_from("dogs walked U.S. 1,000 America news $5 British sky’s".split())))
def test_the_finder_finds_what_stemming_every_word_finds(text: str, words: list[str]) -> None:
    text = f"{text} {' '.join(words)}"
    wanted = frozenset(content_stems("The dog walks; Americans, 1000 and 5, the UK's skies and news"))
    assert Finder(wanted).find(text)[0] == [stem if stem in wanted else "" for stem in content_stems(text)]


def test_age_grows_with_the_days_and_never_below_none() -> None:
    ages = [age(days) for days in (0, 1, 7, 30, 365, 3650)]
    assert ages == sorted(ages)
    assert ages[0] == 0.0


def test_a_later_day_than_the_one_asked_from_counts_as_old() -> None:
    assert age(-1) > age(300)


def test_an_article_without_a_date_never_passes_for_newer_than_a_dated_one_of_years_ago() -> None:
    assert age_of(None, as_of=TODAY, archive_end=TODAY) > age(1_500)


def test_a_question_from_after_the_archives_end_is_taken_as_asked_at_its_end() -> None:
    end = TODAY - timedelta(days=MONTH + 1)
    assert age_of(end, as_of=TODAY, archive_end=end) == 0.0
    assert age_of(end - timedelta(days=7), as_of=TODAY, archive_end=end) < age(7)


def test_the_newer_of_two_equals_comes_first_only_where_time_counts() -> None:
    old, new = candidate("a-old", "Troops.", published=date(2021, 1, 1)), candidate("b-new", "Troops in.")
    assert order(old, new) == ["b-new", "a-old"]
    untimed = rank([old, new], replace(SOUGHT, recency="none"), per_article=3)
    assert untimed[0].score == untimed[1].score


def test_more_meaning_more_words_or_the_lead_come_first() -> None:
    plain = candidate("plain", "Nothing of it.", start=3_000)
    for better in (
        replace(plain, meaning=0.9),
        candidate("words", "Troops go.", start=3_000),
        candidate("lead", "Nothing of it.  "),
        replace(plain, by_both=True),
    ):
        named = replace(better, passage=replace(better.passage, article_id="better"))
        assert order(plain, named)[0] == "better"


def test_scores_lie_between_none_and_one() -> None:
    ranked = rank(
        [candidate("a", "Troops go to Romania.", meaning=1.0), candidate("b", "?", meaning=-1.0)], SOUGHT, per_article=3
    )
    assert [0 < passage.score < 1 for passage in ranked] == [True, True]


def test_carriers_are_counted_within_their_group() -> None:
    passages = [candidate(name, "x").passage for name in ("a", "b", "c", "c")]
    assert carriers(passages, {"a": "a", "b": "a"}) == {"a": 1, "b": 1, "c": 0}


def test_copies_fold_into_the_best_with_their_ids_as_reprints() -> None:
    found = [
        candidate("a", "Same  words.", meaning=0.9),
        candidate("b", "Same words.", meaning=0.8),
        candidate("c", "Other.", meaning=0.7),
    ]
    ranked = rank(found, SOUGHT, per_article=3)
    assert [(passage.article_id, passage.reprints) for passage in ranked] == [("a", ("b",)), ("c", ())]


def test_one_article_does_not_fill_the_list() -> None:
    blog = [candidate("blog", f"Entry {number}.", meaning=0.9, start=number) for number in range(8)]
    assert order(*blog, candidate("other", "Else.", meaning=0.1)) == ["blog"] * 3 + ["other"]


def test_beyond_those_whose_words_are_read_passages_stay_in_the_list() -> None:
    near = [candidate(f"near{number}", f"Report {number}.", meaning=0.6) for number in range(MOST_READ)]
    far = [candidate(f"far{number}", f"Troops {number}.", meaning=0.2) for number in range(5)]
    assert {passage.article_id for passage in rank(near + far, SOUGHT, per_article=3)[MOST_READ:]} == {
        found.passage.article_id for found in far
    }
