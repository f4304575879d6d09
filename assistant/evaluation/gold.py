"""Which articles of the archive the labels of a question name."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import ArticleNotFound
from assistant.evaluation.questions import Evidence, Labelled
from assistant.library.addresses import addresses

if TYPE_CHECKING:
    from assistant.chat import Assistant

_SCHEME = re.compile(r"^(?:https?://)?(?:www\.)?", re.I)


@dataclass(frozen=True, slots=True)
class Gold:
    """The ids of a question's articles, and what names those that the archive has not."""

    ids: frozenset[str]
    absent: tuple[str, ...]


class GoldArticles:
    """Finds the articles that labels name, in the archive that an assistant's questions go to."""

    def __init__(self, assistant: "Assistant") -> None:
        self._assistant = assistant

    def of(self, labelled: Labelled) -> Gold:
        """The articles that answer a question: by their id, else their address, else their title and outlet."""
        named = [(name, self._by_name(name)) for name in sorted(labelled.gold)]
        named += [(one.url or one.title or "", self._by_evidence(one)) for one in labelled.evidence]
        ids = frozenset(article_id for _, found in named for article_id in found)
        return Gold(ids, tuple(name for name, found in named if not found))

    def _by_name(self, name: str) -> frozenset[str]:
        try:
            return frozenset({self._assistant.article(name).id})
        except ArticleNotFound:
            return self._index.by_address.get(_plain_address(name), frozenset())

    def _by_evidence(self, evidence: Evidence) -> frozenset[str]:
        found = self._by_name(evidence.url) if evidence.url else frozenset[str]()
        return found or self._index.by_title.get(_title_key(evidence.title, evidence.outlet), frozenset())

    @cached_property
    def _index(self) -> "_Index":
        """Made at the first label that is not an id: for a large archive that takes seconds."""
        by_address, by_title = defaultdict[str, set[str]](set), defaultdict[tuple[str, str], set[str]](set)
        for one in addresses(Path(self._assistant.status().path)):
            if one.url:
                by_address[_plain_address(one.url)].add(one.id)
            if one.title:
                by_title[_title_key(one.title, one.outlet)].add(one.id)
        return _Index(
            {address: frozenset(ids) for address, ids in by_address.items()},
            {title: frozenset(ids) for title, ids in by_title.items()},
        )


@dataclass(frozen=True, slots=True)
class _Index:
    by_address: dict[str, frozenset[str]]
    by_title: dict[tuple[str, str], frozenset[str]]


def _plain_address(url: str) -> str:
    """An address without what two spellings of it differ in: scheme, "www.", fragment, last slash."""
    return _SCHEME.sub("", url.strip()).partition("#")[0].rstrip("/")


def _title_key(title: str | None, outlet: str | None) -> tuple[str, str]:
    return " ".join((title or "").casefold().split()), " ".join((outlet or "").casefold().split())
