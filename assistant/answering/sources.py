"""Sources: an article with its copies is one, however many outlets carried it; news is told apart from opinion."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Literal
from urllib.parse import urlsplit

from assistant.language.words import words
from assistant.types import Article, Citation, Source

_VIEWS = (
    r"opinions?|editorials?|commentar(?:y|ies)|columns?|columnists?|op-?eds?|letters?(?:\s+to\s+the\s+editor)?|viewpoints?"
    r"|perspectives?|guest\s+(?:essay|column|opinion)|comment|our\s+view|analys[ie]s|news\s+analysis"
)
_TITLE = re.compile(rf"^\W*(?:the\s+)?(?:{_VIEWS})\s*(?:[:|–—]|-\s)|[|–—]\s*(?:{_VIEWS})\s*(?:[|–—]|$)", re.IGNORECASE)
_LETTERS = re.compile(r"^\W*(?:letters?\s+to\s+the\s+editor|op-ed)\b", re.IGNORECASE)
_PLACES = frozenset(
    "opinion opinions editorial editorials op-ed op-eds oped commentary commentisfree columns columnist columnists "
    "letters letters-to-the-editor viewpoint viewpoints perspectives analysis news-analysis".split()
)
"""Parts of the address of a piece that is no news report."""

Copies = Callable[[str], Sequence[Article]]
"""Gives an article by its id with its copies, the origin first; nothing where it is no longer there."""


def count_sources(citations: Iterable[Citation], *, copies: Copies) -> tuple[Source, ...]:
    """One source for each group of copies among the cited articles, in the order of citation."""
    sources: dict[str, Source] = {}
    for citation in citations:
        source = _source(citation, copies(citation.article_id))
        sources.setdefault(source.origin, source)
    return tuple(sources.values())


def with_reprints(citations: Iterable[Citation], *, copies: Copies) -> tuple[Citation, ...]:
    """The citations with the ids of every other article that carries their quote, copies of the article first.

    A copy in which the quoted sentence was edited or left out does not carry it.
    """
    return tuple(replace(citation, reprints=_reprints(citation, copies(citation.article_id))) for citation in citations)


def article_kind(title: str | None, url: str | None) -> Literal["news", "opinion"]:
    """Whether an article is a report or gives views, as it says itself: "Opinion: …", "… | Analysis", "/opinion/…".

    Analysis, columns and letters count as opinion: they judge. What says nothing of the kind is news.
    """
    places = urlsplit(url or "").path.lower().split("/")[:-1] if url else []
    named = _TITLE.search(title or "") or _LETTERS.match(title or "")
    return "opinion" if named or _PLACES.intersection(places) else "news"


def _source(citation: Citation, group: Sequence[Article]) -> Source:
    outlets = dict.fromkeys(article.outlet for article in group if article.outlet)
    if not group:
        return Source(citation.article_id, (citation.outlet,) if citation.outlet else (), (citation.article_id,))
    return Source(group[0].id, tuple(outlets), tuple(article.id for article in group))


def _reprints(citation: Citation, group: Sequence[Article]) -> tuple[str, ...]:
    ids = {article.id for article in group}
    carried = [
        article.id for article in group if article.id != citation.article_id and carries(article, citation.quote)
    ]
    return (*carried, *(article_id for article_id in citation.reprints if article_id not in ids))


def carries(article: Article, quote: str) -> bool:
    """Whether an article has the words of a quote, however they are spaced and punctuated."""
    return quote in article.text or _plain(quote) in _plain(article.text)


def _plain(text: str) -> str:
    return f" {' '.join(word.text.lower() for word in words(text))} ".replace("’", "'")
