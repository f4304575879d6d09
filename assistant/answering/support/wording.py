"""Wording: words that exclude each other, words that claim more than others, and how much of it the quotes say."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import takewhile

from assistant.answering.support.evidence import Evidence
from assistant.language.amounts import amounts
from assistant.language.negation import Denial, denials
from assistant.language.opposites import alternatives
from assistant.language.synonyms import akin
from assistant.language.times.phrases import phrases
from assistant.language.tokens import Token, tokens
from assistant.language.wordnet import implies, opposed

_HEDGE = re.compile(
    r"\b(?:at\s+(?:least|most)|or\s+(?:more|less|fewer)|as\s+(?:many|much|few)\s+as"
    r"|(?:more|less|fewer|lower|higher|colder|warmer)\s+than(?=\s+(?:(?:about|some|an?|the|those|just)\s+)?(?:[$€£]?\d|"
    r"half|one|two|three|four|five|six|seven|eight|nine|ten|twice|third|quarter|fifth|dozen|hundreds?|thousands?)))\b",
    re.IGNORECASE,
)
ALIKE = 0.6
"""Share of a sentence's words that must stand in one of a quote, in order, for a word in another's place to tell."""
NEARLY_WORD_FOR_WORD = 0.8
"""How alike (as difflib has it) a sentence must be to one of a quote for another verb to tell."""
_LOOSE = frozenset(
    "country together number people person company month year percent place thing time part group board give make "
    "despite spite ever history take put hold go come bring keep have use set begin start".split()
)
"""Words that say little of their own, or stand for a name."""
_STRONG = frozenset(
    "all every only first most majority always already both largest biggest highest lowest smallest best worst "
    "oldest youngest fastest unanimous unanimously altogether total entire half record exactly double permanent "
    "permanently ever immediately completely entirely everyone everybody".split()
)
"""Words whose claim needs the same word, or one of the same meaning, in the quotes."""
_NO_CLAIM = re.compile(
    r"\bat\s+(?:the\s+)?most\b|\b(?:after|above|at|not)\s+all\b|\ball\s+(?:night|day|week|year|along|over|but)\b|\bfirst\s+(?:name|lady)\b"
    r"|\bof\s+the\s+total\b|\ball\s+(?:it|that\s+it|he|she|they)\s+(?:would|could|did|had)\b"
    r"|(?<=\sand\s)[^,;]{1,60}\s(?:are|were|have)\s+all\b",
    re.IGNORECASE,
)
_RANKED = re.compile(r"\b(second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)[\s-]+(\w+est)\b")
_RANKS = frozenset("first only last largest biggest oldest youngest longest highest".split())
_STANDS_FOR = {
    "all": "every entire whole each everybody everyone full none both altogether total", "every": "all each none any",
    "most": "mostly bulk majority",
    "majority": "most", "only": "one single sole just alone solely",
    "first": "initial earliest start begin initially before original other ever never earlier",
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
    said = plain_words(sentence)
    lacking = []
    for source in evidence.sentences:
        known = plain_words(source)
        matcher = SequenceMatcher(None, [one.meaning for one in said], [one.meaning for one in known], autojunk=False)
        steps = matcher.get_opcodes()
        if sum(end - start for kind, start, end, _, _ in steps if kind == "equal") < ALIKE * len(said):
            continue
        for place, (kind, start, end, since, until) in enumerate(steps):
            beside = {step[0] for step in (*steps[max(0, place - 1) : place], *steps[place + 1 : place + 2])}
            if kind == "replace" and end - start == until - since <= 2 and beside == {"equal"}:
                alone = _alike(sentence, source) > NEARLY_WORD_FOR_WORD
                lacking += _replacing(said[start:end], known[since:until], evidence, alone)
    return lacking


def _alike(one: str, other: str) -> float:
    forms = [[token.form for token in tokens(text)] for text in (one, other)]
    return SequenceMatcher(None, forms[0], forms[1], autojunk=False).ratio()


def plain_words(text: str) -> list[Token]:
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


def _replacing(said: list[Token], known: list[Token], evidence: Evidence, alone: bool) -> list[str]:
    """The words that do not stand for those in their place; verbs only where nothing else is reworded.

    An editor rewords by other verbs first, "spoke of" for "called it".
    """
    shown = " ".join(token.text for token in known)
    near = {token.form for token in known} | {token.text.lower() for token in known}
    return [
        f"“{token.text}”, where it says “{shown}”"
        for token in said
        if token.text[0].islower()
        and all(one.text[0].islower() for one in known)
        and (alone or not (token.verbal or any(one.verbal for one in known)))
        and not evidence.has(token)
        and not near & set(_STANDS_FOR.get(token.text.lower(), "").split())
        and not any(implies(form, token.form) or implies(token.form, form) for form in near)
    ]


def too_strong(sentence: str, evidence: Evidence) -> list[str]:
    """Words that claim more than the quotes do ("all", "first", "only"), in words for the reader."""
    known = {token.text.lower() for token in evidence.tokens} | evidence.forms | evidence.meanings
    plain = [match.span() for match in _NO_CLAIM.finditer(sentence)]
    return [
        f"“{token.text}”"
        for token in tokens(sentence)
        if not any(start <= token.start < end for start, end in plain)
        and (word := token.text.lower()) in _STRONG
        and not evidence.has(token)
        and not set(_STANDS_FOR.get(word, "").split()) & known
    ]


def unlimited(sentence: str, evidence: Evidence) -> list[str]:
    """A "first" or "largest" told without the words that limit it in the quotes ("first Asian woman")."""
    said = tokens(sentence)
    ranked = [
        f"“{match[2]}”, where it says “{match[0]}”"
        for match in _RANKED.finditer(evidence.text)
        if re.search(rf"\b{match[2]}\b", sentence) and match[1].lower() not in sentence.lower()
    ]
    return ranked + [
        f"“{word.text}” without “{limits[0].text}”"
        for word, limits, noun in _limited(evidence.tokens)
        for place, token in enumerate(said)
        if token.form == word.form
        and any(akin(noun.form, one.form) for one in said[place + 1 : place + 4])
        and not any(_stands_in(limit, said) for limit in limits)
    ]


def _stands_in(token: Token, said: Sequence[Token]) -> bool:
    return any(token.meaning == one.meaning or akin(token.form, one.form) for one in said)


def _limited(words: Sequence[Token]) -> Iterator[tuple[Token, list[Token], Token]]:
    """Each word that ranks, with the words between it and its noun and the noun."""
    for place, word in enumerate(words):
        if word.text.lower() in _RANKS:
            rest = list(takewhile(lambda one: one.content, words[place + 1 : place + 5]))
            rest = [one for one in rest if one.clause == word.clause]
            rest = [one for one in rest if one.text.lower() not in ("ever", "time") and not one.text[0].isdigit()]
            if 1 < len(rest) < 4 and not rest[-1].verbal:
                yield word, rest[:-1], rest[-1]


def covered(sentence: str, evidence: Evidence) -> float:
    """The share of a sentence's weighty words whose meaning the quotes have, in 0 to 1; 1 where it has none."""
    said = [token for token in plain_words(sentence) if token.text[0].isalpha()]
    return sum(evidence.implies(token) for token in said) / len(said) if said else 1.0
