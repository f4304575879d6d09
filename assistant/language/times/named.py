"""Times with names: weekdays, months, seasons, quarters, decades, centuries. Names that only sound so are left out."""

import re
from collections.abc import Callable
from datetime import date

from assistant.language.times.rules import WEEKLY, YEARLY, Anchor, Near, rule
from assistant.language.times.stretches import Stretch, latest, months, moved, season
from assistant.language.times.vocabulary import (
    GAP,
    IN_SPORT,
    MONTH,
    ORDINAL,
    SEASON,
    TIME_OF_DAY,
    WEEKDAY,
    month_number,
    ordinal,
    weekday_number,
)

_WHICH = rf"(?P<which>last|this{GAP}past|past|previous|this{GAP}coming|this|next|coming|upcoming)"
_NAMED_DAY = re.compile(
    r"(?:Black|Good|Super|Ash|Cyber|Bloody|Palm|Easter|Giving|Fat|Shrove|Holy|Maundy|Freaky|Ruby|Blue|Taco|Casual|Mega"
    r"|(?:is|was|on|called)\s[A-Z]\w+|Remembrance|Pancake|Trinity|Sheffield|(?:Mail|Independent|Scotland|Wales|Sunday)\son"
    r"|Whit|Manic|Big|Red|Golden|Mad|Stormy)\s$"
)
_DAY_IN_A_NAME = re.compile(
    r"\s(?:Times|Telegraph|Mirror|Express|Mail|Post|Herald|Tribune|World|Star|Sun\b|Sport|People|Night\b|Addams|Agreement"
    r"|Roast|Island|Kitchen|Live|Group|Club|Market|Review|Service|Bloody|Politics|Independent|Business|Brief)|\sthe\s13th|[’']s\s[Cc]hild\b"
)
_NAME_AFTER_DAY = re.compile(r"\s[A-Z][a-z’']")
_ON = re.compile(
    r"\b(?:on|since|by|until|till|before|after|from|between|of|for|early|late|and|to|or)\s$|(?:^|[^\w\s]\s?)$",
    re.IGNORECASE,
)
_NOUN_AFTER_SEASON = re.compile(
    r"[\s-]*(?:olympi|paralympi|games|heat|sale|break|sport|blockbuster|vacation|holiday|transfer|storm|solstice|camp"
    r"|school|semester|collection|festival|house|palace|garden|roll|onion|chicken|training|of\s(?!\d|last|this))",
    re.IGNORECASE,
)
_YEAR_AFTER = re.compile(r"(?:\sof)?\s\d{4}\b")
_NAME_AFTER = re.compile(r"\s[A-Z]")
_NAME_BEFORE = re.compile(r"(?<!^)\b(?!In|The|During|Since|Last|This|Early|Late|Mid)[A-Z]\w+\s$")
_NOT_A_MONTH = re.compile(r"\s(?:Madness|Day\b|Queen)|[’']s\b")
_PERSON_AFTER = re.compile(r"\s[A-Z]|\s(?:\w+ed|was|said|told|quit|left|lost|won)\b")
_BEFORE = 24
"""Characters before an expression that are looked at for what it belongs to."""


def _weekday(match: re.Match[str]) -> Anchor | None:
    number, which = weekday_number(match["day"]), (match["which"] or "").lower()
    before = match.string[max(0, match.start() - _BEFORE) : match.start()]
    if match["again"]:  # "the Tuesday before last"
        return Anchor(match.span(), lambda day: _last_weekday(moved(day, units=-8), number))
    if not which and (_NAMED_DAY.search(before) or _DAY_IN_A_NAME.match(match.string, match.end())):
        return None
    if not which and _NAME_AFTER_DAY.match(match.string, match.end()) and not _ON.search(before):  # "Sunday Brunch"
        return None
    return Anchor(match.span(), _which(lambda day: _last_weekday(day, number), which, unit="week"), WEEKLY)


def _last_weekday(day: date, number: int) -> Stretch:
    found = moved(day, units=-((day.weekday() - number) % 7))
    return found, found


def _which(near: Near, which: str, *, unit: str) -> Near:
    """`near`, told of the one that has gone by ("last"), of the coming one ("next") or of the latest begun."""
    if which in ("last", "past", "previous") or which.endswith("past"):
        return lambda day: _gone_by(near, day)
    if which in ("next", "coming", "upcoming") or which.endswith("coming"):
        return lambda day: near(moved(day, units=1, unit=unit))
    return near


def _gone_by(near: Near, day: date) -> Stretch | None:
    found = near(day)
    return near(moved(found[0], units=-1)) if found and found[1] >= day else found


def _month(match: re.Match[str]) -> Anchor | None:
    number, which, intro = month_number(match["month"]), (match["which"] or "").lower(), match["intro"]
    if _NOT_A_MONTH.match(match.string, match.end()) or (match["month"] in ("may", "march") and not (intro or which)):
        return None
    if intro in ("after", "before", "by", "to") and _PERSON_AFTER.match(match.string, match.end()):
        return None
    near = _which(_yearly(lambda year: months(year, number)), which, unit="year")
    if which == "this":
        near = _of_the_year(number)
    start = match.start("which") if which else match.start("month")
    joining = bool(intro) and intro.lower().split()[0] in ("to", "and", "or", "through", "of")
    return Anchor((start, match.end()), near, YEARLY, weak=not which and (not intro or joining))


def _yearly(in_year: Callable[[int], Stretch | None]) -> Near:
    return lambda day: latest(day, in_year)


def _of_the_year(number: int) -> Near:
    return lambda day: months(day.year, number)


def _season(match: re.Match[str]) -> Anchor | None:
    name, which = match["season"].lower(), (match["which"] or "").lower()
    if any(rule.match(match.string, match.end()) for rule in (_NOUN_AFTER_SEASON, _NAME_AFTER)):
        return None
    before = match.string[max(0, match.start() - _BEFORE) : match.start()]
    bare = not which and not match["intro"] and match["core"] == match["season"]
    if bare and not _YEAR_AFTER.match(match.string, match.end()):  # "Why did prices fall this month?"
        return None
    if not which and match["season"][0].isupper() and _NAME_BEFORE.search(before):  # "the Prague Spring of 1968"
        return None
    near = _which(_yearly(lambda year: season(year, name)), which, unit="year")
    if which == "this":
        near = _this_season(name)
    start = match.start("which") if which else match.start("core")
    return Anchor((start, match.end()), near, YEARLY, weak=not which and not match["intro"])


def _this_season(name: str) -> Near:
    """The season that is on, or that ended less than a season ago, or that comes."""

    def near(day: date) -> Stretch | None:
        found = latest(day, lambda year: season(year, name))
        if found and (day - found[1]).days <= 91:
            return found
        return latest(moved(day, units=1, unit="year"), lambda year: season(year, name))

    return near


def _quarter(match: re.Match[str]) -> Anchor | None:
    number = int(match["number"]) if match["number"] else ordinal(match["word"]) % 5  # the last is the fourth
    if match["word"] and IN_SPORT.search(match.string[:2000]):
        return None
    return Anchor(match.span(), _yearly(lambda year: months(year, 3 * number - 2, length=3)), YEARLY)


_DECADES = {
    word: 10 * number
    for number, word in enumerate("twenties thirties forties fifties sixties seventies eighties nineties".split(), 2)
}


def _decade(match: re.Match[str]) -> Anchor | None:
    short = int(match["short"]) if match["short"] else _DECADES.get((match["word"] or "").lower(), 0)
    since = int(match["long"]) if match["long"] else 1900 + short

    return Anchor(match.span(), lambda _: (date(since, 1, 1), date(since + 9, 12, 31)))


_CENTURIES = {
    "sixteenth": 16,
    "seventeenth": 17,
    "eighteenth": 18,
    "nineteenth": 19,
    "twentieth": 20,
    "twenty-first": 21,
}


def _century(match: re.Match[str]) -> Anchor | None:
    number = int(match["number"]) if match["number"] else _CENTURIES[match["word"].lower()]
    since = 100 * (number - 1)
    return Anchor(match.span(), lambda _: (date(since, 1, 1), date(since + 99, 12, 31)) if since else None)


_INTRO = (
    r"(?:in|over|since|until|till|before|after|from|between|during|throughout|by|early|mid|late|to|and|or|through|of)"
)
NAMED_RULES = (
    rule(
        rf"(?:\b{_WHICH}{GAP}|\bthe{GAP}(?=\w+{GAP}before{GAP}last\b))?\b(?P<day>{WEEKDAY})\b(?P<again>{GAP}before{GAP}last\b)?(?:{GAP}{TIME_OF_DAY}\b)?",
        _weekday,
    ),
    rule(
        rf"(?:\b{_WHICH}{GAP}|\b(?P<intro>{_INTRO}|for(?!{GAP}ma[yr]))(?:{GAP}|-))?\b(?P<month>{MONTH})(?!\s?\d{{1,2}}\b)",
        _month,
    ),
    rule(
        rf"(?:\b{_WHICH}{GAP}|\b(?P<intro>{_INTRO}){GAP})?(?P<core>\b(?:the{GAP})?\b(?P<season>{SEASON}))\b(?![’'])",
        _season,
    ),
    rule(
        rf"\b(?:Q(?P<number>[1-4])|(?:the{GAP})?(?P<word>{ORDINAL}){GAP}quarter)\b(?!{GAP}of{GAP}(?!\d|last|this|the{GAP}year))",
        _quarter,
    ),
    rule(
        rf"(?:\bthe{GAP})?(?:(?:early|mid|late)(?:{GAP}|-))?(?<![\w$€£])"
        rf"(?:(?P<long>(?:1[5-9]|20)\d0)[’']?s|[’'](?P<short>[1-9]0)s|\b(?P<word>{'|'.join(_DECADES)}))\b",
        _decade,
    ),
    rule(
        rf"\b(?:the{GAP})?(?:(?:early|mid|late)(?:{GAP}|-))?(?:(?P<number>1\d|2[01])(?:st|th)|(?P<word>{'|'.join(_CENTURIES)}))"
        rf"(?:{GAP}|-)century\b",
        _century,
    ),
)
