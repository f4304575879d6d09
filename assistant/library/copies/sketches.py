"""MinHash signatures of texts, the bands under which alike ones are found, and the rule that tells copies."""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from assistant.library.copies.shingles import mixed

if TYPE_CHECKING:
    from datasketch import MinHash

SETTINGS = "runs of 5 words, 128 affine32 hashes in bands of 3, rule 1"
"""What a library records about its sketches; count the rule up when the shingles or the rule change."""

_HASHES = 128
_ROWS = 3
_BANDS = _HASHES // _ROWS
"""Two texts share a band with probability 1 - (1 - j^3)^42 at Jaccard similarity j: .68 at .3, .94 at .4, .996 at .5
and 1 at .8, but .0003 at .02, which unrelated articles of one outlet have."""

_AT_ONCE = 8_192
"""Shingles hashed at once: 4 MB, however long the text."""

_JACCARD = 0.8
_CONTAINED = 0.9
_SAME_PAGE = 0.7
"""One newsletter's standing words make half of its text: a page that was used again for another day has as much."""
_FEWEST = 20
"""Shingles; shorter texts are formulas (a score, a weather line) as often as copies."""
_FEWEST_CONTAINED = 60
"""Shingles of a shortened reprint: two or three paragraphs. Briefs are quoted whole in round-ups."""
_SHORTEST = 0.25
"""A shortened reprint keeps at least this share of its original; a brief in a long round-up is no copy of it."""
_DAYS = 7
"""A shortened reprint comes within so many days; calendars and lists repeat each other's entries for years."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much two texts share, counted in distinct shingles."""

    shared: float
    smaller: int
    larger: int

    @property
    def jaccard(self) -> float:
        """Shared shingles by those of either text, 0 to 1."""
        return self.shared / max(1.0, self.smaller + self.larger - self.shared)

    @property
    def contained(self) -> float:
        """The share of the shorter text that stands in the longer one, 0 to 1."""
        return self.shared / max(1, self.smaller)


def likeness(one: np.ndarray, other: np.ndarray) -> Likeness:
    """What two sets of shingles share, exactly."""
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return Likeness(shared, *sorted((len(one), len(other))))


def is_copy(like: Likeness, *, days: int | None, same_page: bool) -> bool:
    """Whether one text is the other, edited or shortened. Thresholds by `tests/benchmarks/copies.py`.

    Args:
        like: what the texts share.
        days: between their days of publication; None where one has none.
        same_page: they have the same address, query and mobile variants aside.
    """
    if like.smaller < _FEWEST:
        return False
    if like.jaccard >= _JACCARD or (same_page and like.contained >= _SAME_PAGE):
        return True
    long_enough = like.smaller >= max(_FEWEST_CONTAINED, _SHORTEST * like.larger)
    return long_enough and like.contained >= _CONTAINED and (days is None or days <= _DAYS)


def may_be_copies(like: np.ndarray, sizes: np.ndarray, size: int) -> np.ndarray:
    """Which of the texts with `sizes` shingles are worth comparing with one of `size`, by their estimated Jaccard.

    The estimate of 128 hashes is off by less than .13 in 99.7 % of cases: this keeps all but a few of the copies.
    """
    shared = like / (1 + like) * (sizes + size)
    return np.asarray((like >= _JACCARD - 0.15) | (shared >= (_CONTAINED - 0.25) * np.minimum(sizes, size)))


def signature(shingles: np.ndarray) -> np.ndarray:
    """The MinHash of a set of shingles: uint32 of shape (128,)."""
    minhash = _empty().copy()
    for start in range(0, len(shingles), _AT_ONCE):
        minhash.update_batch((shingles[start : start + _AT_ONCE] & np.uint64(0xFFFFFFFF)).tolist())
    return np.asarray(minhash.hashvalues, dtype="<u4")


def bands(signature: np.ndarray) -> list[int]:
    """The 42 numbers, signed and of 64 bits, one of which two alike texts most likely share."""
    rows = signature[: _BANDS * _ROWS].reshape(_BANDS, _ROWS).astype(np.uint64)
    numbers = np.arange(1, _BANDS + 1, dtype=np.uint64)
    for column in range(_ROWS):
        numbers = mixed(numbers + rows[:, column] * np.uint64(0x9E3779B97F4A7C15))
    return [int(number) for number in numbers.view(np.int64)]


@cache
def _empty() -> "MinHash":
    from datasketch import MinHash  # imports scipy: most of a second

    return MinHash(num_perm=_HASHES, hashfunc=int, scheme="affine32")
