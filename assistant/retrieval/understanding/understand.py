"""What a question asks for and what narrows it."""

import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypedDict

from assistant.errors import QuestionError
from assistant.language.kinds import answer_kind
from assistant.language.times import in_words
from assistant.language.words import STOP_WORDS, words
from assistant.models.writer import Writer
from assistant.retrieval.follow_ups.standing_alone import stand_alone
from assistant.retrieval.understanding.inferring import Known, take_over
from assistant.retrieval.understanding.outlets_asked import NamesAsked
from assistant.retrieval.understanding.spelling import put_right
from assistant.retrieval.understanding.time_asked import TimeAsked
from assistant.types import AnswerKind, Filters, Turn

LONGEST_QUESTION = 2_000
"""Characters of a question that are read: no question that a person asks is longer."""

SHORTENED = f"The question is very long: only its first {LONGEST_QUESTION:,} characters were read."
_INFERABLE = ("since", "until", "outlets", "authors", "recency", "kind")
_OF_NOW = re.compile(r"\b(?:is|are|isn[’']t|aren[’']t|has|have|do|does|will|won[’']t|can|may|should)\b", re.IGNORECASE)
_OF_THEN = re.compile(r"\b(?:was|were|did|had|would|could)\b", re.IGNORECASE)
_STALE = timedelta(days=30)
"""Time after the archive's last article from which what a question says "is" may long be otherwise."""
NOTHING_NAMED = "The question names nothing to look for: say who or what it is about."


class Given(TypedDict, total=False):
    """What may be given beside a question; `understand` says what each is."""

    as_of: date | None
    since: date | None
    until: date | None
    outlets: Sequence[str]
    filters: Filters | None
    history: Sequence[Turn]
    as_written: bool


@dataclass(frozen=True, slots=True)
class Understanding:
    """A question as it will be searched, asked on the day `as_of`. `notes` are for the asker.

    `query` is for people: the question, made to stand alone. What its words mean as a limit is no word to look for:
    "last week" stands in articles of any week, and no sentence of CNN's says "CNN". So `search_words` is the query
    without the times and names that became limits. `evidence_words`, by which sentences are weighed, leaves out the
    names alone: "on Wednesday" may well stand in the sentence that answers. Either is the query where too little would
    be left.
    """

    query: str
    filters: Filters
    as_of: date
    notes: tuple[str, ...]
    search_words: str
    evidence_words: str


def understand(
    question: str,
    *,
    as_of: date | None = None,
    since: date | None = None,
    until: date | None = None,
    outlets: Sequence[str] = (),
    filters: Filters | None = None,
    history: Sequence[Turn] = (),
    as_written: bool = False,
    known: Known | None = None,
    writer: Callable[[], Writer | None] | None = None,
    cancel: threading.Event | None = None,
) -> Understanding:
    """The query of `question` and what narrows it, given or read out of the question.

    What is given stands. A time or outlet that the question leaves open is taken from the earlier question that it
    leans on.

    Args:
        question: the user's words.
        as_of: the day the question is asked from; None is today.
        since: first day of publication.
        until: last day of publication, included.
        outlets: names of outlets, any of which may have published.
        filters: exactly these, with nothing inferred; `since`, `until` and `outlets` are then left aside.
        history: earlier turns, oldest first.
        as_written: puts no misspelt word right.
        known: what the archive knows of its own; without it no names are inferred and no word is put right.
        writer: gives the model that rewrites a question which leans on earlier ones, and is called for no other; what
            it cannot do in time is done without it.
        cancel: set it to stop the model.

    Raises:
        Cancelled: `cancel` was set while the model wrote.
        QuestionError: the question has no words, or `since` lies after `until`.
    """
    asked = " ".join(question.encode("utf-8", "replace").decode().split())
    if not words(asked):
        raise QuestionError("The question is empty. Ask in a sentence, such as “Who resigned this week?”")
    as_of = as_of or date.today()
    read = asked[:LONGEST_QUESTION]
    notes = [SHORTENED] if len(asked) > LONGEST_QUESTION else []
    if filters is not None:
        _check(filters)
        query = stand_alone(read, history, writer, cancel=cancel)
        return Understanding(query, filters, as_of, (*notes, *_nothing_named(query)), query, query)
    given = Filters(since=since, until=until, outlets=tuple(outlets))
    _check(given)
    known = known or Known()
    if not as_written:
        read = put_right(read, known.terms, known.spelt)
    taken = take_over(read, history, as_of=as_of, known=known, writer=writer, cancel=cancel)
    query = taken.query.text
    limits = _limits(given, taken.time, taken.names, _kind(read, query))
    notes += [
        *_nothing_named(query),
        *taken.time.notes,
        *_absent(taken.names, given),
        *_beyond(query, limits, as_of, known),
    ]
    return Understanding(
        query,
        limits,
        as_of,
        tuple(notes),
        search_words=taken.query.without(times=True),
        evidence_words=taken.query.without(times=False),
    )


def _nothing_named(query: str) -> tuple[str, ...]:
    return (NOTHING_NAMED,) if all(word.text.lower() in STOP_WORDS for word in words(query)) else ()


def _check(filters: Filters) -> None:
    if filters.since and filters.until and filters.since > filters.until:
        raise QuestionError(
            f"No day lies between {filters.since} and {filters.until}: “since” must not be later than “until”."
        )


def _kind(read: str, query: str) -> AnswerKind:
    own = answer_kind(read)
    return answer_kind(query) if own == "other" else own  # "And to Poland?" asks what was asked before


def _limits(given: Filters, time: TimeAsked, names: NamesAsked, kind: AnswerKind) -> Filters:
    """What is given, and what is inferred where nothing is given that contradicts it.

    What happened on a day is told by the next day's articles too: an inferred end is the last day of reports.
    """
    since, until = given.since or time.since, given.until or time.reported_until
    if since and until and since > until:
        since, until = given.since, given.until
    limits = Filters(since, until, given.outlets or names.outlets, names.authors, time.recency, kind)
    return replace(limits, inferred=tuple(name for name in _INFERABLE if getattr(limits, name) != getattr(given, name)))


def _absent(names: NamesAsked, given: Filters) -> list[str]:
    return [] if given.outlets else [f"The archive has nothing by {outlet}." for outlet in names.absent]


def _beyond(query: str, limits: Filters, as_of: date, known: Known) -> list[str]:
    """Where what is asked for lies outside what the archive covers."""
    timeless = not (limits.since or limits.until)
    if known.last and timeless and as_of - known.last > _STALE and _asks_of_now(query, limits):
        return [_ends(known.last)]
    since = limits.since if "since" in limits.inferred else None
    until = limits.until if "until" in limits.inferred else None
    newest = limits.recency == "hard" and (until or as_of)
    if known.last and ((since and since > known.last) or (newest and newest > known.last)):
        return [_ends(known.last)]
    if known.first and until and until < known.first:
        return [f"The archive begins on {in_words(known.first)}; nothing earlier is known here."]
    return []


def _asks_of_now(query: str, limits: Filters) -> bool:
    return limits.recency != "none" and bool(_OF_NOW.search(query)) and not _OF_THEN.search(query)


def _ends(last: date) -> str:
    return f"The archive ends on {in_words(last)}; nothing later is known here."
