"""Who said what a sentence says, where its article tells."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from assistant.evidence.saying.attributing import Attributed, attributed
from assistant.evidence.saying.persons import full_name, names_in
from assistant.evidence.saying.quoted import is_speech, opened_before, outside_quotes, paragraph_sentences
from assistant.evidence.saying.referring import Earlier, resolve
from assistant.language.sentences import sentence_spans
from assistant.types import Attribution, Span

LOOKED_BACK = 12
"""Sentences before the one in question that are read for whom "he" means."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said it. `direct` tells that words of the sentence stand in quotation marks.

    `meant_by` is where in the sentence the word stands that was led back to the speaker: "he", "company".
    """

    name: str | None
    role: str | None
    attribution: Attribution
    direct: bool
    meant_by: Span | None = field(default=None, compare=False)


def find_speaker(text: str, span: Span, *, known: str = "") -> Speaker:
    """The speaker of the sentence `text[slice(*span)]`; nobody where there is any doubt, for a wrong one is worse.

    The sentence itself may name the speaker beside a verb of saying. "He said", "the official said" and a quotation
    that goes on from the sentence before are led back to who is meant. A last name alone is filled in.

    Args:
        text: the passage that the sentence stands in.
        span: of the sentence.
        known: more text of the same article, for full names.
    """
    start, end = span
    opened = opened_before(text, start)
    told = _told(text, span) or _goes_on(text, span, opened)
    direct = is_speech(text[start:end], opened, attributed=told is not None)
    known = f"{text} {known}"
    place = told.place if told else None
    if told and told.refers:
        told = resolve(told, list(_earlier(text, start)), known)
    if not told:
        return Speaker(None, None, "none", direct)
    name = full_name(told.name, known) if told.name else told.speaker
    return Speaker(name, told.role, told.attribution, direct, place)


def speaker_named_in(sentence: str) -> Speaker:
    """The speaker that a sentence names by itself, whatever stands around it."""
    return find_speaker(sentence, (0, len(sentence)))


def mark_speaker(text: str, span: Span, speaker: Speaker) -> tuple[Span, ...]:
    """Where the sentence `text[slice(*span)]` names its speaker, title included, as offsets into the sentence.

    Nowhere where it says "he" or leaves it to its neighbours.
    """
    outside = outside_quotes(text[slice(*span)], opened_before(text, span[0]))
    if speaker.attribution == "anonymous":
        start = outside.find(speaker.name or "")
        return ((start, start + len(speaker.name or "")),) if start >= 0 else ()
    same = (name for name in names_in(outside) if speaker.name and name.last == speaker.name.split()[-1])
    return tuple((name.begin, name.span[1]) for name in same)[:1]


def _told(text: str, span: Span) -> Attributed | None:
    return _read(text[slice(*span)], opened_before(text, span[0]))


@lru_cache(maxsize=4096)
def _read(sentence: str, opened: str) -> Attributed | None:
    return attributed(outside_quotes(sentence, opened))


def _goes_on(text: str, span: Span, opened: str) -> Attributed | None:
    """The speaker told by a neighbouring sentence of the same paragraph, for one that is nothing but quotation."""
    if any(character.isalpha() for character in outside_quotes(text[slice(*span)], opened)):
        return None
    around = paragraph_sentences(text, span[0])
    before = [one for one in around if one[1] <= span[0]]
    after = [one for one in around if one[0] >= span[1]]
    for one in reversed(before):
        outside = outside_quotes(text[slice(*one)], opened_before(text, one[0]))
        if any(character.isalpha() for character in outside):
            return _nameless(_told(text, one)) if "   " in outside or opened else None
    for one in after:
        if not opened_before(text, one[0]):
            return None
        if told := _told(text, one):
            return _nameless(told)
    return None


def _nameless(told: Attributed | None) -> Attributed | None:
    """The same speaker without the role, which stands in another sentence."""
    return replace(told, role=None) if told else None


def _earlier(text: str, start: int) -> Iterator[Earlier]:
    """The sentences before `text[start]`, nearest first."""
    before = [span for span in sentence_spans(text[:start]) if span[1] <= start][-LOOKED_BACK:]
    for span in reversed(before):
        outside = outside_quotes(text[slice(*span)], opened_before(text, span[0]))
        told = _read(text[slice(*span)], opened_before(text, span[0]))
        yield Earlier(outside, told if told and not (told.refers and told.attribution == "none") else None)
