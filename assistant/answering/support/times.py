"""Times: days, spans and their order must be those of the quotes, weekdays told from the article's own date."""

import re
from datetime import date, timedelta

from assistant.answering.support.evidence import Evidence
from assistant.language.synonyms import akin
from assistant.language.times import Period, periods
from assistant.language.tokens import Token, tokens
from assistant.types import Span

_WEEK = timedelta(days=7)
_FUTURE = re.compile(
    r"\b(?:will|would|is to|are to|was to|were to|due|next|coming|expected|plan\w*|may|should|until|by)\b", re.I
)
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b", re.IGNORECASE)
_YEAR = re.compile(r"\b\d{4}\b")
_NAMED_DAYS = {
    "christmas eve": (12, 24), "christmas day": (12, 25), "boxing day": (12, 26), "new year's eve": (12, 31),
    "new year's day": (1, 1), "valentine's day": (2, 14), "halloween": (10, 31), "independence day": (7, 4),
    "ajunul crăciunului": (12, 24),
}  # fmt: skip
_NAMED_DAY = re.compile("|".join(_NAMED_DAYS), re.IGNORECASE)
_ORDER = {
    "before": "before", "ahead": "before", "prior": "before", "until": "until", "till": "until", "by": "by",
    "after": "after", "following": "after", "since": "since", "from": "since", "starting": "since",
    "earlier": "before", "later": "after", "during": "during",
    "when": "when", "while": "when",
}  # fmt: skip
_CLASHES = (
    {"before", "after"}, {"before", "since"}, {"until", "since"}, {"by", "since"}, {"by", "after"}, {"until", "after"},
    {"when", "before"}, {"when", "until"},
)  # fmt: skip


def missing_times(sentence: str, evidence: Evidence) -> list[str]:
    """The times of a sentence that the quotes do not give, in words for the reader."""
    days = evidence.published or (date.today(),)
    lacking = [
        f"the time “{sentence[slice(*period.span)]}”"
        for period in periods(sentence, as_of=days[0])
        if not any(_given(sentence, period, evidence, day) for day in days)
    ]
    return lacking + _named_days(sentence, evidence) + _orders(sentence, evidence)


def _given(sentence: str, period: Period, evidence: Evidence, day: date) -> bool:
    said = _words(sentence, period.span)
    mine = [one for one in periods(sentence, as_of=day) if one.span == period.span]
    for known in periods(evidence.text, as_of=day):
        if said and said <= _words(evidence.text, known.span) and not _opened(mine, known):
            return True
        if any(_covers(one, other) for one in mine for other in _readings(known, evidence.text)):
            return True
    return _is_publication(mine, evidence, day, sentence) or (said <= set(evidence.forms) and bool(said))


def _opened(mine: list[Period], known: Period) -> bool:
    """Whether the sentence says "since" of the end of a span that the quote closes."""
    return any(one.since and not one.until and known.until and known.since != one.since for one in mine)


def _words(text: str, span: Span) -> set[str]:
    """The words of a time expression that tell it: no "in", no "the"."""
    skipped = {*_ORDER, "in", "on", "the", "of", "at", "and", "to", "a", "an", "this", "start", "end", "late", "early"}
    return {
        token.form[:3] if token.form.isalpha() else token.form
        for token in tokens(text[slice(*span)])
        if token.text.lower() not in skipped
    }


def _readings(known: Period, text: str) -> list[Period]:
    """A quote's time, and a week later where it is a weekday that may lie ahead ("is to arrive on Thursday")."""
    shown = text[slice(*known.span)]
    whole = Period(known.since or known.until, known.until or known.since, known.span)
    if _WEEKDAY.search(shown) and not re.search(r"\d", shown) and whole.since and whole.until and _FUTURE.search(text):
        return [whole, Period(whole.since + _WEEK, whole.until + _WEEK, known.span)]
    return [whole]


def _covers(said: Period, known: Period) -> bool:
    """Whether the sentence's time is that of the quote, or a wider one around it ("in February 2022")."""
    since, until = said.since or said.until, said.until or said.since
    if not (since and until and known.since and known.until):
        return False
    return since <= known.since and known.until <= until


def _is_publication(mine: list[Period], evidence: Evidence, day: date, sentence: str) -> bool:
    """Whether the sentence only adds when it was published: the month or the year of an article without a time."""
    if periods(evidence.text, as_of=day) or not evidence.published:
        return False
    return any(
        one.since and one.until and one.since <= day <= one.until and one.until - one.since > timedelta(days=26)
        for one in mine
    )


def _named_days(sentence: str, evidence: Evidence) -> list[str]:
    """Holidays that the quotes neither name nor date."""
    lacking = []
    known = evidence.text.lower().replace("’", "'")
    for match in _NAMED_DAY.finditer(sentence.replace("’", "'")):
        month_day = _NAMED_DAYS[match[0].lower()]
        dated = [
            (one.since.month, one.since.day)
            for day in evidence.published
            for one in periods(evidence.text, as_of=day)
            if one.since
        ]
        if match[0].lower() not in known and month_day not in dated:
            lacking.append(f"the time “{match[0]}”")
    return lacking


def _orders(sentence: str, evidence: Evidence) -> list[str]:
    """Words of order ("before", "since") that clash with the quote's before the same time or event."""
    known = _ordered(evidence.tokens)
    return [
        f"“{word.text.lower()}”, where it says “{other.text.lower()}”"
        for word, anchor in _ordered(tokens(sentence))
        for other, other_anchor in known
        if {_ORDER[word.text.lower()], _ORDER[other.text.lower()]} in _CLASHES
        and _same_anchor(anchor, other_anchor)
        and not any(_same_anchor(anchor, more) and not _clash(word, one) for one, more in known)
    ]


def _clash(word: Token, other: Token) -> bool:
    return {_ORDER[word.text.lower()], _ORDER[other.text.lower()]} in _CLASHES


def _ordered(words: tuple[Token, ...]) -> list[tuple[Token, list[Token]]]:
    """Each word of order with the two words of content that follow it."""
    found = []
    for place, word in enumerate(words):
        if word.text.lower() in _ORDER and not (place and words[place - 1].text.lower() in ("as", "than")):
            anchor = [token for token in words[place + 1 : place + 8] if token.content][:2]
            if anchor:
                found.append((word, anchor))
    return found


def _same_anchor(one: list[Token], other: list[Token]) -> bool:
    return any(akin(one[0].form, token.form) for token in other[:1]) or (
        len(one) > 1 and len(other) > 1 and akin(one[1].form, other[1].form) and one[0].meaning == other[0].meaning
    )
