"""What is said to a greeting: what Dateline does, with questions that the archive answers."""

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import islice

from assistant.evidence.speakers import find_speaker
from assistant.language.sentences import sentence_spans
from assistant.library.store import Library
from assistant.types import Answer, Event, Filters, Finished, Token, Understood

READ = 30
"""How many of the newest articles are read for questions."""
SUGGESTED = 3
_HELLO = (
    "I answer questions from the articles of this archive, in their own words and with a citation for every sentence."
)
_TRY = "Try one of these."
_EMPTY = "There are none yet: ingest a folder of articles first."


def help_events(question: str, *, library: Library, as_of: date) -> Iterator[Event]:
    """The events of an answer that no article gives."""
    suggestions = suggested_questions(library)
    more = _TRY if suggestions else _EMPTY if library.is_empty() else ""
    text = f"{_HELLO} {more}".strip()
    yield Understood(question, Filters())
    yield Token(text)
    yield Finished(
        Answer(
            uuid.uuid4().hex, question, question, as_of, text, (), (), (), Filters(), datetime.now(UTC), 0.0,
            kind="help", suggestions=suggestions,
        )
    )  # fmt: skip


def suggested_questions(library: Library) -> tuple[str, ...]:
    """Questions that the newest articles answer: what somebody said whom they name in full."""
    people = dict.fromkeys(_people(library))
    return tuple(f"What did {name} say?" for name in people)[:SUGGESTED]


def _people(library: Library) -> Iterator[str]:
    """Who speaks first in each of the newest articles."""
    for listed in library.listing.articles(limit=READ):
        text = library.article(listed.id).text
        speakers = (find_speaker(text, span) for span in sentence_spans(text))
        named = (one.name for one in speakers if one.attribution == "named" and one.name and " " in one.name)
        yield from islice(named, 1)
