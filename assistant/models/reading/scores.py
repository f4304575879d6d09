"""What the reader says of one passage: where the answer may stand in it, and that it may not."""

from dataclasses import dataclass

import numpy as np

from assistant.models.reading.inputs import Pair
from assistant.types import Span

MOST_TOKENS = 60
"""Tokens of the longest answer."""
NOWHERE = -20.0
"""Log-odds of what the reader did not see: a sentence beyond the end of what it reads."""


@dataclass(frozen=True, slots=True)
class SpanFound:
    """Answering words, as offsets into the passage; `worth` is the log-odds against "not here", higher is better."""

    start: int
    end: int
    worth: float


@dataclass(frozen=True, slots=True)
class PassageRead:
    """Logits of a passage's tokens, each an array of shape (tokens,); `nothing` is the logit of "not here".

    `yes` and `no` are logits of what the passage decides, where the question wants that.
    """

    offsets: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    evidence: np.ndarray
    nothing: float
    yes: float
    no: float

    def best_span(self, within: Span) -> SpanFound:
        """The likeliest answering words within a span of the passage, a sentence mostly."""
        inside = self._inside(within)
        if not len(inside):
            return SpanFound(*within, NOWHERE)
        starts, ends = self.starts[inside], self.ends[inside]
        sums = np.where(_band(len(inside)), starts[:, None] + ends[None, :], -np.inf)
        first, last = divmod(int(sums.argmax()), len(inside))
        begin, end = int(self.offsets[inside[first], 0]), int(self.offsets[inside[last], 1])
        return SpanFound(begin, end, float(sums[first, last]) - self.nothing)

    def evidence_of(self, within: Span) -> float:
        """Log-odds, the mean over its tokens, that a sentence answers."""
        inside = self._inside(within)
        return float(self.evidence[inside].mean()) if len(inside) else NOWHERE

    def _inside(self, within: Span) -> np.ndarray:
        begin, end = within
        return np.flatnonzero((self.offsets[:, 0] < end) & (self.offsets[:, 1] > begin))


def _band(tokens: int) -> np.ndarray:
    """True where a span may begin (row) and end (column): not before its beginning, and not too far behind it."""
    places = np.arange(tokens)
    ahead = places[None, :] - places[:, None]
    return (ahead >= 0) & (ahead < MOST_TOKENS)


def passage_read(pair: Pair, tokens: np.ndarray, whole: np.ndarray) -> PassageRead:
    """What the model's output of a pair, of shapes (tokens, 3) and (5,), says of its passage."""
    starts, ends, evidence = tokens[pair.first : pair.first + len(pair.offsets)].T
    offsets = np.array(pair.offsets, dtype=np.int64).reshape(-1, 2)
    nothing = float(tokens[0, 0] + tokens[0, 1])
    return PassageRead(offsets, starts, ends, evidence, nothing, yes=float(whole[3]), no=float(whole[4]))
