"""What is kept and quoted: articles, their passages, quotes and citations."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Attribution = Literal["named", "anonymous", "none"]
"""Whether the text says who said it: a name, somebody unnamed ("US officials"), or nobody."""

Span = tuple[int, int]
"""Half-open character offsets (start, end) into a text."""


@dataclass(frozen=True, slots=True)
class Gloss:
    """An explanation that is not the article's ("2 February 2022"); it stands beside the text, never in it.

    `position` is the offset into the text behind the words that are explained.
    """

    position: int
    text: str


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
class Version:
    """One version of an article that is kept: what it said, when it was first seen so (UTC), and what became of it."""

    article: Article
    seen: datetime
    state: Literal["current", "superseded", "removed"]


@dataclass(frozen=True, slots=True)
class Listed:
    """An article in a list, without its text; `characters` is the length of that."""

    id: str
    title: str | None
    outlet: str | None
    authors: tuple[str, ...]
    published: date | None
    version: int
    characters: int
    content_hash: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of an article that is indexed and retrieved: `article.text[start:end] == text`.

    `score` is higher for better, always; it is comparable within one search only. `reprints` are the ids of other
    articles that carry the passage: word for word, or with small edits where the articles are copies.
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


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of a passage, word for word, as evidence: `article.text[start:end] == text`.

    `score` is higher for better, and 0.5 where answering and refusing are equally likely to be right. `marks` are the
    spans of the answering words, in `text`, and `glosses` explain words of it.
    """

    passage: Passage
    start: int
    end: int
    text: str
    score: float
    marks: tuple[Span, ...] = ()
    speaker: str | None = None
    role: str | None = None
    attribution: Attribution = "none"
    direct: bool = False
    glosses: tuple[Gloss, ...] = ()


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
