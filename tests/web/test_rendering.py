"""Answers as HTML: what a reader is shown of sentences, citations, refusals and what was understood."""

import html
import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime

from assistant.types import Answer, Citation, Coverage, Filters, Passage, Refusal, Sentence, Source
from assistant.web.showing.citations import render_citations
from assistant.web.showing.refusals import render_refusal
from assistant.web.showing.sentences import render_foot, render_help, render_sentence, render_unchecked
from assistant.web.showing.understood import render_understood
from assistant.web.showing.wording import describe_coverage

NASTY = "\"><script>alert('x')</script><img src=x onerror=alert(1)>"
QUOTE = "About 1,000 troops are going to Romania, Kirby said."
CITATION = Citation(
    1,
    "ledger/1",
    2,
    QUOTE,
    10,
    10 + len(QUOTE),
    title="Pentagon to send 1,000 troops",
    outlet="Harbor Ledger",
    published=date(2022, 2, 2),
    content_hash="abc",
    speaker="John Kirby",
    role="Pentagon press secretary",
    attribution="named",
)
COVERAGE = Coverage(date(2019, 4, 17), date(2024, 5, 14), (("Harbor Ledger", 8), ("Meridian Wire", 6)), 1045, 1)


def test_a_sentence_shows_its_answering_words_its_source_its_speaker_and_how_it_stands():
    markup = render_sentence(Sentence(QUOTE, (1,), marks=((0, 11),)), [CITATION])
    assert "<mark>About 1,000</mark> troops are going" in markup
    assert 'aria-label="Citation 1: Harbor Ledger · 2 Feb 2022"' in markup
    assert "John Kirby, Pentagon press secretary" in markup
    assert "Quoted" in markup


def test_a_citation_names_the_place_in_the_article():
    markup = render_sentence(Sentence(QUOTE, (1,)), [CITATION])
    for attribute in ('data-article="ledger/1"', 'data-version="2"', 'data-hash="abc"', 'data-start="10"'):
        assert attribute in markup


def test_a_sentence_that_the_quotes_do_not_carry_says_what_is_missing():
    markup = render_sentence(Sentence("Some 9,000 left.", (1,), "unsupported", ("9,000",)), [CITATION])
    assert "Not supported" in markup
    assert "Missing: 9,000." in markup


def test_a_number_without_its_citation_yet_is_no_button():
    markup = render_sentence(Sentence("It moves.", (1,), "supported"))
    assert "<button" not in markup
    assert ">1<" in markup


def test_the_list_names_each_article_once_with_all_its_numbers():
    second = replace(CITATION, number=2, start=100, end=120, quote="They are not permanent.")
    markup = render_citations([CITATION, second], ())
    assert markup.count("Pentagon to send 1,000 troops") == 1
    assert '<span class="number">1</span><span class="number">2</span>' in markup


def test_the_list_names_the_other_outlets_that_carry_the_words():
    carried = replace(CITATION, reprints=("wire/2", "standard/3"))
    two = Source("ledger/1", ("Harbor Ledger", "Meridian Wire", "Prairie Standard"), ("ledger/1", *carried.reprints))
    many = replace(two, outlets=("Harbor Ledger", "A", "B", "C"))
    assert "also in Meridian Wire and Prairie Standard" in render_citations([carried], [two])
    assert "also in 3 other outlets" in render_citations([carried], [many])
    assert "also in 2 other articles" in render_citations([carried], ())


def test_a_copy_that_left_the_words_out_is_not_said_to_carry_them():
    report = Source("ledger/1", ("Harbor Ledger", "Meridian Wire", "Standard"), ("ledger/1", "wire/2", "standard/3"))
    assert "also in 1 other article" in render_citations([replace(CITATION, reprints=("wire/2",))], [report])
    assert "also in" not in render_citations([CITATION], [report])


def test_corrections_and_opinions_say_what_they_are():
    assert "Correction" in render_citations([replace(CITATION, kind="correction")], ())
    opinion = replace(CITATION, kind="opinion")
    assert "Opinion" in render_citations([opinion], ())
    assert "Opinion" in render_sentence(Sentence(QUOTE, (1,)), [opinion])


def test_below_a_written_answer_stand_the_cited_words():
    assert QUOTE in render_citations([CITATION], (), quotes=True)


def test_what_was_understood_is_shown_where_it_is_not_the_question():
    asked = "And to Poland?"
    filters = Filters(since=date(2022, 2, 1), outlets=("Harbor Ledger",), inferred=("since",))
    markup = render_understood(asked, "How many troops are going to Poland?", filters)
    assert "How many troops are going to Poland?" in markup
    assert 'title="Read out of your question"><button type="button" class="edit-limits">from 1 February 2022<' in markup
    assert ">Harbor Ledger<" in markup
    assert render_understood(asked, "And  to Poland?", Filters(kind="number", inferred=("kind",))) == ""


def test_limits_can_be_dropped_and_stand_in_the_page_as_they_are():
    filters = Filters(since=date(2022, 2, 1), until=date(2022, 2, 7), outlets=('A "B"', "C"), kind="number")
    markup = render_understood("How many?", "How many?", filters, as_of=date(2022, 2, 9))
    assert ">As of 9 Feb 2022<" in markup
    assert ">1 Feb 2022 – 7 Feb 2022<" in markup
    assert 'data-drop="outlets" data-value="A &quot;B&quot;"' in markup
    known = json.loads(html.unescape(re.search(r'data-limits="([^"]*)"', markup)[1]))
    assert known == {
        "since": "2022-02-01",
        "until": "2022-02-07",
        "outlets": ['A "B"', "C"],
        "authors": [],
        "kind": "number",
        "recency": "soft",
    }


def test_a_refusal_within_limits_offers_to_search_beyond_them():
    def offered(filters: Filters) -> list[str]:
        return re.findall(r'data-drop="(\w+)"', render_refusal(Refusal("No.", filters, COVERAGE), "x", ()))

    assert offered(Filters(since=date(2022, 1, 1))) == ["span"]
    assert offered(Filters(outlets=("A",))) == ["names"]
    assert offered(Filters(since=date(2022, 1, 1), outlets=("A",))) == ["all", "span", "names"]
    assert offered(Filters(since=date(2022, 1, 1), widened=True)) == []
    assert offered(Filters()) == []


def test_a_refusal_tells_reason_search_coverage_and_offers_the_nearest_passages():
    refusal = Refusal("No sentence answers this.", Filters(until=date(2022, 1, 1), outside=12), COVERAGE)
    passage = Passage("ledger/1", 1, 0, 10, "Passage text", title="Nearest title", outlet="Harbor Ledger")
    markup = render_refusal(refusal, "How many to Bulgaria?", [passage])
    for words in ("The articles do not say.", "No sentence answers this.", "How many to Bulgaria?"):
        assert words in markup
    assert "to 1 January 2022 (12 passages outside)" in markup
    assert "1,045 articles · 2 outlets · 17 Apr 2019 – 14 May 2024" in markup
    assert 'data-article="ledger/1"' in markup
    assert "Harbor Ledger · undated" in markup


def test_a_refusal_quotes_the_reports_that_come_near_in_place_of_passages():
    refusal = Refusal("No sentence answers this.", Filters(), COVERAGE, (CITATION,))
    markup = render_refusal(refusal, "x", [Passage("other", 1, 0, 5, "Words")])
    assert "Closest reports" in markup
    assert f"<q>{QUOTE}</q>" in markup
    assert "said by <bdi>John Kirby, Pentagon press secretary</bdi>" in markup
    assert 'data-start="10"' in markup
    assert "Nearest passages" not in markup


def test_a_greeting_is_answered_with_questions_to_ask():
    answer = _answer(kind="help", sentences=(), citations=(), text="Ask me.", suggestions=("What did Ada Plum say?",))
    assert "Ask me." in render_help(answer)[0]
    assert '<button type="button" class="example">What did Ada Plum say?</button>' in render_help(answer)[1]
    assert "Dateline’s own words" in render_foot(answer)


def test_the_archive_is_described_in_one_line():
    assert describe_coverage(Coverage(None, None, (), 0)) == "no articles yet"
    assert describe_coverage(Coverage(None, None, (("One", 1),), 1)) == "1 article · 1 outlet"


def test_the_foot_tells_how_the_answer_was_made():
    answer = _answer(kind="written", model="small-model", seconds=2.34)
    assert "Written by small-model, checked against the articles · as of 3 February 2022 · 2.3 s" in render_foot(answer)
    assert "Quoted from the articles · as of 3 February 2022 · under 0.1 s" in render_foot(_answer(seconds=0.02))
    assert "Shown as quotations. The model is down." in render_foot(_answer(fallback="The model is down."))


def test_nothing_that_others_wrote_leaves_its_box():
    citation = replace(
        CITATION,
        article_id=NASTY,
        title=NASTY,
        outlet=NASTY,
        quote=NASTY,
        speaker=NASTY,
        role=NASTY,
        content_hash=NASTY,
    )
    passage = Passage(NASTY, 1, 0, 5, NASTY, title=NASTY, outlet=NASTY)
    refusal = Refusal(NASTY, Filters(outlets=(NASTY,), authors=(NASTY,)), COVERAGE, (citation,))
    parts = [
        render_sentence(Sentence(NASTY, (1,), "unsupported", (NASTY,), ((0, 9),)), [citation]),
        render_citations([citation], [Source("x", (NASTY, "A"), (NASTY,))], quotes=True),
        render_refusal(refusal, NASTY, [passage]),
        render_refusal(replace(refusal, closest=()), NASTY, [passage]),
        *render_help(_answer(kind="help", text=NASTY, suggestions=(NASTY,))),
        render_understood("x", NASTY, Filters(outlets=(NASTY,), inferred=("outlets",))),
        render_foot(_answer(fallback=NASTY, model=NASTY, kind="written")),
        render_unchecked(NASTY),
    ]
    for markup in parts:
        assert "<script" not in markup
        assert "<img" not in markup
        assert "'x'" not in markup


def test_rendering_does_not_need_gradio():
    modules = "assistant.web.showing.sentences, assistant.web.working.conversing"
    code = f"import sys, {modules}; sys.exit('gradio' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def _answer(**changes) -> Answer:
    values = {
        "id": "1",
        "question": "q",
        "query": "q",
        "as_of": date(2022, 2, 3),
        "text": QUOTE,
        "sentences": (Sentence(QUOTE, (1,)),),
        "citations": (CITATION,),
        "passages": (),
        "filters": Filters(),
        "created": datetime(2022, 2, 3, tzinfo=UTC),
        "seconds": 0.5,
    }
    return Answer(**{**values, **changes})
