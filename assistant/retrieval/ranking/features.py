"""What speaks for a passage as the one that answers, in numbers of about 0 to 1."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import TypeVar

from assistant.language.names import name_stems
from assistant.language.words import Finder, is_content, stem, words
from assistant.types import Passage

Part = TypeVar("Part")

LEAD = 1_500
"""Characters: news is told from its beginning, so what a place in the article counts falls to 37 % in so many."""
MONTH = 30
"""Days by which a question may be asked later than the archive's last article and still mean its news."""
SHORT_AGO, LONG_AGO = 7, 60
"""Days that make a difference where the archive reaches to the day the question is asked from, and where it does not:
then nobody knows how far back "recently" lies."""
UNDATED = 2_000
"""Days of age of an article without a date: it must not pass for newer than a dated one."""
NOT_YET = 730
"""Days of age of an article of a later day than the one the question is asked from, which it cannot have meant."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that was found. `meaning` is the cosine of its vector with the query's."""

    passage: Passage
    meaning: float
    by_both: bool = False
    """Whether both its meaning and its words found it."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query taken apart: how much its stems and its pairs of neighbouring stems tell, and the stems of its names."""

    stems: Mapping[str, float]
    pairs: Mapping[tuple[str, str], float]
    names: frozenset[str]
    finder: Finder


@dataclass(frozen=True, slots=True)
class Features:
    """Each speaks for the passage but `age`, which speaks against it."""

    meaning: float
    words: float
    """Share of the query's words that stand in it, rare ones count more."""
    phrases: float
    """The same of two words that follow each other."""
    names: float
    """Share of the query's names that stand in it or its title."""
    position: float
    by_both: float
    copies: float
    """How many articles carry it: log(1 + others found)."""
    age: float
    """log(1 + days / scale)."""


def take_apart(query: str, rarity: Mapping[str, float]) -> Query:
    """The stems, pairs and names of `query`; `rarity` tells how much each of its words tells, at least 0."""
    found = [(stem(word.text), rarity.get(word.text, 0.0)) for word in words(query) if is_content(word.text)]
    pairs = {(one[0], two[0]): one[1] + two[1] for one, two in pairwise(found)}
    stems, names = dict(found), frozenset(name_stems(query))
    return Query(stems, pairs, names, Finder(stems, names=names))


def features_unread(candidate: Candidate, *, others: int, age: float) -> Features:
    """What speaks for `candidate` before its words are read: `words`, `phrases` and `names` are 0.

    Args:
        candidate: a passage that was found.
        others: how many other articles with the same text were found.
        age: from `age_of`.
    """
    return Features(
        meaning=candidate.meaning,
        words=0.0,
        phrases=0.0,
        names=0.0,
        position=math.exp(-candidate.passage.start / LEAD),
        by_both=float(candidate.by_both),
        copies=math.log1p(others),
        age=age,
    )


def features_read(unread: Features, passage: Passage, query: Query) -> Features:
    """`unread` with what the words of `passage` and of its title say."""
    stems, names = query.finder.find(passage.text)
    if query.names:
        names |= query.finder.find(passage.title or "")[1]
    return replace(
        unread,
        words=_share(query.stems, set(stems)),
        phrases=_share(query.pairs, {(one, two) for one, two in pairwise(stems) if one and two}),
        names=len(names) / len(query.names) if query.names else 0.0,
    )


def asked_later(as_of: date, archive_end: date | None) -> bool:
    """Whether a question is asked from so long after the archive's end that its last news are not what is meant."""
    return archive_end is not None and (as_of - archive_end).days > MONTH


def age_of(published: date | None, *, as_of: date, archive_end: date | None) -> float:
    """How old an article is for a question of the day `as_of`: log(1 + days / scale), 0 for that day.

    The logarithm tells yesterday from last week as it tells last month from last year. A question from long after the
    archive's end is taken as asked at its end, with a coarser scale.
    """
    beyond = asked_later(as_of, archive_end)
    day = archive_end if beyond and archive_end else as_of
    days = UNDATED if published is None else (day - published).days
    return math.log1p((NOT_YET if days < 0 else days) / (LONG_AGO if beyond else SHORT_AGO))


def carriers(passages: Iterable[Passage], origins: Mapping[str, str]) -> dict[str, int]:
    """For each article of `passages`, how many others of them have the same text."""
    groups: dict[str, set[str]] = {}
    articles = {passage.article_id for passage in passages}
    for article_id in articles:
        groups.setdefault(origins.get(article_id, article_id), set()).add(article_id)
    return {article_id: len(groups[origins.get(article_id, article_id)]) - 1 for article_id in articles}


def _share(weights: Mapping[Part, float], present: set[Part]) -> float:
    total = sum(weights.values())
    return sum(weight for part, weight in weights.items() if part in present) / total if total else 0.0
