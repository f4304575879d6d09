"""Which sentences answer a question, and how surely."""

import math
import re
from collections.abc import Sequence
from dataclasses import astuple

import numpy as np

from assistant.evidence.features import (
    Asked,
    Candidate,
    Features,
    candidates,
    context_stems,
    features,
    stem_weights,
    take_apart,
)
from assistant.evidence.glosses import find_glosses
from assistant.evidence.marking import mark_answer
from assistant.evidence.saying.asking import asks_who_said, says_it
from assistant.evidence.speakers import Speaker, find_speaker, mark_speaker
from assistant.language.words import content_stems
from assistant.models.embedder import Embedder
from assistant.types import AnswerKind, Passage, Quote, Span

EMBEDDED = 24
"""How many sentences are compared by meaning; the best of the rest by words."""
WEIGHTS = Features(
    passage=2.0,
    meaning=4.0,
    overlap=2.0,
    context=2.0,
    kind=1.0,
    lead=0.6,
    names_missing=-3.0,
    slot_conflict=-2.0,
    heading=-1.0,
)
BIAS = -7.0
"""Weights and bias of a logistic score: meaning and passage tell most, a name that is missing tells against.

Set by hand on 96 dated quiz questions and 283 that the archive cannot answer (`tests/benchmarks/RESULTS.md`), so that
about one in twenty of the answerable ones falls below 0.5; fitted weights were no better across the two.
"""
_CORRECTION_ASKED = re.compile(r"\bcorrect(?:ed|ion|ions)\b", re.IGNORECASE)
SAME = 0.6
"""Two sentences that share this much of their words (Jaccard index of stems) say the same."""


def find_quotes(question: str, passages: Sequence[Passage], *, kind: AnswerKind, embedder: Embedder) -> list[Quote]:
    """The sentences of `passages` that may answer `question`, best first, with answering words and speakers."""
    asked = take_apart(question, kind)
    scored = score_sentences(asked, passages, embedder=embedder)
    texts: dict[str, str] = {}
    for passage in passages:
        texts[passage.article_id] = f"{texts.get(passage.article_id, '')} {passage.text}"
    return [_quote(candidate, score, asked, texts[candidate.passage.article_id]) for candidate, score, _ in scored]


def choose(quotes: Sequence[Quote], *, most: int, least_score: float, ratio: float = 0.6) -> list[Quote]:
    """The best quotes that add something: at most `most`, none that says what a better one says.

    Args:
        quotes: best first.
        most: how many at the most.
        least_score: a quote below it is never chosen.
        ratio: a further quote must reach this share of the best one's score.
    """
    chosen: list[Quote] = []
    for quote in quotes:
        floor = max(least_score, ratio * chosen[0].score if chosen else 0.0)
        if len(chosen) == most or quote.score < floor:
            break
        if not _adds_nothing(quote, chosen):
            chosen.append(quote)
    return chosen


def score_sentences(
    asked: Asked, passages: Sequence[Passage], *, embedder: Embedder
) -> list[tuple[Candidate, float, Features]]:
    """The candidate sentences with their score in (0, 1) and the features behind it, best first."""
    sentences = candidates(passages, corrections=bool(_CORRECTION_ASKED.search(asked.text)))
    if not sentences:
        return []
    weights = stem_weights(asked, sentences)
    contexts = context_stems(passages)
    best = max(passage.score for passage in passages)

    def weigh(candidate: Candidate, meaning: float) -> tuple[Candidate, float, Features]:
        found = features(
            candidate,
            asked,
            weights=weights,
            meaning=meaning,
            best=best,
            context=contexts[candidate.passage.article_id],
        )
        return candidate, _score(found), found

    by_words = sorted((weigh(sentence, 0.0) for sentence in sentences), key=lambda row: -row[1])[:EMBEDDED]
    meanings = _meanings(asked.text, [candidate for candidate, _, _ in by_words], embedder)
    rows = [weigh(candidate, meaning) for (candidate, _, _), meaning in zip(by_words, meanings, strict=True)]
    return sorted(rows, key=lambda row: (-row[1], row[0].passage.article_id, row[0].start))


def _meanings(question: str, sentences: Sequence[Candidate], embedder: Embedder) -> list[float]:
    texts = [f"{sentence.passage.title or ''}. {sentence.text}" for sentence in sentences]
    vectors = embedder.embed([question, *texts])
    return [float(value) for value in np.asarray(vectors[1:] @ vectors[0])]


def _score(found: Features) -> float:
    total = BIAS + sum(weight * value for weight, value in zip(astuple(WEIGHTS), astuple(found), strict=True))
    return 1 / (1 + math.exp(-total))


def _quote(candidate: Candidate, score: float, asked: Asked, known: str) -> Quote:
    passage = candidate.passage
    span = (candidate.start - passage.start, candidate.end - passage.start)
    speaker = find_speaker(passage.text, span, known=known)
    return Quote(
        passage,
        candidate.start,
        candidate.end,
        candidate.text,
        score,
        marks=_marks(candidate, span, asked, speaker),
        speaker=speaker.name,
        role=speaker.role,
        attribution=speaker.attribution,
        direct=speaker.direct,
        glosses=find_glosses(passage.text, span, speaker, published=passage.published),
    )


def _marks(candidate: Candidate, span: Span, asked: Asked, speaker: Speaker) -> tuple[Span, ...]:
    if not asks_who_said(asked.text):
        return mark_answer(candidate.text, asked.text, asked.kind)
    return mark_speaker(candidate.passage.text, span, speaker) if says_it(candidate.text, asked.text) else ()


def _adds_nothing(quote: Quote, chosen: Sequence[Quote]) -> bool:
    """Whether a better quote says the same, or answers with words that can be pointed at where this one has none."""
    if chosen and chosen[0].marks and not quote.marks:
        return True
    return any(_alike(quote.text, other.text) for other in chosen)


def _alike(one: str, other: str) -> bool:
    first, second = set(content_stems(one)), set(content_stems(other))
    return len(first & second) > SAME * max(1, len(first | second))
