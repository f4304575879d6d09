"""What belongs to what: a number or a word must stand by the same words as in the quotes.

Where two numbers, two names or two things have changed places, each stands by words that in the quotes belong to the
other. The same shows where one is taken over to what the quotes say of another.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answering.support.evidence import Evidence
from assistant.language.amounts import Amount, amounts
from assistant.language.names import name_spans
from assistant.language.tokens import Token, tokens
from assistant.types import Span

SWAPPED = 1.3
"""How many times better two things must fit each other's places than their own."""
LEAST_GAIN = {"number": 0.5, "word": 1.1}
"""By how much at the least; words that stand by both of two things are many, numbers are few."""
NEAR = 0.3
"""How much two things must count in each other's context to stand side by side."""
SIDE_BY_SIDE = 2.0
"""The same for two that stand side by side: "a Japanese owner, Shoei" may become "Shoei of Japan"."""
TAKEN_OVER = 2.0
"""How many times better a number must fit another's place where the other is not in the sentence."""
_ANAPHORS = frozenset("nation country state city place island region former latter one".split())
"""Words that stand for a name and so take its place."""
_REACH = 6
_TELLING = frozenset("from to by against for over than on into in at of first last".split())
_BE = frozenset("is are was were be been being".split())
_OPPOSITE_WAYS = ({"from", "to"}, {"by", "for"}, {"by", "to"}, {"for", "against"}, {"with", "without"}, {"with",
    "against"},
                  {"over", "under"}, {"above", "below"}, {"into", "from"}, {"into", "out"}, {"by",
                  "against"})  # fmt: skip
_WAYS = frozenset(way for pair in _OPPOSITE_WAYS for way in pair)
_BETWEEN = (
    frozenset("the a an his her its their about some roughly around nearly almost more than over at least".split())
    - _WAYS
)
_CAUSES = frozenset(("due to", "owing to", "thanks to", "according to", "close to", "next to"))
"""A "to" that leads nowhere."""
_PART = re.compile(r"\s+of\s+(?:the|its|their|his|her)\b", re.IGNORECASE)
_TOTAL = re.compile(r"\b(?:altogether|in\s+total|in\s+all|combined|all\s+told)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Mention:
    """A number or a word where it stands: which it is, and the words it stands by with their weights."""

    key: str
    kind: str
    shown: str
    named: int
    """The number of the name it is part of; -1 where of none."""
    context: dict[str, float]


def misplaced(sentence: str, evidence: Evidence) -> list[str]:
    """Numbers and words that stand for something else in a sentence than in the quotes, in words for the reader."""
    mine, known = _mentions(sentence), _mentions(evidence.text)
    found = [f"“{one.shown}” in that place" for one in mine if _fits_another(one, mine, known)]
    return list(
        dict.fromkeys(found + _totals(sentence, evidence) + _wholes(sentence, evidence) + _ways(sentence, evidence))
    )


def _fits_another(one: _Mention, mine: Sequence[_Mention], known: Sequence[_Mention]) -> bool:
    places = [other for other in known if other.key == one.key and other.kind == one.kind]
    if not places:
        return False
    return any(_fits(one, rival, places, mine, known) for rival in _rivals(one, places, known))


def _rivals(one: _Mention, places: Sequence[_Mention], known: Sequence[_Mention]) -> Iterator[_Mention]:
    names = {place.named for place in places if place.named >= 0}
    for other in known:
        if (
            other.kind == one.kind
            and other.key != one.key
            and other.named not in names
            and (
                (other.named < 0) == (one.named < 0)
                or any(place.context.get(other.key, 0.0) >= NEAR for place in places)
            )
        ):
            yield other


def _fits(
    one: _Mention, rival: _Mention, places: Sequence[_Mention], mine: Sequence[_Mention], known: Sequence[_Mention]
) -> bool:
    """Whether `one` stands where the quotes have `rival`: the two swapped, or one taken over."""
    without = {one.key, rival.key}
    own = max(_alike(one, place, without) for place in places)
    theirs = _alike(one, rival, without)
    said = [other for other in mine if other.key == rival.key and other.kind == one.kind]
    if not said:
        return one.kind != "word" and theirs > TAKEN_OVER * own + 0.9
    rivals = [other for other in known if other.key == rival.key and other.kind == one.kind]
    back = max(_alike(other, place, without) for other in said for place in places)
    same = max(_alike(other, place, without) for other in said for place in rivals)
    beside = any(
        one.context.get(rival.key, 0.0) >= NEAR and place.context.get(rival.key, 0.0) >= NEAR for place in places
    )
    if one.named == rival.named == -1 and _touch(one, rival) and any(_touch(place, rival) for place in places):
        return False
    least = SIDE_BY_SIDE if beside else LEAST_GAIN[one.kind.split()[0]]
    seen = own + same > 0.3 or one.kind != "word"
    return seen and theirs > own and back > same and theirs + back > max(SWAPPED * (own + same), own + same + least)


def _touch(one: _Mention, other: _Mention) -> bool:
    """Whether two plain words are neighbours, as in "permanent moves" and in "the moves are permanent"."""
    return one.kind == "word" and one.context.get(other.key, 0.0) >= 1.0


def _alike(one: _Mention, other: _Mention, without: set[str]) -> float:
    """How alike the words beside two mentions are; a word on the other side counts half."""
    return sum(
        weight * other.context.get(word, 0.0) * (1.0 if " " in word else 0.5)
        for word, weight in one.context.items()
        if word.split(" ")[0] not in without
    )


def _mentions(text: str) -> list[_Mention]:
    words, found = tokens(text), amounts(text)
    names = name_spans(text)
    rows = [_number(text, words, amount, found) for amount in found if not _PART.match(text, amount.span[1])]
    counted = [amount.span for amount in found]
    for place, token in enumerate(words):
        if any(start <= token.start < end for start, end in counted):
            continue
        if token.weighty and token.text[0].isalpha() and token.meaning not in _ANAPHORS and not token.verbal:
            named = next((number for number, (start, end) in enumerate(names) if start <= token.start < end), -1)
            own = names[named] if named >= 0 else (0, 0)
            context = _context(words[:place][::-1], words[place + 1 :], (), own)
            rows.append(_Mention(token.meaning, "word", token.text, named, context))
    return rows


def _number(text: str, words: tuple[Token, ...], amount: Amount, others: Sequence[Amount]) -> _Mention:
    kind = f"number {amount.kind} {amount.unit if amount.unit in ('%', '$') else ''}"
    before = [token for token in reversed(words) if token.end <= amount.span[0]]
    after = [token for token in words if token.start >= amount.span[1]]
    context = _context(
        before,
        after,
        [token.start for token in words for other in others if other.span[0] <= token.start < other.span[1]],
    )
    return _Mention(f"{amount.value:g}", kind, text[slice(*amount.span)], -1, context)


def _context(
    before: Sequence[Token], after: Sequence[Token], stops: Sequence[int], name: Span = (0, 0)
) -> dict[str, float]:
    """The words around a mention, nearer ones weighing more, once with their side and once without."""
    found: dict[str, float] = {}
    agent = (bool(before) and before[0].text.lower() == "by") or (len(before) > 1 and before[1].text.lower() == "by")
    for side, row in (("before", before), ("after", after)):
        distance, clause = 0.0, row[0].clause if row else 0
        for place, token in enumerate(row[:14]):
            if token.start in stops:
                distance += 1.5
                continue
            if token.clause != clause:
                clause, distance = token.clause, distance + 1.5
            if token.text.lower() in ("and", "or"):
                distance += 1.0
            if token.weighty and distance <= _REACH:
                inside = name[0] <= token.start < name[1]
                weight = 1 / (1 + distance) / (2 if inside else 1)
                passive = side == "after" and place and row[place - 1].text.lower() in _BE
                shown = "after" if agent and side == "before" else "before" if passive else side
                found[token.meaning] = max(found.get(token.meaning, 0.0), weight)
                key = f"{token.meaning} {shown}"
                found[key] = max(found.get(key, 0.0), weight)
                distance += 0 if inside else 1
    near = next((token.text.lower() for token in before[:2] if token.text.lower() in _TELLING), "")
    if near:
        found[f"… {near}"] = 1.0
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


def _wholes(sentence: str, evidence: Evidence) -> list[str]:
    """A number of which the quotes speak of a part only ("two of the five"), told without the part."""
    mine = [f"{amount.value:g}" for amount in amounts(sentence)]
    found = []
    for part, whole in zip(amounts(evidence.text), amounts(evidence.text)[1:], strict=False):
        of = _PART.match(evidence.text, part.span[1])
        if of and whole.span[0] - of.end() <= 2 and f"{whole.value:g}" in mine and f"{part.value:g}" not in mine:
            found.append(f"{whole.value:g} without “{evidence.text[slice(*part.span)]} of”")
    return found


def _ways(sentence: str, evidence: Evidence) -> list[str]:
    """A word or number behind another preposition than in the quotes: "to China" for "from China"."""
    known = _led(evidence.text)
    return [
        f"“{way} {word}”, where it says “{'” or “'.join(sorted(known[word]))} {word}”"
        for word, ways in _led(sentence).items()
        for way in ways
        if word in known and way not in known[word] and any({way, other} in _OPPOSITE_WAYS for other in known[word])
    ]


def _led(text: str) -> dict[str, set[str]]:
    """The prepositions that stand right before each word with content, or each number."""
    words, found = tokens(text), amounts(text)
    led: dict[str, set[str]] = {}
    for place, token in enumerate(words):
        ways = [word.text.lower() for word in words[max(0, place - 3) : place]]
        number = next((amount for amount in found if amount.span[0] <= token.start < amount.span[1]), None)
        key = f"{number.value:g}" if number else token.meaning
        while ways and ways[-1] in _BETWEEN:
            ways.pop()
        if ways[-2:-1] and f"{ways[-2]} {ways[-1]}" in _CAUSES:
            continue
        if ways and ways[-1] in _WAYS and (token.content or number):
            led.setdefault(key, set()).add(ways[-1])
    return led
