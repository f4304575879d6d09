"""The vocabulary: frozen values that every room takes and gives. Imports nothing of the product."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

AnswerKind = Literal["number", "person", "place", "date", "yes_no", "list", "explanation", "other"]
"""What kind of thing a question asks for."""

Support = Literal["quoted", "supported", "unsupported"]
"""How a sentence of an answer stands: the article's own words, checked against them, or neither."""

Attribution = Literal["named", "anonymous", "none"]
"""Whether the text says who said it: a name, somebody unnamed ("US officials"), or nobody."""

Span = tuple[int, int]
"""Half-open character offsets (start, end) into a text."""


@dataclass(frozen=True, slots=True)
class Article:
    """One news article as it is kept. What its source does not say is None, never guessed."""

    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: date | None = None
    url: str | None = None
    language: str | None = None
    path: str | None = None
    version: int = 1
    content_hash: str = ""
    corrections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of an article that is indexed and retrieved: `article.text[start:end] == text`.

    `score` is higher for better, always; it is comparable within one search only.
    """

    article_id: str
    version: int
    start: int
    end: int
    text: str
    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: date | None = None
    url: str | None = None
    content_hash: str = ""
    score: float = 0.0
    reprints: tuple[str, ...] = ()
    """Ids of the articles that carry the same passage, word for word."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of a passage, word for word, as evidence: `article.text[start:end] == text`.

    `score` is higher for better, and 0.5 where answering and refusing are equally likely to be right.
    """

    passage: Passage
    start: int
    end: int
    text: str
    score: float
    marks: tuple[Span, ...] = ()
    """Spans of the answering words, in `text`."""
    speaker: str | None = None
    role: str | None = None
    attribution: Attribution = "none"
    direct: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered reference to a quote: `article.text[start:end] == quote`, in the version named."""

    number: int
    article_id: str
    version: int
    quote: str
    start: int
    end: int
    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: date | None = None
    url: str | None = None
    content_hash: str = ""
    speaker: str | None = None
    role: str | None = None
    attribution: Attribution = "none"
    direct: bool = False
    kind: Literal["news", "opinion", "correction"] = "news"
    reprints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an answer. `text` has no `[n]` marks; `citations` holds their numbers instead."""

    text: str
    citations: tuple[int, ...] = ()
    support: Support = "quoted"
    missing: tuple[str, ...] = ()
    """What the cited quotes lack: the numbers, names or words that keep the sentence from being supported."""
    marks: tuple[Span, ...] = ()
    """Spans of the answering words, in this sentence's `text`."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search. `inferred` names the fields that were read out of the question."""

    since: date | None = None
    until: date | None = None
    outlets: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    recency: Literal["none", "soft", "hard"] = "soft"
    kind: AnswerKind = "other"
    inferred: tuple[str, ...] = ()
    outside: int = 0
    """How many passages of the library the filters hide."""

    @property
    def narrows(self) -> bool:
        """Whether anything is hidden by these filters at all."""
        return bool(self.since or self.until or self.outlets or self.authors)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What an archive covers: first and last day of publication, outlets by their number of articles (most first)."""

    first: date | None
    last: date | None
    outlets: tuple[tuple[str, int], ...]
    articles: int
    undated: int = 0


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer, what was searched, and what the archive does have."""

    reason: str
    searched: Filters
    coverage: Coverage


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
    """An answer whose every sentence can be checked. `refusal` is set when the archive does not say."""

    id: str
    question: str
    query: str
    as_of: date
    text: str
    """The sentences with their `[n]` marks, ready to read."""
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    passages: tuple[Passage, ...]
    filters: Filters
    created: datetime
    seconds: float
    refusal: Refusal | None = None
    sources: tuple[Source, ...] = ()
    kind: Literal["quoted", "written"] = "quoted"
    model: str | None = None
    raw: str | None = None
    """What the model wrote, before it was checked."""
    fallback: str | None = None
    """Why a written answer was replaced by quotes."""

    def to_json(self, *, indent: int | None = None) -> str:
        """This answer as JSON; `from_json` gives an equal one back."""
        from pydantic import TypeAdapter

        return TypeAdapter(Answer).dump_json(self, indent=indent).decode()

    @classmethod
    def from_json(cls, text: str) -> "Answer":
        """The answer that `to_json` wrote.

        Raises:
            ValueError: the text is not such an answer.
        """
        from pydantic import TypeAdapter

        return TypeAdapter(Answer).validate_json(text)


@dataclass(frozen=True, slots=True)
class Understood:
    """Event: the query that will be searched and what narrows it."""

    query: str
    filters: Filters


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


@dataclass(frozen=True, slots=True)
class Skip:
    """A file, or an entry in one, that was not taken in, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class IngestProgress:
    """How far an ingest has come; `total` is in articles and None while it is not known."""

    done: int
    total: int | None
    passages: int
    skipped: int
    current: str
    """The path being read."""
    phase: Literal["reading", "waiting", "embedding", "removing"] = "embedding"


ProgressCallback = Callable[[IngestProgress], None]
"""Called in the ingesting thread, often; keep it quick."""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest did, in numbers of articles."""

    read: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    copies: int = 0
    passages: int = 0
    skipped: tuple[Skip, ...] = field(default=())
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class LibraryStatus:
    """The library's state. `disk` is in bytes; `demo` tells the demo archive from the user's own articles."""

    path: str
    articles: int
    passages: int
    coverage: Coverage
    embedder: str
    disk: int
    demo: bool = False
