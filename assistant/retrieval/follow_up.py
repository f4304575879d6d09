"""A question that leans on the ones before it, made to stand alone without a language model."""

import re
from collections.abc import Sequence

from assistant.language.names import name_spans
from assistant.language.words import content_stems
from assistant.types import Turn

_LEADS = re.compile(r"^\W*(?:and|but|so|or|then|also|what about|how about|what of)\b[\s,]*", re.IGNORECASE)
_LEANS = re.compile(
    r"\b(?:it|its|he|him|his|she|her|they|them|their|theirs|that|this|those|these|there|then|one|ones|same|else)\b",
    re.IGNORECASE,
)
_BARE_NAME = re.compile(r"^(?:(?:to|in|for|from|of|with|by|at|on|about)\s+)?(?P<name>.+?)\W*$", re.IGNORECASE)
_SHORT = 2
"""A question with fewer content words than this does not stand alone."""
_NAMING = re.compile(r"^\W*(?:what|who)\s+(?:is|are|was|were)\s+(?!the\b|it\b|that\b|this\b)\w+", re.IGNORECASE)
"""A question about what something is stands alone, however short."""
_LOOK_BACK = 50
"""How many earlier questions are looked at for what a follow-up leaves out."""


def stand_alone(question: str, history: Sequence[Turn]) -> str:
    """The question with what it leaves out filled in from earlier questions; unchanged where it stands alone.

    "And to Poland?" after "How many troops are going to Romania?" becomes "How many troops are going to Poland?".
    Where nothing can be put in place, the earlier question's words follow in brackets.
    """
    if not history or not _leans(question):
        return question
    earlier = _subject(history)
    bare = _LEADS.sub("", question.strip())
    return _swap_name(bare, earlier) or f"{question.strip()} ({earlier.strip()})"


def _leans(question: str) -> bool:
    if _LEADS.match(question) or _LEANS.search(question):
        return True
    return len(content_stems(question)) < _SHORT and not _NAMING.match(question)


def _subject(history: Sequence[Turn]) -> str:
    """The newest question that stood alone, with the swaps of the follow-ups since."""
    recent = [turn.question for turn in history[-_LOOK_BACK:]]
    subject = recent[0]
    for question in recent[1:]:
        bare = _LEADS.sub("", question.strip())
        subject = (_swap_name(bare, subject) or subject) if _leans(question) else question
    return subject


def _swap_name(bare: str, earlier: str) -> str | None:
    """`earlier` with its last name replaced by the name that `bare` consists of; None where it is no bare name."""
    match = _BARE_NAME.match(bare)
    old = name_spans(earlier)
    if not match or not old:
        return None
    new = name_spans("of " + match["name"])
    if len(new) != 1 or new[0][1] - new[0][0] < len(match["name"]) - 4:
        return None
    start, end = old[-1]
    return earlier[:start] + match["name"] + earlier[end:]
