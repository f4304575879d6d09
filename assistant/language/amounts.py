"""Amounts of a text as they are compared: value, unit and hedge brought to one form.

"1,000", "one thousand" and "1k" are one value; "a third" is one, "half an hour" is 0.5 hours, "twice" is 2 times,
"5 p.m." and "17:00" are one time of day, "the third" and "number three" one rank.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from assistant.language.quantities import Quantity, numbers
from assistant.language.synonyms import plain_form
from assistant.language.times.phrases import phrases
from assistant.types import Span

Kind = Literal["count", "rank", "clock", "fold"]
Hedge = Literal["", "about", "nearly", "above", "from", "up to", "below", "low end", "high end"]
"""How exact an amount is. "low end" and "high end" are those of a range."""

_HEDGES: dict[str, Hedge] = {
    "about": "about", "around": "about", "roughly": "about", "approximately": "about", "some": "about",
    "estimated": "about", "an estimated": "about", "a estimated": "about", "circa": "about", "or so": "about",
    "nearly": "nearly", "almost": "nearly", "just under": "nearly", "close to": "nearly", "just short of": "nearly",
    "approaching": "nearly", "just below": "nearly", "not quite": "nearly",
    "over": "above", "more than": "above", "above": "above", "exceeding": "above", "in excess of": "above",
    "upwards of": "above", "topped": "above", "tops": "above", "top": "above", "topping": "above",
    "exceed": "above", "exceeds": "above", "exceeded": "above", "surpassed": "above", "surpasses": "above",
    "capped at": "up to", "greater than": "above", "higher than": "above", "just over": "above",
    "at least": "from", "no fewer than": "from", "no less than": "from", "not less than": "from",
    "a minimum of": "from",
    "or more": "from", "or longer": "from", "or higher": "from", "minimum": "from", "warmer than": "above",
    "up to": "up to", "as many as": "up to", "as much as": "up to", "at most": "up to", "no more than": "up to",
    "not more than": "up to", "a maximum of": "up to", "or fewer": "up to", "or less": "up to", "maximum": "up to",
    "under": "below", "less than": "below", "fewer than": "below", "below": "below", "lower than": "below",
    "colder than": "below", "peste": "above", "aproximativ": "about", "aproape": "nearly",
    "cel puțin": "from", "până la": "up to",
}  # fmt: skip
_BEFORE = re.compile(
    rf"\b({'|'.join(sorted((hedge for hedge in _HEDGES if not hedge.startswith('or ')), key=len, reverse=True))})"
    r"(?:\s+(?:the|a|an|de))?\s*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:\s+(?!(?:and|but|to|for|from|of|in)\b)[\w%]+){0,2}?\s+(or\s+(?:more|fewer|less|so|longer|higher))\b",
    re.IGNORECASE,
)
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_PARTS = {"half": 2, "halve": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
          "eighth": 8, "ninth": 9, "tenth": 10, "hundredth": 100, "thousandth": 1000}  # fmt: skip
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
           "nine": 9, "ten": 10}  # fmt: skip
_FRACTION = re.compile(
    r"\b(?:(?P<count>a|an|one|two|three|four|five|six|seven|eight|nine|\d)[\s-]+)?"
    r"(?P<part>half|halves|thirds?|quarters?|fourths|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|hundredths?)\b"
    r"(?P<of>\s+of\b(?!\s+a\s+second)|\s+(?:more|less|higher|lower|larger|smaller|fewer|as)\b|\s+(?:a|an)\b)?(?P<scale>\s+(?:million|billion))?",
    re.IGNORECASE,
)
_BY = re.compile(r"\bby\s+(?:(?:about|around|roughly|some|nearly|almost|over|more\s+than)\s+)?$", re.IGNORECASE)
_SHARE = re.compile(
    r"\b(one|two|three|four|five|six|seven|eight|nine|\d)\s+(?:in|out\s+of)(?:\s+every)?\s+"
    r"(two|three|four|five|six|seven|eight|nine|ten|[1-9]\d{0,2})\b",
    re.IGNORECASE,
)
_RANK = re.compile(rf"\b(?P<digits>\d+)(?:st|nd|rd|th)\b|\b(?P<word>{'|'.join(_ORDINALS[1:])})\b", re.IGNORECASE)
_NUMBERED = re.compile(r"\b(?:number|no\.)\s+$", re.IGNORECASE)
_HOUR = r"\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_CLOCK = re.compile(
    rf"\b(?P<spoken>{_HOUR})"
    r"(?:[:.](?P<past>[0-5]\d))?(?:\s+o[’']clock)?\s+(?:in\s+the\s+(?P<part>morning|afternoon|evening)|at\s+night)\b"
    r"|\b(?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap])\.?m\b\.?"
    r"|\b(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)\b(?!:\d)"
    r"|\b(?P<word>noon|midday|midnight)\b"
    rf"|\b(?P<oclock>{_HOUR})\s+o[’']clock\b",
    re.IGNORECASE,
)
_FOLD = re.compile(r"\b(twice|thrice|doubl\w+|tripl\w+|quadrupl\w+)\b", re.IGNORECASE)
_FOLDS = {"twic": 2, "thri": 3, "doub": 2, "trip": 3, "quad": 4}
_NAMED = re.compile(r"\b(?P<the>a|the|one)\s+(?P<word>decade|century|fortnight|score)\b", re.IGNORECASE)
_ONE_SPAN = re.compile(r"\ban?\s+(second|minute|hour|day|week|month|year)\b(?!\s+(?:ago|earlier|before|later))", re.I)
_SPANS = {"decade": (10.0, "year"), "century": (100.0, "year"), "fortnight": (2.0, "week"), "score": (20.0, "")}
_BETWEEN = re.compile(r"\bbetween\s+(?:about\s+|roughly\s+|some\s+)?$", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s+\S*$", re.IGNORECASE)
_TO = re.compile(
    r"(?:\s?[%$€£]|\s+percent|\s+per\scent)?(?:\s?[-–—]\s?|\s+(?:to|and)\s+(?:the\s+)?)[$€£]?", re.IGNORECASE
)
_DEGREES = re.compile(r"\s*(?:degrees?|°)[^.;\d]{0,30}?\b(Fahrenheit|Celsius)\b", re.IGNORECASE)
_UNIT_WORD = re.compile(r"(?:\s+of\s+an?|\s+an?|-)?[\s-]{0,3}([^\W\d_]+)(?:\s+points?\b)?")
_FOREIGN = re.compile(r"\b(\d{1,3}(?:\.\d{3})+)\b(?!,\d{3})")
_WORDS_ABROAD = {"o mie": 1000.0, "mille": 1000.0, "tausend": 1000.0, "mil": 1000.0}
_ABROAD = re.compile(r"\b(o mie|mille|tausend|mil)\b", re.IGNORECASE)
_UNIT_NAMES = {
    "inch": "inch", "in": "", "feet": "foot", "foot": "foot", "ft": "foot", "yard": "yard", "mile": "mile",
    "mph": "mile",
    "km": "kilometer", "kilometer": "kilometer", "meter": "meter", "m": "meter", "centimeter": "centimeter",
    "cm": "centimeter",
    "acre": "acre", "hectare": "hectare", "ton": "ton", "kg": "kilogram", "kilo": "kilogram", "kilogram": "kilogram",
    "gram": "gram", "ounce": "ounce", "lb": "pound", "second": "second", "minute": "minute", "hour": "hour",
    "day": "day",
    "week": "week", "month": "month", "year": "year", "decade": "decade", "century": "century", "dollar": "$",
    "euro": "€",
    "pound": "£", "yen": "¥", "cent": "cent", "rouble": "rouble", "ruble": "rouble", "fahrenheit": "°F",
    "celsius": "°C",
    "gallon": "gallon", "liter": "liter", "barrel": "barrel", "time": "fold", "fold": "fold",
}  # fmt: skip
_UNITS = {plain_form(name): unit for name, unit in _UNIT_NAMES.items()}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number where it stands. `unit` is one of a closed list, or empty for what is counted by a plain noun."""

    value: float
    kind: Kind
    unit: str
    hedge: Hedge
    span: Span
    """Without the hedge."""
    indefinite: bool = False
    """Of a rank: "a fourth", which tells that there are four."""


@lru_cache(maxsize=4_000)
def amounts(text: str) -> tuple[Amount, ...]:
    """The amounts of `text` in order; dates and "two weeks ago" are times, not amounts."""
    times = [phrase.span for phrase in phrases(text)]
    found: list[Amount] = []
    for reader in (_clocks, _fractions, _shares, _named, _single, _folds, _abroad, _counts, _ranks):
        for amount in reader(text):
            taken = [*(other.span for other in found), *(times if reader in (_counts, _fractions, _ranks) else ())]
            if not any(amount.span[0] < end and start < amount.span[1] for start, end in taken):
                found.append(amount)
    return tuple(_with_ranges(text, sorted(found, key=lambda amount: amount.span)))


def _clocks(text: str) -> list[Amount]:
    return [Amount(_minutes(match), "clock", "clock", "", match.span()) for match in _CLOCK.finditer(text)]


def _hour(word: str) -> int:
    lowered = word.lower()
    return int(lowered) if lowered.isdigit() else _COUNTS.get(lowered) or {"eleven": 11, "twelve": 12}[lowered]


def _minutes(match: re.Match[str]) -> float:
    """Minutes after midnight."""
    if match["word"]:
        return 0.0 if match["word"].lower() == "midnight" else 720.0
    if match["spoken"]:
        later = 0 if match["part"] == "morning" else 12
        return (_hour(match["spoken"]) % 12 + later) * 60.0 + int(match["past"] or 0)
    if match["oclock"]:
        return _hour(match["oclock"]) * 60.0
    if match["hour24"]:
        return int(match["hour24"]) * 60.0 + int(match["minute24"])
    hour = int(match["hour"]) % 12 + (12 if match["half"].lower() == "p" else 0)
    return hour * 60.0 + int(match["minute"] or 0)


def _fractions(text: str) -> list[Amount]:
    found = []
    for match in _FRACTION.finditer(text):
        part, count = match["part"].lower(), (match["count"] or "").lower()
        of = match["of"] or (count and _BY.search(text, 0, match.start()))
        many = part.endswith("s") and part != "halves"
        if (part != "half" and not (many or of)) or (not count and not of):
            continue
        if part.rstrip("s") in ("fourth", "fifth", "third") and not (many or count):
            continue
        share = (_COUNTS.get(count) or float(count or 1)) / _PARTS[part.rstrip("s") if part != "halves" else "half"]
        end = match.end("part")
        scale = {"million": 1e6, "billion": 1e9}.get((match["scale"] or "").strip().lower(), 1.0)
        unit = _unit_after(text, match.end())
        hedge = _hedge(text, match.start(), end)
        found.append(Amount(share * scale, "count", unit or ("" if scale > 1 else "%"), hedge, (match.start(), end)))
    return [_as_percent(amount) for amount in found]


def _shares(text: str) -> list[Amount]:
    """Shares like "one in three", as percent."""
    found = []
    for match in _SHARE.finditer(text):
        part, whole = (_COUNTS.get(word.lower()) or float(word) for word in match.groups())
        if part < whole:
            found.append(Amount(100 * part / whole, "count", "%", _hedge(text, *match.span()), match.span()))
    return found


def _as_percent(amount: Amount) -> Amount:
    value = amount.value * 100 if amount.unit == "%" else amount.value
    return Amount(value, amount.kind, amount.unit, amount.hedge, amount.span)


def _named(text: str) -> list[Amount]:
    return [
        Amount(*_SPANS[match["word"].lower()][:1], "count", _SPANS[match["word"].lower()][1], "", match.span())
        for match in _NAMED.finditer(text)
    ]


def _single(text: str) -> list[Amount]:
    """A span of one, where something says how exact it is: "at least a month"; "a month" alone is none."""
    found = ((_hedge(text, *match.span()), match) for match in _ONE_SPAN.finditer(text))
    return [Amount(1.0, "count", match[1].lower(), hedge, match.span()) for hedge, match in found if hedge]


def _folds(text: str) -> list[Amount]:
    found = ((float(_FOLDS.get(match[1].lower()[:4], 0)), match) for match in _FOLD.finditer(text))
    return [Amount(value, "fold", "fold", _hedge(text, *match.span()), match.span()) for value, match in found if value]


def _abroad(text: str) -> list[Amount]:
    """Thousands as they are written outside English: "1.000", "o mie"."""
    dotted = [(float(match[1].replace(".", "")), match.span()) for match in _FOREIGN.finditer(text)]
    worded = [(_WORDS_ABROAD[match[1].lower()], match.span()) for match in _ABROAD.finditer(text)]
    return [Amount(value, "count", "", _hedge(text, *span), span) for value, span in dotted + worded]


def _ranks(text: str) -> list[Amount]:
    found = []
    for match in _RANK.finditer(text):
        value = float(match["digits"] or _ORDINALS.index(match["word"].lower()))
        if value > 2 or match["digits"]:
            before = text[: match.start()].rstrip()[-3:].lower()
            found.append(Amount(value, "rank", "rank", "", match.span(), indefinite=before.endswith((" a", " an"))))
    return found


def _counts(text: str) -> list[Amount]:
    return [_count(text, number) for number in numbers(text) if not _is_pronoun(text, number)]


def _is_pronoun(text: str, number: Quantity) -> bool:
    """Whether "one" or "a" is no number here: "one of them", "a further one"."""
    return number.value == 1 and text[slice(*number.span)].lower() in ("one", "a", "an")


def _count(text: str, number: Quantity) -> Amount:
    start, end = number.span
    shown = text[start:end].lower()
    unit = _unit_after(text, end)
    if number.unit == "%":
        unit = "point" if "point" in shown else "%"
    elif shown[0] in "$€£¥" or number.unit in ("US$", "C$", "A$", "HK$"):
        unit = number.unit[-1]
    hedge: Hedge = _hedge(text, start, end)
    kind: Kind = "rank" if _NUMBERED.search(text, max(0, start - 8), start) else "fold" if unit == "fold" else "count"
    value, unit = (number.value * 10, "year") if unit == "decade" else (number.value, unit)
    return Amount(value, kind, unit, hedge, (start, end))


def _unit_after(text: str, end: int) -> str:
    if scale := _DEGREES.match(text, end):
        return _UNIT_NAMES[scale[1].lower()]
    match = _UNIT_WORD.match(text, end)
    if not match:
        return ""
    if match[1].lower() in ("percentage", "percent") and "point" in match[0]:
        return "point"
    return _UNITS.get(plain_form(match[1].lower()), "")


def _hedge(text: str, start: int, end: int) -> Hedge:
    after = _AFTER.match(text, end)
    if after:
        return _HEDGES.get(" ".join(after[1].lower().split()), "")
    before = _BEFORE.search(text, max(0, start - 24), start)
    return _HEDGES[" ".join(before[1].lower().split())] if before else ""


def _with_ranges(text: str, found: list[Amount]) -> list[Amount]:
    """The amounts, marked where they are the two ends of a range: "between 169,000 and 190,000", "three to seven"."""
    for index, (low, high) in enumerate(pairwise(found)):
        gap = _TO.fullmatch(text, low.span[1], high.span[0])
        if not gap or low.kind != "count" or high.kind != "count" or low.value >= high.value:
            continue
        if _is_range(text, low, gap[0]):
            unit = low.unit or high.unit
            found[index] = Amount(low.value, "count", unit, "low end", low.span)
            found[index + 1] = Amount(high.value, "count", high.unit, "high end", high.span)
    return found


def _is_range(text: str, low: Amount, gap: str) -> bool:
    start = low.span[0]
    between = bool(_BETWEEN.search(text, max(0, start - 24), start))
    moved = bool(_FROM.search(text, max(0, start - 12), start))
    return between or gap.strip() in ("–", "—") or (" to" in gap and not low.hedge and not moved)
