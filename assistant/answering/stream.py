"""A question's whole way to its answer, as events."""

import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from assistant.answering.composing import Composed, compose
from assistant.answering.sources import count_sources, with_reprints
from assistant.evidence.choosing import find_quotes
from assistant.library.store import Library
from assistant.models.embedder import Embedder
from assistant.models.writer import Writer
from assistant.retrieval.search import search
from assistant.retrieval.understanding import Understanding
from assistant.types import Answer, Event, Filters, Finished, Passage, Retrieved, Understood

READ_CLOSELY = 16
"""How many passages are read for the sentences that answer."""


def answer_events(
    question: str,
    understood: Understanding,
    *,
    as_of: date,
    library: Library,
    embedder: Embedder,
    writer: Callable[[], Writer | None],
    most: int,
    cancel: threading.Event | None = None,
) -> Iterator[Event]:
    """`Understood`, `Retrieved`, then `Token` and `Checked` as the answer comes, then `Finished`.

    Args:
        question: the user's words.
        understood: what they were understood as.
        as_of: the day the question is asked from.
        library: where it is looked up.
        embedder: the one the library was made with.
        writer: gives the model that writes, once there is evidence to write from; None quotes.
        most: how many sentences a quoted answer has at the most.
        cancel: set it to stop.

    Raises:
        Cancelled: `cancel` was set.
        LibraryError: the library cannot be read.
    """
    started, created = time.perf_counter(), datetime.now(UTC)
    query, filters = understood.query, _with_outside(understood.filters, library)
    yield Understood(query, filters, understood.notes)
    passages = search(library, embedder, query, filters=filters, as_of=as_of, top_k=READ_CLOSELY)
    yield Retrieved(tuple(passages))
    composed = yield from compose(
        query,
        find_quotes(query, passages, kind=filters.kind, embedder=embedder),
        passages=passages,
        filters=filters,
        as_of=as_of,
        coverage=library.coverage(),
        most=most,
        writer=writer,
        cancel=cancel,
    )
    answer = _answer(question, query, as_of, composed, passages, filters, library)
    answer = replace(answer, notes=understood.notes, created=created)
    yield Finished(replace(answer, seconds=time.perf_counter() - started))


def _with_outside(filters: Filters, library: Library) -> Filters:
    if not filters.narrows:
        return filters
    return replace(filters, outside=library.count_outside(filters))


def _answer(
    question: str,
    query: str,
    as_of: date,
    composed: Composed,
    passages: Sequence[Passage],
    filters: Filters,
    library: Library,
) -> Answer:
    return Answer(
        id=uuid.uuid4().hex,
        question=question,
        query=query,
        as_of=as_of,
        text=composed.text,
        sentences=composed.sentences,
        citations=with_reprints(composed.citations, copies=library.copies),
        passages=tuple(passages),
        filters=filters,
        created=datetime.now(UTC),
        seconds=0.0,
        refusal=composed.refusal,
        sources=count_sources(composed.citations, copies=library.copies),
        kind=composed.kind,
        model=composed.model,
        raw=composed.raw,
        fallback=composed.fallback,
    )
