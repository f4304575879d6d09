"""What belongs to what: a number or a name must stand by the same words as in the quotes.

Where two numbers, or two names, have changed places, each stands by words that in the quotes belong to the other. The
same shows where one is taken over to what the quotes say of another.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.support.evidence import Evidence
from assistant.language.amounts import amounts
from assistant.language.names import name_spans
from assistant.language.tokens import Token, tokens
from assistant.types import Span

SWAPPED, TAKEN_OVER = 1.25, 1.6
"""How much better a thing must fit another's place than its own: where the other stands in its place, and where not."""
_REACH = 7
_PREPOSITIONS = frozenset("from to by against for over of with after before into on in at than".split())
_TELLING = frozenset("from to by against for over than on into".split())
_BE = frozenset("is are was were be been being".split())
_TOTAL = re.compile(r"\b(?:altogether|in\s+total|in\s+all|combined|all\s+told)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Mention:
    """A number or a name where it stands: which it is, and the words it stands by with their weights."""

    key: str
    kind: str
    shown: str
    context: dict[str, float]


def misplaced(sentence: str, evidence: Evidence) -> list[str]:
    """Numbers and names that stand for something else in a sentence than in the quotes, in words for the reader."""
    mine, known = _mentions(sentence), _mentions(evidence.text)
    lacking = [f"{one.shown} in that place" for one in mine if _fits_another(one, mine, known)]
    return list(dict.fromkeys(lacking + _totals(sentence, evidence)))


def _fits_another(one: _Mention, mine: Sequence[_Mention], known: Sequence[_Mention]) -> bool:
    own = max((_alike(one, other) for other in known if (other.key, other.kind) == (one.key, one.kind)), default=None)
    if own is None:
        return False
    for rival in {other.key: other for other in known if other.kind == one.kind and other.key != one.key}.values():
        places = [other for other in known if other.key == rival.key and other.kind == one.kind]
        theirs = max(_alike(one, place) for place in places)
        if any(said.key == rival.key for said in mine):
            if theirs > SWAPPED * own + 0.1 and _swaps(one, rival, mine, known):
                return True
        elif theirs > TAKEN_OVER * own + 0.3:
            return True
    return False


def _swaps(one: _Mention, rival: _Mention, mine: Sequence[_Mention], known: Sequence[_Mention]) -> bool:
    """Whether both fit better where the other stands."""
    def fit(key: str, place: str) -> float:
        return max(
            (_alike(said, other) for said in mine if said.key == key for other in known if other.key == place), default=0.0
        )

    same = fit(one.key, one.key) + fit(rival.key, rival.key)
    return fit(one.key, rival.key) + fit(rival.key, one.key) > SWAPPED * same


def _alike(one: _Mention, other: _Mention) -> float:
    return sum((weight * other.context.get(word, 0.0)) ** 0.5 for word, weight in one.context.items())


def _mentions(text: str) -> list[_Mention]:
    words = tokens(text)
    spans: list[tuple[Span, str, str]] = [
        (amount.span, f"{amount.value:g}", f"{amount.kind} {amount.unit if amount.unit in ('%', '$') else ''}")
        for amount in amounts(text)
    ]
    for start, end in _single_names(text, words):
        key = " ".join(token.form for token in words if start <= token.start < end)
        spans.append(((start, end), key, "name"))
    kinds = {kind: [span for span, _, other in spans if other == kind] for _, _, kind in spans}
    return [
        _Mention(key, kind, text[slice(*span)], _context(words, span, kinds[kind])) for span, key, kind in spans
    ]


def _single_names(text: str, words: tuple[Token, ...]) -> list[Span]:
    """The names of a text, each without the title before it."""
    return [span for span in name_spans(text) if any(span[0] <= word.start < span[1] for word in words)]


def _context(words: tuple[Token, ...], span: Span, rivals: Sequence[Span]) -> dict[str, float]:
    """The words around a mention up to the next of its kind, nearer ones weighing more; and the preposition before."""
    before = [token for token in words if token.end <= span[0]]
    after = [token for token in words if token.start >= span[1]]
    found: dict[str, float] = {}
    for side, row in (("left", before[::-1]), ("right", after)):
        distance = 0.0
        clause = row[0].clause if row else 0
        for token in row[:16]:
            if any(start <= token.start < end for start, end in rivals):
                distance += 2
                continue
            if token.clause != clause:
                clause, distance = token.clause, distance + 2
            if token.weighty and distance <= _REACH:
                found[token.meaning] = max(found.get(token.meaning, 0.0), 1 / (1 + distance))
                distance += 1
    near = [token.text.lower() for token in before[-3:]]
    preposition = next((word for word in reversed(near) if word in _TELLING), "")
    if preposition and not any(token.content for token in before[-2:] if token.text.lower() not in _PREPOSITIONS):
        found[f"{preposition} …"] = 1.0
    return found


def _totals(sentence: str, evidence: Evidence) -> list[str]:
    """A number called the total that in the quotes is not the one called so."""
    mine, known = _called_total(sentence), _called_total(evidence.text)
    return [f"{value} as the total" for value in mine if known and value not in known]


def _called_total(text: str) -> list[str]:
    found = []
    for match in _TOTAL.finditer(text):
        near = sorted(amounts(text), key=lambda amount: abs(amount.span[0] - match.start()))
        found += [f"{near[0].value:g}"] if near else []
    return found
