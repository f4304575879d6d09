"""Explanations beside a quote that are not the article's own words: which day "Wednesday" was, whom "he" means."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from assistant.evidence.saying.attributing import SAYING
from assistant.evidence.saying.quoted import opened_before, outside_quotes
from assistant.evidence.speakers import Speaker
from assistant.language.times import in_words
from assistant.types import Gloss, Span

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAY = re.compile(
    r"(?<!last )(?<!next )(?<!this )(?<!every )(?<!each )(?<!until )(?<!from )(?<!since )(?<!by )(?<!before )"
    rf"(?<!after )(?<!coming )(?<!and )(?<!or )(?<![Tt]he )\b({'|'.join(_DAYS)}|yesterday)\b"
    r"(?!s|[’']|\s+(?:and|or|to|night|next|week)\b|\s+[A-Z]|,?\s+(?:the\s+)?\d"
    r"|,\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))"
)
FARTHEST = 5
"""Days back that a weekday is led. Six would be the day after publication as well, and articles are changed late: of 55
weekdays in articles of many outlets two were six days back, and both meant the day after."""
_AHEAD = re.compile(
    r"\b(?:will|would|shall|should|may|might|could|can|going to|to be|is to|are to|was to|were to|plans?|planned|due"
    r"|expected|scheduled|set to|if|unless|when|upcoming)\b",
    re.IGNORECASE,
)
_HAPPENED = re.compile(
    r"\b(?:(?<!\bis )(?<!\bare )(?<!\bbe )[a-z]+ed|was|were|had|said|told|took|came|went|began|fell|rose|won|lost|met"
    r"|left|gave|made|held|saw|found|struck|sent|got|ran|broke|spoke|shot|hit|cut|drew|flew|wrote|brought|became)\b"
)
_PART = re.compile(r"\s(?:morning|afternoon|evening|night)\b")
_TOLD_ON = re.compile(rf"\b{SAYING}\s+(?:(?:late|early)\s+)?(?:on\s+)?$")


def find_glosses(text: str, span: Span, speaker: Speaker, *, published: date | None) -> tuple[Gloss, ...]:
    """The glosses of the sentence `text[slice(*span)]`, in order; what is not sure or is quoted has none.

    A weekday is the last such day up to `published`, the article's, where the sentence tells of what has happened.
    """
    sentence = text[slice(*span)]
    outside = outside_quotes(sentence, opened_before(text, span[0]))
    found = [*(_days(outside, published) if published else ()), *_meant(speaker)]
    return tuple(sorted(found, key=lambda gloss: gloss.position))


def _days(outside: str, published: date) -> Iterator[Gloss]:
    ahead = bool(_AHEAD.search(outside))
    for day in _DAY.finditer(outside):
        before, back = outside[: day.start()], _days_back(day.group(), published)
        told = _TOLD_ON.search(before) or (not ahead and _HAPPENED.search(before))
        if told and back <= min(FARTHEST, (published - date.min).days):
            part = _PART.match(outside, day.end())
            yield Gloss(part.end() if part else day.end(), in_words(published - timedelta(days=back)))


def _days_back(name: str, published: date) -> int:
    return 1 if name == "yesterday" else (published.weekday() - _DAYS.index(name)) % 7


def _meant(speaker: Speaker) -> Iterator[Gloss]:
    if speaker.meant_by and speaker.attribution == "named" and speaker.name:
        yield Gloss(speaker.meant_by[1], speaker.name)
