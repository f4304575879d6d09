"""A question's way through the parts: understood, found, answered, told as a timeline."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Unpack, cast

from assistant.answering.helping import help_events
from assistant.answering.stream import Means, answer_events
from assistant.answering.timeline import timeline_of
from assistant.parts import Parts
from assistant.retrieval.understanding.small_talk import is_small_talk
from assistant.retrieval.understanding.understand import Given, understand
from assistant.retrieval.widening import find
from assistant.types import Answer, Event, Finished, Found, TimelineEntry


class Asked(Given, total=False):
    """What may be given beside a question that is to be answered; `Assistant.ask` says what each is."""

    length: int | None
    quoted: bool


def find_passages(parts: Parts, question: str, *, top_k: int, **given: Unpack[Given]) -> Found:
    """The passages for a question, best first, with what was understood. No language model is asked."""
    library = parts.active()
    understood = understand(question, known=parts.known(library), **given)
    return find(library, parts.asking_embedder(library), understood, top_k=top_k, cross_encoder=parts.reranker())


def stream_answer(
    parts: Parts, question: str, *, cancel: threading.Event | None, **asked: Unpack[Asked]
) -> Iterator[Event]:
    """The events of answering, in order; what was asked is understood before the first is taken."""
    library = parts.active()
    embedder = parts.asking_embedder(library)
    if is_small_talk(question, embedder, first=not asked.get("history")):
        return help_events(question, library=library, as_of=asked.get("as_of") or date.today())
    length = asked.pop("length", None) or parts.settings.answer_length
    writer = (lambda: None) if asked.pop("quoted", False) else parts.writer
    given = cast(Given, asked)
    understood = understand(question, known=parts.known(library), writer=writer, cancel=cancel, **given)
    means = Means(library, embedder, writer, length, parts.reranker(), parts.checker, cancel)
    return answer_events(question, understood, means)


def tell_timeline(parts: Parts, topic: str, *, most: int, **given: Unpack[Given]) -> tuple[TimelineEntry, ...]:
    """The dated events of a topic, in the order of their days; at most the `most` relevant ones."""
    library = parts.active()
    understood = understand(topic, known=parts.known(library), **given)
    return timeline_of(understood, library=library, embedder=parts.asking_embedder(library), most=most)


def asked_again(parts: Parts, told: Answer) -> Answer:
    """What the articles' own words answer now to the question of an answer, from its day and within its limits.

    Limits that were read out of the question are read out of it again. Of an answer that names none as read, all may
    have been given: where reading gives others, it is asked within exactly these.
    """
    limits = told.filters
    given = Given(as_of=told.as_of)
    given |= {name: getattr(limits, name) for name in ("since", "until", "outlets") if name not in limits.inferred}  # type: ignore[typeddict-item]
    again = _asked(parts, told.query, given)
    if limits.inferred or replace(again.filters, outside=0) == replace(limits, outside=0):
        return again
    return _asked(parts, told.query, Given(as_of=told.as_of, filters=limits))


def _asked(parts: Parts, question: str, given: Given) -> Answer:
    events = stream_answer(parts, question, cancel=None, quoted=True, **given)
    return next(event.answer for event in events if isinstance(event, Finished))
