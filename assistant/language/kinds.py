"""What kind of thing a question asks for."""

import re

from assistant.language.sentences import sentence_spans
from assistant.types import AnswerKind

_PLACE = (
    r"(?:countr(?:y|ies)|cit(?:y|ies)|(?<!head of )states?|towns?|places?|regions?|islands?|continents?|provinces?"
    r"|counties|county|capital|villages?|nations?|suburbs?|territor(?:y|ies))"
)
_TIME = r"(?:date|day|year|month|week|weekday|time)"
_NUMBER = (
    r"(?:percentage|percent|share|number|amount|price|cost|rate|total|salary|budget|score|figure|toll|size|magnitude|population"
    r"|temperature|turnout)"
)
_PERSON = (
    r"(?:(?:person|man|woman|actor|actress|singer|author|president|minister|senator|player|athlete|official|spokes\w+"
    r"|leader|general|judge|justice|director|coach|scientist|head of state|billionaire|candidate|politician|lawmaker"
    r"|governor|mayor|chancellor|footballer|golfer|boxer|rapper|musician|comedian|journalist|novelist|playwright|poet"
    r"|artist|astronaut|economist|(?:film|movie|pop|rock|NFL|NBA|Hollywood) star)\b(?![’']))"
)
_BETWEEN = r"(?:(?!(?:one|do|does|did|has|have|had|will|would|can|could|should|that)\b)[\w-]+\s+){0,2}?"

_IS = r"(?:is|was|are|were|do|does|did|has|have|had|will|would|can|could|should|may|might)(?:n[’']t)?"
_LEAD = (
    r"^\W*(?:(?:so|and|but|then|please|exactly|by|to|from|with|for|of|about|since|at|in|on|until)\s+)?"
    r"(?:(?:can|could|would)\s+you\s+(?:please\s+)?(?:tell|say|explain|show)\s+(?:me\s+|us\s+)?|tell\s+me\s+"
    r"|do\s+(?:you|we)\s+know\s+|is\s+it\s+known\s+|please\s+)?"
)
"""What may stand before the word that asks."""
_CLAUSE = (
    r"^\W*(?:after|in|on|at|when|since|with|following|according|during|before|as|if|besides|among|amid|despite|under|once"
    r"|while)\b[^,]{1,200},\s+(?:and\s+)?"
)

_DIGEST = (
    r"(?:what(?:[’']s|\s+is)\s+)?(?:the\s+)?latest(?:\s+(?:on|about|from|in|with|news)\b|\W*$)|any\s+news\b"
    r"|what(?:[’']s|\s+is)\s+(?:new|happening|going\s+on|known)\b"
    r"|news\s+(?:on|about|of)\b|summari[sz]e\b|sum\s+up\b|(?:give\s+me\s+)?(?:everything|all)\s+(?:about|on)\b"
    r"|tell\s+me\s+(?:about|everything|all)\b|what\s+do\s+(?:you|we)\s+know\s+about\b"
)

_RULES: tuple[tuple[AnswerKind, str], ...] = (
    ("digest", rf"{_LEAD}({_DIGEST})"),
    ("number", r"\bhow\s+(?:many|much|long|old|far|tall|high|big|large|fast|often|deep|heavy|wide)\b"),
    ("number", rf"\b(?:what|which)(?:\s+(?:is|was|are|were)(?:\s+the)?)?\s+{_BETWEEN}{_NUMBER}\b"),
    ("person", rf"(?:{_LEAD}|{_CLAUSE}|\b(?:by|to|from|with|for|of|about|and|but|is|was)\s+)(who(?:m|se)?)\b"),
    ("date", rf"\bwhen\s+(?:exactly\s+)?{_IS}\b|\bhow\s+soon\b"),
    ("date", rf"\b(?:what|which)\s+{_TIME}\b"),
    ("place", rf"\bwhere\s+(?:exactly\s+)?{_IS}\b|\b(?:what|which)\s+{_BETWEEN}{_PLACE}\b"),
    ("place", rf"(?:{_LEAD}|{_CLAUSE})(where)\b|\b(where)\W*$"),
    (
        "person",
        rf"\b(?:what|which)\s+(?!(?:is|was|are|were)\b){_BETWEEN}{_PERSON}|\bwhat\s+{_IS}\s+the\s+name\s+of\s+the\s+{_BETWEEN}{_PERSON}",
    ),
    ("explanation", rf"{_LEAD}(why)\b|\bwhy\s+{_IS}\b|\bhow\s+come\b|\bhow\s+{_IS}\b|\bwhy\W*$"),
    (
        "explanation",
        rf"\bexplain\b|\bwhat\s+(?:caused|led\s+to)\b|\bwhat\s+{_IS}\s+(?:the\s+)?(?:main\s+)?(?:reason|cause)s?\b",
    ),
    ("explanation", r"\b(?:what|which)\s+(?:of\s+the\s+following\s+)?reasons?\b|\breasons?\b"),
    ("list", rf"{_LEAD}(list|name)\b|\bwhat\s+are\s+(?:the|some)\b|\bwhich\s+(?:\w+\s+)?(?:were|are)\b"),
    (
        "yes_no",
        rf"^\W*(?:(?:so|and|but|then)\s+)?(?!(?:can|could|would)\s+you\b|do\s+(?:you|we)\s+know\b|is\s+it\s+known\b)({_IS})\b",
    ),
    ("other", r"\b(?:what|which)\b"),
)
_COMPILED = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _RULES)


def answer_kind(question: str) -> AnswerKind:
    """What `question` asks for, by the first word that asks; "other" where that does not tell.

    Of several sentences the last counts, if anything in it asks: those before it say what has happened.
    """
    sentences = [question[start:end] for start, end in sentence_spans(question)]
    return _kind(sentences[-1] if sentences else "") or _kind(question) or "other"


def _kind(text: str) -> AnswerKind | None:
    """The kind that is asked for first in `text`; the earlier rule where two ask with the same word."""
    found = [(_asks_at(match), kind) for kind, rule in _COMPILED if (match := rule.search(text))]
    return min(found, key=lambda asked: asked[0])[1] if found else None


def _asks_at(match: re.Match[str]) -> int:
    """Where the word that asks begins, after what leads up to it."""
    return match.start(match.lastindex or 0)
