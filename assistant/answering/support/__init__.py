"""Whether quotes say what a sentence says.

The check errs towards "unsupported": a sentence that is struck costs less than a citation that does not hold. Exact
rules decide: `numbers`, `times`, `names`, `polarity` (negation), `certainty` (planned or done), `attribution` (who said
it), `wording` (words that exclude or replace each other, or say more), `unsaid` (words that no quote has), `binding`
(what belongs to what) and `roles` (who does what to whom). Each says what is lacking in words for the reader.
`verdict` brings them together, `grading` has a score beside it.
"""

from assistant.answering.support.grading import support_score
from assistant.answering.support.verdict import missing_support

__all__ = ["missing_support", "support_score"]
