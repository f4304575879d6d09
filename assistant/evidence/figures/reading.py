"""The figures of one quote: each number with what it counts, whose, where, since when, and how it stands."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.evidence.figures.acting import actions, counts_a_day, is_total, status_of, window_of
from assistant.evidence.figures.counting import Counted, counted, noun_after
from assistant.evidence.figures.placing import (
    NOWHERE,
    Place,
    name_stem,
    names_in,
    owner_before,
    place_before,
    place_in,
    says_there,
)
from assistant.language.quantities import Quantity, quantities
from assistant.language.times import periods
from assistant.language.words import content_stems
from assistant.types import Quote, Span, Status

_BREAK = re.compile(
    r"[;:–—()]|,(?!\d)|\s(?:while|whereas|but|although|after|before|because|than|joining|to\s+join|as(?!\s(?:many|much|of)\b)|and\s+(?:that|the|will|fly|it|an?)"
    r"|up\s+from|down\s+from|compared\s+(?:with|to))\s"
)
_SHARES_SUBJECT = re.compile(r"\b(?:up|down|compared\s+(?:with|to)|from)\s+(?:from\s+)?$")
_APPOSITION = re.compile(r"(?<=\w), ((?:[A-Z][\w.]+ ?){1,2}),(?= [a-z])")
"""A comma before a name and one behind it: "Fort Bragg, North Carolina, are"."""
_LIST = re.compile(r"(?<=\w),(?= (?:[A-Z]\w+ ?){1,2}(?:,| and (?:the )?[A-Z]))")
"""A comma in a list of names: "to Poland, Germany and Romania"."""
_NUMBER_OF = re.compile(r"\bnumber\s+of(?=\s)")
_AT = re.compile(r"\b(?:at|to|was|is|been|reached|totaled|totalled|of)\s*$")
_COMPARED = re.compile(r"\b(?:than|since|until|by|from)\s+(?:in\s+|on\s+|the\s+)*$", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s+$", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s+$", re.IGNORECASE)
_TO = re.compile(r"\s+(?:to|or)\s+|\s?[–—-]\s?")
_AND = re.compile(r"\sand\s(?=\w+(?:ing|ed)\b)")
_PART = re.compile(r"\b(?:half|quarter|third|one|several|few|many)\s+(?:of\s+)?$|\bone$|\w-$", re.IGNORECASE)
"""What before a number makes it part of something else: "half a million", "several hundred", "C-17"."""
_CLOSE = 28
"""Characters before a figure in which its verb stands."""
MOST = 12
"""Figures at most that are read from one sentence: one with more is a table."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure as a quote gives it. `span` is the figure with its hedge, in the quote's text.

    `clause` are the stems of the content words around it; `owner` is whose it is, as a stem, empty where unsaid; `days`
    are the first and last day that it speaks of, `window` is the time over which something is counted again and again.
    """

    quote: Quote
    span: Span
    value: float
    highest: float | None
    hedge: str
    counted: Counted
    owner: str
    place: Place
    actions: frozenset[str]
    clause: frozenset[str]
    total: bool
    window: str
    status: Status
    days: tuple[date, date] | None

    @property
    def as_of(self) -> date | None:
        """The last day that the figure speaks of."""
        return self.days[1] if self.days else None

    @property
    def text(self) -> str:
        """The figure as it stands."""
        return self.quote.text[slice(*self.span)]


def read_figures(quote: Quote, *, units: frozenset[str] = frozenset()) -> list[Reading]:
    """The figures of a quote that count something, in order; a number whose noun cannot be told is left out.

    With `units`, only those that count one of these.
    """
    sentence = quote.text
    found = _ranges(sentence, [quantity for quantity in quantities(sentence) if _is_whole(sentence, quantity)])
    if not found or len(found) > MOST:
        return []
    names: list[Span] = []
    readings: list[Reading] = []
    for index, (quantity, highest) in enumerate(found):
        floor = found[index - 1][0].span[1] if index else 0
        ceiling = found[index + 1][0].span[0] if index + 1 < len(found) else len(sentence)
        around = _Around(_left(sentence, quantity.span[0], floor), _right(sentence, quantity.span[1], ceiling))
        what = _what(sentence, quantity, around, readings)
        if what and (not units or what.unit in units):
            names = names or names_in(sentence)
            readings.append(_read(quote, names, (quantity, highest), what, around, readings))
    return readings


@dataclass(frozen=True, slots=True)
class _Around:
    """The stretches of the clause before a number and behind it."""

    before: Span
    behind: Span


def _read(
    quote: Quote,
    names: list[Span],
    number: tuple[Quantity, float | None],
    what: Counted,
    around: _Around,
    earlier: Sequence[Reading],
) -> Reading:
    sentence, (quantity, highest) = quote.text, number
    clause = f"{sentence[slice(*around.before)]} {sentence[slice(*around.behind)]}"
    place = _place(sentence, names, quantity, around, earlier)
    done = _actions(sentence, around, what, clause) or _inherited(sentence, quantity, earlier)
    days = _time(sentence, around, quote.passage.published)
    return Reading(
        quote=quote,
        span=(_start(sentence, quantity), what.end if not what.noun else quantity.span[1]),
        value=quantity.value,
        highest=highest,
        hedge=quantity.hedge,
        counted=what,
        owner=_owner(sentence, names, around, what, done),
        place=place,
        actions=done,
        clause=frozenset(content_stems(clause)),
        total=is_total(clause),
        window=_window(sentence, around, days, quote.passage.published) if counts_a_day(done) else window_of(clause),
        status=status_of(clause, on_the_way=place.role == "to"),
        days=days,
    )


def _what(sentence: str, quantity: Quantity, around: _Around, earlier: Sequence[Reading]) -> Counted | None:
    """What is counted: the noun behind the number or before it ("the number of troops … at 900"), or an earlier one."""
    if what := counted(sentence, quantity):
        return what
    number_of = _NUMBER_OF.search(sentence, *around.before)
    if number_of and _AT.search(sentence, around.before[0], _hedge_start(sentence, quantity)):
        return noun_after(sentence, number_of.end())
    if earlier and (
        _elliptical(sentence, quantity) or _SHARES_SUBJECT.search(sentence, 0, _hedge_start(sentence, quantity))
    ):
        return replace(earlier[-1].counted, end=quantity.span[1], added="more" in sentence[quantity.span[1] :][:6])
    return None


def _elliptical(sentence: str, quantity: Quantity) -> bool:
    """Whether the number stands without a noun before a verb or a place: "1,700 will go to Poland, 1,000 to …"."""
    behind = sentence[quantity.span[1] : quantity.span[1] + 12]
    return bool(re.match(r"\s+(?:will|would|to|in|more|are|were|for|have)\b", behind)) and quantity.value >= 10


def _place(sentence: str, names: list[Span], quantity: Quantity, around: _Around, earlier: Sequence[Reading]) -> Place:
    place = place_in(sentence, names, around.behind)
    if place is NOWHERE and says_there(sentence, around.behind):
        return _in(earlier[-1].place) if earlier else NOWHERE
    if place is NOWHERE:
        place = place_before(sentence, names, _hedge_start(sentence, quantity), around.before)
    if place is NOWHERE and earlier and _SHARES_SUBJECT.search(sentence, 0, _hedge_start(sentence, quantity)):
        return earlier[-1].place
    return place


def _in(place: Place) -> Place:
    """The place itself, of one that something goes to."""
    text = re.sub(r"^(?:to|into|for|towards?)\b", "in", place.text or "", flags=re.IGNORECASE)
    return replace(place, role="in", text=text) if place.names else NOWHERE


def _owner(sentence: str, names: list[Span], around: _Around, what: Counted, done: frozenset[str]) -> str:
    """Whose it is; nobody's of the dead and hurt, before whom those stand who killed or who tell of it."""
    if done & {"dying", "hurt"}:
        return ""
    owner = what.owners[-1] if what.owners else owner_before(sentence, names, around.before)
    return name_stem(owner) if owner else ""


def _actions(sentence: str, around: _Around, what: Counted, clause: str) -> frozenset[str]:
    """What the verb nearest to the figure says: right before it ("killing 10"), else behind it, else in the clause."""
    before = sentence[max(around.before[0], around.before[1] - _CLOSE) : around.before[1]]
    behind = sentence[max(what.end, around.behind[0]) : max(what.end, around.behind[1])]
    found = (actions(words, unit=what.unit) for words in (before, _AND.split(behind, maxsplit=1)[0], clause))
    return next(filter(None, found), frozenset())


def _inherited(sentence: str, quantity: Quantity, earlier: Sequence[Reading]) -> frozenset[str]:
    """What was said to be done with the number before: "1,700 will go to Poland, 1,000 to Romania"."""
    follows = earlier and re.match(r"\s+(?:to|in|for)\b", sentence[quantity.span[1] :])
    return earlier[-1].actions if follows else frozenset()


def _time(sentence: str, around: _Around, published: date | None) -> tuple[date, date] | None:
    """The days that the clause names, if they have begun; else the day of publication."""
    if published is None:
        return None
    for stretch in (around.behind, around.before):
        for period in periods(sentence[slice(*stretch)], as_of=published):
            compared = _COMPARED.search(sentence, 0, stretch[0] + period.span[0])
            if period.since and period.until and period.since <= published and not compared:
                return period.since, min(period.until, published)
    return published, published


def _window(sentence: str, around: _Around, days: tuple[date, date] | None, published: date | None) -> str:
    """The time over which something is counted, told up to the end of its clause; or the single day that is named."""
    named = days is not None and days[0] == days[1] != published
    return window_of(sentence[: around.behind[1]]) or (str(days[0]) if days and named else "")


def _hedge_start(sentence: str, quantity: Quantity) -> int:
    before = sentence[: quantity.span[0]].rstrip()
    hedged = quantity.hedge and before.lower().endswith(quantity.hedge)
    return len(before) - len(quantity.hedge) if hedged else quantity.span[0]


def _start(sentence: str, quantity: Quantity) -> int:
    """Where the figure begins, with its hedge or the "between" of a range."""
    between = _BETWEEN.search(sentence, 0, quantity.span[0])
    return between.start() if between else _hedge_start(sentence, quantity)


def _left(sentence: str, start: int, floor: int) -> Span:
    """From the last break before a number to the number."""
    text = _without_list_commas(sentence)
    begin = floor
    for found in _BREAK.finditer(text, floor, start):
        begin = found.end()
    return begin, start


def _right(sentence: str, end: int, ceiling: int) -> Span:
    """From a number to the next break."""
    text = _without_list_commas(sentence)
    found = _BREAK.search(text, end, ceiling)
    return end, found.start() if found else ceiling


def _without_list_commas(sentence: str) -> str:
    """The sentence with a blank for every comma that parts names, so that offsets stay."""
    return _LIST.sub(" ", _APPOSITION.sub(lambda match: f"  {match.group(1)} ", sentence))


def _is_whole(sentence: str, quantity: Quantity) -> bool:
    """Whether a number counts something: no "one of", no part of it ("half a million")."""
    spelled_one = quantity.value == 1 and sentence[slice(*quantity.span)].lower() in ("one", "a", "an")
    return bool(quantity.value) and not spelled_one and not _PART.search(sentence, 0, quantity.span[0])


def _ranges(sentence: str, found: Sequence[Quantity]) -> list[tuple[Quantity, float | None]]:
    """The quantities, two that make a range as one: "between 169,000 and 190,000"."""
    joined: list[tuple[Quantity, float | None]] = []
    for quantity in found:
        if joined and _makes_range(sentence, joined[-1][0], quantity):
            low = joined[-1][0]
            whole = replace(quantity, value=low.value, hedge="", span=(low.span[0], quantity.span[1]))
            joined[-1] = (whole, quantity.value)
        else:
            joined.append((quantity, None))
    return joined


def _makes_range(sentence: str, low: Quantity, high: Quantity) -> bool:
    between = sentence[low.span[1] : high.span[0]]
    if low.value >= high.value or high.value > 10 * low.value:
        return False
    if _BETWEEN.search(sentence, 0, low.span[0]):
        return between.strip() == "and"
    return bool(_TO.fullmatch(between)) and not _FROM.search(sentence, 0, low.span[0])
