"""How surely a question is answered by what was found, so that what is not can be refused."""

import math
import re
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from assistant.evidence.candidates import Candidate
from assistant.evidence.features import Asked, Features, log_odds

WEEK, MONTH = 7, 30
"""Days: news is dated by weeks, and a question from more than a month after the archive's end means its own news."""
UNTOLD = 0.5
"""What `Signs.votes` is where whole sentences are asked for, in which nothing can be counted."""
VERBATIM = 0.94
"""The share of a question that is as good as all of it."""
_RECENT = re.compile(
    r"\b(?:this (?:week|weekend|month|year|summer|winter|spring|fall|autumn)|last (?:week|month|night)|recent(?:ly)?"
    r"|today|yesterday|now|latest|new(?:est|ly)?|current(?:ly)?|just|soon"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Signs:
    """What tells whether the leading sentence answers; `stale`, `outside` and `conflict` speak against it."""

    passage: float
    """Log-odds of its passage's score."""
    meaning: float
    """Cosine of the sentence with the question."""
    context: float
    """Share of the question, its rare words count more, that stands in what was found of its article."""
    votes: float
    """Share of the articles, weighed by their best sentences, that have what it answers."""
    stale: float
    """log(1 + weeks) of its article's age where the question says that it is about news; 0 otherwise, and where the
    archive ends long before the question is asked."""
    outside: float
    """1 where it lies outside of the time that the question names, but for "this week" and the like long after the
    archive's end: a year that is named means that year whenever it is asked."""
    names: float
    """1 where the question has names. They are counted in `context`, and where they are common in too much of it."""
    verbatim: float
    """1 where the sentence says every word of the question."""
    conflict: float
    """1 where it speaks of another place, "to Romania" for "to Bulgaria", or is older than the year asked about."""


WEIGHTS = Signs(
    passage=0.21, meaning=3.2, context=1.85, votes=2.1, stale=-0.53, outside=-1.5, names=-0.67, verbatim=1.0,
    conflict=-3.0,
)  # fmt: skip
BIAS = -3.08
"""Weights of a logistic regression on 96 quiz questions, the same with every article taken out that has their answer,
283 questions that the archive cannot answer, and 60 about older events in another archive, which count a fifth; each on
its own day and later. `outside` was fitted at -4.3, which hides what lies there; with -1.5 as many were refused.
`verbatim` and `conflict` hardly occur there and are set by hand. The bias is set so that about
one in twenty of the 96 falls below one half."""
_values = attrgetter(*Signs.__slots__)


@dataclass(frozen=True, slots=True)
class Day:
    """When a question is asked, and of an archive that ends when.

    `outside` tells that what was found lies outside of a time that the question names.
    """

    as_of: date | None = None
    archive_end: date | None = None
    outside: bool = False

    @property
    def beyond(self) -> bool:
        """Whether it is asked so long after the archive's end that its own news are meant."""
        return bool(self.as_of and self.archive_end and (self.as_of - self.archive_end).days > MONTH)

    def weeks_since(self, published: date | None) -> float:
        """Weeks from an article to the question; 0 where either day is not known."""
        if not (self.as_of and published):
            return 0.0
        return max(0, (min(self.as_of, self.archive_end or self.as_of) - published).days) / WEEK


UNDATED = Day()
"""What is known of the day where nothing is: the age of what was found then tells nothing."""


def certainty(found: Signs) -> float:
    """How surely the question is answered, in (0, 1): 0.5 where it is better refused below and answered above."""
    total = BIAS + sum(weight * value for weight, value in zip(_values(WEIGHTS), _values(found), strict=True))
    return 1 / (1 + math.exp(-total))


def signs(asked: Asked, best: Candidate, features: Features, *, votes: float | None, day: Day) -> Signs:
    """What tells whether `best`, the leading sentence with these `features`, answers.

    Args:
        asked: the question.
        best: the leading sentence.
        features: what speaks for it.
        votes: of what in it answers; None where whole sentences are asked for.
        day: when it is asked.
    """
    news = bool(_RECENT.search(asked.text)) and not day.beyond
    return Signs(
        passage=log_odds(best.passage.score),
        meaning=features.meaning,
        context=features.context,
        votes=UNTOLD if votes is None else votes,
        stale=math.log1p(day.weeks_since(best.passage.published)) if news else 0.0,
        outside=float(day.outside and (not day.beyond or bool(_YEAR.search(asked.text)))),
        names=float(bool(asked.names)),
        verbatim=float(features.overlap > VERBATIM),
        conflict=max(features.slot_conflict, float(_told_before(asked.text, best))),
    )


def _told_before(question: str, best: Candidate) -> bool:
    """Whether the question names a year that came after the sentence's article, and that its passage does not name."""
    published, told = best.passage.published, f"{best.passage.title or ''} {best.passage.text}"
    return any(published and int(year) > published.year and year not in told for year in _YEAR.findall(question))
