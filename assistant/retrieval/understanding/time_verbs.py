"""What the verbs about a time say of it: that it has gone by, or that it is still to come."""

import re
from typing import Literal

from assistant.types import Span

_WINDOW = 300
"""Characters to either side of a time that are taken for its sentence at most."""

_FUTURE = re.compile(
    r"\b(?:(?:planned|set|scheduled|slated|due)\sfor|will|won[’']t|shall|must|going\sto|scheduled|slated|expected"
    r"|predicted|forecast|(?:set|due|likely|about)\sto"
    r"|(?:can|could|might|(?<!in\s)(?-i:may))\s(?!you\b|i\b|we\b)|plan(?:s|ned|ning)?\sto|hopes?\sto|wants?\sto|aims?\sto|takes?\s(?:effect|place)"
    r"|who\s(?!says|does|knows)\w{2,}[b-hj-rt-z]s|comes?\sinto\s(?:effect|force)|starts?|begins?|(?-i:opens?)|expires?|(?:is|are)\sbeing\s\w+)\b|[’']ll\b|\b(?:un)?likely\s$",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:(?:was|were|had|did)\s(?:\w+\s){0,2}(?:scheduled|slated|expected|predicted|planned|forecast|due|set|going)(?:\s(?:to|for))?"
    r"|was|were|did|had|said|told|died|won|lost|took|made|began|became|came|went|fell|rose|hit|shot|struck|met|left|broke|ran"
    r"|spoke|wrote|gave|flew|grew|threw|sank|stole"
    r"|(?<!\bbe\s)(?<!being\s)(?<!newly\s)(?!scheduled|slated|expected|predicted|planned|need|needed|unprecedented|feed|seed"
    r"|speed|united|exceed|proceed|crowded)\w{2,}ed)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.?!][”\"’)]{0,2}\s+(?=[“\"‘(]?[A-Z])")
_ABBREVIATION = re.compile(
    r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Gov|Sen|Rep|Gen|Lt|Col|Sgt|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|vs|No)$"
)


Tense = Literal["", "future", "past"]
"""In this order: of two verbs that end alike the past is meant ("was scheduled")."""


def tense(question: str, span: Span) -> Tense:
    """What the nearest verb before the time at `span` says of it; the first one after it where none stands before."""
    first, last = sentence_around(question, span)
    before = [(verb.end(), name) for name, verb in _verbs(question, first, span[0])]
    if before:
        return max(before)[1]
    after = [(verb.start(), name) for name, verb in _verbs(question, span[1], last)]
    return min(after)[1] if after else ""


def _verbs(question: str, first: int, last: int) -> list[tuple[Tense, re.Match[str]]]:
    tenses: tuple[tuple[Tense, re.Pattern[str]], ...] = (("past", _PAST), ("future", _FUTURE))
    return [(name, verb) for name, verbs in tenses for verb in verbs.finditer(question, first, last)]


def sentence_around(question: str, span: Span) -> Span:
    """The sentence in which `span` lies, cut where it is very long."""
    first, last = max(0, span[0] - _WINDOW), min(len(question), span[1] + _WINDOW)
    start = max((end.end() for end in _SENTENCE_END.finditer(question, first, span[0])), default=first)
    end = _SENTENCE_END.search(question, span[1], last)
    return start, end.start() if end else last


def asking_sentence(question: str) -> int:
    """Where the last sentence begins: the one that asks, after others that say what has happened."""
    ends = [end for end in _SENTENCE_END.finditer(question) if not _abbreviated(question, end.start())]
    return ends[-1].end() if ends else 0


def _abbreviated(question: str, full_stop: int) -> bool:
    return bool(_ABBREVIATION.search(question, max(0, full_stop - 6), full_stop))
