"""A topic's timeline: dated events, each with the quotes that tell it."""

import logging

from assistant.answering.citing import cite
from assistant.evidence.timeline.telling import Event, tell_events
from assistant.library.store import Library
from assistant.models.embedder import Embedder
from assistant.retrieval.search import search
from assistant.retrieval.understanding.understand import Understanding
from assistant.types import TimelineEntry

logger = logging.getLogger(__name__)

READ = 60
"""How many passages are read for dated sentences."""


def timeline_of(
    understood: Understanding, *, library: Library, embedder: Embedder, most: int
) -> tuple[TimelineEntry, ...]:
    """The events of a topic in the order of their days, at most the `most` relevant ones.

    Raises:
        LibraryError: the library cannot be read.
    """
    passages = search(
        library, embedder, understood.search_words, filters=understood.filters, as_of=understood.as_of, top_k=READ
    )
    passages, damage = library.sound(passages)
    for note in damage:
        logger.warning(note)
    events = tell_events(understood.evidence_words, passages, embedder=embedder, most=most)
    entries: list[TimelineEntry] = []
    number = 1
    for event in events:
        entries.append(_entry(event, number))
        number += 1 + len(event.others)
    return tuple(entries)


def _entry(event: Event, number: int) -> TimelineEntry:
    """The entry of an event whose citations count from `number`."""
    since, until = event.days
    return TimelineEntry(
        event_date=since,
        until=until if until > since else None,
        published=event.quote.passage.published,
        citation=cite(number, event.quote),
        others=tuple(cite(number + place, other) for place, other in enumerate(event.others, start=1)),
    )
