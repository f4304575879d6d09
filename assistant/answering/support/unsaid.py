"""Words that no quote has: in a sentence else copied, or as what a thing is said to be."""

import re

from assistant.answering.support.evidence import Evidence
from assistant.answering.support.wording import KEPT, copied, plain_words
from assistant.language.amounts import amounts
from assistant.language.tokens import Token, tokens

COPIED = 0.78
"""Share of a sentence's words that stand in one of a quote, in order, from which a foreign word is no paraphrase.
Editors who reword change several words; chosen by the tuning pairs, of whose honest ones few lie above it."""
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
LEAST_WORDS = 3
"""How many plain words a sentence must have for its share to tell."""
_LIGHT = frozenset(
    "go went gone come came one first now since include including way well little early earlier higher yet though "
    "outside want never unless behind due via toward towards level size dollar dollars euro euros far".split()
)
"""Words that add nothing of their own, or that other checks look after."""
_BE = frozenset("is are was were am".split())
_BETWEEN = frozenset("a an the very quite all really now also just".split())


def unsaid(sentence: str, evidence: Evidence) -> list[str]:
    """Words that the quotes neither have nor imply where they cannot be a rewording, in words for the reader."""
    foreign = _foreign(sentence, evidence)
    least = COPIED if _LATIN.search(sentence) else KEPT  # of words in other scripts no synonyms are known
    told = foreign if foreign and _copied(sentence, evidence) >= least else _complements(sentence, foreign)
    return [f"the word “{token.text}”" for token in told]


def _foreign(sentence: str, evidence: Evidence) -> list[Token]:
    """The plain words, names apart, that stand neither in the quotes nor in the passages before them."""
    words = [token for token in plain_words(sentence) if token.text[0].islower()]
    before = _before(evidence)
    units = {token.start for amount in amounts(sentence) if amount.unit for token in _next(sentence, amount.span[1])}
    return [
        token
        for token in words
        if not evidence.implies(token)
        and token.text.lower() not in _LIGHT
        and token.meaning not in before
        and token.start not in units
    ]


def _before(evidence: Evidence) -> frozenset[str]:
    """The meanings of the words that a reader knows when a quote begins: a pronoun may be told by them."""
    known = (
        f"{quote.passage.title or ''} {quote.passage.text[: max(0, quote.start - quote.passage.start)]}"
        for quote in evidence.quotes
    )
    return frozenset(token.meaning for text in known for token in tokens(text))


def _next(sentence: str, end: int) -> list[Token]:
    return [token for token in tokens(sentence) if token.start >= end][:1]


def _copied(sentence: str, evidence: Evidence) -> float:
    """The share of the sentence's words that one sentence of the quotes has in the same order."""
    return copied(sentence, evidence) if len(plain_words(sentence)) >= LEAST_WORDS else 0.0


def _complements(sentence: str, foreign: list[Token]) -> list[Token]:
    """Foreign words that end a clause behind "is": what the thing is said to be ("the soldiers are cheese")."""
    words = tokens(sentence)
    return [token for token in foreign if not token.verbal and _is_complement(words, words.index(token))]


def _is_complement(words: tuple[Token, ...], place: int) -> bool:
    before = place
    while before and words[before - 1].text.lower() in _BETWEEN:
        before -= 1
    last = place + 1 == len(words) or words[place + 1].clause != words[place].clause
    return bool(before) and words[before - 1].text.lower() in _BE and last
