"""What speaks for a sentence as the answer to a question, in numbers."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from assistant.evidence.candidates import Candidate
from assistant.evidence.saying.asking import asks_who_said
from assistant.evidence.speakers import speaker_named_in
from assistant.language.names import name_spans
from assistant.language.quantities import quantities
from assistant.language.times import time_spans
from assistant.language.words import content_stems, nation_stem, stem, words
from assistant.types import AnswerKind, Passage

_SLOT = re.compile(r"\b(to|in|into|from|at|for|of|with)\s+(?:the\s+|be\s+)?(?=[A-Z])")
_EVERYWHERE = frozenset({"usa"})
"""Names that a domestic report leaves unsaid."""
_NEXT = 200
"""Characters between two sentences that still follow each other, one that cannot stand as a quote between them."""
LEAD = 600
_LEAST = 1e-9
_CAUSE_ASKED = re.compile(r"\bwhy\b|\b(?:reasons?|caused?)\b", re.IGNORECASE)
_CAUSE = re.compile(
    r"\b(?:because|due to|owing to|thanks to|as a result|after|since|so that|in order to|to avoid|to prevent"
    r"|caus\w+|blam\w+|reasons?|amid|led to|prompt\w+|forc\w+)\b",
    re.IGNORECASE,
)
"""Words that tell why."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question taken apart: its content stems, the names in it as stems, and the kind of answer it wants."""

    text: str
    kind: AnswerKind
    stems: frozenset[str]
    names: tuple[frozenset[str], ...]
    slots: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Features:
    """Of a sentence. Shares are of the question's content words, weighed by how much each tells in the archive."""

    passage: float
    """Log-odds of its passage's score less those of the best passage: 0 or below."""
    meaning: float
    """Cosine of the sentence, after its title, with the question; 0 while it is not compared."""
    overlap: float
    """Share of the question that stands in the sentence."""
    near: float
    """The same with the sentences before and after it."""
    titled: float
    """The same with its article's title."""
    context: float
    """The same with everything that was found of its article."""
    lead: float
    """1 at the article's beginning, 1/2 after 600 characters: news is told from its beginning."""
    kind: float
    """1 where something of the kind asked for stands in it."""
    length: float
    """log(words): a longer sentence says more."""
    slot_conflict: float
    """1 where the question says "to Bulgaria" and the sentence, without Bulgaria, says "to Romania"."""
    heading: float
    """1 where it does not end as sentences do."""


def take_apart(question: str, kind: AnswerKind) -> Asked:
    """The question's stems, names and slots ("to Romania")."""
    stems = frozenset(content_stems(_untimed(question)))
    return Asked(question, kind, stems, names_asked(question), frozenset(_slots(question)))


def names_asked(question: str) -> tuple[frozenset[str], ...]:
    """The names in a question, each as the stems of its words."""
    spans = name_spans(question)
    names = [frozenset(nation_stem(word.text) for word in words(question[start:end])) for start, end in spans]
    return tuple(name - _EVERYWHERE for name in names if name - _EVERYWHERE)


def _untimed(question: str) -> str:
    """The question without the words that name its time: "this week" stands in no article about that week."""
    for start, end in reversed(time_spans(question)):
        question = question[:start] + question[end:]
    return question


def stem_weights(asked: Asked, rarity: Mapping[str, float]) -> dict[str, float]:
    """How much each content stem of the question tells; `rarity` says it of words, at least 0. All alike without."""
    weights: dict[str, float] = {}
    for word in words(asked.text):
        if (found := stem(word.text)) in asked.stems:
            weights[found] = max(weights.get(found, 0.0), rarity.get(word.text, 0.0))
    return weights if any(weights.values()) else dict.fromkeys(asked.stems, 1.0)


def neighbours(sentences: Sequence[Candidate]) -> list[frozenset[str]]:
    """For each sentence, its own stems and those of the sentences right before and after it."""
    order = sorted(range(len(sentences)), key=lambda one: (sentences[one].passage.article_id, sentences[one].start))
    found = [set(forms(sentence.text)) for sentence in sentences]
    for one, other in pairwise(order):
        first, second = sentences[one], sentences[other]
        if first.passage.article_id == second.passage.article_id and 0 <= second.start - first.end < _NEXT:
            found[one] |= forms(second.text)
            found[other] |= forms(first.text)
    return [frozenset(stems) for stems in found]


def features(
    candidate: Candidate,
    asked: Asked,
    *,
    weights: Mapping[str, float],
    best: float,
    near: frozenset[str],
    context: frozenset[str],
) -> Features:
    """What speaks for `candidate`, but for its `meaning`.

    Args:
        candidate: the sentence.
        asked: the question.
        weights: of the question's stems, from `stem_weights`.
        best: log-odds of the best passage's score.
        near: its stems and those of its neighbours.
        context: the stems of everything that was retrieved of the sentence's article, its title with them.
    """
    stems = forms(candidate.text)
    return Features(
        passage=log_odds(candidate.passage.score) - best,
        meaning=0.0,
        overlap=share(stems, weights),
        near=share(near, weights),
        titled=share(stems | forms(candidate.passage.title or ""), weights),
        context=share(stems | context, weights),
        lead=1.0 / (1.0 + candidate.start / LEAD),
        kind=float(has_kind(candidate.text, asked)),
        length=math.log(len(candidate.text.split())),
        slot_conflict=_slot_conflict(asked, candidate.text, stems),
        heading=float(candidate.text.rstrip("”\"'’)")[-1:] not in ".!"),
    )


def log_odds(score: float) -> float:
    """log(score / (1 - score)), for scores from 0 to 1 however near they come to either."""
    kept = min(max(score, _LEAST), 1 - _LEAST)
    return math.log(kept / (1 - kept))


def context_stems(passages: Iterable[Passage]) -> dict[str, frozenset[str]]:
    """For each article, the stems of its titles and of every passage given."""
    found: dict[str, set[str]] = {}
    for passage in passages:
        found.setdefault(passage.article_id, set()).update(forms(f"{passage.title or ''} {passage.text}"))
    return {article_id: frozenset(stems) for article_id, stems in found.items()}


def has_kind(sentence: str, asked: Asked) -> bool:
    """Whether the sentence holds something of the kind asked for that the question does not say itself."""
    if asks_who_said(asked.text):
        return speaker_named_in(sentence).attribution == "named"
    if asked.kind == "number":
        known = {quantity.value for quantity in quantities(asked.text)}
        return any(quantity.value not in known for quantity in quantities(sentence))
    if asked.kind == "date":
        return bool(time_spans(sentence))
    if asked.kind in ("person", "place"):
        return any(not (stems <= asked.stems | _name_set(asked)) for stems in _names_of(sentence))
    return bool(_CAUSE.search(sentence)) or not _CAUSE_ASKED.search(asked.text)


@lru_cache(maxsize=20_000)
def forms(text: str) -> frozenset[str]:
    """The stems of the content words of a text, and of its capitalised words as nations and their people share them."""
    return frozenset(content_stems(text)) | {nation_stem(word.text) for word in words(text) if word.text[0].isupper()}


def share(stems: frozenset[str], weights: Mapping[str, float]) -> float:
    """The share of `weights` that their stems among `stems` have; 0 without any."""
    total = sum(weights.values())
    return sum(weight for stem, weight in weights.items() if stem in stems) / total if total else 0.0


def _name_set(asked: Asked) -> frozenset[str]:
    return frozenset().union(*asked.names)


def _names_of(sentence: str) -> list[frozenset[str]]:
    spans = name_spans(sentence)
    return [frozenset(nation_stem(word.text) for word in words(sentence[start:end])) for start, end in spans]


def _slots(text: str) -> set[tuple[str, str]]:
    slots = set()
    for match in _SLOT.finditer(text):
        following = words(text[match.end() : match.end() + 40])
        if following:
            slots.add((match.group(1).lower(), nation_stem(following[0].text)))
    return slots


def _slot_conflict(asked: Asked, sentence: str, stems: frozenset[str]) -> float:
    """1 where the question says "to Bulgaria" and the sentence, without Bulgaria, says "to Romania"."""
    open_slots = {word for word, name in asked.slots if name not in stems and name not in _EVERYWHERE}
    return float(any(word in open_slots for word, _ in _slots(sentence)))
