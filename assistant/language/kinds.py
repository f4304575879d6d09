"""What kind of thing a question asks for."""

import re

from assistant.types import AnswerKind

_PLACE = (
    r"(?:countr(?:y|ies)|cit(?:y|ies)|(?<!head of )states?|towns?|places?|regions?|islands?|continents?|provinces?"
    r"|counties|county|capital)"
)
_TIME = r"(?:date|day|year|month|week|weekday|time)"
_NUMBER = (
    r"(?:percentage|percent|share|number|amount|price|cost|rate|total|salary|budget|score|figure|toll|size|magnitude)"
)
_PERSON = (
    r"(?:person|man|woman|actor|actress|singer|author|president|minister|senator|player|athlete|official|spokes\w+"
    r"|leader|general|judge|justice|director|coach|scientist|head of state)"
)
_BETWEEN = r"(?:(?!one\b)[\w-]+\s+){0,2}?"
_IS = r"(?:is|was|are|were|do|does|did|has|have|had|will|would|can|could|should|may|might)"

_RULES: tuple[tuple[AnswerKind, str], ...] = (
    ("number", r"\bhow (?:many|much|long|old|far|tall|high|big|large|fast|often|deep|heavy|wide)\b"),
    ("number", rf"\b(?:what|which)(?:\s+(?:is|was|are|were)(?:\s+the)?)?\s+{_BETWEEN}{_NUMBER}\b"),
    ("person", r"\b(?:who|whom|whose)\b"),
    ("date", rf"\bwhen\s+{_IS}\b"),
    ("date", rf"\b(?:what|which)\s+{_TIME}\b"),
    ("place", rf"\bwhere\b|\b(?:what|which)\s+{_BETWEEN}{_PLACE}\b"),
    ("person", rf"\b(?:what|which)\s+{_BETWEEN}{_PERSON}\b"),
    ("explanation", rf"^\W*(?:so\s+)?why\b|\bwhy\s+{_IS}\b|\bhow\s+come\b|\bhow\s+{_IS}\b"),
    ("explanation", r"\bexplain\b|\bwhat\s+caused\b|\breasons?\b"),
    ("list", r"^\W*(?:list|name)\b|\bwhat\s+are\s+(?:the|some)\b|\bwhich\s+(?:\w+\s+)?(?:were|are)\b"),
    ("yes_no", rf"^\W*{_IS}\b"),
)
_COMPILED = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _RULES)


def answer_kind(question: str) -> AnswerKind:
    """What `question` asks for, by its question words; "other" where they do not tell."""
    return next((kind for kind, rule in _COMPILED if rule.search(question)), "other")
