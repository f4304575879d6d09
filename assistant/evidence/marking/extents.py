"""How far a mark reaches beyond the words that fill the question's gap, so that it can be read by itself."""

import re
from itertools import pairwise

from assistant.evidence.marking.fillers import Filler
from assistant.language.quantities import Quantity, quantities
from assistant.language.words import stem
from assistant.types import Span

_UNIT_ASKED = re.compile(r"\b[Hh]ow (?:many|long|old)\s+(?:more\s+)?(?:[A-Z]\w+\s+)?([a-z]+)")
_BETWEEN = re.compile(r"\bbetween\s+$", re.IGNORECASE)
_AND = re.compile(r"\s+(?:[\w’'-]+\s+){1,3}and\s+")
"""What stands between two numbers that are counted together: "19 children and two teachers"."""
_PERSONS = frozenset(
    stem(word)
    for word in "people persons men women children kids babies infants boys girls adults teenagers teachers students "
    "pupils soldiers troops officers civilians residents passengers victims workers employees firefighters doctors "
    "nurses police others tourists migrants".split()
)


def mark(sentence: str, filler: Filler, question: str = "") -> Span:
    """The span to be marked: the filler, and of a number what makes it whole.

    That is the word that loosens it ("about"), the other end of its range, or, where people are asked for, the other
    number that it is counted together with.
    """
    numbers = quantities(sentence) if filler.sort == "number" else []
    for one, other in pairwise(numbers):
        if filler.span not in (one.span, other.span):
            continue
        if span := _range(sentence, one, other) or _sum(sentence, one, other, question):
            return span
    start = next((_loosened(sentence, one) for one in numbers if one.span == filler.span), filler.span[0])
    return start, filler.span[1]


def unit_asked(question: str) -> str:
    """What is counted, "troops" of "how many more US troops"; "" where nothing is."""
    asked = _UNIT_ASKED.search(question)
    return asked.group(1) if asked else ""


def _range(sentence: str, one: Quantity, other: Quantity) -> Span | None:
    opened = _BETWEEN.search(sentence, 0, one.span[0])
    if opened and sentence[one.span[1] : other.span[0]].strip() == "and":
        return opened.start(), other.span[1]
    return None


def _sum(sentence: str, one: Quantity, other: Quantity, question: str) -> Span | None:
    """Where two kinds of people are counted, and people are asked for: both, with what each number counts."""
    if unit_asked(question) not in ("people", "persons") or not (one.unit and other.unit):
        return None
    if not (_AND.fullmatch(sentence[one.span[1] : other.span[0]]) and {stem(one.unit), stem(other.unit)} <= _PERSONS):
        return None
    end = sentence.find(other.unit, other.span[1])
    return _loosened(sentence, one), end + len(other.unit) if end >= 0 else other.span[1]


def _loosened(sentence: str, quantity: Quantity) -> int:
    """Where a number begins with the word that loosens it."""
    before = sentence[: quantity.span[0]].rstrip()
    hedged = quantity.hedge and before.lower().endswith(quantity.hedge)
    return len(before) - len(quantity.hedge) if hedged else quantity.span[0]
