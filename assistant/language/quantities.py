"""Quantities in a text: numbers in figures or words, with their currency, scale and unit."""

import re
from dataclasses import dataclass

from assistant.language.times import time_spans
from assistant.types import Span

_SMALL = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "dozen": 12,
}  # fmt: skip
_SCALE = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}
_SHORT_SCALE = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12}

_WORD_NUMBER = rf"(?:{'|'.join(_SMALL)}|hundred|thousand)"
_QUANTITY = re.compile(
    rf"""
    (?P<hedge>\b(?:about|around|nearly|almost|roughly|approximately|some|over|more\ than|at\ least|up\ to|under
        |fewer\ than|less\ than|as\ many\ as|an?\ estimated|just|only|exactly)\s+)?
    (?P<currency>(?:US|C|A|HK)?[$€£¥]\s?)?
    (?P<number>(?<![\w.])\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|(?<![\w.,])(?<!\d:)\d+(?:\.\d+)?
        |\b(?:an?\s+(?=hundred|thousand|million|billion|dozen))?(?:{_WORD_NUMBER})(?:[\s-]+(?:and\s+)?(?:{_WORD_NUMBER}))*\b
        |\ban?\s+(?=hundred|thousand|million|billion))
    (?P<scale>[\s-]?(?:hundred|thousand|million|billion|trillion)\b|(?:bn|mn|tn|k|m)\b)?
    (?P<percent>\s?(?:%|percent\b|per\ cent\b|percentage\ points?\b))?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_UNIT = re.compile(
    r"(?:[\s-]+[A-Z][\w.]*){0,2}[\s-]+(?!(?:of|to|in|on|at|and|or|by|for|from|with|a|the|is|was|were|are|that|who)\b)([^\W\d_A-Z][\w’'-]*)"
)
_ORDINAL_OR_CLOCK = re.compile(r"(?:st|nd|rd|th)\b|:\d\d")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number where it stands: `value` after its scale, `unit` ("%", "$", or the word that follows, lower case)."""

    value: float
    unit: str
    hedge: str
    """The word that loosens it ("about", "nearly", "more than"), lower case; empty for an exact figure."""
    span: Span
    """The hedge is outside, the currency, scale and percent sign are inside."""


def quantities(text: str) -> list[Quantity]:
    """The quantities of `text` in order. Ordinals ("82nd"), clock times, dates and parts of words are none."""
    times = [set(range(*span)) for span in time_spans(text)]
    return [quantity for quantity in numbers(text) if not any(quantity.span[0] in time for time in times)]


def numbers(text: str) -> list[Quantity]:
    """The quantities of `text` in order, and the numbers of its times too ("2022", "two days ago")."""
    return [quantity for match in _QUANTITY.finditer(text) if (quantity := _quantity(text, match))]


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    if _ORDINAL_OR_CLOCK.match(text, match.end("number")):
        return None
    value = _number(match["number"]) * _scale(match["scale"])
    start = match.start("currency") if match["currency"] else match.start("number")
    following = _UNIT.match(text, match.end())
    if match["percent"]:
        unit = "%"
    elif match["currency"]:
        unit = match["currency"].strip().upper()
    else:
        unit = following.group(1).lower() if following else ""
    return Quantity(value, unit, (match["hedge"] or "").strip().lower(), (start, match.end()))


def _scale(word: str | None) -> float:
    scale = (word or "").strip(" -\t\n").lower()
    return _SCALE.get(scale) or _SHORT_SCALE.get(scale) or 1.0


def _number(word: str) -> float:
    if word[0].isdigit():
        return float(word.replace(",", ""))
    total = current = 0.0
    for part in re.split(r"[\s-]+", word.lower().strip()):
        if part in ("a", "an", "and", ""):
            continue
        if part in ("hundred", "thousand") or (part == "dozen" and current):
            current = (current or 1) * _SCALE[part]
            if part == "thousand":
                total, current = total + current, 0.0
        else:
            current += _SMALL[part]
    return total + current if total + current or "zero" in word.lower() else 1.0
