"""Proper names in a text, found by their capitals: people, places, organisations, works."""

import re

from assistant.language.sentences import sentence_spans
from assistant.language.words import STOP_WORDS, nation_stem, stem, words
from assistant.types import Span

_NAME = re.compile(
    r"(?<![^\W_])(?:[A-Z][\w’'-]*[A-Za-z]|[A-Z]\.(?:[A-Z]\.)+|[A-Z]\.(?=\s[A-Z])|[A-Z]{2,}|[a-z][A-Z][\w’'-]*)"
    r"(?:\s+(?:(?:of|the|de|del|der|den|di|da|la|al|bin|van|von|du|for|and)\s+){0,2}?"
    r"(?:[A-Z][\w’'-]*[A-Za-z]|[A-Z]\.(?:[A-Z]\.)*|[A-Z]{2,}|\d{1,4}(?=\s[A-Z]))){0,7}"
)
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_OPENERS = STOP_WORDS | frozenset(
    "according however meanwhile earlier later since although though officials list name explain describe "
    "around nearly almost roughly approximately despite without within among along across near like unlike "
    "dozens hundreds thousands millions corporate house many one two three four five six seven eight nine ten "
    "yes still yet even perhaps never last next today yesterday tomorrow police residents people critics experts "
    "both another several every everyone nobody nothing instead also first second third finally now here there".split()
)


def name_spans(text: str) -> list[Span]:
    """The spans of `text` that read as proper names, in order.

    A capital at the start of a sentence counts only for a word that is no common opener; weekdays and months are
    times, not names.
    """
    starts = {
        start + len(text[start:end]) - len(text[start:end].lstrip("“\"'‘(")) for start, end in sentence_spans(text)
    }
    found: list[Span] = []
    for match in _NAME.finditer(text):
        span = _trim(text, match.start(), match.end(), at_start=match.start() in starts)
        if span:
            found.append(span)
    return found


def name_stems(text: str) -> list[str]:
    """The single words of the names in `text`, as they are compared; a country and its people are one."""
    stems = []
    for start, end in name_spans(text):
        stems += [nation_stem(word.text) for word in words(text[start:end]) if not _is_plain(word.text)]
    return list(dict.fromkeys(stems))


def _trim(text: str, start: int, end: int, *, at_start: bool) -> Span | None:
    parts = words(text[start:end])
    while parts and (
        _is_plain(parts[0].text) or (at_start and parts[0].start == 0 and parts[0].text.lower() in _OPENERS)
    ):
        parts = parts[1:]
    while parts and _is_plain(parts[-1].text):
        parts = parts[:-1]
    if not parts:
        return None
    first, last = parts[0], parts[-1]
    trimmed_end = start + last.end
    for possessive in ("’s", "'s"):
        if text[start + last.start : trimmed_end].endswith(possessive):
            trimmed_end -= len(possessive)
    return (start + first.start, trimmed_end)


def _is_plain(word: str) -> bool:
    lowered = word.lower().rstrip(".")
    return lowered in _CALENDAR or (lowered in STOP_WORDS and word != "US") or stem(word) == ""
