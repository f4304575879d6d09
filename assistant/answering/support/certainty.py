"""How sure a thing is: what the quotes call planned, possible or wished, a sentence must not tell as done."""

import re

from assistant.answering.support.evidence import Evidence
from assistant.language.modality import Modal, modals
from assistant.language.synonyms import PAST, akin, plain_form
from assistant.language.tokens import Token, tokens

_PERFECT = frozenset("has have had 's 've having".split())
_BE = frozenset("was were is are been being be got".split())
_ADVERBS = frozenset("already now since also then not just recently both all finally".split())
_COMMITTED = frozenset(
    "confirm confirmed decide decided prove proven certain guarantee guaranteed definitely undoubtedly established "
    "conclude concluded verify verified admit admitted acknowledge acknowledged".split()
)
"""Words that make a thing certain; they need a word like them in the quotes."""
_DECIDED = frozenset("vote order choose approv approve agre agree rule opt sign order decid".split())
"""Forms of words that tell of a decision."""
_WEIGHED = re.compile(r"consider|weigh|mull", re.IGNORECASE)
_RECKONED = re.compile(r"\b(?:estimat|project|forecast|expect|schedul)\w*", re.IGNORECASE)
_WISHED = frozenset(
    plain_form(word) for word in "want seek demand request ask wish propose offer promise pledge vow".split()
)
_PERHAPS = re.compile(r"\b(?:possibly|perhaps|maybe|allegedly|apparently)\b", re.IGNORECASE)
_DOUBTED = re.compile(
    r"\b(?:seem|appear|suspect|suggest|believ|estimat|assum|suppos|apparent|alleg|presum|chance|possib)\w*",
    re.IGNORECASE,
)
_DOUBTS = 3
"""How many words with content an adverb of doubt reaches over."""
_HAD = frozenset(
    "has have had got gets received receives obtained secured won paid gave given donated spent delivered".split()
)


def overstated(sentence: str, evidence: Evidence) -> list[str]:
    """What a sentence tells as done, certain or a fact where the quotes do not, in words for the reader."""
    return (
        _done(sentence, evidence)
        or _firmer(sentence, evidence)
        or _certain(sentence, evidence)
        or _made_possible(sentence, evidence)
        or _had(sentence, evidence)
        or _no_longer_possible(sentence, evidence)
    )


def _done(sentence: str, evidence: Evidence) -> list[str]:
    known, mine = modals(evidence.text), modals(sentence)
    lacking = []
    for modal in known:
        for verb in modal.governed:
            if _occurs_freely(verb, evidence, known):
                continue
            said = next((token for token in tokens(sentence) if _alike(token, verb)), None)
            if said and _is_told_as_done(sentence, said, mine):
                lacking.append(f"that “{said.text}” has happened: it says “{_around(evidence.text, modal, verb)}”")
    return lacking[:1]


def _around(text: str, modal: Modal, verb: Token) -> str:
    return " ".join(text[modal.start : verb.end].split())[:60]


def _alike(one: Token, other: Token) -> bool:
    return one.form == other.form or one.meaning == other.meaning or akin(one.form, other.form)


def _occurs_freely(verb: Token, evidence: Evidence, known: tuple[Modal, ...]) -> bool:
    """Whether the quotes also have the word where nothing makes it possible only."""
    governed = [token for modal in known for token in modal.governed]
    return any(_alike(token, verb) and token not in governed and _is_finite(token) for token in evidence.tokens)


def _is_told_as_done(sentence: str, said: Token, mine: tuple[Modal, ...]) -> bool:
    if any(modal.clause == said.clause or said in modal.governed for modal in mine):
        return False
    words = tokens(sentence)
    place = words.index(said)
    before = [token.text.lower() for token in words[max(0, place - 3) : place]]
    while before and before[-1] in _ADVERBS:
        before.pop()
    if before and before[-1] in _PERFECT | _BE:
        return True
    if before and before[-1] in ("to", "of", "for", "by", "a", "an"):
        return False
    return _is_finite(said) or not mine


def _is_finite(word: Token) -> bool:
    """Whether the form can stand for the past or present by itself: "sent", "arrived", "leads", not "sending"."""
    lowered = word.text.lower()
    return lowered.endswith(("ed", "s")) or (lowered != word.form and lowered in PAST)


def _firmer(sentence: str, evidence: Evidence) -> list[str]:
    """What a sentence says will be where the quotes say that it may be."""
    weak = [token for modal in modals(evidence.text) if modal.weak for token in modal.governed[:1]]
    firm = [token for modal in modals(evidence.text) if not modal.weak for token in modal.governed]
    return [
        f"“{modal.text.lower()}”, where it says that it may be"
        for modal in modals(sentence)
        if modal.firm
        and modal.governed
        and any(_alike(modal.governed[0], token) for token in weak)
        and not any(_alike(modal.governed[0], token) for token in firm)
    ]


def _no_longer_possible(sentence: str, evidence: Evidence) -> list[str]:
    """What the quotes call possible by an adverb ("possibly connected with") where the sentence has no doubt at all."""
    if modals(sentence) or _DOUBTED.search(sentence):
        return []
    said = tokens(sentence)
    doubts = [
        (match, [token for token in evidence.tokens if token.start >= match.end() and token.content][:_DOUBTS])
        for match in _PERHAPS.finditer(evidence.text)
    ]
    return [
        f"that it is certain: it says “{match[0].lower()}”"
        for match, doubted in doubts
        if any(_alike(one, token) for one in said for token in doubted[1:])
        and not any(_alike(one, token) for one in doubted[1:] for token in evidence.tokens if token not in doubted)
    ][:1]


def _certain(sentence: str, evidence: Evidence) -> list[str]:
    return [
        f"that it is “{token.text}”"
        for token in tokens(sentence)
        if token.text.lower() in _COMMITTED
        and not evidence.has(token)
        and not (token.form.startswith("decid") and evidence.forms & _DECIDED)
    ]


def _had(sentence: str, evidence: Evidence) -> list[str]:
    """What a sentence says somebody has where the quotes say that it is wanted or offered."""
    said = tokens(sentence)
    if any(_keeps_open(token) or (token.text.lower() in _HAD and token.form in evidence.forms) for token in said):
        return []
    wished = [
        thing
        for place, token in enumerate(evidence.tokens)
        if token.form in _WISHED
        for thing in [
            one for one in evidence.tokens[place + 1 : place + 6] if one.content and one.clause <= token.clause + 1
        ]
    ]
    return [
        f"that somebody has “{said[near].text}”"
        for place, token in enumerate(said)
        if token.text.lower() in _HAD
        for near in range(place + 1, min(place + 5, len(said)))
        if said[near].content and any(_alike(said[near], thing) for thing in wished)
    ][:1]


def _keeps_open(token: Token) -> bool:
    """Whether it tells of a wish or a promise; "a written promise" is a thing that can be had."""
    return token.form in _WISHED and token.verbal


def _made_possible(sentence: str, evidence: Evidence) -> list[str]:
    """What a sentence calls possible or planned where the quotes say that it is so."""
    known = [token for modal in modals(evidence.text) for token in modal.governed]
    if modals(evidence.text) or _RECKONED.search(evidence.text):
        return []
    lacking = []
    for modal in modals(sentence):
        first = modal.governed[:1]
        if (
            (modal.plain or _WEIGHED.match(modal.text))
            and first
            and not any(_alike(first[0], token) for token in known)
            and evidence.has(first[0])
        ):
            lacking.append(f"“{modal.text.lower()}”")
    return lacking
