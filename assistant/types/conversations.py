"""What is kept of what people asked: their conversations, and their remarks on answers."""

from dataclasses import dataclass
from datetime import datetime

from assistant.types.answers import Answer


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation as a list shows it; `turns` is how many questions it has, `changed` when the last was answered."""

    id: str
    title: str
    created: datetime
    changed: datetime
    turns: int


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reader said of an answer that is wrong, in `text`, which may be empty.

    `right` is what had been right: "" where the articles do not say, None where the reader does not tell.
    """

    id: str
    answer: Answer
    text: str
    right: str | None
    created: datetime
