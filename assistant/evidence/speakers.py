"""Who said what a sentence says, where the sentence itself tells."""

import re
from dataclasses import dataclass

from assistant.language.names import name_spans
from assistant.types import Attribution, Span

_SAYING = (
    r"(?:said|says|told|added|announced|wrote|tweeted|warned|argued|explained|noted|confirmed|acknowledged|stated"
    r"|insisted|claimed|estimated|asked|replied|testified|predicted|cautioned|stressed)"
)
_VERB = re.compile(rf"\b{_SAYING}\b")
_ACCORDING = re.compile(r"\b[Aa]ccording to\s+")
_TAKES_SPEAKER_AFTER = frozenset({"said", "says", "added", "wrote", "explained", "noted", "replied", "asked", "warned"})
"""Verbs that the speaker may follow ("said Kirby"); what follows "confirmed" or "told" is what they act on."""
_UNNAMED = (
    r"(?:(?:an?|the|one|two|three|several|some|senior|top|local|many)\s+)*"
    r"(?:(?!(?:that|which|who|and|but|as|of|from|to|by|in|on|said)\b)[\w.’'-]+\s+){0,3}?"
    r"(?:officials?|sources?|diplomats?|spokes(?:man|woman|person|people)|aides?|analysts?|witnesses|experts?"
    r"|investigators|authorities|police|researchers|scientists)"
)
_UNNAMED_BEFORE = re.compile(rf"({_UNNAMED})\s*$")
_UNNAMED_AFTER = re.compile(rf"\s*({_UNNAMED})\b(?!\s+(?:[a-z]\w+\s+){{0,2}}[A-Z])")
_ROLE_BETWEEN = re.compile(r"\s*,\s+([^,]{3,80}),\s*$")
_ROLE_AFTER = re.compile(r"\s*,\s+((?:an?|the)\s[^,.;”\"]{3,80})")
_ROLE_BEFORE = re.compile(
    r"((?:[\w’'-]+\s+){0,4}(?:president|minister|secretary|spokes(?:man|woman|person)|chancellor|director|mayor|senator"
    r"|general|chief|chair(?:man|woman)?|commander|analyst|professor|governor|ambassador|engineer|executive|officer|judge"
    r"|councill?or|superintendent|owner|manager))\s*$",
    re.IGNORECASE,
)
_DIRECT = re.compile(r"[“\"][^”\"]*\w+\W+\w+[^”\"]*[”\"]|[“\"][^”\"]*$|^[^“\"]*”")


_Found = tuple[str, str | None, Attribution]
"""A speaker's name or description, the role, and whether it is named."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said it. `direct` tells that words of the sentence stand in quotation marks."""

    name: str | None
    role: str | None
    attribution: Attribution
    direct: bool


def find_speaker(sentence: str, known: str) -> Speaker:
    """The speaker that `sentence` names beside a verb of saying.

    A last name alone is filled in from a full name in `known`, what else is at hand of the article. "He said" names
    nobody: a wrong speaker is worse than none.
    """
    direct = bool(_DIRECT.search(sentence))
    outside = _blank_quotes(sentence)
    for place in (*_VERB.finditer(outside), *_ACCORDING.finditer(outside)):
        found = _beside(sentence, outside, place)
        if found:
            name, role, attribution = found
            full = _full_name(name, known) if attribution == "named" else name
            return Speaker(full, role, attribution, direct)
    return Speaker(None, None, "none", direct)


def _blank_quotes(sentence: str) -> str:
    """The sentence with what stands in quotation marks made blank, so that offsets stay."""
    return re.sub(r"“[^”]*”?|\"[^\"]*\"?", lambda match: " " * len(match.group()), sentence)


def _beside(sentence: str, outside: str, place: re.Match[str]) -> _Found | None:
    if place.re is _ACCORDING:
        return _after(sentence, outside, place)
    found = _before(sentence, outside, place)
    return found or (_after(sentence, outside, place) if place.group() in _TAKES_SPEAKER_AFTER else None)


def _before(sentence: str, outside: str, verb: re.Match[str]) -> _Found | None:
    for span in name_spans(sentence):
        if span[1] <= verb.start() and (role := _role_between(outside, span, verb.start())) is not None:
            return sentence[slice(*span)], role or _role_before(outside, span), "named"
    if unnamed := _UNNAMED_BEFORE.search(outside[: verb.start()]):
        return unnamed.group(1).strip(), None, "anonymous"
    return None


def _after(sentence: str, outside: str, place: re.Match[str]) -> _Found | None:
    if unnamed := _UNNAMED_AFTER.match(outside, place.end()):
        return unnamed.group(1).strip(), None, "anonymous"
    for span in name_spans(sentence):
        between = outside[place.end() : span[0]] if span[0] >= place.end() else "x"
        if not between.strip() or (_ROLE_BEFORE.search(between) and len(between) < 60):
            role = _role_after(outside, span) or _role_before(outside, span, place.end())
            return sentence[slice(*span)], role, "named"
    return None


def _role_between(outside: str, span: Span, verb: int) -> str | None:
    """The role between name and verb, empty where the verb follows at once, None where something else does."""
    between = outside[span[1] : verb]
    if not between.strip() or re.fullmatch(r"\s+(?:also|later|has|had|then)\s+", between):
        return ""
    role = _ROLE_BETWEEN.fullmatch(between)
    return role.group(1).strip() if role else None


def _role_before(outside: str, span: Span, floor: int = 0) -> str | None:
    role = _ROLE_BEFORE.search(outside[floor : span[0]])
    return role.group(1).strip() if role else None


def _role_after(outside: str, span: Span) -> str | None:
    role = _ROLE_AFTER.match(outside, span[1])
    return role.group(1).strip() if role else None


def _full_name(name: str, known: str) -> str:
    if " " in name:
        return name
    for start, end in name_spans(known):
        full = known[start:end]
        if full.endswith(" " + name) and len(full.split()) <= 3:
            return full
    return name
