"""The speaker that a sentence itself tells, beside a verb of saying or after "according to"."""

import re
from dataclasses import dataclass
from itertools import islice

from assistant.evidence.saying.persons import Name, is_subject, names_in
from assistant.evidence.saying.roles import NOUNS, role_after, role_before
from assistant.types import Attribution, Span

SAYING = (
    r"(?:said|says|say|told|tells|added|announced|wrote|writes|tweeted|warned|warns|argued|argues|explained|noted"
    r"|confirmed|acknowledged|stated|insisted|claimed|estimated|asked|replied|testified|predicted|cautioned|stressed)"
)
_VERB = re.compile(rf"\b{SAYING}\b")
_MOST_VERBS = 8
"""Verbs of a sentence that are looked at; what has more is no sentence."""
_ACCORDING = re.compile(r"\b[Aa]ccording to\s+(?:the\s+)?")
_SPEAKER_MAY_FOLLOW = frozenset(
    {"said", "says", "added", "wrote", "explained", "noted", "replied", "asked", "warned", "tweeted"}
)
"""Verbs that the speaker may follow ("said Kirby"); what follows "confirmed" or "told" is what they act on."""
_ALSO_DEEDS = frozenset("added confirmed estimated wrote noted announced argued".split())
"""Verbs that tell of more than words; they are taken for saying where what was said follows or stands before."""
_SAID_HERE = re.compile(
    r"\s*(?:that\b|[,:.;]|$|(?:on|in|to|at)\s[^.]{1,30}\bthat\b|\s{2,}|(?:on )?\w+day\b"
    r"|[a-z]+\s+(?:had|was|were|is|would)\b)"
)
_SAID_BEFORE = re.compile(r"(?:^|[,;—–]|\s{2})\s*$")
"""What stands before a verb that its speaker follows: the end of what was said."""
_ADVERBS = (
    r"(?:(?:also|later|then|again|afterwards|afterward|meanwhile|once|have|has|had|himself|herself|repeatedly|recently"
    r"|\w+ly|on\s+\w+day|\w+day|this week|last week)\s+)*"
)
_NOT_SAYING = re.compile(
    r"(?:\b(?:not|never|nothing|to|be|is|was|were|been|being|are|who|that|which|whom|what|nobody|no one)|n[’']t)\s+"
    r"(?:also\s+|once\s+|had\s+|has\s+|have\s+)*$",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(
    r"\b(?:after|before|since|when|while|because|until|that|whether|if|which|what)\s+$", re.IGNORECASE
)
_PRONOUN_BEFORE = re.compile(rf"\b(he|she|they)\s+{_ADVERBS}$", re.IGNORECASE)
_PRONOUN_AFTER = re.compile(r"\s+(he|she|they)\b")
_PRONOUN_FIRST = re.compile(r"^\W*(?:[A-Z][^,]{0,40},\s+)?(He|She|They|he|she|they)\s[^”“\"]*\b(?:and|but)\s+$")
_DIRECTLY = re.compile(rf"\s+{_ADVERBS}$")
_APPOSED = re.compile(
    rf"\s*,\s+(?:(?:an?|the|who|its|his|her|their|[A-Z][\w’'-]*[’']s)\s|(?:[a-z][\w’'-]*\s+){{0,3}}{NOUNS}\b)"
    rf"[^“”\"]{{0,160}},\s+{_ADVERBS}$"
)
_COMMA_ONLY = re.compile(rf"\s*,\s+{_ADVERBS}$")
_GOES_ON = re.compile(r"\s*,?\s[^“”\";:]{4,160}?,?\s(?:and|but)\s+$")
_OPENING = re.compile(
    r"^\W*(?:[A-Z][^“”\"]{0,60}\s[-—–]\s+)?(?:(?:[Ii]n|[Aa]t|[Oo]n|[Aa]sked|[Ll]ater|[Tt]hen)\b[^,]{0,40},\s+)?"
)

HEADS = (
    r"(?:officials?|sources?|diplomats?|spokes(?:man|woman|person|people)|aides?|analysts?|witness(?:es)?|experts?"
    r"|investigators?|authorities|police|researchers?|scientists?|prosecutors?|insurers|critics|forecasters|economists?"
    r"|lawmakers|residents?|neighbou?rs?|doctors?|organi[sz]ers|activists?|executives?|officers?"
    r"|employees?|workers|traders|lawyers?|advisers?|advisors?|opponents|supporters|observers|historians|others)"
)
_PEOPLE = (
    r"(?:people|persons?)\s+(?:familiar with|briefed on|close to|with knowledge of)\s+(?:the|his|her|their)\s+[\w’'-]+"
)
_WORD = r"(?!(?:that|which|who|and|but|as|of|from|to|by|in|on|at|for|said|says|told|when|while|where)\b)[\w.’'-]+"
_COUNTED = r"(?:an?|the|one|two|three|four|five|several|some|many|most|top|senior|local|other)"
UNNAMED = (
    rf"(?:(?:{_COUNTED}\s+)?(?:{_WORD}\s+){{0,4}}?{HEADS}(?:\s+(?:for|in|at|of|from)\s+(?:the\s+)?[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*){{0,4}})?"
    rf"|(?:{_COUNTED}\s+)?{_PEOPLE})"
)
_UNNAMED_BEFORE = re.compile(
    rf"(?:^|[,;:“”\"—–]|\b(?:and|but|that|as)\s)\s*({UNNAMED})(?:\s*,\s+(?:who|speaking|citing)\s[^“”\"]{{2,120}},|\s+who\s[^,“”\"]{{2,80}})?\s+{_ADVERBS}$",
    re.IGNORECASE,
)
_UNNAMED_AFTER = re.compile(rf"\s*((?i:{UNNAMED}))\b(?![’'])(?!\s*,?\s+(?:the\s+)?[A-Z]|\s+[a-z]+\s+[A-Z])")
_BODIES = (
    r"company|agency|department|ministry|university|bank|union|airline|council|committee|commission|authority"
    r"|association|institute|court|party|club|team|newspaper"
)
_BODY_BEFORE = re.compile(rf"\b[Tt]he\s+({_BODIES})\s+{_ADVERBS}$")
_OWNED = re.compile(r"[’']s?\s+(?:statement|letter|testimony|memo|office|lawyer|report)\b")
_BELOW = re.compile(r"\b((?:assistant|deputy|former|acting|interim|associate|vice)\s)\s*$", re.IGNORECASE)
_STOPS = re.compile(r"\s*(?:$|[,.;:)]|and\b|but\b|who\b|on\b|in\b|at\b|as\b|said\b)")


@dataclass(frozen=True, slots=True)
class Attributed:
    """A speaker as a sentence tells it.

    `refers` is a word that means somebody else, a pronoun or "company", and `place` where it stands in the sentence.
    """

    speaker: str
    attribution: Attribution
    role: str | None = None
    refers: str = ""
    name: Name | None = None
    place: Span | None = None


def attributed(outside: str) -> Attributed | None:
    """The speaker that a sentence tells, given without its quotations; None where it tells none."""
    for verb in islice(_VERB.finditer(outside), _MOST_VERBS):
        if _is_saying(outside, verb):
            found = _before(outside, verb.start())
            if found is None and verb.group() in _SPEAKER_MAY_FOLLOW and _SAID_BEFORE.search(outside[: verb.start()]):
                found = _after(outside, verb.end())
            if found:
                return found
    for place in islice(_ACCORDING.finditer(outside), _MOST_VERBS):
        if found := _after(outside, place.end(), according=True):
            return found
    return None


def _is_saying(outside: str, verb: re.Match[str]) -> bool:
    if _NOT_SAYING.search(outside[: verb.start()]):
        return False
    quotes = "   " in outside
    return verb.group() not in _ALSO_DEEDS or quotes or bool(_SAID_HERE.match(outside, verb.end()))


def _before(outside: str, verb: int) -> Attributed | None:
    before = outside[:verb]
    if pronoun := _PRONOUN_BEFORE.search(before) or _PRONOUN_FIRST.search(before):
        return Attributed("", "none", refers=pronoun.group(1).lower(), place=pronoun.span(1))
    if body := _BODY_BEFORE.search(before):
        return Attributed("", "none", refers=body.group(1), place=body.span(1))
    unnamed = _UNNAMED_BEFORE.search(before)
    named = _named_before(outside, verb)
    if unnamed and not (named and named.name and named.name.span[0] >= unnamed.end(1)):
        return _unnamed(unnamed.group(1))
    return named


def _named_before(outside: str, verb: int) -> Attributed | None:
    names = [name for name in names_in(outside) if name.span[1] <= verb and is_subject(outside, name)]
    found = [name for name in names if _DIRECTLY.fullmatch(outside, name.span[1], verb)]
    if not found:
        found = [name for name in names if _is_apposed(outside, name, verb)]
    if not found:
        found = [name for name in names if _opens(outside, name) and _GOES_ON.fullmatch(outside, name.span[1], verb)]
    if (
        not found
        or found[0].is_pair
        or _is_one_of_two(outside, found[0])
        or _SUBORDINATE.search(outside[: found[0].begin])
    ):
        return None
    return _named(outside, found[0])


def _is_apposed(outside: str, name: Name, verb: int) -> bool:
    """Whether a role stands between a name and the verb, or one before the name and a comma behind it."""
    if _APPOSED.fullmatch(outside, name.span[1], verb):
        return True
    before = outside[: name.begin].rstrip()
    return (
        bool(_COMMA_ONLY.fullmatch(outside, name.span[1], verb))
        and before.endswith(",")
        and role_before(outside[: name.begin]) is not None
    )


def _opens(outside: str, name: Name) -> bool:
    """Whether a name is what its sentence begins with, but for a place, a day or its role."""
    before = outside[: name.begin]
    opening = _OPENING.match(before)
    rest = before[opening.end() :] if opening else before
    return not rest.strip() or (len(rest.split()) <= 6 and role_before(before) is not None)


def _is_one_of_two(outside: str, name: Name) -> bool:
    """Whether the name is the second of "Plum and Ortega": then nobody can be told."""
    before = outside[: name.begin]
    return bool(re.search(r"[A-Z][\w.’'-]*\s+and\s+$", before)) and not re.search(r"\b(?:said|says)\b", before)


def _after(outside: str, start: int, *, according: bool = False) -> Attributed | None:
    if pronoun := _PRONOUN_AFTER.match(outside, start):
        return Attributed("", "none", refers=pronoun.group(1), place=pronoun.span(1))
    if unnamed := _UNNAMED_AFTER.match(outside, start):
        return _unnamed(_with_article(outside, start, unnamed.group(1)) if according else unnamed.group(1))
    for name in names_in(outside):
        between = outside[start : name.begin] if name.begin >= start else "x"
        if not between.strip() or (len(between) < 60 and role_before(_with_article(outside, start, between))):
            ends = _STOPS.match(outside, name.span[1]) or _OWNED.match(outside, name.span[1])
            return _named(outside, name, since=start - 4 * according) if ends or not according else None
    return None


def _with_article(outside: str, start: int, words: str) -> str:
    """`words` with the "the" that stands before them."""
    return f"the {words}" if outside[:start].endswith("the ") else words


def _named(outside: str, name: Name, since: int = 0) -> Attributed:
    before = outside[max(0, since) : name.begin]
    lower = role_before(before)
    below = _BELOW.search(before) if name.title else None
    if lower is None and below:
        lower = below.group(1).strip()
    title = " ".join(filter(None, (None if before.rstrip().endswith(",") else lower, name.title)))
    role = title or role_after(outside[name.span[1] :]) or lower
    return Attributed(name.text, "named", role or None, name=name)


def _unnamed(words: str) -> Attributed:
    words = words.strip()
    return Attributed(words, "anonymous", refers=words.split()[-1] if words.lower().startswith("the ") else "")
