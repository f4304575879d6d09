"""How much of a sentence the quotes say, as one number: by words, their order, meaning and what the verdict misses."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from assistant.answering.support.evidence import Evidence, evidence_of
from assistant.answering.support.numbers import missing_numbers
from assistant.answering.support.times import missing_times
from assistant.answering.support.verdict import missing_support, nearest_meaning
from assistant.answering.support.wording import contradictions, replaced
from assistant.language.tokens import Token, tokens
from assistant.models.embedder import Embedder
from assistant.types import Quote

WORDS_BESIDE, WORDS_QUOTED, IN_ORDER, MEANING = 1.5, 1.5, 1.0, 2.0
"""Weights of the parts of a score: words in the passages, words in the quotes, words in a quote's order, cosine."""
FAULT, REPLACED = 0.1, 0.05
"""What is taken off for each kind of fault."""
MISSING, COUNTED = 0.1, 3
"""What is taken off for each of the first three things that the verdict finds missing, as far as the sentence's words
do not stand in order in a quote. Weights and deductions are round figures amid a hundred such sets, compared on votes
over machine summaries (`tests/benchmarks/support.py qags`); their neighbours are as good."""
_FAULTS = ((missing_numbers, FAULT), (missing_times, FAULT), (contradictions, FAULT), (replaced, REPLACED))


def support_score(sentence: str, quotes: Sequence[Quote], *, embedder: Embedder | None = None) -> float:
    """How far `quotes` and the passages they stand in support a sentence: 0 to 1, higher is better.

    A loose measure beside the verdict, which it does not decide: for ranking quotes, and for sentences that sum up.
    """
    evidence = evidence_of(quotes)
    said = [token for token in tokens(sentence) if token.weighty]
    if not said or not evidence.tokens:
        return 0.0
    in_order = _in_order(sentence, evidence)
    parts = [
        (WORDS_BESIDE, _share(said, _beside(evidence).has)),
        (WORDS_QUOTED, _share(said, evidence.implies)),
        (IN_ORDER, in_order),
    ]
    if embedder:
        parts.append((MEANING, nearest_meaning(sentence, evidence, embedder)))
    score = sum(weight * value for weight, value in parts) / sum(weight for weight, _ in parts)
    if missing := missing_support(sentence, quotes):
        score -= sum(off for check, off in _FAULTS if check(sentence, evidence))
    return min(1.0, max(0.0, score - MISSING * min(COUNTED, len(missing)) * (1 - in_order)))


def _share(said: Sequence[Token], known: Callable[[Token], bool]) -> float:
    return sum(known(token) for token in said) / len(said)


def _beside(evidence: Evidence) -> Evidence:
    """The passages themselves as evidence."""
    passages = {quote.passage.article_id + str(quote.passage.start): quote for quote in evidence.quotes}
    return Evidence(tuple(replace(quote, text=quote.passage.text) for quote in passages.values()))


def _in_order(sentence: str, evidence: Evidence) -> float:
    """The share of the sentence's words that stand in one quote in the same order."""
    said = [token.form for token in tokens(sentence)]

    def shared(quote: Quote) -> int:
        known = [token.form for token in tokens(quote.text)]
        return sum(block.size for block in SequenceMatcher(None, said, known, autojunk=False).get_matching_blocks())

    return max((shared(quote) for quote in evidence.quotes), default=0) / max(1, len(said))
