"""The names that an earlier answer may lend to a question. An answer is data: nothing else is taken from it."""

import re
from functools import lru_cache

from assistant.language.names import name_spans
from assistant.language.notes import addresses_model
from assistant.language.sentences import sentence_spans

READ = 800
"""How many characters of an answer are read: about three sentences."""
LONGEST_NAME = 40
"""Characters of a name; what is longer is a headline or an order in capitals."""
_SAID = r"(?:said|says|told|added|announced|argued|warned|wrote|confirmed|denied|resigned|won|died|was|is|has)\b"
_BEFORE = re.compile(rf"\s*,?\s*(?:[^,.]{{0,60}},\s*)?{_SAID}")
_AFTER = re.compile(
    r"(?:\b(?:said|says|added|according to|by)|Mr\.|Mrs\.|Ms\.|Dr\.|President|Minister|Mayor|Secretary)\s+$"
)
_ORDINALS = {"first": 0, "former": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "last": -1, "latter": -1}
_LIST_MARK = re.compile(r"^\s*(?:\d{1,2}[.)]|[-*•])\s+", re.MULTILINE)
_JOINT = re.compile(r"\s*(?:,|;|,?\s*(?:and|or))\s+(?:the\s+|in\s+|to\s+)?")


@lru_cache(maxsize=200)
def people_in(answer: str) -> tuple[str, ...]:
    """Who is said to have said or done something in the opening of `answer`, in order."""
    text = opening_of(answer)
    return tuple(
        text[start:end] for start, end in _names(text) if _BEFORE.match(text[end:]) or _AFTER.search(text[:start])
    )


def item_of(text: str, ordinal: str) -> str | None:
    """The name that "the second one" points to in `text`: of a list by lines, else of names joined by "and" or "or"."""
    items = _items(opening_of(text))
    place = _ORDINALS.get(ordinal.lower())
    if place is None or len(items) < 2 or place >= len(items):
        return None
    return items[place]


def _items(text: str) -> list[str]:
    lines = [text[mark.end() :].partition("\n")[0] for mark in _LIST_MARK.finditer(text)]
    listed = [line[names[0][0] : names[0][1]] for line in lines if (names := _names(line))]
    if len(listed) > 1:
        return listed
    run: list[tuple[int, int]] = []
    for span in _names(text):
        if run and not _JOINT.fullmatch(text[run[-1][1] : span[0]]):
            if len(run) > 1:
                break
            run = []
        run.append(span)
    return [part for start, end in run for part in re.split(r"\s+and\s+", text[start:end])]


def _names(text: str) -> list[tuple[int, int]]:
    return [(start, end) for start, end in name_spans(text) if end - start <= LONGEST_NAME]


def opening_of(answer: str) -> str:
    """The opening of `answer` without sentences that give orders to a model."""
    opening = answer[:READ]
    kept = [opening[start:end] for start, end in sentence_spans(opening) if not addresses_model(opening[start:end])]
    return "\n".join(kept)
