"""Limits that were read out of a question are given up where they leave nothing: no inference may hide an answer."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from assistant.language.times import in_words
from assistant.library.soundness import Sound
from assistant.library.store import Library
from assistant.models.cross_encoder import CrossEncoder
from assistant.models.embedder import Embedder
from assistant.retrieval.search import search
from assistant.retrieval.understanding.limits import in_words_of
from assistant.retrieval.understanding.understand import Understanding
from assistant.types import Filters, Found

LIMITS = ("since", "until", "outlets", "authors")
"""The filters that hide passages."""
OUTSIDE = "what follows lies outside."
"""How a note ends that tells of it."""


def widened(filters: Filters) -> Filters | None:
    """`filters` without the limits that were inferred, what is given stays; None where none was.

    With the time goes that only the newest will do: what lies outside is not the newest.
    """
    given_up = set(LIMITS) & set(filters.inferred)
    if not given_up:
        return None
    return replace(
        filters,
        since=None if "since" in given_up else filters.since,
        until=None if "until" in given_up else filters.until,
        outlets=() if "outlets" in given_up else filters.outlets,
        authors=() if "authors" in given_up else filters.authors,
        recency="soft" if filters.recency == "hard" else filters.recency,
        inferred=tuple(name for name in filters.inferred if name not in given_up),
        outside=0,
    )


def find(
    library: Library,
    embedder: Embedder,
    understood: Understanding,
    *,
    top_k: int,
    cross_encoder: CrossEncoder | None = None,
) -> Found:
    """The `top_k` best passages within the limits; outside of the inferred ones where those leave nothing."""
    filters, as_of = with_outside(understood.filters, library), understood.as_of

    def look_up(words: str, limits: Filters) -> Sound:
        return library.sound(
            search(
                library, embedder, words, filters=limits, as_of=as_of, top_k=top_k, cross_encoder=cross_encoder,
                join=True,
            )
        )  # fmt: skip

    passages, damage = look_up(understood.search_words, filters)
    notes = understood.notes
    if not passages and (wider := widened(filters)):
        passages, more = look_up(understood.query, wider)
        damage = tuple(dict.fromkeys((*damage, *more)))
        if passages:
            notes = (*notes, f"Nothing was found {in_words_of(filters)}; {OUTSIDE}")
            filters = replace(filters, widened=True)
    notes = (*notes, *damage, *later_than(as_of, (passage.published for passage in passages)))
    return Found(understood.query, filters, tuple(passages), notes)


def with_outside(filters: Filters, library: Library) -> Filters:
    """`filters` with the number of passages that they hide."""
    return replace(filters, outside=library.count_outside(filters)) if filters.narrows else filters


def later_than(as_of: date, published: Iterable[date | None]) -> tuple[str, ...]:
    """A note where any of what is shown was `published` after the day the question is asked from; else none."""
    if not any(day and day > as_of for day in published):
        return ()
    return (f"Some of this was published after {in_words(as_of)}, the day the question is asked from.",)
