"""Which sentences answer a question, and how surely."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from assistant.evidence.candidates import Candidate
from assistant.evidence.certainty import UNDATED, Day, certainty, signs
from assistant.evidence.features import (
    Asked,
    forms,
    stem_weights,
    take_apart,
)
from assistant.evidence.marking import SORTS, mark, says_itself, speaks_of_others
from assistant.evidence.quotes import make_quote, whole_span
from assistant.evidence.saying.asking import asks_who_said, says_it
from assistant.evidence.scoring import READ, Scored, read_fillers, score_sentences
from assistant.evidence.speakers import Speaker, mark_speaker
from assistant.language.words import content_stems
from assistant.models.embedder import Embedder
from assistant.types import AnswerKind, Gloss, Passage, Quote, Span

SHARP = 0.5
"""Of a sentence's weight among others as of a filler's: 1 would take the fitted scores for log-odds, but they are too
sure of themselves. A half gave most answers in three quotes."""
BRIEF = 0.04
"""By how much a word more makes a further sentence less welcome: half as welcome with 17 words more."""
ENOUGH = 0.02
"""The share of all that may be the answer that a further sentence must add, for its length (`BRIEF`). With less, the
answer stood in no more of 78 questions' quotes, and these were half as long again."""
RELATED = 0.6
"""Of the question's words that the best sentence has, with its title or neighbours, a further one has this share where
a number, a day, a person or a place is asked for: another one would answer another question."""
RATIO = 0.6
"""A further quote must reach this share of the best one's score to be shown."""
MARKED = 0.01
"""The share of all that may be the answer that a filler must have to be marked; a wrong mark is worse than none."""
SAME = 0.6
"""Two sentences that share this much of their words (Jaccard index of stems) say the same."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentences that may answer, best first, each for what it adds to those before it; and all that were weighed.

    The score of a quote of `related` tells how much the sentence by itself speaks of what is asked.
    """

    quotes: tuple[Quote, ...] = ()
    related: tuple[Quote, ...] = ()


def find_evidence(
    question: str,
    passages: Sequence[Passage],
    *,
    kind: AnswerKind,
    embedder: Embedder,
    rarity: Mapping[str, float] = MappingProxyType({}),
    day: Day = UNDATED,
) -> Evidence:
    """The sentences of `passages` that may answer `question`, best first, with answering words and speakers.

    The first one's score tells how surely the question is answered at all; a further one's is that times how much it
    adds to those before it.

    Args:
        question: what is asked.
        passages: what was found for it.
        kind: what kind of answer it wants.
        embedder: the one the passages were found with.
        rarity: how much each of its words tells in the archive, at least 0; all alike where it is not given.
        day: when it is asked.
    """
    asked = take_apart(question, kind)
    weights = stem_weights(asked, rarity)
    scored = score_sentences(asked, passages, weights=weights, embedder=embedder)
    if not scored:
        return Evidence()
    read = read_fillers(asked, scored[:READ], embedder=embedder)
    shares = _shares(read)
    in_order = _in_order(asked, read, shares)
    sure = _certainty(asked, read[0], day)
    texts: dict[str, str] = {}
    for passage in passages:
        texts[passage.article_id] = f"{texts.get(passage.article_id, '')} {passage.text}"

    def quoted(one: Scored, score: float) -> Quote:
        return _quote(one.candidate, score, _marks(one, asked, shares), asked, texts[one.candidate.passage.article_id])

    top = scored[0].score
    everything = [*read, *scored[READ:]]
    related = [quoted(one, sure * math.exp(min(0.0, SHARP * (one.score - top)))) for one in everything]
    return Evidence(tuple(quoted(one, sure * rest) for one, rest in in_order), tuple(related))


def choose(quotes: Sequence[Quote], *, most: int, least_score: float, ratio: float = RATIO) -> list[Quote]:
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
        rest = _not_shown(quote, chosen)
        if rest and not any(_alike(rest.text, other.text) for other in chosen):
            chosen.append(rest)
    return chosen


def _not_shown(quote: Quote, chosen: Sequence[Quote]) -> Quote | None:
    """What of a quote stands in none that were chosen: one that leans on its neighbour needs it once only."""
    for other in (one for one in chosen if one.passage.article_id == quote.passage.article_id):
        if quote.end <= other.start or other.end <= quote.start:
            continue
        if quote.end <= other.end or quote.start < other.start:
            return None
        tail = quote.text[other.end - quote.start :]
        cut = len(quote.text) - len(tail.lstrip())
        quote = replace(
            quote,
            start=quote.start + cut,
            text=quote.text[cut:],
            marks=tuple((start - cut, end - cut) for start, end in quote.marks if start >= cut),
            glosses=tuple(Gloss(one.position - cut, one.text) for one in quote.glosses if one.position > cut),
        )
    return quote


def _certainty(asked: Asked, best: Scored, day: Day) -> float:
    told = says_itself(asked.text, asked.kind) or asks_who_said(asked.text)
    votes = None if told else best.fillers[0].votes if best.fillers else 0.0
    return certainty(signs(asked, best.candidate, best.features, votes=votes, day=day))


def _shares(read: Sequence[Scored]) -> dict[frozenset[str], float]:
    """What may be the answer, each with its share of all of it: the same words in two sentences count together."""
    odds = [
        (weighed.filler.key, SHARP * (SHARP * one.score + weighed.worth)) for one in read for weighed in one.fillers
    ]
    best = max((value for _, value in odds), default=0.0)
    total = sum(math.exp(value - best) for _, value in odds)
    shares: dict[frozenset[str], float] = {}
    for key, value in odds:
        shares[key] = shares.get(key, 0.0) + math.exp(value - best) / total
    return shares


def _in_order(
    asked: Asked, read: Sequence[Scored], shares: Mapping[frozenset[str], float]
) -> list[tuple[Scored, float]]:
    """The best sentence, then always the one that adds most, each with a share of the first one's score.

    Where the fillers tell, a sentence adds what may be the answer and stands in none before it (maximal coverage);
    where whole sentences are asked for, it adds itself.
    """
    best, *rest = read
    ordered, left = [(best, 1.0)], _uncovered(best, shares)
    while rest:
        added, place = max((_adds(asked, one, best, left), -place) for place, one in enumerate(rest))
        following = rest.pop(-place)
        ordered.append((following, min(ordered[-1][1], RATIO * added / ENOUGH)))
        left = _uncovered(following, left)
    return ordered


def _adds(asked: Asked, one: Scored, best: Scored, left: Mapping[frozenset[str], float]) -> float:
    if says_itself(asked.text, asked.kind):
        return ENOUGH / RATIO * math.exp(SHARP * (one.worth - best.worth))
    if asked.kind in SORTS and (_of_others(one, asked) or _on_topic(asked, one) < RELATED * _on_topic(asked, best)):
        return 0.0
    stems = forms(one.candidate.text)
    added = sum(share for key, share in left.items() if key <= stems)
    return added * math.exp(-BRIEF * len(one.candidate.text.split()))


def _on_topic(asked: Asked, one: Scored) -> float:
    """How much of the question it speaks of; who said something is told by the sentence alone."""
    if asks_who_said(asked.text):
        return one.features.overlap
    return max(one.features.near, one.features.titled)


def _of_others(one: Scored, asked: Asked) -> bool:
    return speaks_of_others(one.candidate.text, one.candidate.passage.title or "", asked.names)


def _uncovered(one: Scored, left: Mapping[frozenset[str], float]) -> dict[frozenset[str], float]:
    stems = forms(one.candidate.text)
    return {key: share for key, share in left.items() if not key <= stems}


def _marks(one: Scored, asked: Asked, shares: Mapping[frozenset[str], float]) -> tuple[Span, ...]:
    if not one.fillers or shares[one.fillers[0].filler.key] < MARKED:
        return ()
    return () if _of_others(one, asked) else (mark(one.candidate.text, one.fillers[0].filler, asked.text),)


def _quote(candidate: Candidate, score: float, marks: tuple[Span, ...], asked: Asked, known: str) -> Quote:
    span, passage = whole_span(candidate), candidate.passage
    quote = make_quote(passage, span, score=score, known=known)
    if asks_who_said(asked.text):
        own = (candidate.start - passage.start, candidate.end - passage.start)
        speaker = Speaker(quote.speaker, quote.role, quote.attribution, quote.direct)
        marks = mark_speaker(passage.text, own, speaker) if says_it(candidate.text, asked.text) else ()
    moved = candidate.start - span[0]
    return replace(quote, marks=tuple((start + moved, end + moved) for start, end in marks))


def _alike(one: str, other: str) -> bool:
    first, second = set(content_stems(one)), set(content_stems(other))
    return len(first & second) > SAME * max(1, len(first | second))
