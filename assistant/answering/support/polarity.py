"""Negation: what the quotes deny a sentence must deny, and nothing else."""

import re
from collections.abc import Collection

from assistant.answering.support.evidence import Evidence
from assistant.language.negation import Denial, denials
from assistant.language.synonyms import akin
from assistant.language.tokens import Token, tokens

_SOFTLY = frozenset(
    "lost lose outside beyond spare spared exclude excludes excluded barred except only separate apart once "
    "previously earlier "
    "originally formerly former last little limited instead rather first ex without unless under alone".split()
)
"""Words that may say without a denial what another says with one: "outside NATO", "once expected in September"."""
_TWICE = re.compile(
    r"\b(?:not|never)\s+(?:ruled?\s+out|den(?:y|ied)|reject(?:ed)?|refused?|excluded?)\b", re.IGNORECASE
)
_INSTEAD = {"of", "than"}
"""The last words of "instead of" and "rather than"."""
_FOCUS = 3
"""How many of the words that are denied tell what is: those nearest to the denial."""


def missing_negations(sentence: str, evidence: Evidence) -> list[str]:
    """Denials that only the sentence or only the quotes have, in words for the reader."""
    mine, known = denials(sentence), denials(evidence.text)
    left = list(mine)
    lacking = []
    for denial in known:
        partner = next((one for one in left if _same_matter(one, denial)), None)
        if partner:
            left.remove(partner)
        elif _speaks_softly(sentence, denial, evidence.forms):
            continue
        elif _speaks_of(sentence, denial, evidence):
            lacking.append(f"that it leaves out “{denial.cue.text.lower()}”")
    if _TWICE.search(sentence) and not _TWICE.search(evidence.text):
        lacking.append(f"the denial “{_TWICE.findall(sentence)[0]}”")
    lacking += [
        f"the denial “{one.cue.text}”"
        for one in left
        if not any(_same_matter(one, other) for other in known)
        and not (one.cue.content and evidence.implies(one.cue))
        and not _speaks_softly(evidence.text, one, {token.form for token in tokens(sentence)})
    ]
    return lacking or _moved(sentence, evidence, mine, known)


def _same_matter(one: Denial, other: Denial) -> bool:
    """Whether two denials share a word that they deny, or one before them where that is all there is."""
    near, far = one.denied[: _FOCUS + 1], other.denied[: _FOCUS + 1]
    if not near or not far or {one.cue.form, other.cue.form} == _INSTEAD:
        return True
    return _share(near, far) or (one.cue.form == other.cue.form and one.cue.content)


def _share(some: tuple[Token, ...], others: tuple[Token, ...]) -> bool:
    return any(_alike(token, other) for token in some for other in others)


def _alike(one: Token, other: Token) -> bool:
    return one.meaning == other.meaning or akin(one.form, other.form)


def _speaks_softly(text: str, denial: Denial, other: Collection[str]) -> bool:
    """Whether `text` has, right by what is denied, a word that only it has and that can stand for the denial."""
    words = tokens(text)
    return any(
        word.text.lower() in _SOFTLY
        and word.form not in other
        and any(_alike(token, near) for token in denial.denied[:_FOCUS] for near in words[place : place + 6])
        for place, word in enumerate(words)
    )


def _speaks_of(sentence: str, denial: Denial, evidence: Evidence) -> bool:
    """Whether a sentence has the heart of what the quotes deny: half of it, the first word or the last of it."""
    focus = denial.denied[:_FOCUS]
    said = tokens(sentence)
    has = [token for token in focus if any(_alike(token, word) for word in said)]
    elsewhere = [token for token in has if _occurs_apart(token, denial, evidence)]
    fresh = [token for token in has if token not in elsewhere]
    if not focus:
        return False
    return bool(fresh) and len(has) * 2 >= len(focus)


def _occurs_apart(token: Token, denial: Denial, evidence: Evidence) -> bool:
    """Whether the quotes have a word also outside of what is denied."""
    return any(
        _alike(token, word) for word in evidence.tokens if word not in denial.denied and word not in denial.before
    )


def _moved(sentence: str, evidence: Evidence, mine: tuple[Denial, ...], known: tuple[Denial, ...]) -> list[str]:
    """Words that are denied on one side and said on the other."""
    denied_here = [denial.denied[:2] for denial in mine if denial.denied]
    denied_there = [token for denial in known for token in denial.denied]
    wrong = [
        near[0]
        for near in denied_here
        if denied_there
        and not _share(near, tuple(denied_there))
        and any(_alike(near[0], word) for word in evidence.tokens)
    ]
    return [f"that “{token.text}” is what is denied" for token in wrong]
