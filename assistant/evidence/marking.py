"""Which words of a sentence answer the question, where that can be told: a number, a person, a place, a day."""

import re
from collections.abc import Sequence

from assistant.language.names import name_spans, name_stems
from assistant.language.quantities import Quantity, quantities
from assistant.language.times import time_spans
from assistant.language.words import content_stems, is_content, nation_stem, stem, words
from assistant.types import AnswerKind, Span

_CLAUSE_END = re.compile(
    r"[,;:–—()]\s|\s(?:joining|to join|and|but|while|where|whereas|bringing|in addition to|on top of|after|before)\s"
)
_PLACE_LEAD = re.compile(r"\b(?:in|to|from|at|near|across|outside|into|toward|towards|around|over|of)\s+(?:the\s+)?$")
_ARTICLE_LEAD = re.compile(r"\b(?:the|an?|in|at|to|from|near)\s+$", re.IGNORECASE)
"""What stands before places and organisations, and before hardly any person."""
_CURRENCIES = ("$", "€", "£", "¥")
_UNIT_FITS = 1.5
"""What a fitting unit is worth, in words of the question that stand in the same clause."""
_UNIT_ASKED = re.compile(r"\bhow (?:many|long|old)\s+(?:more\s+)?(?:US\s+|[A-Z]\w+\s+)?([a-z]+)", re.IGNORECASE)
_MONEY_ASKED = re.compile(r"\b(?:how much|cost|price|worth|paid|pay|salary|fine|budget|spend|raise)\b", re.IGNORECASE)
_SHARE_ASKED = re.compile(r"\b(?:percent|percentage|share|rate)\b", re.IGNORECASE)
_ALIKE = tuple(
    frozenset(stem(word) for word in group.split())
    for group in (
        "troops soldiers forces personnel paratroopers servicemembers members marines",
        "people persons residents civilians victims passengers men women others",
        "dollars money usd",
        "employees workers staff jobs positions",
    )
)
"""Units that count the same things in the news."""


def mark_answer(sentence: str, question: str, kind: AnswerKind) -> tuple[Span, ...]:
    """The span of `sentence` that answers `question`: one, or none where it cannot be told.

    A span is marked by what it is (a number where a number is asked) and by how much of the question its clause says.
    What the question says itself is never marked, and nothing in a sentence that has none of the question's names: a
    wrong mark is worse than none.
    """
    if _speaks_of_others(sentence, question):
        return ()
    if kind == "number":
        return _best_quantity(sentence, question)
    if kind == "date":
        return _best(sentence, question, time_spans(sentence))
    if kind in ("person", "place"):
        names = _new_names(sentence, question, place=kind == "place")
        full = {span: 1.0 for span in names if kind == "person" and " " in sentence[slice(*span)]}
        return _best(sentence, question, names, bonus=full)
    return ()


def _speaks_of_others(sentence: str, question: str) -> bool:
    asked = set(name_stems(question)) - {"usa"}
    return bool(asked) and not asked & {nation_stem(word.text) for word in words(sentence)}


def _best_quantity(sentence: str, question: str) -> tuple[Span, ...]:
    known = {quantity.value for quantity in quantities(question)}
    money = bool(_MONEY_ASKED.search(question)) and not _UNIT_ASKED.search(question)
    new = [
        quantity
        for quantity in quantities(sentence)
        if quantity.value not in known
        and (not money or quantity.unit.endswith(_CURRENCIES))
        and sentence[quantity.span[1] : quantity.span[1] + 1] != "-"
    ]
    bonus = {quantity.span: _unit_bonus(quantity, question) for quantity in new}
    best = _best(sentence, question, list(bonus), bonus=bonus)
    return tuple(_with_hedge(sentence, quantity) for quantity in new if quantity.span in best)


def _with_hedge(sentence: str, quantity: Quantity) -> Span:
    start, end = quantity.span
    before = sentence[:start].rstrip()
    if quantity.hedge and before.lower().endswith(quantity.hedge):
        start = len(before) - len(quantity.hedge)
    return (start, end)


def _unit_bonus(quantity: Quantity, question: str) -> float:
    if _SHARE_ASKED.search(question):
        return _UNIT_FITS if quantity.unit == "%" else 0.0
    asked = _UNIT_ASKED.search(question)
    unit, wanted = stem(quantity.unit) if quantity.unit else "", stem(asked.group(1)) if asked else ""
    if unit and (unit == wanted or any({unit, wanted} <= group for group in _ALIKE)):
        return _UNIT_FITS
    return _UNIT_FITS if quantity.unit.endswith(_CURRENCIES) and _MONEY_ASKED.search(question) else 0.0


def _new_names(sentence: str, question: str, *, place: bool) -> list[Span]:
    known = set(content_stems(question)) | {nation_stem(word.text) for word in words(question)}
    new = []
    for start, end in name_spans(sentence):
        stems = {nation_stem(word.text) for word in words(sentence[start:end])}
        before = sentence[:start]
        person = not _ARTICLE_LEAD.search(before) and not sentence[start:end].isupper()
        if not stems & known and (_PLACE_LEAD.search(before) if place else person):
            new.append((start, end))
    return new


def _best(
    sentence: str, question: str, spans: Sequence[Span], *, bonus: dict[Span, float] | None = None
) -> tuple[Span, ...]:
    if not spans:
        return ()
    stems = set(content_stems(question))
    names = {
        nation_stem(sentence_word)
        for start, end in name_spans(question)
        for sentence_word in _texts(question, start, end)
    }

    def worth(span: Span) -> tuple[float, int]:
        start, end = _clause(sentence, span)
        inside = [word.text for word in words(sentence[start:end]) if is_content(word.text)]
        said = len({stem(word) for word in inside} & stems) + 2 * len({nation_stem(word) for word in inside} & names)
        return said + (bonus or {}).get(span, 0.0), -span[0]

    best = max(spans, key=worth)
    return (best,) if worth(best)[0] > 0 else ()


def _texts(text: str, start: int, end: int) -> list[str]:
    return [word.text for word in words(text[start:end])]


def _clause(sentence: str, span: Span) -> Span:
    start, end = 0, len(sentence)
    for boundary in _CLAUSE_END.finditer(sentence):
        if boundary.end() <= span[0]:
            start = boundary.end()
        elif boundary.start() >= span[1]:
            end = boundary.start()
            break
    return (start, end)
