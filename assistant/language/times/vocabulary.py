"""The words that times are made of, as patterns, and the numbers they stand for. Case is ignored throughout."""

import re

from dateutil.parser import parserinfo

GAP = r"\s{1,4}"
"""Between two words. Bounded, so that no run of spaces makes a search slow."""

FULL_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
SHORT_WEEKDAY = r"(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\.?"
SEASON = r"(?:spring|summer|autumn|fall|winter)"
YEAR = r"(?:(?:1[5-9]|20|21)\d\d)"
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
TIME_OF_DAY = r"(?:morning|afternoon|evening|night|noon)"
UNIT = r"(?:minute|hour|day|weekend|week|fortnight|month|quarter|year|decade)"
ORDINAL = r"(?:first|second|third|fourth|last|final|1st|2nd|3rd|4th)"

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
    """1 to 12 for a month's name, whole or short."""
    return _NAMES.month(word.rstrip(".")) or 0


def weekday_number(word: str) -> int:
    """0 for Monday to 6 for Sunday."""
    number = _NAMES.weekday(word)
    return -1 if number is None else number


def year_number(digits: str) -> int:
    """The year of two or four digits; two mean the one nearest to now, as dateutil has it."""
    return _NAMES.convertyear(int(digits), century_specified=len(digits) > 2)


def day_number(word: str) -> int:
    """2 for "2nd"."""
    return int(re.match(r"\d+", word)[0])  # type: ignore[index]
