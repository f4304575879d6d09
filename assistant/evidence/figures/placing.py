"""Whose figure it is and where it holds, by the names around it and the small words before them."""

import re
from dataclasses import dataclass
from typing import Literal

from assistant.language.names import name_spans
from assistant.language.words import nation_stem, words
from assistant.types import Span

Role = Literal["to", "near", "in", ""]
"""How a figure relates to its place: on the way to it, close to it, or in it; empty for no place."""

_PREPOSITION = re.compile(
    r"\b(?:(?P<near>near|around|close\s+to|within\s+reach\s+of|along|outside|bordering|on\s+the\s+borders?\s+(?:of|with))"
    r"|(?P<away>from|out\s+of|based\s+in|by|than|of|as|with|against|between|before|after|since|until)"
    r"|(?P<to>to|into|for|towards?)|(?P<in>in|at|inside|across|throughout))\b",
    re.IGNORECASE,
)
_BORDER = re.compile(r"\b(?:near|along|at|on)\s+(?:its|the|their)\s+borders?\s+with\b", re.IGNORECASE)
_BETWEEN = re.compile(
    r"(?:\s|,|\b(?:and|or|both|the|its|their|nearby|neighbou?ring|central|\w+ern)\b|\b[A-Z][\w’'.-]*)*"
)
"""What may stand between such a word and a name: other names, and what narrows them down."""
_AND = re.compile(r"\s+and\s+(?:the\s+)?")
_THERE = re.compile(r"\bthere\b")
_WHERE = re.compile(r",\s+where\s+(?:[\w-]+\s+){0,2}$")


_LED_UP_TO = re.compile(r"\b(?:from|of|by|in|at|to|near|for|with|on|than|around|and)\s+(?:the\s+)?$", re.IGNORECASE)
_SPEAKS = re.compile(
    r"(?:,[^,]{2,60},)?\s+(?:(?:also|had|has|have)\s+)?(?:said|says|spoke|spoken|told|announced|added|reported|believes?|estimates?|ordered)\b"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure holds: the names as stems, and as they stand with the word before them ("to Romania")."""

    role: Role = ""
    names: frozenset[str] = frozenset()
    text: str | None = None


NOWHERE = Place()


def place_in(sentence: str, names: list[Span], stretch: Span) -> Place:
    """The place that a stretch of the sentence gives: where something goes, else what it is near, else where it is."""
    found: dict[str, list[tuple[int, Span]]] = {}
    for span in names:
        if stretch[0] <= span[0] and span[1] <= stretch[1]:
            role, start = _role(sentence, stretch[0], span[0])
            if role:
                found.setdefault(role, []).append((start, span))
    for role in ("to", "near", "in"):
        if role in found:
            spans = [span for _, span in found[role]]
            text = " ".join(sentence[found[role][0][0] : spans[-1][1]].split())
            return Place(role, frozenset(name_stem(sentence[slice(*span)]) for span in spans), text)
    return NOWHERE


def place_before(sentence: str, names: list[Span], start: int, stretch: Span) -> Place:
    """The place of "Romania, where 900 …" right before `start`; else what the stretch before it gives."""
    if where := _WHERE.search(sentence, max(0, start - 60), start):
        for span in names:
            if span[1] == where.start():
                return Place("in", frozenset({name_stem(sentence[slice(*span)])}), "in " + sentence[slice(*span)])
    return place_in(sentence, names, stretch)


def says_there(sentence: str, stretch: Span) -> bool:
    """Whether a stretch leaves its place to what was said before ("already there")."""
    return bool(_THERE.search(sentence, *stretch))


def owner_before(sentence: str, names: list[Span], stretch: Span) -> str:
    """The last name before a figure that no small word subordinates and that does not speak: "Russia has massed"."""
    for span in reversed(names):
        inside = stretch[0] <= span[0] and span[1] <= stretch[1]
        if inside and not _LED_UP_TO.search(sentence, stretch[0], span[0]) and not _SPEAKS.match(sentence, span[1]):
            return sentence[slice(*span)]
    return ""


def names_in(text: str) -> list[Span]:
    """The spans of the names in a text, those that an "and" joins each by itself."""
    found = []
    for start, end in name_spans(text):
        for joint in _AND.finditer(text, start, end):
            found.append((start, joint.start()))
            start = joint.end()
        found.append((start, end))
    return found


def name_stem(name: str) -> str:
    """A name as it is compared: a country and its people are one."""
    stems = " ".join(nation_stem(word.text) for word in words(name) if word.text.lower() != "the")
    return "usa" if stems == "united states" else stems


def _role(sentence: str, floor: int, start: int) -> tuple[Role, int]:
    """How the name at `start` is led up to, and where the word that does so stands."""
    if border := _last(_BORDER, sentence, floor, start):
        return "near", border.start()
    word = _last(_PREPOSITION, sentence, floor, start)
    if word is None or word["away"] or not _BETWEEN.fullmatch(sentence, word.end(), start):
        return "", start
    return ("near" if word["near"] else "to" if word["to"] else "in"), word.start()


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(text, start, end):
        found = match
    return found
