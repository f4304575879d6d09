"""Expressions joined to phrases: "June" with "2021", "the end of" with "May", "since", "between … and …"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from assistant.language.times.dates import DATE_RULES
from assistant.language.times.feasts import FEAST_RULES
from assistant.language.times.named import NAMED_RULES
from assistant.language.times.relative import RELATIVE_RULES
from assistant.language.times.rules import WEEKLY, Anchor, Near
from assistant.language.times.stretches import Stretch, moved, part_of, unit_around
from assistant.language.times.vocabulary import COUNT, GAP, ORDINAL, count, ordinal
from assistant.types import Span

_RULES = (*DATE_RULES, *FEAST_RULES, *RELATIVE_RULES, *NAMED_RULES)
_WINDOW = 48
"""Characters before an expression in which a part ("the first half of") or a limit ("since") may stand."""

_PART = re.compile(
    rf"""\b(?:
      (?P<third>early|mid|late)(?:{GAP}|-)(?:in{GAP})?(?:the{GAP})?
    | (?:the{GAP})?(?P<half>first|second){GAP}half{GAP}of{GAP}(?:the{GAP})?
    | (?:the{GAP}|very{GAP})?(?P<edge>start|beginning|end|close|turn|middle){GAP}of{GAP}(?:the{GAP})?
    | (?:the{GAP})?(?P<week>{ORDINAL}){GAP}week{GAP}(?:of|in){GAP}(?:the{GAP})?
    | (?:the{GAP})?(?P<end>first|last|final){GAP}(?:(?P<count>{COUNT}){GAP})?(?P<unit>days|weeks|months)
      {GAP}of{GAP}(?:the{GAP})?
    | (?:the{GAP})?(?P<around>week){GAP}of{GAP}(?:the{GAP})?
    | (?:the{GAP})?(?P<begun>week){GAP}(?:beginning|starting|commencing){GAP}(?:on{GAP})?(?:the{GAP})?
    | the{GAP}(?P<upto>week|fortnight|month|quarter|year){GAP}(?:up{GAP}to|to|ending|ended){GAP}(?:on{GAP})?
      (?:the{GAP})?
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
_TWO_YEARS = timedelta(days=732)
_EDGES = {"start": "start", "beginning": "start", "turn": "start", "middle": "mid", "end": "end", "close": "end"}
_LIMITS = {
    "since": "since", "after": "after", "before": "before", "prior to": "before", "until": "until", "till": "until",
    "up to": "until", "up until": "until",
    "up to and including": "until", "through": "until", "by": "until", "between": "between", "from": "from",
    "starting": "since",
}  # fmt: skip
_LIMIT = re.compile(
    rf"\b(?P<limit>since|after|before|prior\sto|until|till|up\sto\sand\sincluding|up\s(?:to|until)|through|by|between|from|starting)"
    rf"(?:{GAP}(?:the|on|in|at|about|around|late))?{GAP}$",
    re.IGNORECASE,
)
_OPEN_ENDS = re.compile(
    rf"""{GAP}(?:
      (?P<since>onwards?|forward|on(?=\s*(?:[,.?!;]|$))|(?:until|till|to|up{GAP}to|and){GAP}(?:now|the{GAP}present|date)
        |(?:or|and){GAP}(?:later|afterwards|since))
    | (?P<until>(?:or|and){GAP}(?:earlier|before))
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
"""After an expression: "from 1 June onwards", "in 2022 or earlier"."""
_WITHIN = re.compile(rf"(?:(?:,|[’']s)?{GAP}(?:of{GAP}|in{GAP}|on{GAP}|during{GAP})?(?:the{GAP})?|\s?)", re.IGNORECASE)
_WITHIN_WEAK = re.compile(rf"(?:,?{GAP}(?:of{GAP})?(?:the{GAP})?|\s?)", re.IGNORECASE)
_TO = re.compile(
    rf"\s?[–—-]\s?|{GAP}(?:to|through|thru|until|till|up{GAP}to|and|or|&){GAP}(?:(?:in|on|at|by|over|during){GAP})?(?:the{GAP})?",
    re.IGNORECASE,
)
_AND = re.compile(r"\b(?:and|or)\b|&", re.IGNORECASE)
_LIST = re.compile(rf",{GAP}(?:and{GAP}|or{GAP})?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phrase:
    """One or two expressions with what goes with them.

    `last` is where a range ends; it is `listed` where "and" or "or" joins the two. `limit` is as in "since".
    """

    span: Span
    near: Near
    recurs: relativedelta | None = None
    weak: bool = False
    limit: str = ""
    last: "Phrase | None" = None
    listed: bool = False


def phrases(text: str) -> list[Phrase]:
    """The time expressions of a text, each with its part, limit and range, in order."""
    singles = _within_one_another(text, [_with_part(text, anchor) for anchor in _anchors(text)])
    return [_with_limit(text, phrase) for phrase in _ranges(text, singles) if not phrase.weak]


def _anchors(text: str) -> list[Anchor]:
    """What the rules find, the leftmost and longest where they overlap."""
    found = [anchor for pattern, make in _RULES for match in pattern.finditer(text) if (anchor := make(match))]
    kept: list[Anchor] = []
    for anchor in sorted(found, key=lambda anchor: (anchor.span[0], -anchor.span[1])):
        if not kept or anchor.span[0] >= kept[-1].span[1]:
            kept.append(anchor)
    return kept


def _with_part(text: str, anchor: Anchor) -> Phrase:
    """The expression with the part that stands before it: "the first half of", "late", "the end of"."""
    match = _PART.search(text, max(0, anchor.span[0] - _WINDOW), anchor.span[0])
    if not match or (match["around"] and anchor.weak):  # "the week of the year"
        return Phrase(anchor.span, anchor.near, anchor.recurs, anchor.weak)
    return Phrase((match.start(), anchor.span[1]), _parted(anchor.near, match), anchor.recurs)


def _parted(near: Near, match: re.Match[str]) -> Near:
    part, number = _part(match)

    def parted(day: date) -> Stretch | None:
        whole = near(day)
        if whole is None:
            return None
        if match["begun"]:
            return whole[0], moved(whole[0], units=6)
        if match["upto"]:
            return moved(moved(whole[1], units=-1, unit=match["upto"].lower()), units=1), whole[1]
        return unit_around(whole[0], "week") if part == "around" else part_of(whole, part, number)

    return parted


def _part(match: re.Match[str]) -> tuple[str, int]:
    """The part that is named, and which or how many of it."""
    named = {name: words.lower() for name, words in match.groupdict().items() if words}
    if "third" in named:
        return named["third"], 0
    if "edge" in named:
        return _EDGES[named["edge"]], 0
    if "unit" in named:
        return named["unit"], count(named.get("count", "few"))[1] * (1 if named["end"] == "first" else -1)
    name = next(iter(named))
    return name, 0 if name in ("around", "begun", "upto") else ordinal(named[name])


def _within_one_another(text: str, found: Sequence[Phrase]) -> list[Phrase]:
    """Neighbours of which one says when the other was: "June" "2021", "Monday" "of last week", "in 2019" "in June"."""
    joined: list[Phrase] = []
    for phrase in found:
        before = joined[-1] if joined else None
        if before and _belong_together(text, before, phrase):
            joined[-1] = _joined(before, phrase)
        else:
            joined.append(phrase)
    return joined


def _joined(one: Phrase, other: Phrase) -> Phrase:
    span = (one.span[0], other.span[1])
    if one.recurs and other.recurs:  # "a Monday in June" may be any
        return replace(other if one.recurs == WEEKLY else one, span=span, weak=False)
    small, large = (one, other) if one.recurs else (other, one)
    return Phrase(span, _inside(small, large))


def _belong_together(text: str, one: Phrase, other: Phrase) -> bool:
    if one.recurs == other.recurs or (one.weak and not one.recurs) or (other.weak and not other.recurs):
        return False
    gap = _WITHIN_WEAK if one.weak or other.weak else _WITHIN
    return bool(gap.fullmatch(text, one.span[1], other.span[0]))


def _inside(small: Phrase, large: Phrase) -> Near:
    """The time when `small` came in `large`; all of `large` where it came more than once, None if it did not."""

    def near(day: date) -> Stretch | None:
        whole = large.near(day)
        part = whole and small.near(whole[1])
        if not whole or not part or not small.recurs:
            return None
        if part[1] > whole[1] and whole[1] - whole[0] < _TWO_YEARS:  # the winter of 2020-21 lies across its new year
            part = small.near(moved(part[0], units=-1))
        elif whole[0] + small.recurs <= whole[1]:
            return whole
        return part if part and part[1] >= whole[0] else None

    return near


def _ranges(text: str, found: Sequence[Phrase]) -> list[Phrase]:
    """Phrases of which the second ends what the first begins ("from Monday to Wednesday", "in 2019 and 2020")."""
    ranges: list[Phrase] = []
    for phrase in found:
        before = ranges[-1] if ranges else None
        if before and _connected(text, before, phrase):
            span = (before.span[0], phrase.span[1])
            listed = bool(_AND.search(text, before.span[1], phrase.span[0]))
            ranges[-1] = Phrase(span, before.near, before.recurs, last=replace(phrase, weak=False), listed=listed)
        else:
            ranges.append(phrase)
    return ranges


def _connected(text: str, one: Phrase, other: Phrase) -> bool:
    gap = (one.span[1], other.span[0])
    if one.weak and other.weak and text[slice(*gap)].strip().lower() in ("and", "or"):  # "May and June said"
        return False
    alike = one.recurs == other.recurs and not one.weak
    return bool(_TO.fullmatch(text, *gap) or (alike and _LIST.fullmatch(text, *gap)))


def _with_limit(text: str, phrase: Phrase) -> Phrase:
    match = _LIMIT.search(text, max(0, phrase.span[0] - _WINDOW), phrase.span[0])
    limit = _LIMITS[" ".join(match["limit"].lower().split())] if match else ""
    opened = _OPEN_ENDS.match(text, phrase.span[1]) if limit in ("", "from", "between") else None
    if opened:
        limit = "since" if opened["since"] else "until"
    if phrase.last and not (phrase.listed and limit == "since"):
        limit = ""
    return replace(phrase, span=(match.start() if match else phrase.span[0], phrase.span[1]), limit=limit)
