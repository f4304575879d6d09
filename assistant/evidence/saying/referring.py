"""Whom a word means that names nobody: "he", "they", "the official", "the spokesman", "the company"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.evidence.saying.attributing import Attributed
from assistant.evidence.saying.persons import Name, full_name, gender, is_person, names_in

_SPOKES = re.compile(r"spokes(?:man|woman|person)", re.IGNORECASE)
_SINGULAR = re.compile(r"(?:[^s]|[^a-z]s)$")


@dataclass(frozen=True, slots=True)
class Earlier:
    """A sentence before the one in question, without its quotations, with the speaker that it tells."""

    outside: str
    told: Attributed | None


def resolve(told: Attributed, earlier: Sequence[Earlier], known: str) -> Attributed | None:
    """The speaker that is meant; None where that is not clear beyond doubt.

    Args:
        told: what refers to somebody.
        earlier: the sentences before, nearest first.
        known: text of the article that names people.
    """
    if told.refers in ("he", "she"):
        return _person(told.refers, earlier, known)
    if told.refers == "they":
        return _group(earlier)
    if told.attribution == "none":
        return _body(told.refers, earlier)
    if _SPOKES.fullmatch(told.refers):
        return _spokesperson(told.refers, earlier) or told
    if len(told.speaker.split()) > 2:
        return told
    return next((one.told for one in earlier if one.told and _is_same(one.told, told.refers)), told)


def _person(pronoun: str, earlier: Sequence[Earlier], known: str) -> Attributed | None:
    """The nearest earlier speaker, if nobody else was named since; or the only person that was named at all."""
    since: dict[str, Name] = {}
    for one in earlier:
        speaker = _speaking(one)
        if speaker:
            return _meant(speaker, pronoun, known) if since.keys() <= {speaker.last} else None
        if one.told and one.told.attribution == "anonymous" and _SINGULAR.search(one.told.speaker):
            return None
        since |= {name.last: name for name in _persons(one.outside)}
    return _meant(next(iter(since.values())), pronoun, known) if len(since) == 1 else None


def _speaking(one: Earlier) -> Name | None:
    """The person who speaks in a sentence; what somebody "had said" is only told in passing."""
    name = one.told.name if one.told else None
    if name is None or f"{name.text} had " in one.outside or not is_person(name, one.outside):
        return None
    return name


def _meant(name: Name, pronoun: str, known: str) -> Attributed | None:
    if gender(name, known) not in ("", pronoun):
        return None
    return Attributed(full_name(name, known), "named", name=name)


def _persons(outside: str) -> Iterator[Name]:
    """The persons that a sentence names; "Plum and Ortega" are two."""
    for name in names_in(outside):
        if is_person(name, outside):
            yield name
        elif name.is_pair:
            yield from (replace(name, text=part) for part in name.text.split(" and "))


def _group(earlier: Sequence[Earlier]) -> Attributed | None:
    """Those who spoke in the sentence right before, where they are several."""
    told = earlier[0].told if earlier else None
    if told and told.attribution == "anonymous" and not _SINGULAR.search(told.speaker):
        return told
    return None


def _body(noun: str, earlier: Sequence[Earlier]) -> Attributed | None:
    """The one name before that ends in the noun: "Marlow Paper Company" for "the company"."""
    found = {
        name.text: name
        for one in earlier
        for name in names_in(one.outside)
        if name.last.lower() == noun and " " in name.text
    }
    if len(found) != 1:
        return None
    (name,) = found.values()
    return Attributed(name.text, "named", name=name)


def _spokesperson(noun: str, earlier: Sequence[Earlier]) -> Attributed | None:
    found: dict[str, Attributed] = {}
    for one in earlier:
        for name in names_in(one.outside):
            title = name.title if name.title.lower().endswith(noun.lower()) else ""
            if title:
                found.setdefault(name.text, Attributed(name.text, "named", title, name=name))
        if one.told and one.told.name and (one.told.role or "").lower().endswith(noun.lower()):
            found.setdefault(one.told.speaker, one.told)
    return found.popitem()[1] if len(found) == 1 else None


def _is_same(told: Attributed, noun: str) -> bool:
    return (
        told.attribution == "anonymous" and not told.speaker.lower().startswith("the ") and noun in told.speaker.split()
    )
