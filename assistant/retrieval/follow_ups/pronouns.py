"""Words of a question that point back to what was said before it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.language.words import Word, is_content, words

Sort = Literal["person", "thing", "group", "place", "one", "such", "matter"]
"""What a pronoun points to; "such" has its noun beside it ("this bridge"), "matter" is all that was asked or said."""

_SORTS: dict[str, Sort] = {
    **dict.fromkeys(("he", "him", "his", "she", "her", "hers"), "person"),
    **dict.fromkeys(("it", "its"), "thing"),
    **dict.fromkeys(("they", "them", "their", "theirs"), "group"),
}
_POINTING = frozenset("that this those these".split())
_AUXILIARY = frozenset("is are was were be been do does did has have had will would can could should s".split())
_SAYING = frozenset(
    "say said says saying deny denied confirm confirmed announce announced know mean do did about".split()
)
_NOUN_FOR_ALL = frozenset("true happen happened mean important matter right so different good bad all".split())
_EXPLETIVE = re.compile(r"^(?:is|was)\s+it\s+(?:true|possible|likely|legal\s+to|safe\s+to)\b", re.IGNORECASE)
_JOINED = re.compile(
    r"(?:,|;|\b(?:and|but))\s+(?:(?:what|who|where|when|why|how|which|is|are|was|were|did|do|does|has|have|can|will)\s+)"
    r"(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_REFERS_TO_ONE = re.compile(r"\b(?:it|its|they|their|them|he|she|his|her)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A pronoun where it stands; `possessive` where something of its owner follows ("its cost")."""

    start: int
    end: int
    sort: Sort
    possessive: bool


@lru_cache(maxsize=1_000)
def find_pronouns(question: str) -> tuple[Pronoun, ...]:
    """The pronouns of `question` that point to something outside of it, in order."""
    return tuple(_pronouns(question, words(question)))


def _pronouns(question: str, tokens: list[Word]) -> Iterator[Pronoun]:
    plain = [re.split(r"[’']", token.text.lower())[0] for token in tokens]
    for place, token in enumerate(tokens):
        before = plain[place - 1] if place else ""
        after = plain[place + 1] if place + 1 < len(plain) else ""
        sort = _sort(plain[place], before, after)
        if sort and not _has_its_own(question, token.start) and not _EXPLETIVE.match(question):
            possessive = plain[place] in ("its", "their", "his") or (plain[place] == "her" and is_content(after or "a"))
            yield Pronoun(token.start, token.start + len(plain[place]), sort, possessive)


def _sort(word: str, before: str, after: str) -> Sort | None:
    if word == "it" and before in _SAYING and before not in ("do", "did", "about"):
        return "matter"
    if word in _SORTS:
        return _SORTS[word]
    if word in ("one", "ones"):
        return "one" if before and not (before in ("in", "at", "no") or is_content(after or "a")) else None
    if word == "there":
        return None if before in _AUXILIARY | {"what", "how"} or after in _AUXILIARY else "place"
    return _pointing(word, before, after) if word in _POINTING else None


def _pointing(word: str, before: str, after: str) -> Sort | None:
    """What "that" and its like point to; None where it joins a clause: "exercises that help", "he said that …"."""
    noun_follows = bool(after) and is_content(after) and after not in _AUXILIARY | _NOUN_FOR_ALL
    joins = word == "that" and bool(before) and is_content(before) and (bool(after) or before not in _SAYING)
    if joins:
        return None
    return "such" if noun_follows else "matter"


def _has_its_own(question: str, start: int) -> bool:
    """Whether the pronoun points to something before it in the same question: "What is Rock City, and is it …"."""
    joint = _JOINED.search(question[:start])
    if not joint:
        return False
    first = question[: joint.start()]
    return not _REFERS_TO_ONE.search(first) and any(is_content(word.text) for word in words(first))
