"""What speaks for a sentence as the answer to a question, in numbers between 0 and 1."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.language.names import name_spans
from assistant.language.notes import dateline_length, is_correction, is_housekeeping
from assistant.language.quantities import quantities
from assistant.language.sentences import sentence_spans
from assistant.language.times import time_spans
from assistant.language.words import content_stems, nation_stem, words
from assistant.types import AnswerKind, Passage

_SHORTEST, _LONGEST = 4, 90
_SLOT = re.compile(r"\b(to|in|into|from|at|for|of|with)\s+(?:the\s+|be\s+)?(?=[A-Z])")
_EVERYWHERE = frozenset({"usa"})
"""Names that a domestic report leaves unsaid."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a passage; `start` and `end` are offsets into the article."""

    passage: Passage
    start: int
    end: int
    text: str


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
    """Each in 0 to 1. `meaning` is a cosine; the last three speak against the sentence, the others for it."""

    passage: float
    meaning: float
    overlap: float
    context: float
    kind: float
    lead: float
    names_missing: float
    slot_conflict: float
    heading: float


def take_apart(question: str, kind: AnswerKind) -> Asked:
    """The question's stems, names and slots ("to Romania")."""
    names = []
    for start, end in name_spans(question):
        stems = frozenset(nation_stem(word.text) for word in words(question[start:end])) - _EVERYWHERE
        if stems:
            names.append(stems)
    stems = frozenset(content_stems(_untimed(question)))
    return Asked(question, kind, stems, tuple(names), frozenset(_slots(question)))


def _untimed(question: str) -> str:
    """The question without the words that name its time: "this week" stands in no article about that week."""
    for start, end in reversed(time_spans(question)):
        question = question[:start] + question[end:]
    return question


def candidates(passages: Iterable[Passage], *, corrections: bool = False) -> list[Candidate]:
    """The sentences of the passages that can stand as a quote, in order, none twice.

    A dateline is left off. Sentences about the paper itself are left out, and so are correction notes (which repeat
    what was wrong) unless `corrections` are asked for.
    """
    found: dict[tuple[str, int], Candidate] = {}
    for passage in passages:
        for first, last in sentence_spans(passage.text):
            start = first + dateline_length(passage.text[first:last])
            text = passage.text[start:last]
            if _can_stand(text, corrections):
                key = (passage.article_id, passage.start + start)
                found.setdefault(key, Candidate(passage, passage.start + start, passage.start + last, text))
    return list(found.values())


def _can_stand(text: str, corrections: bool) -> bool:
    if not _SHORTEST <= len(text.split()) <= _LONGEST or is_housekeeping(text):
        return False
    return corrections or not is_correction(text)


def stem_weights(asked: Asked, sentences: Sequence[Candidate]) -> dict[str, float]:
    """How much each stem of the question tells among these sentences: rarer ones more, names twice."""
    frequency: Counter[str] = Counter()
    for sentence in sentences:
        frequency.update(_forms(sentence.text) & asked.stems)
    in_names = _name_set(asked)
    return {
        stem: math.log(1 + len(sentences) / (1 + frequency[stem])) * (2.0 if stem in in_names else 1.0)
        for stem in asked.stems
    }


def features(
    candidate: Candidate,
    asked: Asked,
    *,
    weights: dict[str, float],
    meaning: float,
    best: float,
    context: frozenset[str],
) -> Features:
    """What speaks for `candidate`.

    Args:
        candidate: the sentence.
        asked: the question.
        weights: of the question's stems, from `stem_weights`.
        meaning: cosine of the sentence with the question.
        best: score of the best passage.
        context: the stems of everything that was retrieved of the sentence's article, its title with them.
    """
    stems = _forms(candidate.text)
    return Features(
        passage=candidate.passage.score / best if best else 0.0,
        meaning=max(0.0, meaning),
        overlap=_coverage(stems, weights),
        context=_coverage(stems | context, dict.fromkeys(weights, 1.0)),
        kind=float(has_kind(candidate.text, asked)),
        lead=1.0 / (1.0 + candidate.start / 600),
        names_missing=_names_missing(asked, stems | context),
        slot_conflict=_slot_conflict(asked, candidate.text, stems),
        heading=float(candidate.text.rstrip("”\"'’)")[-1:] not in ".!"),
    )


def context_stems(passages: Iterable[Passage]) -> dict[str, frozenset[str]]:
    """For each article, the stems of its titles and of every passage given."""
    found: dict[str, set[str]] = {}
    for passage in passages:
        found.setdefault(passage.article_id, set()).update(_forms(f"{passage.title or ''} {passage.text}"))
    return {article_id: frozenset(stems) for article_id, stems in found.items()}


def has_kind(sentence: str, asked: Asked) -> bool:
    """Whether the sentence holds something of the kind asked for that the question does not say itself."""
    if asked.kind == "number":
        known = {quantity.value for quantity in quantities(asked.text)}
        return any(quantity.value not in known for quantity in quantities(sentence))
    if asked.kind == "date":
        return bool(time_spans(sentence))
    if asked.kind in ("person", "place"):
        return any(not (stems <= asked.stems | _name_set(asked)) for stems in _names_of(sentence))
    return asked.kind in ("yes_no", "other", "list", "explanation")


def _forms(text: str) -> frozenset[str]:
    return frozenset(content_stems(text)) | {nation_stem(word.text) for word in words(text) if word.text[0].isupper()}


def _name_set(asked: Asked) -> frozenset[str]:
    return frozenset().union(*asked.names)


def _names_of(sentence: str) -> list[frozenset[str]]:
    spans = name_spans(sentence)
    return [frozenset(nation_stem(word.text) for word in words(sentence[start:end])) for start, end in spans]


def _coverage(stems: frozenset[str], weights: dict[str, float]) -> float:
    total = sum(weights.values())
    return sum(weight for stem, weight in weights.items() if stem in stems) / total if total else 0.0


def _names_missing(asked: Asked, stems: frozenset[str]) -> float:
    """Share of the question's names of which not one word is in the article's retrieved text."""
    absent = [name for name in asked.names if not name & stems]
    return len(absent) / len(asked.names) if asked.names else 0.0


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
