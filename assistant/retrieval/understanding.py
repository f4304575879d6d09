"""What a question asks for and what narrows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.errors import QuestionError
from assistant.language.kinds import answer_kind
from assistant.language.words import words
from assistant.retrieval.follow_ups.standing_alone import stand_alone
from assistant.types import Filters, Turn

LONGEST_QUESTION = 2_000
"""Characters of a question that are read: no question that a person asks is longer."""

SHORTENED = f"The question is very long: only its first {LONGEST_QUESTION:,} characters were read."


@dataclass(frozen=True, slots=True)
class Understanding:
    """A question as it will be searched. `notes` tell the asker what was made of it beyond that."""

    query: str
    filters: Filters
    notes: tuple[str, ...] = ()


def understand(
    question: str,
    *,
    since: date | None = None,
    until: date | None = None,
    outlets: Sequence[str] = (),
    filters: Filters | None = None,
    history: Sequence[Turn] = (),
) -> Understanding:
    """The query and the filters of `question`.

    Args:
        question: the user's words.
        since: first day of publication.
        until: last day of publication, included.
        outlets: names of outlets, any of which may have published.
        filters: exactly these, with nothing inferred; `since`, `until` and `outlets` are then left aside.
        history: earlier turns, oldest first.

    Raises:
        QuestionError: the question has no words, or `since` lies after `until`.
    """
    asked = " ".join(question.encode("utf-8", "replace").decode().split())
    if not words(asked):
        raise QuestionError("The question is empty. Ask in a sentence, such as “Who resigned this week?”")
    query = stand_alone(asked[:LONGEST_QUESTION], history)
    if filters is None:
        own = answer_kind(asked[:LONGEST_QUESTION])
        kind = answer_kind(query) if own == "other" else own  # "And to Poland?" asks what was asked before
        inferred = () if kind == "other" else ("kind",)
        filters = Filters(since=since, until=until, outlets=tuple(outlets), kind=kind, inferred=inferred)
    if filters.since and filters.until and filters.since > filters.until:
        raise QuestionError(
            f"No day lies between {filters.since} and {filters.until}: “since” must not be later than “until”."
        )
    return Understanding(query, filters, notes=(SHORTENED,) if len(asked) > LONGEST_QUESTION else ())
