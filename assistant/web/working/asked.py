"""What the browser sends when somebody asks, read with care: it may be anything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast, get_args

from assistant.asking import Asked
from assistant.errors import QuestionError
from assistant.types import AnswerKind, Filters, Turn

LONGEST_QUESTION = 20_000
"""Characters of a question or a topic; of fewer, the first 2,000 are read."""
_LONGEST_NAME = 300
"""Characters of an outlet, an author, or what a conversation or a turn is known by."""
_LONGEST = 8
"""Sentences that an answer may be asked to have, as in the settings."""
_MOST = 200
"""Outlets or authors that a question may be limited to."""


@dataclass(frozen=True, slots=True)
class Request:
    """A question and how it is to be answered.

    The answer is kept in the `conversation`, "" for a new one, in the place of the answer that it `replaces`, if any.

    `limits` given are exact, with nothing read out of the question; `alone` takes it as it stands, whatever was asked
    before.
    """

    question: str
    turn: str
    conversation: str = ""
    replaces: str = ""
    alone: bool = False
    as_of: date | None = None
    limits: Filters | None = None
    length: int | None = None
    quoted: bool = False

    def asked(self, history: Sequence[Turn]) -> Asked:
        """What is given to `Assistant.stream` beside the question."""
        return Asked(
            as_of=self.as_of,
            filters=self.limits,
            history=() if self.alone else history,
            as_written=self.alone,
            length=self.length,
            quoted=self.quoted,
        )


def read_request(sent: object) -> Request:
    """The request that the browser sent.

    Raises:
        QuestionError: a day is none, or the question is too long.
    """
    if not isinstance(sent, Mapping):
        raise QuestionError("The page sent no question. Reload it and ask again.")
    length = sent.get("length")
    limits = sent.get("limits")
    return Request(
        question=question_in(sent.get("question")),
        turn=clean(sent.get("turn"))[:_LONGEST_NAME],
        conversation=clean(sent.get("conversation"))[:_LONGEST_NAME],
        replaces=clean(sent.get("replaces"))[:_LONGEST_NAME],
        alone=bool(sent.get("alone")),
        as_of=_day(sent.get("as_of")),
        limits=_limits(limits) if isinstance(limits, Mapping) else None,
        length=length if isinstance(length, int) and 1 <= length <= _LONGEST else None,
        quoted=bool(sent.get("quoted")),
    )


def question_in(sent: object) -> str:
    """The question, or the topic, that was sent.

    Raises:
        QuestionError: it is longer than anybody asks; nothing of it is kept.
    """
    question = clean(sent)
    if len(question) > LONGEST_QUESTION:
        raise QuestionError(
            f"This has {len(question):,} characters; at most {LONGEST_QUESTION:,} are taken. Ask in a sentence or two, "
            "and leave out what was pasted: an article can be added in the view Archive."
        )
    return question


def clean(text: object) -> str:
    """`text` without what cannot be written as UTF-8; a browser can send half of an emoji."""
    return str("" if text is None else text).encode("utf-8", "replace").decode("utf-8")


def _limits(sent: Mapping[str, Any]) -> Filters:
    kind, recency = sent.get("kind"), sent.get("recency")
    return Filters(
        since=_day(sent.get("since")),
        until=_day(sent.get("until")),
        outlets=_names(sent.get("outlets")),
        authors=_names(sent.get("authors")),
        recency=recency if recency in ("none", "soft", "hard") else "soft",
        kind=cast(AnswerKind, kind) if kind in get_args(AnswerKind) else "other",
    )


def _names(sent: object) -> tuple[str, ...]:
    return tuple(clean(name)[:_LONGEST_NAME] for name in sent[:_MOST]) if isinstance(sent, list) else ()


def _day(sent: object) -> date | None:
    if not sent:
        return None
    try:
        return date.fromisoformat(str(sent))
    except ValueError as error:
        raise QuestionError(f"{clean(sent)[:40]!r} is no day: choose one as in 2022-02-28.") from error
