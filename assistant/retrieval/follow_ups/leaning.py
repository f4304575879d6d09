"""How a question leans on what was asked before it."""

import re
from functools import lru_cache
from typing import Literal

from assistant.retrieval.follow_ups.pronouns import find_pronouns
from assistant.retrieval.follow_ups.questions import Asked

Leaning = Literal["alone", "pointing", "led", "bare", "more", "open", "assent"]
"""alone: it needs nothing. pointing: by a pronoun. led: "and …", "what about …". bare: no subject at all ("Why?").
more: "Tell me more about …". open: its subject is likely the one before ("What are the causes?"). assent: "yes"."""

LEAD = re.compile(
    r"^\W*(?:(?:and|but|so|or|then|also)\b[\s,]*(?:(?:what|how) about\b|what of\b)?|(?:what|how) about\b|what of\b)"
    r"[\s,]*",
    re.IGNORECASE,
)
"""How a question opens that goes on from the one before."""
_ASSENT = re.compile(
    r"^\W*(?:yes|yeah|yep|sure|ok|okay|please|of course|go ahead|do)(?:[\s,]+please)?\W*$", re.IGNORECASE
)
_NAME_ALONE = re.compile(
    r"^\W*(?i:(?:why|when|where|how)\s+)?(?i:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should)"
    r"(?:\s+(?:the\s+)?[A-Z][\w.’'-]*){1,4}\W*$"
)
_WHOLE = re.compile(
    r"^\W*(?:and|but|so|or|then|also)\b[\s,]*(?:what|who|when|where|why|how|which|is|are|was|were|do|does|did|has|have|will"
    r"|can)\b(?!\s+(?:about|of)\b)",
    re.IGNORECASE,
)
_OTHER = re.compile(r"\b(?:what|which|who|any|some|the) (?:other|others|else|more)\b", re.IGNORECASE)
_GENERIC = re.compile(
    r"\bthe (?:area|region|city|country|town|company|group|agency|party|team|island|firm|film|book|man|woman)\b",
    re.IGNORECASE,
)
_ELLIPTIC = re.compile(
    r"\bthe (?:\w{3,}est|best|worst|(?:most|least) \w+)(?:\s+(?:ever|to|in|for|so|among|selling)\b|\W*$)", re.IGNORECASE
)
_ATTRIBUTE = re.compile(
    r"^\W*(?:(?:what|who|which)(?:\s+(?:is|are|was|were)|['’]s)\b|(?:is|are|was|were)\s+there\b|tell\b|describe\b)",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"^\W*(?:how\s+(?:many|much|long|old|far|high|big|often)|when|where|who(?!\s+(?:is|are|was|were)\b))\b",
    re.IGNORECASE,
)
OPEN_ATTRIBUTE, OPEN_EVENT = 3, 2
"""With how many content words a question still leaves its subject open: one that asks for an attribute ("What are the
health effects?"), and one that tells an event of its own ("When did the volcano erupt?"), fitted on half of TREC CAsT
2019-2020 and on invented conversations about news."""


@lru_cache(maxsize=1_000)
def how_it_leans(asked: Asked) -> Leaning:
    """How `asked` leans on the questions before it."""
    if _ASSENT.match(asked.text):
        return "assent"
    if find_pronouns(asked.text):
        return "pointing"
    if LEAD.match(asked.text):
        return "alone" if _WHOLE.match(asked.text) and _names_its_own(asked) else "led"
    if not asked.phrases or _NAME_ALONE.match(asked.text):
        return "open" if asked.times and len(asked.stems) > 1 else "bare"
    return _by_its_subject(asked)


def _names_its_own(asked: Asked) -> bool:
    return any(phrase.named for phrase in asked.phrases) and len(asked.stems) > 1


def _by_its_subject(asked: Asked) -> Leaning:
    named = any(phrase.named for phrase in asked.phrases)
    if not named and asked.opens == "more":
        return "more"
    if named or _introduces(asked):
        return "alone"
    if _OTHER.search(asked.text) or _GENERIC.search(asked.text) or _ELLIPTIC.search(asked.text):
        return "open"
    if all(phrase.after in ("place", "preposition") for phrase in asked.phrases):
        return "open"  # "What is the impact on biology?"
    if any(phrase.after == "of" for phrase in asked.phrases):
        return "alone"
    most = OPEN_EVENT if _EVENT.match(asked.text) else OPEN_ATTRIBUTE
    return "open" if len(asked.stems) <= most else "alone"


def _introduces(asked: Asked) -> bool:
    """Whether the question says no more than "What is X?" or "Tell me about X"."""
    focus = asked.focus
    if focus is None or focus.definite or not asked.opens:
        return False
    return asked.stems == focus.stems or (asked.opens == "plea" and len(asked.phrases) == 1)
