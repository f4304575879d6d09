"""An earlier question with a name or a time of its own replaced: "And to Poland?", "And last week?"."""

import re
from collections.abc import Sequence

from assistant.language.names import name_spans
from assistant.language.times import time_spans
from assistant.language.words import words
from assistant.retrieval.follow_ups.questions import read_question
from assistant.types import Span

_PREPOSITIONS = "to|in|for|from|of|with|by|at|on|about|against|under|over|near"
_BARE_NAME = re.compile(rf"^(?:(?P<preposition>{_PREPOSITIONS})\s+)?(?P<name>.+?)\W*$", re.IGNORECASE)
_ASKS = re.compile(
    r"^(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|who|what|why)\b", re.IGNORECASE
)
_TO_TIME = re.compile(r"^(?:(?:in|on|during|for|from|since|by)\s+)?(?:the\s+)?$", re.IGNORECASE)
_TIME_LEAD = re.compile(r"\b(?:in|on|during|since)\s+$", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)


def swap(bare: str, earlier: str) -> str | None:
    """`earlier` with its name or time replaced by the one that `bare` consists of; None where `bare` is neither.

    What stands in brackets behind the earlier question stays there.
    """
    body, bracket, rest = earlier.partition(" (")
    swapped = _swap_time(bare, body) or _swap_name(bare, body)
    return swapped + bracket + rest if swapped else _swap_alike(bare, earlier)


def _swap_time(bare: str, earlier: str) -> str | None:
    text = bare if time_spans(bare) else f"in {bare}"
    times = time_spans(text)
    if len(times) != 1 or text[times[0][1] :].strip(" ?.!") or not _TO_TIME.match(text[: times[0][0]]):
        return None
    old = time_spans(earlier)
    if not old:
        return _appended(earlier, bare)
    start, end = old[-1]
    lead = _TIME_LEAD.search(earlier[:start])
    return earlier[: lead.start() if lead else start] + _unmarked(bare) + earlier[end:]


def _swap_alike(bare: str, earlier: str) -> str | None:
    """The earlier question about "the Juniper fire" in the place of "the Pinyon fire"."""
    name, parts = _ARTICLE.sub("", _unmarked(bare)), words(bare)
    new = name_spans(f"of {name}")
    if len(parts) < 2 or len(new) != 1 or new[0][0] != 3 or not parts[-1].text.islower():
        return None
    if name[new[0][1] - 3 :].strip().lower() != parts[-1].text:
        return None
    for start, end in reversed(name_spans(earlier)):
        if re.match(rf"\s+{re.escape(parts[-1].text)}\b", earlier[end:]):
            return earlier[:start] + name[: new[0][1] - 3] + earlier[end:]
    return None


def _swap_name(bare: str, earlier: str) -> str | None:
    match = _BARE_NAME.match(bare)
    new = name_spans("of " + match["name"]) if match else []
    if not match or len(new) != 1 or new[0][1] - new[0][0] < len(match["name"]) - 4 or _ASKS.match(bare):
        return None
    preposition = (match["preposition"] or "").lower()
    if not name_spans(earlier):
        return _appended(earlier, bare) if preposition not in ("", "about") else None
    place = _counterpart(earlier, preposition)
    if place is None:
        return None
    start, end = place
    name = _ARTICLE.sub("", match["name"]) if re.search(r"\bthe\s+$", earlier[:start], re.IGNORECASE) else match["name"]
    return earlier[:start] + name + earlier[end:]


def _counterpart(earlier: str, preposition: str) -> Span | None:
    """The name that a new one replaces: the last after the same preposition, else after any, else the last of all.

    A name that only describes ("US troops", "Solway dam") is replaced after the same one alone; who said something is
    not replaced by where ("What did Kirby say?" "And in Poland?").
    """
    phrases = read_question(earlier).phrases
    ends = {phrase.start + len(phrase.text) for phrase in phrases if phrase.named or phrase.after == "tail"}
    people = {phrase.start for phrase in phrases if phrase.person}
    names = name_spans(earlier)
    whole = [span for span in names if span[1] in ends or earlier[span[1] :].startswith(("'", "’"))]
    for spans, lead in ((whole, preposition), (names, preposition), (whole, _PREPOSITIONS)):
        if alike := _after_word(earlier, spans, lead):
            return alike[-1]
    left = [span for span in whole if not preposition or span[0] not in people]
    return left[-1] if left else None


def _after_word(earlier: str, spans: Sequence[Span], lead: str) -> list[Span]:
    return [span for span in spans if lead and re.search(rf"\b(?:{lead})\s+(?:the\s+)?$", earlier[: span[0]], re.I)]


def _appended(earlier: str, bare: str) -> str:
    return f"{_unmarked(earlier)} {_unmarked(bare)}?"


def _unmarked(text: str) -> str:
    return text.strip().rstrip(" ?.!")
