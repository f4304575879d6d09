"""What part a time expression plays in a question: a limit, part of a name, something ahead, or background."""

import re
from dataclasses import replace
from datetime import date, timedelta

from assistant.language.times import Period

HISTORICAL = timedelta(days=60)
"""What ended longer ago is history: the newest articles are not preferred, and in passing it is background."""

_LONG_AGO = re.compile(
    r"\d0[’']?s$|(?:twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)$|century$", re.IGNORECASE
)
"""Decades and centuries: people ask of them, but not for what was published then."""

_WINDOW = 60
"""Characters to either side of an expression that tell what it belongs to."""

_SENTENCE = 300
"""Characters to either side of an expression that are taken for its sentence at most."""

_YEARS = re.compile(r"\d{4}(?:\s?[-–—/]\s?\d{2,4})?(?:(?:,| and| or)? \d{4})*")
_SAYS_WHEN = re.compile(
    r"(?:^|\b(?:in|during|throughout|around|back in|as of|the year|early|mid|late)[\s-]+(?:the year\s)?)$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"(?:\b(?:the|an?|his|her|its|their|our|my|your|every|each|most|any|all)|[’']s?)[\s(]+$", re.IGNORECASE
)
_ORDINAL = re.compile(r"\b(?:first|second|third|fourth|last)\s$", re.IGNORECASE)
_EVENT_AFTER = re.compile(
    r"\s(?:insurrection|attacks?|riots?|committee|panel|commission|hearings?|protests?|summit|protocol|accords?|agreement"
    r"|shooting|bombing|massacre|uprising|revolution|movement|coup|parade|celebrations?|elections?|case|trial|deadline|referendum"
    r"|vote|ballot)\b",
    re.IGNORECASE,
)
_PUBLICATION_AFTER = re.compile(r"\s(?:article|editorial|edition|interview|issue|report|story)\b", re.IGNORECASE)
_RECORD = re.compile(r"\b(?:\w{3,}est|most|first|worst|best|last|record|least)\s(?:[\w’'%-]+\s){0,5}$", re.IGNORECASE)
_SPOKEN_OF = re.compile(r"(?<!up\s)\b(?:to|about|as)\s$", re.IGNORECASE)
_SINCE_AN_EVENT = re.compile(r"\bsince\s(?:[\w’'.-]+\s){1,6}(?:on|in)\s$", re.IGNORECASE)
_NOUN = re.compile(r"\s(?!(?:and|or|in|by|to|as|for|at|on|with|that|when|was|were|did|ha[sd]|have|is|are)\b)[a-z]")
_DAY_FIRST = re.compile(r"the\s\d{1,2}(?:st|nd|rd|th)?\s", re.IGNORECASE)
_WORD = re.compile(r"\s\w")
_ON = re.compile(r"\b(?:on|of|to|and)\s$", re.IGNORECASE)
_IN = re.compile(r"\b(?:in|during|since|of|from|throughout|until)\s$", re.IGNORECASE)
_EVERY_YEAR = re.compile(r"\s(?:of\s)?(?:every|each|any)\s(?:year|month|week)\b", re.IGNORECASE)
_TITLE_BEFORE = re.compile(
    r"\b(?:[Cc]alled|[Nn]amed|[Tt]itled|[Ee]ntitled|[Dd]ubbed|[Nn]icknamed|[Ss]tarring|[Pp]laying)\s(?:[A-Z][\w’'.-]*\s){1,3}$"
)
_BEGAN = re.compile(r"\b(?:born|founded|established|built|invented|set\sup)\s(?:(?:back\s)?in\s)?$", re.IGNORECASE)
_PRESS_OF = re.compile(
    r"\b(?:articles?|coverage|headlines?|editorials?|reporting|reports?|stories|pieces?)\b[^.?!]{0,40}\s(?:from|in|of|during)\s$",
    re.IGNORECASE,
)
"""Before a decade: what was published then is asked for after all."""
_POSSESSIVE = re.compile(r"[’']s?\s")
_COMPARED = re.compile(
    r"\b(?:than(?:\s(?:it|he|she|that|they)\s(?:was|were|did))?|compared\s(?:to|with)|versus|vs\.?|relative\sto"
    r"|(?:up|down|rise|fall|drop|increase|change|higher|lower)\sfrom|as\sagainst|that\sof|those\sof)\s"
    r"(?:(?:in|on|at|during|over)\s)?(?:the\s)?(?:same\s(?:day|week|month|quarter|period|time)\s(?:(?:in|of)\s)?(?:the\s)?)?$",
    re.IGNORECASE,
)
_OF_AN_EVENT = re.compile(
    r"\b(?:during|after|following|before|since)\sthe\s(?:[\w’'.-]+\s){1,4}(?:on|in|of)\s$",
    re.IGNORECASE,
)
_FROM_AN_EVENT = re.compile(r"\b(?:minute|hour|day|week|month|year|decade)s?\s$", re.IGNORECASE)
_BEFORE_OR_AFTER = re.compile(r"(?:before|after|since|prior)\b", re.IGNORECASE)

_SAYS_WHICH = re.compile(
    r"(?:yesterday|last|past|previous|ago|earlier|today|tonight|morning)\b|(?<![/.])\b\d{4}$|\bthis week$|^so far",
    re.IGNORECASE,
)
_COMES = re.compile(r"^(?:later|next|coming|upcoming|following|the\s(?:next|coming|following))\b", re.IGNORECASE)
_AHEAD = re.compile(
    r"\b(?:(?:planned|set|scheduled|slated|due)\sfor|will|won[’']t|shall|must|going\sto|scheduled|slated|expected"
    r"|predicted|forecast|(?:set|due|likely|about)\sto"
    r"|plan(?:s|ned|ning)?\sto|hopes?\sto|wants?\sto|aims?\sto|takes?\s(?:effect|place)"
    r"|comes?\sinto\s(?:effect|force)|starts?|begins?|opens?|expires?)\b|[’']ll\b",
    re.IGNORECASE,
)
_GONE = re.compile(
    r"\b(?:was|were|did|had|said|told|died|won|lost|took|made|began|became|came|went|fell|rose|hit|shot|struck|met|left"
    r"|(?!scheduled|slated|expected|predicted|planned|need|needed|unprecedented|feed|seed|speed|united|exceed|proceed)\w{2,}ed)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.?!][”\"’)]{0,2}\s+(?=[“\"‘(]?[A-Z])")
_ABBREVIATION = re.compile(
    r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Gov|Sen|Rep|Gen|Lt|Col|Sgt|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|vs|No)$"
)


def asking_sentence(question: str) -> int:
    """Where the last sentence begins: the one that asks, after others that say what has happened."""
    ends = [end for end in _SENTENCE_END.finditer(question) if not _abbreviated(question, end.start())]
    return ends[-1].end() if ends else 0


def _abbreviated(question: str, full_stop: int) -> bool:
    return bool(_ABBREVIATION.search(question, max(0, full_stop - 6), full_stop))


def belongs_elsewhere(question: str, period: Period, *, as_of: date) -> bool:
    """Whether a time is part of a name, of an event that is asked about, or of a comparison."""
    before, words, after = _around(question, period)
    if words.startswith("from "):
        before = f"{before}from "
    return (
        bool(_COMPARED.search(before) or (words[0].isdigit() and _SPOKEN_OF.search(before)))
        or (words.startswith("since ") and _RECORD.search(before) is not None)
        or _in_a_name(before, words, after)
        or _in_a_title(question, period, before)
        or (_YEARS.fullmatch(words) is not None and _BEGAN.search(before) is not None)
        or (_FROM_AN_EVENT.search(before) is not None and _BEFORE_OR_AFTER.match(words) is not None)
        or (_is_past(period, as_of) and _OF_AN_EVENT.search(before) is not None)
    )


def _in_a_name(before: str, words: str, after: str) -> bool:
    if _YEARS.fullmatch(words) and not _SAYS_WHEN.search(before):
        return True
    if _PUBLICATION_AFTER.match(after):
        return False
    if _DAY_FIRST.match(words) and _WORD.match(after) and ("of" not in words or not _ON.search(before)):
        return True
    if _EVERY_YEAR.match(after) or (words[-1].isdigit() and _EVENT_AFTER.match(after)):
        return True
    return bool(_ARTICLE.search(before) or (_ORDINAL.search(before) and not words.lower().startswith("the")))


def _in_a_title(question: str, period: Period, before: str) -> bool:
    """Whether a time is a name's last word ("called Joe Friday") or stands in quotation marks."""
    return _TITLE_BEFORE.search(before) is not None or _is_quoted(question, period.span[0])


def _is_quoted(question: str, position: int) -> bool:
    """Whether a mark was opened before and not closed; a question that is quoted as a whole is none the less asked."""
    straight, opened, closed = (question.count(mark, 0, position) for mark in '"“”')
    whole = question.strip(' "“”.?!')
    return (straight % 2 == 1 or opened > closed) and any(mark in whole for mark in '"“”')


def _is_long(period: Period) -> bool:
    return period.since is None or period.until is None or period.until - period.since > timedelta(days=31)


def _is_past(period: Period, as_of: date) -> bool:
    return period.until is not None and as_of - period.until > HISTORICAL


def lies_ahead(question: str, period: Period, *, as_of: date) -> bool:
    """Whether a time is still to come, by the calendar or by the verbs of its sentence ("who will play on Sunday")."""
    _, words, _ = _around(question, period)
    if _COMES.search(words) or (period.since and period.since > as_of):
        return True
    if words.lower().startswith(("by", "until", "till", "before")) and period.until and period.until >= as_of:
        return True
    by = words.lower().startswith("by ")
    return not _SAYS_WHICH.search(words) and _speaks_of_what_comes(question, period, by=by)


def _speaks_of_what_comes(question: str, period: Period, *, by: bool) -> bool:
    """Whether the verbs say that it comes; "by Friday" comes unless they say that it has gone."""
    first, last = max(0, period.span[0] - _SENTENCE), period.span[1] + _SENTENCE
    start = max((end.end() for end in _SENTENCE_END.finditer(question, first, period.span[0])), default=first)
    end = _SENTENCE_END.search(question, period.span[1], last)
    sentence = (start, end.start() if end else last)
    return (by or bool(_AHEAD.search(question, *sentence))) and not _GONE.search(question, *sentence)


def is_background(question: str, period: Period, asking: int, *, as_of: date) -> bool:
    """Whether a time limits nothing: "last year's" election, a decade, no possible day, history told in passing."""
    if period.since is None and period.until is None:
        return True
    before, words, after = _around(question, period)
    if (_LONG_AGO.search(words) and not _PRESS_OF.search(before)) or (_POSSESSIVE.match(after) and _is_long(period)):
        return True
    return period.span[1] <= asking and _is_past(period, as_of)


def is_long_ago(question: str, period: Period) -> bool:
    """Whether a question asks of a decade or a century that has a name: "in the 1990s"."""
    before, words, after = _around(question, period)
    return bool(_LONG_AGO.search(words) and _IN.search(before) and not _NOUN.match(after))


def from_then_on(question: str, period: Period) -> Period:
    """The time since an event, where a time says when that was ("since it began in February")."""
    before, _, _ = _around(question, period)
    return replace(period, until=None) if _SINCE_AN_EVENT.search(before) else period


def _around(question: str, period: Period) -> tuple[str, str, str]:
    start, end = period.span
    return question[max(0, start - _WINDOW) : start], question[start:end], question[end : end + _WINDOW]
