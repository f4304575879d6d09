"""Sentences weighed as answers to a question: by themselves, and by what in them may answer."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

import numpy as np

from assistant.evidence.candidates import Candidate, candidates
from assistant.evidence.features import (
    Asked,
    Features,
    context_stems,
    features,
    log_odds,
    neighbours,
)
from assistant.evidence.marking import Told, Weighed, asked_for, spot, weigh
from assistant.evidence.saying.asking import asks_who_said
from assistant.models.embedder import Embedder
from assistant.types import Passage

EMBEDDED = 32
"""How many sentences are compared by meaning; the best of the rest by words."""
READ = 10
"""How many of these are read for what in them answers."""
WEIGHTS = Features(
    passage=0.4, meaning=2.4, overlap=1.0, near=0.6, titled=1.4, context=1.0, lead=2.6, kind=3.0, length=0.7,
    slot_conflict=-4.0, heading=-1.4,
)  # fmt: skip
"""Fitted on 96 quiz questions over 3,723 articles, on their own days and later, so that the sentences in which the
answer stands come first (listwise softmax): it stands in the first for .65 of 78 answers that stand in an article word
for word, cross-validated .62. What speaks against a sentence of another place is set by hand."""
FILLER = 0.8
"""What the best filler of a sentence counts beside the sentence itself."""
_CORRECTION_ASKED = re.compile(r"\bcorrect(?:ed|ion|ions)\b", re.IGNORECASE)
_values = attrgetter(*Features.__slots__)


@dataclass(frozen=True, slots=True)
class Scored:
    """A sentence with what speaks for it, how much that is, and what in it may answer, most likely first."""

    candidate: Candidate
    features: Features
    score: float
    fillers: tuple[Weighed, ...] = ()

    @property
    def worth(self) -> float:
        """Its own score and that of its best filler."""
        return self.score + FILLER * (self.fillers[0].worth if self.fillers else 0.0)


def score_sentences(
    asked: Asked, passages: Sequence[Passage], *, weights: Mapping[str, float], embedder: Embedder
) -> list[Scored]:
    """The candidate sentences with what speaks for them, best first; only those that were compared by meaning."""
    sentences = candidates(passages, corrections=bool(_CORRECTION_ASKED.search(asked.text)))
    if not sentences:
        return []
    contexts, near = context_stems(passages), neighbours(sentences)
    best = max(log_odds(passage.score) for passage in passages)
    unread = []
    for sentence, around in zip(sentences, near, strict=True):
        context = contexts[sentence.passage.article_id]
        found = features(sentence, asked, weights=weights, best=best, near=around, context=context)
        unread.append(Scored(sentence, found, _score(found)))
    promising = sorted(unread, key=_place)[:EMBEDDED]
    texts = [f"{one.candidate.passage.title or ''}. {one.candidate.text}" for one in promising]
    read = []
    for one, meaning in zip(promising, _cosines(asked.text, texts, embedder), strict=True):
        found = replace(one.features, meaning=meaning)
        read.append(Scored(one.candidate, found, _score(found)))
    return sorted(read, key=_place)


def read_fillers(asked: Asked, scored: Sequence[Scored], *, embedder: Embedder) -> list[Scored]:
    """The sentences with what in each may answer, best first."""
    best = max(one.score for one in scored)
    told = [
        Told(
            one.candidate.text,
            one.candidate.passage.article_id,
            one.candidate.passage.title or "",
            math.exp(one.score - best),
        )
        for one in scored
    ]
    found = spot(told, asked.text, asked.kind)
    wanted = asked_for(asked.text)
    texts = list(dict.fromkeys(filler.text for here in found for filler in here)) if wanted else []
    alike = dict(zip(texts, _cosines(wanted, texts, embedder), strict=True))
    weighed = weigh(told, found, asked.text, asked.kind, alike=alike)
    if asks_who_said(asked.text):
        weighed = [[replace(speaker, worth=0.0) for speaker in here] for here in weighed]
    read = [replace(one, fillers=tuple(here)) for one, here in zip(scored, weighed, strict=True)]
    return sorted(read, key=lambda one: (-one.worth, one.candidate.passage.article_id, one.candidate.start))


def _place(one: Scored) -> tuple[float, str, int]:
    return -one.score, one.candidate.passage.article_id, one.candidate.start


def _cosines(text: str, others: Sequence[str], embedder: Embedder) -> list[float]:
    if not others:
        return []
    vectors = embedder.embed([text, *others])
    return [max(0.0, float(value)) for value in np.asarray(vectors[1:] @ vectors[0])]


def _score(found: Features) -> float:
    return float(sum(weight * value for weight, value in zip(_values(WEIGHTS), _values(found), strict=True)))
