"""Paragraphs and sentences of a news text, as exact spans.

Offsets are what citations stand on, so nothing here changes the text: a span is found, never a copy made.
"""

import re

from assistant.types import Span

_TITLES = frozenset(
    "mr mrs ms dr gen lt col sgt cpl capt maj cmdr adm brig sen rep gov prof rev hon pres amb supt det insp "
    "st mt ft vs etc viz al fig sec messrs msgr".split()
)
"""Abbreviations that are followed by what they belong to: they never end a sentence."""

_NUMBERED = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec no nos vol pp p art ch".split())
"""Abbreviations that do not end a sentence before a figure."""

_OPEN_ENDED = frozenset("inc corp co ltd llc plc bros jr sr ph.d m.d b.a m.a d.c a.m p.m u.s u.k u.n e.u u.a.e".split())
"""Abbreviations that end a sentence only where the next word is one that sentences start with."""

_STARTERS = frozenset(
    "the a an he she it they we i you his her its their our this that these those there here in on at by for from "
    "with after before during since as if when while but and or yet so however still also then now meanwhile "
    "what who how why where earlier later last next both some many most all one two no not".split()
)

_SAYING = r"(?:said|says|asked|asks|added|told|wrote|tweeted|replied|recalled|joked|cried)"

_END = re.compile(r"(?:[.!?…]+|[。！？।؟۔]+)[\"'”’»)\]]*")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_CLOSED_QUESTION = re.compile(rf"[!?][\"”’]+\s+(?:[A-Z][\w’'.-]*\s+){{1,4}}{_SAYING}\b")
_WORD_BEFORE = re.compile(r"[\w.]+$")
_WORD_AFTER = re.compile(r"[^\w]*([\w’']+)")
_TERMINAL = '.!?…:;。！？"”’)'
_WRAPPED = 45
"""A line at least this long that stops without punctuation goes on in the next one (a hard-wrapped text)."""


def paragraph_spans(text: str) -> list[Span]:
    """The paragraphs of `text`, stripped of white space, in order.

    A blank line separates paragraphs; so does a line break, unless the line before it is long and stops in the
    middle of a sentence, as in text wrapped at a fixed width.
    """
    spans: list[Span] = []
    start = 0
    for gap in _BLANK_LINE.finditer(text):
        spans.extend(_block_spans(text, start, gap.start()))
        start = gap.end()
    spans.extend(_block_spans(text, start, len(text)))
    return spans


def sentence_spans(text: str) -> list[Span]:
    """The sentences of `text`, stripped of white space, in order and without overlap; none crosses a paragraph."""
    return [span for start, end in paragraph_spans(text) for span in _split_paragraph(text, start, end)]


def _block_spans(text: str, start: int, end: int) -> list[Span]:
    spans: list[Span] = []
    line_start = piece_start = start
    while line_start <= end:
        line_end = text.find("\n", line_start, end)
        if line_end < 0:
            line_end = end
        if line_end == end or not _goes_on(text, line_start, line_end):
            stripped = _strip(text, piece_start, line_end)
            if stripped:
                spans.append(stripped)
            piece_start = line_end + 1
        line_start = line_end + 1
    return spans


def _goes_on(text: str, line_start: int, line_end: int) -> bool:
    line = text[line_start:line_end].strip()
    return len(line) >= _WRAPPED and line[-1] not in _TERMINAL


def _split_paragraph(text: str, start: int, end: int) -> list[Span]:
    spans: list[Span] = []
    sentence_start = start
    for mark in _END.finditer(text, start, end):
        if mark.end() < end and _ends_sentence(text, mark, end):
            stripped = _strip(text, sentence_start, mark.end())
            if stripped:
                spans.append(stripped)
            sentence_start = mark.end()
    stripped = _strip(text, sentence_start, end)
    if stripped:
        spans.append(stripped)
    return spans


def _ends_sentence(text: str, mark: re.Match[str], end: int) -> bool:
    if mark.group()[0] in "。！？":
        return True
    after = text[mark.end() : min(end, mark.end() + 60)]
    if not after[0].isspace():
        return False
    following = after.lstrip()
    if not following or following[0].islower() or following[0] in ",;:)":
        return False
    if mark.group()[0] in "!?":
        return not _CLOSED_QUESTION.match(text, mark.start(), min(end, mark.end() + 120))
    return mark.group() != "." or not _is_abbreviation(text, mark.start(), following)


def _is_abbreviation(text: str, dot: int, following: str) -> bool:
    before = _WORD_BEFORE.search(text[max(0, dot - 20) : dot])
    if not before:
        return False
    raw = before.group()
    word = raw.lower().strip(".")
    if word in _TITLES or (word in _NUMBERED and following[0].isdigit()):
        return True
    if word in _OPEN_ENDED or "." in word:
        return not _starts_sentence(following)
    return len(raw) == 1 and raw.isupper() and raw != "I"


def _starts_sentence(following: str) -> bool:
    word = _WORD_AFTER.match(following)
    return bool(word) and word.group(1).lower() in _STARTERS  # type: ignore[union-attr]


def _strip(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
