"""The events of an answer, one after another, as what the page shows of a turn."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from assistant.answering.figures import disagreements
from assistant.errors import AssistantError, Cancelled
from assistant.language.sentences import sentence_spans
from assistant.types import Answer, Checked, Event, Filters, Finished, Sentence, Token, Understood
from assistant.web.showing.as_text import answer_text
from assistant.web.showing.citations import render_citations
from assistant.web.showing.figures import render_figures
from assistant.web.showing.messages import render_failure, render_note
from assistant.web.showing.refusals import render_refusal
from assistant.web.showing.sentences import render_foot, render_help, render_sentence, render_unchecked
from assistant.web.showing.understood import render_understood
from assistant.web.working.asked import Request
from assistant.web.working.in_time import in_time, longest
from assistant.web.working.keeping import Place, kept

if TYPE_CHECKING:
    from assistant.chat import Assistant

logger = logging.getLogger(__name__)

_PAUSE = 0.06
"""Seconds between two pictures of an answer that is being written: about as often as an eye can follow."""


@dataclass(frozen=True, slots=True)
class View:
    """One turn as the page shows it. `understood`, `answer`, `sources` and `foot` are escaped HTML.

    Every view stands for itself: the page may miss one and be right again with the next.
    """

    turn: str
    state: Literal["waiting", "answering", "done", "stopped", "failed"] = "waiting"
    understood: str = ""
    answer: tuple[str, ...] = ()
    figures: str = ""
    sources: str = ""
    foot: str = ""
    text: str = ""
    """The finished answer with its citations as plain text, to be copied."""
    id: str = ""
    """The finished answer's id, where it is kept in a conversation."""
    conversation: str = ""
    title: str = ""
    """The conversation's."""


@dataclass(frozen=True, slots=True)
class _Draft:
    sentences: tuple[Sentence, ...] = ()
    tail: str = ""


def converse(
    assistant: "Assistant", request: Request, *, place: Callable[[], Place], cancel: threading.Event
) -> Iterator[View]:
    """The views of a turn as its answer comes; the last one's state tells how it ended. Raises nothing.

    It ends within its time, and sets `cancel` then: nobody waits for the answer any more. `place` gives where the
    answer belongs, and may raise an `AssistantError`.
    """
    latest = begun = View(request.turn, foot=render_note("Searching the archive …"))

    def answering() -> Iterator[View]:
        belongs = place()
        events = assistant.stream(request.question, cancel=cancel, **request.asked(belongs.history))
        yield from _views(events, begun, request, belongs)

    try:
        yield begun
        for latest in in_time(answering(), seconds=longest(assistant.settings.model_timeout), cancel=cancel):
            yield latest
    except Cancelled:
        yield replace(latest, state="stopped", foot=render_note("Stopped."))
    except AssistantError as error:
        yield replace(latest, state="failed", foot=render_failure(str(error)))
    except (GeneratorExit, KeyboardInterrupt):
        raise
    except BaseException:  # also what is no Exception, such as a panic of Rust code: the page would wait for ever
        logger.exception("The question could not be answered.")
        problem = "Something went wrong inside Dateline; its terminal shows what. Asking again may help."
        yield replace(latest, state="failed", foot=render_failure(problem))


def finished(view: View, answer: Answer) -> View:
    """`view` with the whole answer in place of what came before."""
    return replace(
        view,
        state="done",
        understood=render_understood(answer.question, answer.query, answer.filters, answer.notes, as_of=answer.as_of),
        answer=_said(answer),
        figures=render_figures(disagreements(answer)),
        sources=render_citations(answer.citations, answer.sources, quotes=answer.kind == "written"),
        foot=render_foot(answer),
        text=answer_text(answer),
    )


def _said(answer: Answer) -> tuple[str, ...]:
    if answer.refusal:
        return (render_refusal(answer.refusal, answer.query, answer.passages),)
    if answer.kind == "help":
        return render_help(answer)
    return tuple(render_sentence(one, answer.citations) for one in answer.sentences)


def _kept(view: View, answer: Answer, place: Place) -> View:
    """`view` with the whole answer, which is kept in its place before a reader sees it."""
    conversation = kept(place, answer)
    whole = finished(view, answer)
    if isinstance(conversation, str):
        return replace(whole, foot=whole.foot + render_note(conversation))
    return replace(whole, id=answer.id, conversation=conversation.id, title=conversation.title)


def _views(events: Iterator[Event], view: View, request: Request, place: Place) -> Iterator[View]:
    draft, drawn = _Draft(), time.monotonic()
    for event in events:
        match event:
            case Understood(query, filters, notes):
                view = replace(view, understood=_understood(request, query, filters, notes))
            case Finished(answer):
                yield _kept(view, answer, place)
            case Token() | Checked():
                draft = _advance(draft, event)
                view = replace(view, state="answering", answer=_pieces(draft), foot="")
                if time.monotonic() - drawn >= _PAUSE:
                    yield view
                    drawn = time.monotonic()


def _understood(request: Request, query: str, filters: Filters, notes: Sequence[str]) -> str:
    return render_understood(request.question, query, filters, notes, as_of=request.as_of or date.today())


def _advance(draft: _Draft, event: Token | Checked) -> _Draft:
    if isinstance(event, Token):
        return replace(draft, tail=draft.tail + event.text)
    kept = (event.sentence,) if event.sentence else ()
    return _Draft(draft.sentences + kept, _after_first(draft.tail, event.sentence))


def _after_first(tail: str, sentence: Sentence | None) -> str:
    """What is left of the unchecked words once their first sentence was checked."""
    words = tail.lstrip()
    if sentence and words.startswith(sentence.text):
        return words[len(sentence.text) :]
    spans = sentence_spans(words)
    return words[spans[0][1] :] if spans else ""


def _pieces(draft: _Draft) -> tuple[str, ...]:
    checked = tuple(render_sentence(sentence) for sentence in draft.sentences)
    return (*checked, render_unchecked(draft.tail)) if draft.tail.strip() else checked
