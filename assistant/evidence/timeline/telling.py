"""Which dated sentences tell of a topic, each event once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.evidence.candidates import Candidate, candidates
from assistant.evidence.quotes import make_quote
from assistant.evidence.timeline.dating import Days, event_days
from assistant.language.names import name_spans
from assistant.language.times import time_spans
from assistant.language.words import content_stems, nation_stem, words
from assistant.models.embedder import Embedder
from assistant.types import Passage, Quote

COMPARED = 64
"""How many dated sentences are compared to the topic by meaning; those that share most words with it."""
RELEVANT = 0.35
"""The least cosine of topic and sentence with its title."""
NEAR_BEST = 0.6
"""The least share of the best sentence's cosine."""
SAME_WORDS = 0.45
"""Two sentences of one day that share this much of their words (Jaccard index of stems) tell the same event."""
SAME_MEANING = 0.7
"""The same of sentences of two articles, by their cosine with titles, where they share some words …"""
SOME_WORDS = 0.2
"""… at least this much."""
_HOME = frozenset({"usa"})
"""Names that a domestic report leaves unsaid."""


@dataclass(frozen=True, slots=True)
class Event:
    """What happened on some days: the quote that tells it best, and those of other articles that tell the same."""

    days: Days
    quote: Quote
    others: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class _Dated:
    sentence: Candidate
    days: Days


def tell_events(topic: str, passages: Sequence[Passage], *, embedder: Embedder, most: int) -> list[Event]:
    """The events of `passages` that belong to `topic`, in the order of their days; at most the `most` relevant ones."""
    dated = _dated(topic, passages)
    if not dated:
        return []
    texts = [f"{one.sentence.passage.title or ''}. {one.sentence.text}" for one in dated]
    vectors = np.asarray(embedder.embed([topic, *texts]))
    scores = vectors[1:] @ vectors[0]
    floor = max(RELEVANT, NEAR_BEST * float(scores.max()))
    order = [int(index) for index in np.argsort(-scores) if scores[index] >= floor]
    quotes = {index: _quote(dated[index].sentence, float(scores[index]), passages) for index in order}
    groups = _groups(order, dated, vectors[1:])[:most]
    events = [
        Event(dated[first].days, quotes[first], tuple(_of_other_articles(quotes[first], (quotes[i] for i in rest))))
        for first, *rest in groups
    ]
    return sorted(events, key=lambda event: (event.days, -event.quote.score))


def _dated(topic: str, passages: Sequence[Passage]) -> list[_Dated]:
    """The sentences with sure days whose article names what the topic names, those with most of its words first."""
    untimed = topic
    for start, end in reversed(time_spans(topic)):
        untimed = untimed[:start] + untimed[end:]
    names = [
        stems
        for start, end in name_spans(untimed)
        if (stems := {nation_stem(word.text) for word in words(untimed[start:end])} - _HOME)
    ]
    wanted = frozenset(content_stems(untimed)).union(*names)
    found = [
        _Dated(sentence, days)
        for sentence in candidates(passages)
        if _speaks_of(sentence, names, wanted)
        and (days := event_days(sentence.text, published=sentence.passage.published)) is not None
    ]
    return sorted(_dated_alike(found), key=lambda one: -len(wanted & _stems(one.sentence)))[:COMPARED]


def _dated_alike(found: Sequence[_Dated]) -> list[_Dated]:
    """Those whose words no other article puts on another day, as teasers that stand beside many articles do."""
    days: dict[str, set[Days]] = {}
    for one in found:
        days.setdefault(one.sentence.text, set()).add(one.days)
    return [one for one in found if len(days[one.sentence.text]) == 1]


def _stems(sentence: Candidate) -> frozenset[str]:
    return frozenset(content_stems(sentence.text)) | _forms(sentence.text)


def _speaks_of(sentence: Candidate, names: Sequence[set[str]], wanted: frozenset[str]) -> bool:
    """Whether a word of each name stands in the passage or its title, and a word of the topic in the sentence."""
    around = _forms(f"{sentence.passage.title or ''} {sentence.passage.text}")
    return all(name & around for name in names) and bool(wanted & _stems(sentence))


def _forms(text: str) -> frozenset[str]:
    return frozenset(nation_stem(word.text) for word in words(text) if word.text[0].isupper())


def _groups(order: Sequence[int], dated: Sequence[_Dated], vectors: np.ndarray) -> list[list[int]]:
    """The sentences that tell one event together, the best first."""
    groups: list[list[int]] = []
    for index in order:
        for group in groups:
            if _alike(dated[index], dated[group[0]], vectors[index] @ vectors[group[0]]):
                group.append(index)
                break
        else:
            groups.append([index])
    return groups


def _alike(one: _Dated, other: _Dated, meaning: float) -> bool:
    """Whether two sentences tell the same event: of the same days, in the same words, or nearly in other articles."""
    if one.days != other.days:
        return False
    first, second = (frozenset(content_stems(dated.sentence.text)) for dated in (one, other))
    shared = len(first & second) / max(1, len(first | second))
    elsewhere = one.sentence.passage.article_id != other.sentence.passage.article_id
    return shared >= SAME_WORDS or (elsewhere and meaning >= SAME_MEANING and shared >= SOME_WORDS)


def _of_other_articles(quote: Quote, rest: Iterable[Quote]) -> list[Quote]:
    """One quote of each article but the first's own."""
    found: dict[str, Quote] = {}
    for other in rest:
        if other.passage.article_id != quote.passage.article_id:
            found.setdefault(other.passage.article_id, other)
    return list(found.values())


def _quote(sentence: Candidate, score: float, passages: Sequence[Passage]) -> Quote:
    known = " ".join(passage.text for passage in passages if passage.article_id == sentence.passage.article_id)
    return make_quote(sentence.passage, (sentence.start, sentence.end), score=score, known=known)
