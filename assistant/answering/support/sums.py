"""Numbers that no quote has and that follow from those it has: another unit, a sum, a difference, a list counted."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from assistant.answering.support.evidence import Evidence
from assistant.language.amounts import Amount
from assistant.language.names import name_spans
from assistant.types import Span

_FACTORS = (
    {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800},
    {"month": 1, "year": 12},
    {"cent": 1, "$": 100},
    {"meter": 1, "kilometer": 1_000, "centimeter": 0.01},
    {"inch": 1, "foot": 12, "yard": 36, "mile": 63_360},
    {"gram": 1, "kilogram": 1_000},
)
"""Units of one measure, each with how many of the smallest it has."""
_SIGNED = frozenset({"%", "point", "$", "€", "£", "¥", "cent"})
_ONE = re.compile(r"\b(?:an?|one)\s+(minute|hour|day|week|year)\b", re.IGNORECASE)
_MOST_LISTED = 6
_AND = re.compile(
    r"\s*(?:,\s*(?:and\s+|then\s+)?|\s+and\s+|\s+or\s+|\s+und\s+|\s+și\s+)(?:(?:the|then|again|in|by|with)\s+)*"
)
_JOINED = re.compile(r"\sand\s")
_BESIDE = re.compile(r",?\s+(?:of|from|in|for|at)\s+(?:the\s+)?$")


def same_in(amount: Amount, other: Amount) -> bool:
    """Whether two amounts are one in different units: three weeks and 21 days, 25 cents and $0.25."""
    return any(
        amount.unit in units
        and other.unit in units
        and amount.unit != other.unit
        and abs(amount.value * units[amount.unit] - other.value * units[other.unit]) < 1e-6 * units[other.unit]
        for units in _FACTORS
    )


def follows(amount: Amount, sentence: str, evidence: Evidence, known: Sequence[Amount]) -> bool:
    """Whether a number follows from the numbers `known` of the quotes, or counts what they list."""
    if amount.kind not in ("count", "fold"):
        return False
    if amount.unit == "%":
        counts = [other.value for other in known if other.kind == "count" and not other.unit]
        return any(abs(100 * one / other - amount.value) < 1 for one, other in pairwise(counts) if other > one)
    if any(_is_one(amount, unit[1].lower()) for unit in _ONE.finditer(evidence.text)):
        return True
    return _sum_or_difference(amount, known) or _counts_list(amount, sentence, evidence, known)


def _is_one(amount: Amount, unit: str) -> bool:
    return any(unit in units and amount.value * units.get(amount.unit, 0) == units[unit] for units in _FACTORS)


def _sum_or_difference(amount: Amount, known: Sequence[Amount]) -> bool:
    """Of two numbers in one unit; a difference only of money and shares, for which news gives it."""
    counts = [_plain(other) for other in known if other.kind == "count"]
    value, unit = _plain(amount)
    for (one, its), (other, their) in combinations(counts, 2):
        if its == their and (unit == its or not (unit or its in _SIGNED)):
            if abs(one + other - value) < 1e-6:
                return True
            if its in _SIGNED and abs(abs(one - other) - value) < 1e-6:
                return True
    return False


def _plain(amount: Amount) -> tuple[float, str]:
    return (amount.value / 100, "$") if amount.unit == "cent" else (amount.value, amount.unit)


def _counts_list(amount: Amount, sentence: str, evidence: Evidence, known: Sequence[Amount]) -> bool:
    """Whether a small plain number counts names or years that stand in a row, where the quotes have no such number."""
    if amount.unit not in ("", "fold") or not 2 <= amount.value <= _MOST_LISTED:
        return False
    if any(other.kind == "count" and not other.unit and other.value <= _MOST_LISTED for other in known):
        return False
    return amount.value in {length for text in (evidence.text, sentence) for length in _lengths(text)}


def _lengths(text: str) -> Iterator[int]:
    """How many names, or years, stand in each row of them ("Dominic Faro and Beth Lund", "in 2019 and 2020")."""
    years = [match.span() for match in re.finditer(r"\b(?:19|20)\d\d\b", text)]
    for spans in (name_spans(text), years):
        yield from _rows(text, spans)


def _rows(text: str, spans: Sequence[Span]) -> Iterator[int]:
    length = 1
    yield from (len(_JOINED.findall(text, *span)) + 1 for span in spans if _JOINED.search(text, *span))
    for (_, end), (start, _) in pairwise([*spans, (len(text), len(text))]):
        if _AND.fullmatch(text, end, start):
            length += 1
        elif not _BESIDE.fullmatch(text, end, start):
            if length > 1:
                yield length
            length = 1
