"""A question's whole way to its answer, as events."""

import threading
import time
import uuid
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from assistant.answering.composing import Composed, compose
from assistant.answering.figures import answer_figures
from assistant.answering.quoting import longest
from assistant.answering.refusing import closest_reports, refusal_text, why_refused
from assistant.answering.sources import count_sources, with_reprints
from assistant.evidence.certainty import Day
from assistant.evidence.choosing import Evidence, find_evidence
from assistant.evidence.digest import tell_digest
from assistant.language.words import words as split
from assistant.library.store import Library
from assistant.models.checker import Checker
from assistant.models.cross_encoder import CrossEncoder
from assistant.models.embedder import Embedder
from assistant.models.writer import Writer
from assistant.retrieval.search import search
from assistant.retrieval.understanding.limits import in_words_of
from assistant.retrieval.understanding.understand import Understanding
from assistant.retrieval.widening import OUTSIDE, later_than, widened, with_outside
from assistant.types import (
    Answer,
    Citation,
    Event,
    Figure,
    Filters,
    Finished,
    Passage,
    Quote,
    Refusal,
    Retrieved,
    Token,
    Understood,
)

READ_CLOSELY = 16
"""How many passages are read for the sentences that answer."""


@dataclass(frozen=True, slots=True)
class Means:
    """What answers are made with.

    `writer` gives the model that writes, once there is evidence to write from; where it gives None, or gives up, the
    articles' own words answer, in at most `most` sentences. `cross_encoder` orders what is found, `checker` gives a
    model that checks what is written beside the rules. `cancel` stops all of it.
    """

    library: Library
    embedder: Embedder
    writer: Callable[[], Writer | None]
    most: int
    cross_encoder: CrossEncoder | None = None
    checker: Callable[[], Checker | None] = lambda: None
    cancel: threading.Event | None = None


def answer_events(question: str, understood: Understanding, means: Means) -> Iterator[Event]:
    """`Understood`, `Retrieved`, then `Token` and `Checked` as the answer comes, then `Finished`.

    Where nothing within limits that were inferred answers, it is looked up without them: another `Retrieved` then comes
    before the answer, and a note in the answer says so. Limits that were given are kept.

    Args:
        question: the user's words.
        understood: what they were understood as.
        means: what it is answered with.

    Raises:
        Cancelled: `means.cancel` was set.
        LibraryError: the library cannot be read.
    """
    started, created = time.perf_counter(), datetime.now(UTC)
    filters, library = with_outside(understood.filters, means.library), means.library
    yield Understood(understood.query, filters, understood.notes)
    found = yield from _attempt(understood, understood.search_words, filters, means)
    notes = understood.notes
    if found.composed.refused and (wider := widened(filters)):
        found = _outside(found, (yield from _attempt(understood, understood.query, wider, means)))
        notes += () if found.composed.refused else (f"Nothing {in_words_of(filters)} answers this; {OUTSIDE}",)
    notes += (*found.damage, *found.composed.notes)
    refusal = _refusal(understood.query, found, library) if found.composed.refused else None
    if refusal:
        yield Token(refusal_text(refusal))
    answer = _answer(question, understood, found, refusal, library)
    shown = answer.passages if refusal else answer.citations
    notes += later_than(understood.as_of, (source.published for source in shown))
    yield Finished(replace(answer, notes=notes, created=created, seconds=time.perf_counter() - started))


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What came of answering within some limits."""

    filters: Filters
    passages: tuple[Passage, ...]
    composed: Composed
    related: tuple[Quote, ...]
    damage: tuple[str, ...]
    """What to say of damaged articles, of which nothing was read."""


def _attempt(understood: Understanding, words: str, limits: Filters, means: Means) -> Generator[Event, None, _Attempt]:
    """Looks `words` up within limits and answers from what is found."""
    found = search(
        means.library,
        means.embedder,
        words,
        filters=limits,
        as_of=understood.as_of,
        top_k=READ_CLOSELY,
        cross_encoder=means.cross_encoder,
    )
    passages, damage = means.library.sound(found)
    yield Retrieved(tuple(passages))
    evidence = _evidence(understood, passages, limits, means)
    composed = yield from compose(
        understood.query,
        evidence.quotes,
        kind=limits.kind,
        most=means.most,
        writer=means.writer,
        checker=means.checker,
        cancel=means.cancel,
    )
    return _Attempt(limits, tuple(passages), composed, evidence.related, damage)


def _evidence(understood: Understanding, passages: Sequence[Passage], limits: Filters, means: Means) -> Evidence:
    """The sentences that answer, or those that tell a topic."""
    topic, library, embedder = understood.evidence_words, means.library, means.embedder
    if limits.kind == "digest":
        told = tell_digest(topic, passages, embedder=embedder, most=longest(means.most, limits.kind))
        return Evidence(told, told)
    asked = understood.filters
    outside = (limits.since, limits.until) != (asked.since, asked.until)
    return find_evidence(
        topic,
        passages,
        kind=limits.kind,
        embedder=embedder,
        rarity=library.rarity({word.text for word in split(topic)}),
        day=Day(understood.as_of, library.coverage().last, outside=outside),
    )


def _outside(inside: _Attempt, wider: _Attempt) -> _Attempt:
    """What is answered, or refused, where nothing within the inferred limits answers; they stay to be seen."""
    passages = (inside.passages or wider.passages) if wider.composed.refused else wider.passages
    damage = tuple(dict.fromkeys((*inside.damage, *wider.damage)))
    return _Attempt(replace(inside.filters, widened=True), passages, wider.composed, wider.related, damage)


def _refusal(query: str, found: _Attempt, library: Library) -> Refusal:
    coverage = library.coverage()
    reason = why_refused(query, found.passages, filters=found.filters, coverage=coverage)
    return Refusal(reason, found.filters, coverage, closest_reports(query, found.related))


def _answer(
    question: str, understood: Understanding, found: _Attempt, refusal: Refusal | None, library: Library
) -> Answer:
    composed = found.composed
    citations = with_reprints(composed.citations, copies=library.copies)
    return Answer(
        id=uuid.uuid4().hex,
        question=question,
        query=understood.query,
        as_of=understood.as_of,
        text=refusal_text(refusal) if refusal else composed.text,
        sentences=composed.sentences,
        citations=citations,
        passages=found.passages,
        filters=found.filters,
        created=datetime.now(UTC),
        seconds=0.0,
        refusal=refusal,
        sources=count_sources(composed.citations, copies=library.copies),
        kind=composed.kind,
        model=composed.model,
        raw=composed.raw,
        fallback=composed.fallback,
        figures=() if refusal else _figures(understood.query, found, citations, library),
    )


def _figures(query: str, found: _Attempt, citations: Sequence[Citation], library: Library) -> tuple[Figure, ...]:
    origins = library.origins({quote.passage.article_id for quote in found.related})
    return answer_figures(query, found.related, citations, kind=found.filters.kind, origins=origins)
