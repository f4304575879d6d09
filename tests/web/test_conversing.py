"""Events in, views out: what the page shows while an answer comes and after it ended."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

from assistant import Assistant, Settings
from assistant.errors import AssistantError, Cancelled, ConversationNotFound, LibraryError, ModelError
from assistant.types import (
    Answer,
    Checked,
    Conversation,
    Coverage,
    Event,
    Filters,
    Finished,
    Refusal,
    Sentence,
    Token,
    Understood,
)
from assistant.web.working import conversing
from assistant.web.working.asked import Request
from assistant.web.working.conversing import View, converse
from assistant.web.working.keeping import Place, place_of

QUESTION = "How many?"
FIRST = Sentence("About 1,000 will go.", (1,), "supported")


def answer(**changes) -> Answer:
    values = {
        "id": "1",
        "question": QUESTION,
        "query": QUESTION,
        "as_of": date(2022, 2, 3),
        "text": "About 1,000 will go. [1]",
        "sentences": (FIRST,),
        "citations": (),
        "passages": (),
        "filters": Filters(),
        "created": datetime(2022, 2, 3, tzinfo=UTC),
        "seconds": 0.5,
    }
    return Answer(**{**values, **changes})


class Scripted:
    """Answers with the events it was given; an exception among them is raised."""

    settings = SimpleNamespace(model_timeout=60.0)

    def __init__(self, *events: Event | BaseException) -> None:
        self.events = events

    def stream(self, question, *, cancel=None, **asked) -> Iterator[Event]:
        for event in self.events:
            if isinstance(event, BaseException):
                raise event
            yield event


@pytest.fixture(autouse=True)
def every_view(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(conversing, "_PAUSE", 0.0)


class Shelf:
    """Keeps answers, or cannot."""

    def __init__(self, problem: AssistantError | None = None) -> None:
        self.problem = problem

    def keep(self, answer: Answer, conversation_id: str | None = None, *, again: bool = False) -> Conversation:
        if self.problem:
            raise self.problem
        return Conversation("c", answer.question, answer.created, answer.created, 1)


def views(*events: Event | Exception, place: Callable[[], Place] | None = None) -> list[View]:
    place = place or (lambda: Place(Shelf(), None, (), again=False))
    return list(converse(Scripted(*events), Request(QUESTION, "t"), place=place, cancel=threading.Event()))


def test_a_turn_goes_from_waiting_over_answering_to_done():
    seen = views(Understood(QUESTION, Filters()), Token("About"), Checked(0, FIRST), Finished(answer()))
    assert [view.state for view in seen] == ["waiting", "answering", "answering", "done"]
    assert {view.turn for view in seen} == {"t"}
    assert seen[-1].text == "About 1,000 will go. [1]"
    assert (seen[-1].id, seen[-1].conversation, seen[-1].title) == ("1", "c", QUESTION)


def test_an_answer_that_cannot_be_kept_is_shown_and_says_so():
    full = LibraryError("The disk is full. <Free> some space.")
    last = views(Finished(answer()), place=lambda: Place(Shelf(full), None, (), again=False))[-1]
    assert last.state == "done"
    assert "About 1,000" in last.answer[0]
    assert "This answer is not kept in a conversation. The disk is full. &lt;Free&gt; some space." in last.foot
    assert (last.id, last.conversation) == ("", "")


def test_a_question_in_a_conversation_that_is_gone_fails_in_clear_words():
    def gone() -> Place:
        raise ConversationNotFound("There is no such conversation any more.")

    last = views(Finished(answer()), place=gone)[-1]
    assert last.state == "failed"
    assert "There is no such conversation any more." in last.foot


def test_words_that_were_not_checked_yet_look_so():
    seen = views(Token("About 1,000 will go. Th"), Checked(0, FIRST), Token("ey leave."))
    assert seen[1].answer == ('<span class="unchecked" dir="auto">About 1,000 will go. Th</span>',)
    assert "supported" in seen[2].answer[0]
    assert seen[2].answer[1:] == ('<span class="unchecked" dir="auto"> Th</span>',)
    assert seen[3].answer[1:] == ('<span class="unchecked" dir="auto"> They leave.</span>',)


def test_a_struck_sentence_disappears():
    seen = views(Token("Nobody said this. They leave."), Checked(0, None))
    assert "Nobody" not in "".join(seen[-1].answer)
    assert "They leave." in "".join(seen[-1].answer)


def test_a_refusal_takes_the_place_of_what_was_streamed():
    refusal = Refusal("No article has anything on this.", Filters(), Coverage(None, None, (), 3))
    last = views(Token("The articles do not say."), Finished(answer(sentences=(), refusal=refusal)))[-1]
    assert last.state == "done"
    assert "No article has anything on this." in last.answer[0]


def test_what_was_shown_stays_when_it_is_stopped():
    last = views(Token("About"), Cancelled("stopped"))[-1]
    assert last.state == "stopped"
    assert "About" in last.answer[0]
    assert "Stopped." in last.foot


def test_a_known_problem_is_shown_in_its_own_words():
    last = views(ModelError("The model server is <down>. Start it."))[-1]
    assert last.state == "failed"
    assert "The model server is &lt;down&gt;. Start it." in last.foot


def test_an_unknown_problem_is_logged_and_shown_without_its_traceback(caplog: pytest.LogCaptureFixture):
    last = views(ZeroDivisionError("secret"))[-1]
    assert last.state == "failed"
    assert "Something went wrong inside Dateline" in last.foot
    assert "secret" not in last.foot
    assert "ZeroDivisionError" in caplog.text


def test_a_library_that_is_gone_is_told_in_the_place_of_an_answer(tmp_path: Path) -> None:
    with Assistant.open(Settings(library=tmp_path / "library", _env_file=None)) as assistant:
        (tmp_path / "library").rename(tmp_path / "elsewhere")
        place = partial(place_of, assistant, "me")
        last = list(converse(assistant, Request(QUESTION, "t"), place=place, cancel=threading.Event()))[-1]
    assert last.state == "failed"
    assert "was moved, deleted or replaced while it was open" in last.foot
