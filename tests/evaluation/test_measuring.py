"""Questions put to the demo archive, and what is found to be wrong."""

import json
import threading
from datetime import date
from pathlib import Path

import pytest

from assistant import Assistant, Settings
from assistant.errors import EvaluationError
from assistant.evaluation.faults import find_faults
from assistant.evaluation.gold import GoldArticles
from assistant.evaluation.measuring import evaluate, rank_gold
from assistant.evaluation.questions import Evidence, Labelled
from assistant.evaluation.results import Evaluation, Measured
from assistant.types import Article, Filters, Passage

COST = "https://alderfallsgazette.example/2022-03-23-bridge-cost-rises"


@pytest.fixture(scope="module")
def measured(demo: Assistant, demo_questions: Path) -> Evaluation:
    return evaluate(demo, demo_questions)


def by_id(evaluation: Evaluation) -> dict[str, Measured]:
    return {one.id: one for one in evaluation.measured}


def test_what_is_answered_is_found_and_said(measured):
    for name in ("romania", "bridge", "gasoline", "wordle", "eunice"):
        one = by_id(measured)[name]
        assert one.ranks[0] == 1, name
        assert (one.refused, one.in_quotes) == (False, True), name
        assert one.faults == ()


def test_gold_articles_that_are_copies_stand_in_one_place(measured):
    one = by_id(measured)["romania"]
    assert len(one.gold) == 3
    assert one.relevant == len(one.ranks) <= 3


def test_an_address_names_its_article_however_it_is_spelled(measured):
    assert by_id(measured)["gasoline"].gold == ("https://harborledger.example/2022/03/08/gasoline-record",)


def test_words_that_no_article_has_are_not_expected(measured):
    assert by_id(measured)["paraphrase"].in_quotes is None


def test_an_article_that_is_not_there_is_told(measured):
    one = by_id(measured)["elsewhere"]
    assert (one.gold, one.absent, one.in_quotes) == ((), ("no-such-article",), None)
    assert [(fault.kind, fault.detail) for fault in one.faults] == [("absent", "Not in the archive: no-such-article.")]


def test_what_the_archive_does_not_say_is_to_be_refused(measured):
    refused = by_id(measured)["bulgaria"]
    assert (refused.answerable, refused.refused, refused.faults) == (False, True, ())
    assert by_id(measured)["opera"].refused is not None


def test_a_day_for_all_replaces_each_ones_own(demo, demo_questions):
    day = evaluate(demo, demo_questions, as_of="2022-03-01", search_only=True, limit=2)
    assert {one.as_of for one in day.measured} == {date(2022, 3, 1)}
    assert {one.refused for one in day.measured} == {None}
    assert {one.as_of for one in evaluate(demo, demo_questions, as_of="today", limit=1).measured} == {date.today()}


def test_stopping_keeps_what_was_measured(demo, demo_questions):
    cancel, seen = threading.Event(), []

    def stop(one):
        seen.append(one)
        if len(seen) == 2:
            cancel.set()

    stopped = evaluate(demo, demo_questions, on_measured=stop, cancel=cancel)
    assert stopped.stopped
    assert list(stopped.measured) == seen


def test_a_file_without_a_question_is_an_error(demo, tmp_path):
    file = tmp_path / "questions.jsonl"
    file.write_text("")
    with pytest.raises(EvaluationError, match="is empty"):
        evaluate(demo, file)
    file.write_text("nonsense\n{}\n")
    with pytest.raises(EvaluationError, match=r"line 1 is broken JSON at column 1, and 1 more\."):
        evaluate(demo, file)


CORPUS = [
    {
        "title": "Harbour bridge reopens after repairs",
        "author": "Ada Quill",
        "source": "Harbour Post",
        "published_at": "2023-10-05T12:00:00+00:00",
        "category": "business",
        "url": "https://harbour.example/bridge?id=1",
        "body": "The harbour bridge reopened on Thursday after four months of repairs, which cost 12 million dollars.",
    },
    {
        "title": "Mayor resigns over bridge",
        "author": None,
        "source": "Meridian Wire",
        "published_at": "2023-11-01T00:00:00+00:00",
        "category": "politics",
        "url": "https://meridian.example/mayor",
        "body": "The mayor of Harbourtown resigned on Wednesday, saying that the harbour bridge had cost too much.",
    },
]
HOPS = [
    {
        "query": "Did the mayor resign after the harbour bridge had reopened?",
        "answer": "Yes",
        "question_type": "temporal_query",
        "evidence_list": [
            {"title": "Harbour bridge reopens after repairs", "url": "http://www.harbour.example/bridge?id=1#top"},
            {"title": "mayor resigns  over bridge", "source": "Meridian Wire"},
        ],
    },
    {"query": "Who won the regatta?", "answer": "Insufficient information.", "question_type": "null_query"},
]


def test_a_multihop_corpus_is_ingested_and_its_questions_need_every_article(tmp_path):
    (tmp_path / "corpus.json").write_text(json.dumps(CORPUS))
    (tmp_path / "hops.json").write_text(json.dumps(HOPS))
    with Assistant.open(Settings(library=tmp_path / "library", model=None)) as assistant:
        report = assistant.ingest(tmp_path / "corpus.json")
        assert (report.added, report.notices) == (2, ())
        bridge = assistant.article("https://harbour.example/bridge?id=1")
        assert (bridge.outlet, bridge.authors, bridge.published) == ("Harbour Post", ("Ada Quill",), date(2023, 10, 5))
        both, unknown = evaluate(assistant, tmp_path / "hops.json", as_of="2023-11-02").measured
    assert both.gold == ("https://harbour.example/bridge?id=1", "https://meridian.example/mayor")
    assert both.ranks == (1, 2)
    assert both.in_quotes is None  # no article says “Yes”
    assert not unknown.answerable


def test_a_title_without_its_outlet_names_nothing(demo):
    found = GoldArticles(demo).of(
        Labelled("Who?", "a", evidence=(Evidence(title="New York Times buys Wordle", outlet="Harbor Ledger"),))
    )
    assert (found.ids, found.absent) == (frozenset(), ("New York Times buys Wordle",))


def passage(article_id: str, *reprints: str) -> Passage:
    return Passage(article_id, 1, 0, 4, "text", reprints=reprints)


def test_articles_are_ranked_and_stand_for_their_copies():
    found = [passage("a"), passage("b"), passage("a", "c"), passage("d"), passage("c")]
    assert rank_gold(found, frozenset({"d"})) == ((3,), frozenset({"d"}))
    assert rank_gold(found, frozenset({"c"})) == ((1,), frozenset({"c"}))
    assert rank_gold(found, frozenset({"a", "c", "d", "x"})) == ((1, 3), frozenset({"a", "c", "d"}))
    assert rank_gold([], frozenset({"a"})) == ((), frozenset())


WEEK = Filters(since=date(2022, 2, 1), until=date(2022, 2, 7), outlets=("CNN",), inferred=("since", "until", "outlets"))


def faults(ranks=(), *, relevant=1, needs_all=False, filters=WEEK, **fields) -> list[tuple[str, str]]:
    gold = ("x",) if relevant else ()
    values = {"answerable": True, "expected": None, "gold": gold, "absent": ()} | fields
    one = Measured(
        id="a", question="Who?", as_of=date(2022, 2, 2), ranks=ranks, relevant=relevant, search_ms=1.0, **values
    )
    article = Article("x", "text", outlet="cnn", published=date(2022, 2, 9))
    found = find_faults(one, needs_all=needs_all, depth=60, article=lambda _: article, filters=lambda: filters)
    return [(fault.kind, fault.detail) for fault in found]


def test_each_fault_says_why():
    assert faults((1,)) == []
    assert faults((4,)) == [("not_first", "Found at place 4.")]
    assert faults((14,)) == [("deep", "Found at place 14.")]
    assert faults(filters=Filters()) == [("not_found", "Not among the first 60 passages.")]
    assert faults() == [
        (
            "outside",
            "Published 9 February 2022 by cnn; searched was from 1 February 2022 until 7 February 2022 by CNN.",
        )
    ]
    assert faults((1, 30), relevant=2, needs_all=True) == [("partly", "1 of 2 articles in the first 10.")]
    assert faults((1, 30), relevant=2) == []
    assert faults((2,), refused=True) == [("refused", "Refused, with the article at place 2.")]
    assert faults(gold=(), refused=True) == [("refused", "Refused.")]
    assert faults((1,), refused=False, in_quotes=False, answer="The mayor did.") == [
        ("words_missing", "Answered: “The mayor did.”")
    ]
    assert faults(answerable=False, relevant=0, refused=False, answer="Ann. [1]") == [
        ("answered", "Answered: “Ann. [1]”")
    ]
    assert faults(answerable=False, relevant=0, refused=True) == []
