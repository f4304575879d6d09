"""Wording: words that exclude each other, words that claim more than others, and how much of it the quotes say."""

import re
from difflib import SequenceMatcher
from functools import lru_cache

from assistant.answering.support.evidence import Evidence
from assistant.language.amounts import amounts
from assistant.language.negation import Denial, denials
from assistant.language.opposites import alternatives
from assistant.language.synonyms import akin
from assistant.language.times.phrases import phrases
from assistant.language.tokens import Token, tokens
from assistant.language.wordnet import implies, opposed

_HEDGE = re.compile(
    r"\b(?:at\s+(?:least|most)|or\s+(?:more|less|fewer)|(?:more|less|fewer|lower|higher|colder|warmer)\s+than|as\s+(?:many|much|few)\s+as)\b",
    re.IGNORECASE,
)
ALIKE = 0.6
"""How alike a sentence must be to one of a quote (as difflib has it) for a word in another's place to tell."""
_LOOSE = frozenset(
    "country together number people person company month year percent place thing time part group board give make "
    "take put hold go come bring keep have use set begin start".split()
)
"""Words that say little of their own, or stand for a name."""
_STRONG = frozenset(
    "all every only first most majority always already both largest biggest highest lowest smallest best worst "
    "oldest youngest fastest unanimous unanimously altogether total entire half record exactly double permanent "
    "permanently ever immediately completely entirely everyone everybody".split()
)
"""Words whose claim needs the same word, or one of the same meaning, in the quotes."""
_STANDS_FOR = {
    "all": "every entire whole each everybody everyone full none both", "every": "all each none any",
    "most": "mostly bulk majority",
    "majority": "most", "only": "one single sole just alone solely",
    "first": "initial earliest start begin initially before original",
    "always": "every ever", "already": "have has been now yet still", "both": "two and either each",
    "never": "not no ever",
    "largest": "most biggest", "biggest": "largest most", "highest": "most record high", "lowest": "least low fewest",
    "altogether": "total all", "total": "altogether all overall", "entire": "all whole", "half": "50% 50 halve",
    "record": "highest most ever largest lowest first", "best": "top most", "never_": "",
    "everyone": "all every anyone everybody",
    "everybody": "all every everyone", "double": "twice two", "completely": "all entirely total",
    "exactly": "precisely",
    "entirely": "all completely", "ever": "never history record first always", "worst": "most lowest",
    "immediately": "once instant soon",
}  # fmt: skip


def contradictions(sentence: str, evidence: Evidence) -> list[str]:
    """Words of a sentence that exclude words of the quotes, in words for the reader."""
    said = _unhedged(sentence)
    lacking = []
    for token in said:
        if evidence.has(token) and token.form in evidence.forms:
            continue
        other = _excluded(token, said, evidence) or _antonym(token, said, denials(sentence), evidence)
        if other:
            lacking.append(f"“{token.text}”, where it says “{other.text}”")
    return lacking


def _antonym(token: Token, said: tuple[Token, ...], mine: tuple[Denial, ...], evidence: Evidence) -> Token | None:
    """A word of the quotes, and not of the sentence, that is the opposite of one of the sentence."""
    forms = {one.form for one in said}
    if any(denial.cue.form == token.form for denial in denials(evidence.text) + mine):
        return None
    return next(
        (
            other
            for other in evidence.tokens
            if other.form not in forms and opposed(token.form, other.form) and not akin(token.form, other.form)
        ),
        None,
    )


@lru_cache(maxsize=1_000)
def _unhedged(text: str) -> tuple[Token, ...]:
    """The words of a text but those of amounts and their hedges, which are compared as numbers."""
    spans = [match.span() for match in _HEDGE.finditer(text)]
    for amount in amounts(text):
        following = next((token for token in tokens(text) if token.start >= amount.span[1]), None)
        spans.append(
            (
                amount.span[0],
                following.end
                if following and amount.unit not in ("", "%", "$", "€", "£", "rank", "clock")
                else amount.span[1],
            )
        )
    return tuple(token for token in tokens(text) if not any(start <= token.start < end for start, end in spans))


def _excluded(token: Token, said: tuple[Token, ...], evidence: Evidence) -> Token | None:
    """A word of the quotes that cannot be true of the same thing, unless the sentence has it too."""
    mine = alternatives(token.form)
    for number, place in mine:
        known = [
            other for other in _unhedged(evidence.text) if any(one == number for one, _ in alternatives(other.form))
        ]
        if any((number, place) in alternatives(other.form) for other in known):
            return None
    for number, _ in mine:
        for other in _unhedged(evidence.text):
            if any(one == number for one, _ in alternatives(other.form)) and all(
                other.form != one.form for one in said
            ):
                return other
    return None


def replaced(sentence: str, evidence: Evidence) -> list[str]:
    """Words put in the place of others, in a sentence else worded like the quotes, that do not stand for them."""
    said = _plain_words(sentence)
    lacking = []
    for source in evidence.sentences:
        known = _plain_words(source)
        matcher = SequenceMatcher(None, [one.meaning for one in said], [one.meaning for one in known], autojunk=False)
        if matcher.ratio() < ALIKE:
            continue
        for kind, start, end, since, until in matcher.get_opcodes():
            if kind == "replace" and end - start <= 2 and until - since <= 3:
                lacking += _replacing(said[start:end], known[since:until], evidence)
    return lacking


def _plain_words(text: str) -> list[Token]:
    """The weighty words of a text that no other check looks after: no numbers, times or denials."""
    spans = [amount.span for amount in amounts(text)] + [phrase.span for phrase in phrases(text)]
    cues = {denial.cue.start for denial in denials(text)}
    spans += [match.span() for match in _HEDGE.finditer(text)]
    return [
        token
        for token in tokens(text)
        if token.weighty
        and token.start not in cues
        and token.text.lower() not in _LOOSE
        and not any(start <= token.start < end for start, end in spans)
    ]


def _replacing(said: list[Token], known: list[Token], evidence: Evidence) -> list[str]:
    shown = " ".join(token.text for token in known)
    near = {token.form for token in known}
    return [
        f"“{token.text}”, where it says “{shown}”"
        for token in said
        if token.text[0].isalpha()
        and not evidence.has(token)
        and not any(implies(form, token.form) or implies(token.form, form) for form in near)
    ]


def too_strong(sentence: str, evidence: Evidence) -> list[str]:
    """Words that claim more than the quotes do ("all", "first", "only"), in words for the reader."""
    known = {token.text.lower() for token in evidence.tokens} | evidence.forms | evidence.meanings
    return [
        f"“{token.text}”"
        for token in tokens(sentence)
        if (word := token.text.lower()) in _STRONG
        and not evidence.has(token)
        and not set(_STANDS_FOR.get(word, "").split()) & known
    ]


def covered(sentence: str, evidence: Evidence) -> float:
    """The share of a sentence's weighty words whose meaning the quotes have, in 0 to 1; 1 where it has none."""
    said = [token for token in _plain_words(sentence) if token.text[0].isalpha()]
    return sum(evidence.implies(token) for token in said) / len(said) if said else 1.0
