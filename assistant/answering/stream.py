"""A question's whole way to its answer, as events."""

import threading
import time
import uuid
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from assistant.answering.composing import Composed, compose
from assistant.answering.figures import answer_figures
from assistant.answering.quoting import longest
from assistant.answering.refusing import closest_reports, refusal_text, why_refused
from assistant.answering.sources import count_sources, with_reprints
from assistant.evidence.certainty import Day
from assistant.evidence.choosing import find_evidence
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


def answer_events(
    question: str,
    understood: Understanding,
    *,
    library: Library,
    embedder: Embedder,
    writer: Callable[[], Writer | None],
    most: int,
    cross_encoder: CrossEncoder | None = None,
    checker: Callable[[], Checker | None] = lambda: None,
    cancel: threading.Event | None = None,
) -> Iterator[Event]:
    """`Understood`, `Retrieved`, then `Token` and `Checked` as the answer comes, then `Finished`.

    Where nothing within limits that were inferred answers, it is looked up without them: another `Retrieved` then comes
    before the answer, and a note in the answer says so. Limits that were given are kept.

    Args:
        question: the user's words.
        understood: what they were understood as.
        library: where it is looked up.
        embedder: the one the library was made with.
        writer: gives the model that writes, once there is evidence to write from; None quotes.
        most: how many sentences a quoted answer has at the most.
        cross_encoder: orders what is found; None leaves it in its order.
        checker: gives the model that checks what is written beside the rules; None leaves it to these.
        cancel: set it to stop.

    Raises:
        Cancelled: `cancel` was set.
        LibraryError: the library cannot be read.
    """
    started, created = time.perf_counter(), datetime.now(UTC)
    filters, as_of = with_outside(understood.filters, library), understood.as_of
    yield Understood(understood.query, filters, understood.notes)

    def attempt(words: str, limits: Filters) -> Generator[Event, None, _Attempt]:
        passages, damage = library.sound(
            search(
                library, embedder, words, filters=limits, as_of=as_of, top_k=READ_CLOSELY, cross_encoder=cross_encoder
            )
        )
        yield Retrieved(tuple(passages))
        if limits.kind == "digest":
            told = tell_digest(understood.evidence_words, passages, embedder=embedder, most=longest(most, limits.kind))
            composed = yield from compose(
                understood.query, told, kind=limits.kind, most=most, writer=writer, checker=checker, cancel=cancel
            )
            return _Attempt(limits, tuple(passages), composed, told, damage)
        evidence = find_evidence(
            understood.evidence_words,
            passages,
            kind=limits.kind,
            embedder=embedder,
            rarity=library.rarity({word.text for word in split(understood.evidence_words)}),
            day=Day(
                as_of, library.coverage().last, outside=(limits.since, limits.until) != (filters.since, filters.until)
            ),
        )
        composed = yield from compose(
            understood.query,
            evidence.quotes,
            kind=limits.kind,
            most=most,
            writer=writer,
            checker=checker,
            cancel=cancel,
        )
        return _Attempt(limits, tuple(passages), composed, evidence.related, damage)

    found = yield from attempt(understood.search_words, filters)
    notes = understood.notes
    if found.composed.refused and (wider := widened(filters)):
        found = _outside(found, (yield from attempt(understood.query, wider)))
        notes += () if found.composed.refused else (f"Nothing {in_words_of(filters)} answers this; {OUTSIDE}",)
    notes += (*found.damage, *found.composed.notes)
    refusal = _refusal(understood.query, found, library) if found.composed.refused else None
    if refusal:
        yield Token(refusal_text(refusal))
    answer = _answer(question, understood.query, as_of, found, refusal, library)
    shown = answer.passages if refusal else answer.citations
    notes += later_than(as_of, (source.published for source in shown))
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
    question: str, query: str, as_of: date, found: _Attempt, refusal: Refusal | None, library: Library
) -> Answer:
    composed = found.composed
    citations = with_reprints(composed.citations, copies=library.copies)
    return Answer(
        id=uuid.uuid4().hex,
        question=question,
        query=query,
        as_of=as_of,
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
        figures=() if refusal else _figures(query, found, citations, library),
    )


def _figures(query: str, found: _Attempt, citations: Sequence[Citation], library: Library) -> tuple[Figure, ...]:
    origins = library.origins({quote.passage.article_id for quote in found.related})
    return answer_figures(query, found.related, citations, kind=found.filters.kind, origins=origins)
