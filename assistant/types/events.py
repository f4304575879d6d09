"""What happens while an answer comes, in the order of a `stream()`."""

from dataclasses import dataclass

from assistant.types.answers import Answer, Filters, Sentence
from assistant.types.articles import Passage


@dataclass(frozen=True, slots=True)
class Understood:
    """Event: the query that will be searched and what narrows it; `notes` are for the asker."""

    query: str
    filters: Filters
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Retrieved:
    """Event: the passages found, best first."""

    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Token:
    """Event: a piece of the answer's text as it comes."""

    text: str


@dataclass(frozen=True, slots=True)
class Checked:
    """Event: sentence number `index` has been checked; `sentence` replaces what was streamed, None strikes it."""

    index: int
    sentence: Sentence | None


@dataclass(frozen=True, slots=True)
class Finished:
    """Event: the whole answer."""

    answer: Answer


Event = Understood | Retrieved | Token | Checked | Finished
