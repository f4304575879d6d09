"""The one verdict: what quotes lack of what a sentence says."""

from collections.abc import Sequence

from assistant.answering.support.evidence import evidence_of
from assistant.answering.support.names import missing_names
from assistant.answering.support.numbers import missing_numbers
from assistant.answering.support.polarity import missing_negations
from assistant.answering.support.times import missing_times
from assistant.types import Quote


def missing_support(sentence: str, quotes: Sequence[Quote]) -> tuple[str, ...]:
    e = evidence_of(quotes)
    return tuple([*missing_numbers(sentence, e), *missing_names(sentence,e), *missing_times(sentence,e),*missing_negations(sentence,e)])
