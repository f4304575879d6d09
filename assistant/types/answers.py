"""What is asked and answered: filters, sentences, refusals, answers."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Literal

from assistant.types.articles import Citation, Gloss, Passage, Span
from assistant.types.figures import Figure

if TYPE_CHECKING:
    from pydantic import TypeAdapter

AnswerKind = Literal["number", "person", "place", "date", "yes_no", "list", "explanation", "digest", "other"]
"""What kind of thing a question asks for."""

Support = Literal["quoted", "supported", "unsupported"]
"""How a sentence of an answer stands: the article's own words, checked against them, or neither."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an answer. `text` has no `[n]` marks; `citations` holds their numbers instead.

    `missing` says what the cited quotes lack, `marks` are the spans of the answering words, in `text`, and `glosses`
    explain words of it ("Wednesday": "2 February 2022").
    """

    text: str
    citations: tuple[int, ...] = ()
    support: Support = "quoted"
    missing: tuple[str, ...] = ()
    marks: tuple[Span, ...] = ()
    glosses: tuple[Gloss, ...] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search. `inferred` names the fields that were read out of the question.

    `recency` is "hard" where only the newest will do and "none" where the question is about the past. `outside` is how
    many passages of the library the filters hide. `widened` tells that nothing within the inferred limits was found, or
    answered, and that the search went on outside of them.
    """

    since: date | None = None
    until: date | None = None
    outlets: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    recency: Literal["none", "soft", "hard"] = "soft"
    kind: AnswerKind = "other"
    inferred: tuple[str, ...] = ()
    outside: int = 0
    widened: bool = False

    @property
    def narrows(self) -> bool:
        """Whether anything is hidden by these filters at all."""
        return bool(self.since or self.until or self.outlets or self.authors)


@dataclass(frozen=True, slots=True)
class Found:
    """The passages found for a question, best first, with what was searched; `notes` are for the asker."""

    query: str
    filters: Filters
    passages: tuple[Passage, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """What an archive covers: first and last day of publication, outlets by their number of articles (most first)."""

    first: date | None
    last: date | None
    outlets: tuple[tuple[str, int], ...]
    articles: int
    undated: int = 0


@dataclass(frozen=True, slots=True)
class DayCoverage:
    """How many articles an outlet has of a day; None where the articles name no day, or no outlet."""

    day: date | None
    outlet: str | None
    articles: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer, what was searched, and what the archive does have.

    `closest` are quotes of reports that come near and do not answer, each of another article, best first.
    """

    reason: str
    searched: Filters
    coverage: Coverage
    closest: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One origin of an answer's evidence and every outlet that carried it."""

    origin: str
    outlets: tuple[str, ...]
    article_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange of a conversation."""

    question: str
    answer_text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer whose every sentence can be checked. `refusal` is set when the archive does not say.

    `text` has the sentences with their `[n]` marks, ready to read; `raw` is what a model wrote before it was checked;
    `fallback` says why a written answer was replaced by quotes; `notes` say what else the asker should know of how the
    question was taken. `figures` are the numbers that the evidence gives, also in articles that no sentence cites.
    Of the kind "help" is what is said to a greeting; `suggestions` are questions to ask.
    """

    id: str
    question: str
    query: str
    as_of: date
    text: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    passages: tuple[Passage, ...]
    filters: Filters
    created: datetime
    seconds: float
    refusal: Refusal | None = None
    sources: tuple[Source, ...] = ()
    kind: Literal["quoted", "written", "help"] = "quoted"
    model: str | None = None
    raw: str | None = None
    fallback: str | None = None
    notes: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    suggestions: tuple[str, ...] = ()

    def to_json(self, *, indent: int | None = None) -> str:
        """This answer as JSON; `from_json` gives an equal one back."""
        return _adapter().dump_json(self, indent=indent).decode()

    @classmethod
    def from_json(cls, text: str) -> "Answer":
        """The answer that `to_json` wrote.

        Raises:
            ValueError: the text is not such an answer.
        """
        return _adapter().validate_json(text)


@cache
def _adapter() -> "TypeAdapter[Answer]":
    """Made once: a hundred kept answers are read in the time that making it takes."""
    from pydantic import TypeAdapter

    return TypeAdapter(Answer)
