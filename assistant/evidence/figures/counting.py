"""What a number counts: its unit, the words that narrow it down, and the rate it is given at."""

import re
from dataclasses import dataclass

from assistant.language.quantities import Quantity
from assistant.language.words import STOP_WORDS, stem

_ALIKE = (
    "troops soldiers forces personnel paratroopers servicemembers marines servicemen",
    "people persons",
    "dead deaths fatalities",
    "employees workers staff",
    "votes ballots",
)
"""Nouns that count the same things in the news; the first names the unit."""
_FAMILY = {noun: group.split()[0] for group in _ALIKE for noun in group.split()}
_IRREGULAR = frozenset("people men women children troops staff personnel police dead percent feet teeth".split())
_NO_UNIT = frozenset(
    "times is was has does as its this his thus perhaps always sometimes others years days hours minutes months weeks "
    "seconds years-old decades says belongs comes ones".split()
)
"""Words with a plural's end that count nothing, and stretches of time, which are compared to nothing here."""
_FILLER = frozenset("other more additional further extra or so some of its the his her their those these".split())
"""What may stand between a number and its noun and narrows nothing."""
_WORD = re.compile(r"\s+(?:[“\"])?((?:[A-Z]\.){2,}(?:-\w+)?|[^\W\d_][\w’'-]*)")
_REACH = 5
"""Words after a number among which its noun stands."""
_RATE = re.compile(
    r"\s+(?:an?|per)\s+(gallon|barrel|share|ton|tonne|litre|liter|pound|kilo\w*|head|person|hour|day|week|month|year|night)\b"
)
_DOLLARS = re.compile(r"\s+(?:U\.?S\.?\s+)?dollars\b")
_ADDED_BEFORE = re.compile(
    r"\b(?:another|a further|an additional|an extra|additional)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE
)
_ADDED = frozenset("more additional further extra".split())


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted. `noun` is as it stands with the words before it, `end` is where that ends in the sentence.

    `narrowing` are the stems of its adjectives, `owners` its capitalised words (whose it is), `added` tells that the
    number comes on top of another.
    """

    unit: str
    noun: str
    end: int
    narrowing: frozenset[str] = frozenset()
    owners: tuple[str, ...] = ()
    added: bool = False

    @property
    def name(self) -> str:
        """The unit as a reader knows it: "troops", "$ a gallon", "volunteers"."""
        known = not self.noun or self.unit in _FAMILY.values()
        return self.unit if known else self.noun.split()[-1].lower()


def counted(sentence: str, quantity: Quantity) -> Counted | None:
    """What `quantity` counts in its sentence; None where the words after it do not tell."""
    end = quantity.span[1]
    added = bool(_ADDED_BEFORE.search(sentence[max(0, quantity.span[0] - 40) : quantity.span[0]]))
    if quantity.unit == "%" or quantity.unit.endswith(("$", "€", "£", "¥")):
        rate = _RATE.match(sentence, end)
        unit = quantity.unit.removeprefix("US")
        return Counted(f"{unit} a {rate.group(1)}" if rate else unit, "", rate.end() if rate else end, added=added)
    if dollars := _DOLLARS.match(sentence, end):
        rate = _RATE.match(sentence, dollars.end())
        return Counted(f"$ a {rate.group(1)}" if rate else "$", "", (rate or dollars).end(), added=added)
    return noun_after(sentence, end, added=added)


def noun_after(sentence: str, start: int, *, added: bool = False) -> Counted | None:
    """The noun that begins at `start`, with the words before it; None where a verb, a mark or nothing follows."""
    narrowing: set[str] = set()
    owners: list[str] = []
    first, position = None, start
    for _ in range(_REACH):
        word = _WORD.match(sentence, position)
        if not word:
            return None
        text, lowered, position = word.group(1), word.group(1).lower(), word.end()
        first = word.start(1) if first is None else first
        added = added or lowered in _ADDED
        if lowered == "members" and "service" in sentence[start:position].lower().split():
            return Counted("troops", sentence[first:position], position, frozenset(), tuple(owners), added)
        if unit := unit_of(text):
            return Counted(unit, sentence[first:position], position, frozenset(narrowing), tuple(owners), added)
        if lowered in _FILLER:
            first = None if lowered in ("or", "so", "of", "more", "its", "the", "his", "her", "their") else first
        elif text[0].isupper():
            owners.append(text.split("-")[0])
        elif lowered in STOP_WORDS or not _may_narrow(lowered):
            return None
        else:
            narrowing.add(stem(lowered))
    return None


def unit_of(word: str) -> str:
    """The unit that a noun stands for, one for nouns that count the same; empty for what is no plural noun."""
    lowered = word.lower()
    if lowered in _FAMILY:
        return _FAMILY[lowered]
    plural = lowered in _IRREGULAR or (
        len(lowered) > 3 and lowered.endswith("s") and not lowered.endswith(("ss", "us"))
    )
    return stem(lowered) if plural and word[0].islower() and lowered not in _NO_UNIT and "’" not in word else ""


def _may_narrow(word: str) -> bool:
    """Whether a word can stand between a number and its noun: no adverb, no auxiliary."""
    return not word.endswith("ly") and word not in ("already", "will", "would", "to", "ago", "years", "times")
