"""The one verdict: what quotes lack of what a sentence says."""

from collections.abc import Callable, Sequence

from assistant.answering.support.attribution import misattributed
from assistant.answering.support.binding import misplaced
from assistant.answering.support.certainty import overstated
from assistant.answering.support.evidence import Evidence, evidence_of
from assistant.answering.support.names import missing_names
from assistant.answering.support.numbers import missing_numbers
from assistant.answering.support.polarity import missing_negations
from assistant.answering.support.roles import exchanged
from assistant.answering.support.times import missing_times
from assistant.answering.support.unsaid import unsaid
from assistant.answering.support.wording import contradictions, covered, replaced, too_strong, unlimited
from assistant.language.tokens import tokens
from assistant.models.checker import Checker
from assistant.models.embedder import Embedder
from assistant.types import Quote

LEAST_WORDS = 0.5
"""Share of a sentence's words, numbers and times apart, that the quotes must have or imply. Set by hand; of
the honest sentences of `tests/golden/support` (half a) it strikes none by itself."""
LEAST_MEANING = 0.35
"""Least cosine with the nearest quote, where an embedder is at hand. It rules out another matter, no more: sentences
that differ in a number or in a "not" are near each other."""
LEAST_LIKELY = 0.5
"""Least probability of a checker, where one is at hand: it must find "supported" likelier than not."""
LONGEST = 1_200
"""Characters of a sentence that can be checked; no sentence of an answer is longer."""
_CHECKS: tuple[Callable[[str, Evidence], list[str]], ...] = (
    missing_numbers, missing_times, missing_names, missing_negations, overstated, misattributed, contradictions,
    too_strong, unlimited, replaced, misplaced, exchanged, unsaid,
)  # fmt: skip


def missing_support(
    sentence: str, quotes: Sequence[Quote], *, embedder: Embedder | None = None, checker: Checker | None = None
) -> tuple[str, ...]:
    """What `quotes` lack of what `sentence` says, in words for the reader; empty where they support it.

    Everything must stand in the quotes themselves; a weekday may be told by the date that follows from the article's
    own, and a name may stand for a pronoun whose meaning the passage gives right before the quote.

    Args:
        sentence: one sentence of an answer, without its marks.
        quotes: those that it cites.
        embedder: compares the meaning as a whole too; a sentence takes some 10 ms longer with it.
        checker: a model that must find it supported too, of what the rules let pass; the quotes' own words need none.
    """
    evidence = evidence_of(quotes)
    if not evidence.tokens or not tokens(sentence):
        return ("words that can be compared",)
    if sentence.strip() in (*(quote.text.strip() for quote in quotes), *evidence.sentences):
        return ()
    if len(sentence) > LONGEST:
        return ("a sentence short enough to be checked",)
    lacking = [problem for check in _CHECKS for problem in check(sentence, evidence)]
    return tuple(
        dict.fromkeys(lacking or _too_far(sentence, evidence, embedder) or _doubted(sentence, quotes, checker))
    )


def _doubted(sentence: str, quotes: Sequence[Quote], checker: Checker | None) -> list[str]:
    likely = checker.probability(" ".join(quote.text for quote in quotes), sentence) if checker else 1.0
    return (
        [f"the agreement of the checker, which finds it not supported ({likely:.2f})"] if likely < LEAST_LIKELY else []
    )


def nearest_meaning(sentence: str, evidence: Evidence, embedder: Embedder) -> float:
    """The cosine of the sentence's vector with that of the nearest quote."""
    vectors = embedder.embed([sentence, *(quote.text for quote in evidence.quotes)])
    return float((vectors[1:] @ vectors[0]).max(initial=0.0))


def _too_far(sentence: str, evidence: Evidence, embedder: Embedder | None) -> list[str]:
    if covered(sentence, evidence) < LEAST_WORDS:
        return ["most of its words"]
    if embedder and nearest_meaning(sentence, evidence, embedder) < LEAST_MEANING:
        return ["its meaning"]
    return []
