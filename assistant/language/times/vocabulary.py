"""The words that times are made of, as patterns, and the numbers they stand for. Case is ignored throughout."""

import re

from dateutil.parser import parserinfo

GAP = r"\s{1,4}"
"""Between two words. Bounded, so that no run of spaces makes a search slow."""

FULL_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_MISSPELT_MONTH = (
    r"(?:jan[uar]{1,5}y|feb[rua]{1,5}r[yi]|febuary|apirl|arpil|appril|aprill|au?g[uae]?st|sep?t[emb]{2,5}e?r|o[cto]{1,3}[obeu]{2,3}r"
    r"|nov[emb]{2,5}r|dec[emb]{2,5}r)"
)
"""Months of which letters are missing, doubled or swapped: "Febuary", "Janurary", "Septmber"."""
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    rf"|nov(?:ember)?|dec(?:ember)?|{_MISSPELT_MONTH})\b\.?"
)
WEEKDAY = r"(?:(?:mon|t[ues]{2,3}|we[dn]{1,3}e?s|th[ur]{1,3}s?|fri|fir|sat[uer]{1,3}|sun)day)"
"""Weekdays, as people may spell them: "Wendesday", "Thurday"."""
SHORT_WEEKDAY = r"(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\.?"
SEASON = r"(?:spring|summer|autumn|fall|winter)"
YEAR = r"(?:(?:1[5-9]|20|21)\d\d)"
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
TIME_OF_DAY = r"(?:morning|afternoon|evening|night|noon)"
UNIT = r"(?:minute|hour|day|weekend|week|fortnight|month|quarter|year|decade)"
ORDINAL = r"(?:first|second|third|fourth|last|final|1st|2nd|3rd|4th)"

IN_SPORT = re.compile(
    r"\b(?:scor|goal|touchdown|quarterback|yards?\b|thr[eo]w\b|rebound|foul|substitut|did\s\w+\splay\b|game\b|points\b"
    r"|match\b|field\b)",
    re.IGNORECASE,
)
"""Where quarters and minutes are those of a game."""

_NUMBERS = {
    "a": (1, 1), "an": (1, 1), "one": (1, 1), "two": (2, 2), "three": (3, 3), "four": (4, 4), "five": (5, 5),
    "six": (6, 6), "seven": (7, 7), "eight": (8, 8), "nine": (9, 9), "ten": (10, 10), "eleven": (11, 11),
    "twelve": (12, 12), "dozen": (12, 12), "couple": (2, 2), "few": (2, 5), "several": (3, 7), "fifteen": (15, 15),
    "twenty": (20, 20), "thirty": (30, 30), "forty": (40, 40), "fifty": (50, 50), "sixty": (60, 60),
    "ninety": (90, 90), "hundred": (100, 100),
}  # fmt: skip
COUNT = rf"(?:\d{{1,4}}|(?:an?{GAP})?(?:couple{GAP}of|couple|few|dozen|hundred)|{'|'.join(_NUMBERS)})"
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1, "final": -1}
_NAMES = parserinfo()
_MISSPELT = {"ap": 4, "ar": 4, "au": 8, "ag": 8, "se": 9, "o": 10, "tu": 1, "te": 1, "we": 2, "th": 3, "fi": 4, "sa": 5}
"""How names begin that are not spelt as they should be, and the month or weekday that is meant."""


def count(words: str) -> tuple[int, int]:
    """The least and the most that a count means: (3, 3) for "three", (2, 5) for "a few"."""
    if words.isdecimal():
        return int(words), int(words)
    known = [_NUMBERS[word] for word in words.lower().split() if word in _NUMBERS]
    return known[-1]


def ordinal(word: str) -> int:
    """1 for "first" and "1st", -1 for "last"."""
    return _ORDINALS.get(word.lower()) or int(word[0])


def month_number(word: str) -> int:
    """1 to 12 for a month's name: whole, short or misspelt."""
    name = word.rstrip(".")
    return _NAMES.month(name) or _NAMES.month(name[:3]) or _misspelt(name)


def weekday_number(word: str) -> int:
    """0 for Monday to 6 for Sunday."""
    number = _NAMES.weekday(word)
    return _misspelt(word) if number is None else number


def _misspelt(name: str) -> int:
    return next(number for start, number in _MISSPELT.items() if name.lower().startswith(start))


def year_number(digits: str) -> int:
    """The year of two or four digits; two mean the one nearest to now, as dateutil has it."""
    return _NAMES.convertyear(int(digits), century_specified=len(digits) > 2)


def day_number(word: str) -> int:
    """2 for "2nd"."""
    return int(re.match(r"\d+", word)[0])  # type: ignore[index]
