"""On which days the event of a sentence was, by the sentence's own words; nothing where that is not sure."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from assistant.language.times import Period, periods
from assistant.types import Span

Days = tuple[date, date]
"""First and last day of an event, both included."""

LONGEST = timedelta(days=30)
"""A longer time (a year, a season) tells too little of when something happened."""
REMEMBERED = timedelta(days=150)
"""A day without its year ("on Jan. 5") that lies further back may be of another year."""
_A_WEEK_BACK = timedelta(days=6)
"""Of a weekday that far back the next one may be meant, in an article that was dated a day too early."""
_OTHER_DAYS = (date(1990, 3, 13), date(2017, 8, 24))
"""Two days from which an expression is told to see whether it means the same from each: such a date is whole."""
_SUNDAY = 6
_AHEAD = re.compile(
    r"\b(?:will|would|shall|due|set|scheduled|slated|expect\w*|plan(?:s|ned|ning)?|hope[sd]?|hoping|could|(?-i:may)|might|should"
    r"|(?:is|are|was|were)\s+to|going\s+to|aim\w*|intend\w*|until|by|deadline|next|upcoming|coming|if)\b",
    re.IGNORECASE,
)
_SIDELONG = re.compile(
    r"\b(?:than|from|since|until|till|by|before|after|for|to|like|every|each|an?|happy|the|as\s+of|ahead\s+of|prior\s+to|following)\s+"
    r"(?:(?:in|on|late|early|the|last|about|around)\s+)*$",
    re.IGNORECASE,
)
"""What stands before a time that something is compared to, or that ends or begins it."""
_NAMING = re.compile(
    r"[’']s\b|-|,?\s(?:committee|panel|hearings?|subpoena|testimony|insurrection|riot|attack|Capitol|House|case|trial|probe"
    r"|investigation|elections?|podcast|interview|newsletter|edition)\b"
)
"""What follows a time that says which one is meant: "the Jan. 6 committee", "Wednesday’s case"."""
_SINCE = re.compile(r"(?:since|until|till|before|after|by|from|between)\b", re.IGNORECASE)
_COMPARED = re.compile(r"\b(?:than|(?:up|down)\s+from|compared)\b", re.IGNORECASE)
"""What makes a time later in its clause one that something is compared to."""
_VAGUE = re.compile(r"\b(?:ago|this|past|recent|the\s+(?:week|month|year)|earlier|later)\b", re.IGNORECASE)
_SAYING = re.compile(
    r"\b(?:said|says|told|announced|reported|added|wrote|tweeted|warned|confirmed|according|statement|spoke|news\s+conference"
    r"|interview|briefing)\b",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[;:–—]|,\s|\s(?:who|which|that|when|where|while|but|because|although)\s")
_QUOTED = re.compile(r"“[^”]*”?|\"[^\"]*\"?")


def event_days(sentence: str, *, published: date | None) -> Days | None:
    """The days of what `sentence` tells; None where it names none, or more than one.

    Args:
        sentence: an article's. What stands in quotation marks dates nothing.
        published: the article's day, against which "Tuesday" and "in January" are told: the last that had come. None
            leaves only dates that are whole.
    """
    told = periods(sentence, as_of=published or _OTHER_DAYS[0])
    found = [period for period in told if _is_sure(sentence, period, published)]
    own = [period for period in found if not _is_of_saying(sentence, period.span)]
    days = _all_days(own)
    if not days or max(until - since for since, until in days) > _A_WEEK_BACK:
        days = _all_days(period for period in found if period not in own) or days
    return days.pop() if len(days) == 1 else None


def _all_days(found: Iterable[Period]) -> set[Days]:
    return {(period.since, period.until) for period in found if period.since and period.until}


def _is_sure(sentence: str, period: Period, published: date | None) -> bool:
    """Whether a time is the event's own, has come by the day of publication, and is short."""
    start = period.span[0]
    if period.since is None or period.until is None or period.until - period.since > LONGEST:
        return False
    if any(
        (_SIDELONG.search(sentence, 0, start), _SINCE.match(sentence, start), _NAMING.match(sentence, period.span[1]))
    ):
        return False
    if _is_quoted(sentence, start) or not (_is_whole(sentence, period) or _is_near(sentence, period, published)):
        return False
    clause = _clause(sentence, period.span)
    vague = period.since != period.until and _VAGUE.search(sentence, *period.span)
    return not vague and not _AHEAD.search(sentence, *clause) and not _COMPARED.search(sentence, clause[0], start)


def _is_near(sentence: str, period: Period, published: date | None) -> bool:
    """Whether a time that is told from the day of publication had come then, and can only be that one."""
    if not published or not period.since or not period.until or not published - REMEMBERED <= period.since <= published:
        return False
    told = sentence[slice(*period.span)].lower()
    if "last week" in told and published.weekday() == _SUNDAY:  # for some a new week has begun
        return False
    return period.until <= published and (period.since != period.until or published - period.since != _A_WEEK_BACK)


def _is_whole(sentence: str, period: Period) -> bool:
    """Whether an expression means the same days whenever it is told: "2 February 2022"."""
    told = sentence[slice(*period.span)]
    meant = [{(other.since, other.until) for other in periods(told, as_of=day)} for day in _OTHER_DAYS]
    return meant[0] == meant[1] == {(period.since, period.until)}


def _is_of_saying(sentence: str, span: Span) -> bool:
    """Whether the time stands by a verb of saying: "Kirby said on Wednesday"."""
    return bool(_SAYING.search(sentence, *_clause(sentence, span)))


def _is_quoted(sentence: str, position: int) -> bool:
    return any(match.start() <= position < match.end() for match in _QUOTED.finditer(sentence))


def _clause(sentence: str, span: Span) -> Span:
    """The stretch between two breaks in which a time stands."""
    start = max((found.end() for found in _BREAK.finditer(sentence, 0, span[0])), default=0)
    after = _BREAK.search(sentence, span[1])
    return start, after.start() if after else len(sentence)
