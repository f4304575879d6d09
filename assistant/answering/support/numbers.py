"""Numbers: every one of a sentence must stand in the quotes, as exact, in the same unit, of the same things."""

import re
from itertools import combinations

from assistant.answering.support.evidence import Evidence
from assistant.language.amounts import Amount, Hedge, amounts
from assistant.language.synonyms import akin
from assistant.language.tokens import Token, tokens
from assistant.language.wordnet import implies

_ALLOWED: frozenset[tuple[Hedge, Hedge]] = frozenset(
    {("about", ""), ("", "about"), ("from", "above"), ("from", "low end"), ("up to", "high end")}
)
"""Hedges of a sentence and of a quote that may differ: "about" comes and goes, a bound may be the end of a range."""
_TURNED: dict[Hedge, Hedge] = {"below": "from", "above": "up to", "from": "below", "up to": "above"}
_NEGATED = re.compile(r"\b(?:never|not|no|neither|n[’']t)\b[^.;]*$")
_SPANS = {"week": (7, "day"), "hour": (60, "minute"), "decade": (10, "year"), "century": (100, "year")}
"""Spans of time that are told in two units: "two weeks" are "14 days"."""
_SIGNS = {"%", "point", "$", "€", "£", "¥"}
_BOTH = re.compile(r"\bboth\b", re.IGNORECASE)
_OF_THEM = re.compile(r"\s+of\s+(?:them|these|those)\b", re.IGNORECASE)
_ONE = re.compile(r"\bone\b", re.IGNORECASE)
_REACH = 4
"""How many words with content before and after a number may name what it counts."""
_ANYTHING = frozenset("person thing".split())
_PERSONS = re.compile(
    r"(?:ers?|ors?|ists?|[ie]ans?|[ae]nts?|men|women|folk|pupils?|troops|children|victims?|staff)$", re.IGNORECASE
)


def missing_numbers(sentence: str, evidence: Evidence) -> list[str]:
    """What is wrong with the numbers of a sentence, in words for the reader."""
    known = amounts(evidence.text)
    found = [problem for amount in amounts(sentence) if (problem := _problem(sentence, amount, evidence, known))]
    return found or _repeated(sentence, known)


def _repeated(sentence: str, known: tuple[Amount, ...]) -> list[str]:
    """Plain counts that a sentence has oftener than the quotes: one of them stands for another number."""
    said = [amount for amount in amounts(sentence) if amount.kind == "count" and not amount.unit]
    return list(
        dict.fromkeys(
            f"the number {sentence[slice(*amount.span)]} twice"
            for amount in said
            if sum(one.value == amount.value for one in said) > max(1, sum(_equal(amount, one) for one in known))
        )
    )


def _problem(sentence: str, amount: Amount, evidence: Evidence, known: tuple[Amount, ...]) -> str:
    shown = sentence[slice(*amount.span)]
    equal = [other for other in known if _equal(amount, other) and not (other.indefinite and _apart(sentence, amount))]
    if not equal and amount.value == 2 and amount.kind == "count" and _BOTH.search(evidence.text):
        return ""
    if not equal and not _sums_up(sentence, amount, evidence, known):
        return f"the number {shown}"
    hedges = (amount.hedge, _turned(sentence, amount))
    if equal and not any(_as_exact(hedge, other.hedge) for other in equal for hedge in hedges):
        return f"the number {shown} as exactly as that"
    if equal and not any(_same_unit(amount, other) for other in equal):
        return f"the number {shown} in that unit"
    if equal and not any(_same_things(sentence, amount, evidence, other) for other in equal):
        return f"the number {shown} of that"
    return ""


def _equal(amount: Amount, other: Amount) -> bool:
    if "clock" in (amount.kind, other.kind) and amount.kind != other.kind:
        return amount.kind == "count" and other.value % 720 == amount.value * 60 % 720
    if {amount.kind, other.kind} == {"rank", "count"}:
        counts = amount.kind == "count"
        return amount.value == other.value and (other.indefinite if counts else False)
    if amount.kind != other.kind and "fold" not in (amount.kind, other.kind):
        return False
    one, another = amount.value, other.value
    if amount.unit and other.unit and amount.unit != other.unit and _same_unit(amount, other):
        one, another = (
            value * _SPANS.get(unit, (1, ""))[0] for value, unit in ((one, amount.unit), (another, other.unit))
        )
    return abs(one - another) <= 1e-9 * max(1.0, abs(one))


def _apart(sentence: str, amount: Amount) -> bool:
    """Whether the sentence also has the number before it, so that it is no total: "three in England, four in Wales"."""
    before = any(other.kind == "count" and other.value == amount.value - 1 for other in amounts(sentence))
    return amount.kind == "count" and before and not _ONE.search(sentence)


def _sums_up(sentence: str, amount: Amount, evidence: Evidence, known: tuple[Amount, ...]) -> bool:
    """Whether the number is the sum of two that both sides have: "five people: four for sprains, one for a burn"."""
    parts = [other.value for other in known if other.kind == "count" and not other.unit]
    said = {other.value for other in amounts(sentence) if other.kind == "count"}
    if _ONE.search(sentence) and _ONE.search(evidence.text):
        parts, said = [*parts, 1.0], {*said, 1.0}
    return amount.kind == "count" and any(
        one + other == amount.value and {one, other} <= said for one, other in combinations(parts, 2)
    )


def _turned(sentence: str, amount: Amount) -> Hedge:
    """The hedge as a negation before it turns it: "never colder than 9" is "at least 9"."""
    negated = _NEGATED.search(sentence[: amount.span[0]])
    return _TURNED.get(amount.hedge, amount.hedge) if negated else amount.hedge


def _as_exact(said: Hedge, known: Hedge) -> bool:
    return said == known or (said, known) in _ALLOWED


def _same_unit(amount: Amount, other: Amount) -> bool:
    """Whether the units are one; a plain noun may have none, but money and percent are told by their sign or name."""
    if {amount.unit, other.unit} & _SIGNS:
        return amount.unit == other.unit
    units = {_SPANS.get(unit, (1, unit))[1] for unit in (amount.unit, other.unit)}
    return len(units) == 1 or not (amount.unit and other.unit)


def _same_things(sentence: str, amount: Amount, evidence: Evidence, other: Amount) -> bool:
    """Whether what the sentence counts stands near the equal number of the quote; percent and money count nothing."""
    if amount.kind == "clock" or (amount.unit and other.unit):
        return True
    counted = _following(sentence, amount)
    if not counted or counted[0].meaning in _ANYTHING or _OF_THEM.match(evidence.text, other.span[1]):
        return True
    near = _around(evidence.tokens, other)
    if counted[0].meaning == "people" and any(_PERSONS.search(word.text) for word in near):
        return True
    return any(_alike(token, word) for token in counted for word in near)


def _alike(one: Token, other: Token) -> bool:
    same = akin(one.form, other.form) or one.meaning == other.meaning
    return same or implies(one.form, other.form) or implies(other.form, one.form)


def _following(text: str, amount: Amount) -> list[Token]:
    """The words right after a number up to the next function word: what it counts, with its adjectives."""
    found: list[Token] = []
    clause = next((token.clause for token in tokens(text) if token.end > amount.span[0]), 0)
    for token in tokens(text):
        if token.start < amount.span[1] or token.clause != clause:
            continue
        if not found and token.text.lower() in ("of", "more", "other", "further", "the", "a", "an", "such", "or", "so"):
            continue
        if not token.content or len(found) == 3 or token.text[0].isdigit():
            break
        found.append(token)
    return found


def _around(words: tuple[Token, ...], amount: Amount) -> list[Token]:
    before = [token for token in words if token.end <= amount.span[0] and token.content][-_REACH:]
    after = [token for token in words if token.start >= amount.span[1] and token.content][:_REACH]
    return before + after
