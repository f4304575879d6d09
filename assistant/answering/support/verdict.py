"""The one verdict: what quotes lack of what a sentence says."""

from collections.abc import Sequence

from assistant.answering.support.attribution import misattributed
from assistant.answering.support.binding import misplaced
from assistant.answering.support.certainty import overstated
from assistant.answering.support.evidence import evidence_of
from assistant.answering.support.names import missing_names
from assistant.answering.support.numbers import missing_numbers
from assistant.answering.support.polarity import missing_negations
from assistant.answering.support.times import missing_times
from assistant.answering.support.wording import contradictions, covered, replaced, too_strong
from assistant.types import Quote

_CHECKS = (missing_numbers, missing_times, missing_names, missing_negations, overstated, misattributed, contradictions, too_strong, replaced, misplaced)
LEAST_WORDS = 0.5


def missing_support(sentence: str, quotes: Sequence[Quote]) -> tuple[str, ...]:
    e = evidence_of(quotes)
    out = [p for c in _CHECKS for p in c(sentence, e)]
    if not out and covered(sentence, e) < LEAST_WORDS: out.append("most of its words")
    return tuple(out)
