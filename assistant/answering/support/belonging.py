"""Names and what is said of them beside them: where somebody is from, and what somebody is."""

import re
from collections.abc import Iterator
from itertools import pairwise

from assistant.answering.support.evidence import Evidence
from assistant.language.names import name_spans
from assistant.language.tokens import Token, tokens
from assistant.types import Span

_OF = re.compile(r"\s*,?\s*(?:of|from)\s*(?:the\s+)?")
_UNJOINED = re.compile(r"[A-Z][\w’'.-]*(?:\s+[A-Z][\w’'.-]*)*")
_ROLE = re.compile(
    r",\s+(?:an?|the)\s+((?:[a-z][\w’'-]*\s+){0,4}?[a-z][\w-]*)(?=\s+(?:from|of|who|in|at|with|for|aged)\b|[,.;]|$)"
)


def misjoined(sentence: str, evidence: Evidence) -> list[str]:
    """Names with another home, or another trade, than the quotes give them, in words for the reader."""
    return _homes(sentence, evidence) + _trades(sentence, evidence)


def _trades(sentence: str, evidence: Evidence) -> list[str]:
    """What somebody is called behind the name, where the quotes call the same one something else: "a stonemason"."""
    known = dict(_roles(evidence.text))
    return [
        f"“{role.text}”, where it says “{known[name].text}”"
        for name, role in _roles(sentence)
        if name in known and not evidence.implies(role)
    ]


def _roles(text: str) -> Iterator[tuple[str, Token]]:
    """The last word of each name that is followed by what it is, and the last word of that."""
    for span in name_spans(text):
        if match := _ROLE.match(text, span[1]):
            yield _last_form(text, span), tokens(match[1])[-1]


def _homes(sentence: str, evidence: Evidence) -> list[str]:
    """A name joined to another by "of" or "from" where the quotes join either to a third: "Lisa Murkowski of Maine"."""
    known = _joined(evidence.text)
    return [
        f"“{sentence[one[0] : other[1]]}”"
        for one, other in _joined_spans(sentence)
        if (pair := (_last_form(sentence, one), _last_form(sentence, other))) not in known
        and pair[0] in {one for one, _ in known}
        and pair[1] in {other for _, other in known}
    ]


def _joined(text: str) -> set[tuple[str, str]]:
    return {(_last_form(text, one), _last_form(text, other)) for one, other in _joined_spans(text)}


def _joined_spans(text: str) -> Iterator[tuple[Span, Span]]:
    """Neighbouring names with nothing but "of" or "from" between them; a name may hold both."""
    spans = [
        (start + part.start(), start + part.end())
        for start, end in name_spans(text)
        for part in _UNJOINED.finditer(text[start:end])
    ]
    for one, other in pairwise(spans):
        if _OF.fullmatch(text, one[1], other[0]):
            yield one, other


def _last_form(text: str, span: Span) -> str:
    return tokens(text[slice(*span)])[-1].form
