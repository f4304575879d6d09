"""`ask` and `search` on the demo archive."""

import json
from datetime import date

import pytest
from pydantic import TypeAdapter

from assistant.chat import Assistant
from assistant.settings import Settings
from assistant.types import Answer, Found

ROMANIA = "How many troops are going to Romania?"
BULGARIA = "How many troops are going to Bulgaria?"


def test_an_answer_shows_its_sentences_and_the_sources_they_cite(dateline):
    ran = dateline("ask", ROMANIA)
    assert ran.code == 0
    assert "1,000" in ran.out
    assert "[1] (word for word)" in " ".join(ran.out.split())
    assert "\n[1] " in ran.out
    assert "February 2022" in ran.out
    assert ran.err == ""


def test_every_citation_of_the_json_answer_stands_in_its_article(dateline, library):
    ran = dateline("ask", ROMANIA, "--json")
    answer = Answer.from_json(ran.out)
    assert answer.to_json() == ran.out.strip()
    assert any("1,000" in citation.quote for citation in answer.citations)
    with Assistant.open(Settings(library=library)) as assistant:
        for citation in answer.citations:
            article = assistant.article(citation.article_id, citation.version)
            assert article.text[citation.start : citation.end] == citation.quote


def test_json_is_all_there_is_on_stdout(dateline):
    ran = dateline("ask", ROMANIA, "--json")
    assert ran.out.count("\n") == 1
    assert ran.err == ""


def test_a_refusal_says_what_was_searched_and_what_the_archive_has(dateline):
    ran = dateline("ask", BULGARIA, "--as-of", "2024-05-20")
    assert ran.code == 0
    assert ran.out.startswith("The articles do not say.")
    assert "Searched:    all articles" in ran.out
    assert "The archive: 4" in ran.out
    assert "Closest reports:" in ran.out


def test_filters_reach_the_answer_and_are_shown(dateline):
    limits = ("--as-of", "2022-02-05", "--since", "2022-02-03", "--until", "2022-02-04", "--outlet", "Potomac Dispatch")
    shown = dateline("ask", ROMANIA, *limits).out
    assert "Searched: articles from 3 February 2022 to 4 February 2022, by Potomac Dispatch;" in " ".join(shown.split())
    answer = Answer.from_json(dateline("ask", ROMANIA, *limits, "--json").out)
    assert answer.as_of == date(2022, 2, 5)
    assert {citation.outlet for citation in answer.citations} <= {"Potomac Dispatch"}
    assert {passage.outlet for passage in answer.passages} == {"Potomac Dispatch"}


def test_of_a_very_long_question_the_beginning_is_read_and_that_is_told(dateline):
    ran = dateline("ask", "How many troops are going to Romania? " + "Please tell me everything. " * 700)
    assert "only its first 2,000 characters were read" in " ".join(ran.out.split())
    assert len(ran.out) < 8000


def test_search_lists_passages_best_first(dateline):
    ran = dateline("search", ROMANIA, "--top-k", "3")
    assert ran.code == 0
    assert [line[0] for line in ran.out.splitlines() if line[:2] in ("1 ", "2 ", "3 ", "4 ")] == ["1", "2", "3"]
    assert "score 0." in ran.out


def test_search_says_what_it_searched(dateline):
    ran = dateline("search", ROMANIA, "--as-of", "2024-05-20", "--outlet", "Harbor Ledger", "--outlet", "Meridian Wire")
    assert ran.out.startswith("Searched: articles by Harbor Ledger or Meridian Wire; ")
    assert "passages lie outside" in " ".join(ran.out.split())


def test_search_that_finds_nothing_says_so(dateline):
    ran = dateline("search", ROMANIA, "--until", "1990-01-01")
    assert ran.code == 0
    assert ran.out.startswith("Searched: articles until 1 January 1990; ")
    assert ran.out.endswith("Nothing found. Try wider limits.\n")


def test_search_as_json_gives_passages_and_what_was_understood(dateline):
    ran = dateline("search", "And " + ROMANIA, "--json", "--top-k", "2")
    found = TypeAdapter(Found).validate_json(ran.out)
    assert len(found.passages) == 2
    assert found.passages[0].score >= found.passages[1].score
    assert set(json.loads(ran.out)["passages"][0]) >= {"article_id", "start", "end", "text", "score"}
    assert (found.filters.kind, found.filters.inferred) == ("number", ("kind",))


def test_search_shows_what_was_read_out_of_the_question(dateline):
    ran = dateline("search", "what did the Harbor Ledger report about Romania last week", "--as-of", "2022-02-09")
    shown = " ".join(ran.out.split())
    assert "Searched: articles from 31 January 2022 to 6 February 2022, by Harbor Ledger" in shown
    assert "(dates and outlets read from the question)" in shown
    assert "passages lie outside Asked for: the newest first 1 Harbor Ledger · " in shown
    assert "2 February 2022" in shown
    assert "Meridian Wire ·" not in shown


def test_who_asks_of_now_is_told_how_old_the_news_is(dateline):
    told = "The archive ends on 14 May 2024; nothing later is known here."
    assert told in dateline("ask", ROMANIA, "--as-of", "2026-01-01").out
    assert told not in dateline("ask", ROMANIA, "--as-of", "2022-02-03").out


def test_a_limit_that_was_read_wrongly_hides_nothing(dateline):
    ran = dateline("search", "How many troops are going to Romania this week?", "--as-of", "2024-12-31")
    shown = " ".join(ran.out.split())
    assert "The archive ends on 14 May 2024; nothing later is known here." in shown
    assert "Nothing was found from 25 December 2024 to 31 December 2024; what follows lies outside." in shown
    assert "Harbor Ledger ·" in shown


def test_a_refusal_within_given_limits_tells_what_they_hide(dateline):
    ran = dateline("ask", BULGARIA, "--since", "2022-02-01")
    assert "outside; ask without these limits to search there too." in " ".join(ran.out.split())


@pytest.mark.parametrize("command", ["ask", "search"])
def test_an_empty_question_is_refused_with_a_hint(dateline, command):
    ran = dateline(command, "  ")
    assert (ran.code, ran.out) == (1, "")
    assert "The question is empty" in ran.err


def test_limits_that_contradict_each_other_are_an_error(dateline):
    ran = dateline("ask", "Who won?", "--since", "2022-03-01", "--until", "2022-02-01")
    assert (ran.code, ran.out) == (1, "")
    assert "2022-03-01" in ran.err


@pytest.mark.parametrize("option", ["--as-of", "--since", "--until"])
@pytest.mark.parametrize("value", ["yesterday", "2022-13-01", "02/02/2022", ""])
def test_a_date_that_is_none_is_a_usage_error(dateline, option, value):
    ran = dateline("ask", "Who won?", option, value)
    assert (ran.code, ran.out) == (2, "")
    assert "is not a date. Write year, month and day, such as 2022-02-02." in " ".join(ran.err.replace("│", "").split())


def test_without_own_articles_the_demo_archive_answers_and_says_so(dateline, empty):
    ran = dateline("ask", ROMANIA, own=empty)
    assert "1,000" in ran.out
    assert "Demo archive" not in ran.out
    assert "Demo archive: your library is empty." in ran.err


def test_a_misspelt_word_is_put_right_unless_it_is_asked_as_written(dateline):
    assert (
        "Searched for: How many troops are going to Romania?"
        in dateline("search", "How many tropos are going to Romania?").out
    )
    assert "Searched for:" not in dateline("search", "How many tropos are going to Romania?", "--as-written").out


def test_a_greeting_is_answered_with_questions(dateline):
    ran = dateline("ask", "hello")
    assert ran.code == 0
    assert "I answer questions from the articles" in " ".join(ran.out.split())
    assert "What did" in ran.out


def test_the_latest_of_a_topic_is_told_by_several_articles(dateline):
    answer = Answer.from_json(dateline("ask", "What is the latest on troops in Romania?", "--json").out)
    days = [citation.published for citation in answer.citations]
    assert len(days) > 1
    assert days == sorted(days, reverse=True)
