"""Which days of publication a question is limited to, and how much the newest articles are preferred.

A time limits a question only where it says when something happened or was published. One that belongs to a name ("the
2020 election", "Agenda 2030"), to a comparison ("than in 2019") or to what lies ahead ("by 2030") does not.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from assistant.language.times import Period, in_words, periods
from assistant.retrieval.understanding.time_roles import (
    HISTORICAL,
    belongs_elsewhere,
    from_then_on,
    is_background,
    is_long_ago,
    lies_ahead,
)
from assistant.retrieval.understanding.time_verbs import asking_sentence
from assistant.types import Span

Recency = Literal["none", "soft", "hard"]

NEWS = timedelta(days=14)
"""What began not longer ago is news, of which only the newest articles will do."""

CURRENT = timedelta(days=31)
"""The same for what goes on up to now ("this month")."""

NEAR = timedelta(days=124)
"""Two times that are told of within this are asked about together ("Compare March with May")."""

_NEWEST = re.compile(
    r"\b(?:latest|newest|most\srecent(?:ly)?|recently|recent(?!\s(?:months|years|decades|history))|newly|currently|nowadays"
    r"|right\snow|(?<!until\s)(?<!till\s)now(?!-)|these\sdays|at\s(?:the\smoment|present)|so\sfar(?!\s(?:away|apart|from)|-)"
    r"|soon|upcoming|(?<!year\s)(?<!month\s)(?<!week\s)to\sdate|updates?|coming\s(?:days|weeks)"
    r"|new\s(?:poll|survey|study|report|estimate|analysis|figures|data|research)"
    r"|(?<!ocean\s)(?<!electric\s)(?<!sea\s)(?<!alternating\s)(?<!direct\s)(?<!a\s)current(?!\saffairs))\b(?<!at\sthe\slatest)",
    re.IGNORECASE,
)
_OF_ALL_TIME = re.compile(r"(?<!have )(?<!-)\bever\b(?!\ssince)|\bin\s(?:all\s)?history\b|\bof\sall\stime\b", re.I)
_PUBLISHED = re.compile(
    r"\b(?:articles?|stor(?:y|ies)|news|reports?|coverage|headlines?|pieces?|published|reported|wrote|written|write|printed"
    r"|covered)\b",
    re.IGNORECASE,
)
_TOLD = 3
"""Times at most of which the asker is told that they name no day."""

_NEIGHBOURS = re.compile(r"[\s,]*(?:(?:in|on|of|during|at)\s+)?(?:the\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TimeAsked:
    """The time that a question asks about.

    `since` and `until` are days of publication, both included; None is open. `reported_until` is the last day on which
    what happened then will have been reported: the day after where one day is asked about, else `until`. `spans` are
    the words that say so. `contradiction` tells that the question names two times that exclude each other; then
    nothing limits it. `notes` are for the asker.
    """

    since: date | None = None
    until: date | None = None
    recency: Recency = "soft"
    spans: tuple[Span, ...] = ()
    reported_until: date | None = None
    contradiction: bool = False
    notes: tuple[str, ...] = ()


def time_asked(question: str, *, as_of: date) -> TimeAsked:
    """The days of publication that `question` limits itself to, asked on the day `as_of`."""
    asking = asking_sentence(question)
    found = [from_then_on(question, period) for period in periods(question, as_of=as_of)]
    named = [period for period in found if not belongs_elsewhere(question, period, as_of=as_of)]
    begun = [period for period in named if not lies_ahead(question, period, as_of=as_of)]
    limits = [period for period in begun if not is_background(question, period, asking, as_of=as_of)]
    notes = tuple(_no_day(question, period) for period in named[:_TOLD] if _empty(period))
    agreeing = _agreeing(question, limits)
    if agreeing:
        return _limited(question, agreeing, as_of=as_of, notes=notes)
    long_ago = any(is_long_ago(question, period) for period in named)
    recency = _preference(question, asking, ahead=len(begun) < len(named), long_ago=long_ago)
    if limits:
        notes = (_excluding(question, limits), *notes)
    return TimeAsked(recency=recency, contradiction=bool(limits), notes=notes)


def _limited(question: str, limits: Sequence[Period], *, as_of: date, notes: tuple[str, ...]) -> TimeAsked:
    since, until = limits[-1].since, limits[-1].until
    until = min(until, as_of) if until else None
    reported = until
    if until and since == until < as_of and not _PUBLISHED.search(question):
        reported = until + timedelta(days=1)
    spans = tuple(period.span for period in limits)
    recency = _recency(question, since, until, as_of=as_of)
    return TimeAsked(since, until, recency, spans, reported_until=reported, notes=notes)


def _agreeing(question: str, limits: Sequence[Period]) -> list[Period]:
    """The limits that have days in common, each cut to those shared so far.

    Of two that exclude each other both are meant where they lie near ("Tuesday's hearing and last Thursday's"), else
    the later ("the actor who won in 1994 and died this week"), but none where they touch ("yesterday in 2019").
    """
    agreeing: list[Period] = []
    for period in limits:
        common = _common_days([*agreeing[-1:], period])
        if not agreeing or common:
            agreeing.append(replace(common or period, span=period.span))
        elif _NEIGHBOURS.fullmatch(question, agreeing[-1].span[1], period.span[0]):
            return []
        elif span := _spanned(agreeing[-1], period):
            agreeing.append(span)
        elif (period.until or date.max) > (agreeing[-1].until or date.max):
            agreeing = [period]
    return agreeing


def _spanned(one: Period, other: Period) -> Period | None:
    """From the first day of both to the last, with the second one's span; None if they lie far apart or are open."""
    if one.since is None or one.until is None or other.since is None or other.until is None:
        return None
    since, until = min(one.since, other.since), max(one.until, other.until)
    return Period(since, until, other.span) if until - since <= NEAR else None


def _common_days(limits: Sequence[Period]) -> Period | None:
    """The days that all limits share, with the first one's span; None if there is none."""
    since = max((period.since for period in limits if period.since), default=None)
    until = min((period.until for period in limits if period.until), default=None)
    return None if since and until and since > until else Period(since, until, limits[0].span)


def _recency(question: str, since: date | None, until: date | None, *, as_of: date) -> Recency:
    """How much newer articles are preferred among those of a limited time."""
    if until and as_of - until > HISTORICAL:
        return "none"
    current = until is None or until >= as_of
    if _NEWEST.search(question) or (since and as_of - since <= (CURRENT if current else NEWS)):
        return "hard"
    return "soft"


def _preference(question: str, asking: int, *, ahead: bool, long_ago: bool) -> Recency:
    """How much newer articles are preferred where no time limits the question."""
    if ahead or _NEWEST.search(question):
        return "hard"
    return "none" if long_ago or _OF_ALL_TIME.search(question, asking) else "soft"


def _empty(period: Period) -> bool:
    return period.since is None and period.until is None


def _no_day(question: str, period: Period) -> str:
    words = question[slice(*period.span)]
    return f"“{words}” names no day, or more than one; write it as in “{in_words(date(2022, 2, 2))}” to search there."


def _excluding(question: str, limits: Sequence[Period]) -> str:
    words = " and ".join(f"“{question[slice(*period.span)]}”" for period in limits[:2])
    return f"{words} exclude each other, so no time limits the search."
