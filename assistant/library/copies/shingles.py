"""What of a text is compared: the hashes of its runs of words, without what each outlet puts around a report."""

import re
from zlib import crc32

import numpy as np

from assistant.language.notes import dateline_length, is_correction, is_housekeeping

RUN = 5
"""Words of a shingle: the width at which near-duplicates of news are usually labelled."""

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")
"""A word, or one sign of a script that writes no spaces between words."""

_EDGE = 4
"""Paragraphs at the start and at the end of a text in which an outlet speaks of itself."""
_LONGEST_CREDIT = 40
"""Words; a longer paragraph is more than a byline."""
_CREDIT = re.compile(
    r"\W*(?:[Bb][Yy]\s+[A-Z]|(?i:reporting by\b|(?:additional |further )?(?:reporting|writing|editing)\b.{0,60}\bby\b"
    r"|copyright\b|©|\(c\)|source\s*:|(?:first |originally )?(?:published|posted|updated)\b)"
    r"|\([A-Z][\w. /-]{1,40}\)\W*$)"
)
_MULTIPLIER = 0x9E3779B97F4A7C15
"""2^64 divided by the golden ratio (Knuth, TAOCP 6.4): odd, so that no word of a run is lost to the overflow."""


def shingles(text: str) -> np.ndarray:
    """The distinct hashes of every `RUN` words in a row of `text`: uint64, sorted; empty for fewer words.

    Datelines, bylines, credits, copyright lines and notes at the edges are left out, case and punctuation do not
    count. Two different runs have the same hash once in 10^9 texts, so sets of hashes are compared as sets of runs.
    """
    hashed = [crc32(word.encode("utf-8", "surrogatepass")) for word in _WORD.findall(_told(text).lower())]
    if len(hashed) < RUN:
        return np.zeros(0, dtype=np.uint64)
    words = mixed(np.array(hashed, dtype=np.uint64))
    count = len(words) - RUN + 1
    runs = np.zeros(count, dtype=np.uint64)
    for place in range(RUN):
        runs = runs * np.uint64(_MULTIPLIER) + words[place : place + count]
    return np.unique(mixed(runs))


def mixed(numbers: np.ndarray) -> np.ndarray:
    """Every bit of each uint64 spread over all its bits: the finalizer of MurmurHash3."""
    for multiplier in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        numbers = (numbers ^ (numbers >> np.uint64(33))) * np.uint64(multiplier)
    return np.asarray(numbers ^ (numbers >> np.uint64(33)))


def _told(text: str) -> str:
    """The paragraphs that report; those at the edges that speak of the outlet are left out."""
    paragraphs = [paragraph for paragraph in text.split("\n") if paragraph.strip()]
    first, last = _EDGE, max(_EDGE, len(paragraphs) - _EDGE)
    edges = [_without_credit(paragraph) for paragraph in paragraphs[:first]]
    ends = [_without_credit(paragraph) for paragraph in paragraphs[last:]]
    return "\n".join([*edges, *paragraphs[first:last], *ends])


def _without_credit(paragraph: str) -> str:
    short = paragraph.count(" ") < _LONGEST_CREDIT
    if is_correction(paragraph) or (short and (_CREDIT.match(paragraph) or is_housekeeping(paragraph))):
        return ""
    return paragraph[dateline_length(paragraph) :]
