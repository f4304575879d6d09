"""What the page calls about kept conversations: the list, one with its answers, exports, remarks; each to its owner."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from assistant import Assistant, Settings
from assistant.errors import ConversationNotFound, ReceiptError
from assistant.types import Answer, Citation, Conversation, Filters, Sentence
from assistant.web.calls.conversations import deleted, listed, opened, renamed, restored
from assistant.web.calls.exports import exported, kept_answer
from assistant.web.calls.remarks import explained, marked
from assistant.web.calls.sent import text_in
from assistant.web.showing.as_text import answer_text
from assistant.web.showing.conversations import LISTED, describe_day, render_conversations
from assistant.web.working.keeping import place_of

MINE, THEIRS = "mine", "theirs"
CITATION = Citation(
    number=1,
    article_id="harbor/1",
    version=1,
    title="Troops\nmove",
    outlet="Harbor Ledger",
    authors=(),
    published=date(2022, 2, 2),
    url="https://harborledger.example/1",
    quote="About 1,000 will go.",
    start=0,
    end=20,
    content_hash="h",
)


def answer(number: int, question: str = "How many?", **changes) -> Answer:
    values = {
        "id": f"answer {number}",
        "question": question,
        "query": question,
        "as_of": date(2022, 2, 3),
        "text": "About 1,000 will go. [1]",
        "sentences": (Sentence("About 1,000 will go.", (1,)),),
        "citations": (CITATION,),
        "passages": (),
        "filters": Filters(),
        "created": datetime(2022, 2, 3, tzinfo=UTC),
        "seconds": 0.5,
    }
    return Answer(**{**values, **changes})


@pytest.fixture
def assistant(tmp_path: Path) -> Iterator[Assistant]:
    """An assistant over a library of its own; no model is loaded."""
    with Assistant.open(Settings(library=tmp_path / "library", _env_file=None)) as assistant:
        yield assistant


@pytest.fixture
def conversation(assistant: Assistant) -> str:
    """A conversation of two answers."""
    store = assistant.conversations(MINE)
    begun = store.keep(answer(1))
    store.keep(answer(2, "And <b>there</b>?"), begun.id)
    return begun.id


def test_an_answer_is_copied_with_what_it_cites():
    copied = answer_text(answer(1))
    assert copied == (
        "About 1,000 will go. [1]\n\n[1] Harbor Ledger, 2 February 2022, “Troops move”. https://harborledger.example/1"
    )
    bare = replace(CITATION, number=2, title=None, outlet=None, published=None, url=None)
    assert answer_text(answer(1, citations=(bare,))).endswith("[2] Unnamed outlet, undated. harbor/1")
    assert answer_text(answer(1, citations=(), text="The articles do not say.")) == "The articles do not say."


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (datetime(2022, 3, 17, 0, 1), "Today"),
        (datetime(2022, 3, 16, 23, 59), "Yesterday"),
        (datetime(2022, 3, 2), "Earlier this month"),
        (datetime(2022, 2, 28), "February 2022"),
        (datetime(2021, 3, 2), "March 2021"),
    ],
)
def test_conversations_stand_under_their_days(day: datetime, told: str):
    assert describe_day(day, datetime(2022, 3, 17, 9)) == told


def test_days_are_those_of_the_readers_clock():
    late = Conversation("c", "Late?", *[datetime(2022, 3, 16, 23, 30, tzinfo=UTC)] * 2, 1)
    berlin = timezone(timedelta(hours=1))
    assert ">Today<" in render_conversations([late], now=datetime(2022, 3, 17, 9, tzinfo=berlin))
    assert ">Yesterday<" in render_conversations([late], now=datetime(2022, 3, 17, 9, tzinfo=UTC))


def test_titles_are_escaped_and_very_old_ones_are_left_to_the_search():
    many = [Conversation(f"c{n}", '<b>"T"', *[datetime(2022, 3, 1, tzinfo=UTC)] * 2, 1) for n in range(LISTED + 3)]
    markup = render_conversations(many, now=datetime(2022, 3, 17, tzinfo=UTC))
    assert "<b>" not in markup
    assert 'title="&lt;b&gt;&quot;T&quot;"' in markup
    assert markup.count("kept-link") == LISTED
    assert "3 older ones are found by searching." in markup


def test_the_list_has_the_owners_conversations_with_the_words(assistant: Assistant, conversation: str):
    assert listed(assistant, MINE, {"words": "THOUSAND 1,000"})["count"] == 0
    found = listed(assistant, MINE, {"words": "1,000 there", "minutes": 60})
    assert found["count"] == 1
    assert f'data-conversation="{conversation}"' in found["html"]
    assert listed(assistant, THEIRS, {})["count"] == 0


@pytest.mark.parametrize(
    "asked", [None, [], "x", {"words": 7, "minutes": "x"}, {"minutes": 10**9}, {"words": "\ud800"}]
)
def test_a_request_that_makes_no_sense_lists_what_there_is_or_nothing(assistant: Assistant, asked):
    assert listed(assistant, MINE, asked)["count"] == 0


def test_what_comes_from_the_browser_is_cut_and_clean():
    assert text_in({"words": "a\ud800b" * 50}, "words", most=3) == "a?b"


def test_a_conversation_opens_as_its_answers_were_shown(assistant: Assistant, conversation: str):
    found = opened(assistant, MINE, conversation)
    assert found["title"] == "How many?"
    assert [turn["question"] for turn in found["turns"]] == ["How many?", "And <b>there</b>?"]
    assert {turn["state"] for turn in found["turns"]} == {"done"}
    assert [turn["id"] for turn in found["turns"]] == ["answer 1", "answer 2"]
    assert 'data-article="harbor/1"' in found["turns"][0]["answer"][0]
    assert json.dumps(found)


def test_nobody_reaches_the_conversation_of_another(assistant: Assistant, conversation: str):
    asked = {"conversation": conversation, "answer": "answer 1", "format": "json", "title": "Taken"}
    for attempt in (
        lambda: opened(assistant, THEIRS, conversation),
        lambda: renamed(assistant, THEIRS, asked),
        lambda: deleted(assistant, THEIRS, conversation),
        lambda: restored(assistant, THEIRS, conversation),
        lambda: exported(assistant, THEIRS, asked),
        lambda: exported(assistant, THEIRS, {**asked, "answer": ""}),
        lambda: kept_answer(assistant, THEIRS, conversation, "answer 1"),
        lambda: place_of(assistant, THEIRS, conversation),
    ):
        with pytest.raises(ConversationNotFound):
            attempt()
    assert opened(assistant, MINE, conversation)["title"] == "How many?"


def test_a_conversation_is_renamed_deleted_and_restored(assistant: Assistant, conversation: str):
    assert (
        renamed(assistant, MINE, {"conversation": conversation, "title": " Troop   moves "})["title"] == "Troop moves"
    )
    assert deleted(assistant, MINE, conversation)["title"] == "Troop moves"
    assert listed(assistant, MINE, {})["count"] == 0
    assert restored(assistant, MINE, conversation)["conversation"] == conversation
    assert listed(assistant, MINE, {})["count"] == 1


def test_the_next_question_leans_on_what_was_kept(assistant: Assistant, conversation: str):
    place = place_of(assistant, MINE, conversation)
    assert [turn.question for turn in place.history] == ["How many?", "And <b>there</b>?"]
    place.keep(answer(3, "And then?"))
    assert [turn["id"] for turn in opened(assistant, MINE, conversation)["turns"]][-1] == "answer 3"


def test_asking_again_replaces_the_last_answer_and_no_other(assistant: Assistant, conversation: str):
    again = place_of(assistant, MINE, conversation, replaces="answer 2")
    assert [turn.question for turn in again.history] == ["How many?"]
    again.keep(answer(3))
    assert [turn["id"] for turn in opened(assistant, MINE, conversation)["turns"]] == ["answer 1", "answer 3"]
    place_of(assistant, MINE, conversation, replaces="answer 1").keep(answer(4))
    assert len(opened(assistant, MINE, conversation)["turns"]) == 3


def test_the_first_answer_begins_a_conversation(assistant: Assistant):
    begun = place_of(assistant, MINE).keep(answer(1))
    assert [one.id for one in assistant.conversations(MINE).all()] == [begun.id]


def test_files_are_named_after_what_was_asked(assistant: Assistant, conversation: str):
    asked = {"conversation": conversation, "answer": "answer 2", "format": "html"}
    file = exported(assistant, MINE, asked)
    assert (file.name, file.type) == ("and-b-there-b.html", "text/html")
    assert assistant.verify(file.text).sealed
    renamed(assistant, MINE, {"conversation": conversation, "title": "Где?"})
    assert exported(assistant, MINE, {"conversation": conversation, "format": "markdown"}).name == "answer.md"


def test_what_cannot_be_exported_is_told(assistant: Assistant, conversation: str):
    with pytest.raises(ReceiptError, match="There is no export as “pdf”"):
        exported(assistant, MINE, {"conversation": conversation, "format": "pdf"})
    with pytest.raises(ConversationNotFound, match="not in the conversation any more"):
        exported(assistant, MINE, {"conversation": conversation, "answer": "answer 9", "format": "json"})


def test_a_second_click_does_not_forget_what_was_said(assistant: Assistant, conversation: str):
    wrong = kept_answer(assistant, MINE, conversation, "answer 1")
    assert marked(assistant, wrong) == {"text": "", "right": "", "silent": False}
    assert explained(assistant, wrong, {"text": " Too  few. ", "right": "1,900"})["right"] == "1,900"
    assert marked(assistant, wrong) == {"text": "Too few.", "right": "1,900", "silent": False}
    assert explained(assistant, wrong, {"text": "", "right": "1,900", "silent": True})["silent"]
    assert [turn["wrong"] for turn in opened(assistant, MINE, conversation)["turns"]] == [True, False]
