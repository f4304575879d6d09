"""Lines of pages to paragraphs: running heads left out, lines joined, words that were hyphenated made whole."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, takewhile
from statistics import quantiles

from assistant.ingestion.formats.pdf_lines import Line

_EDGE_LINES = 3
"""How many lines at the top and the bottom of a page may be running heads and feet."""
_NEARLY = 6
"""Points by which the height of running heads may differ."""
_PAGE_NUMBER = re.compile(
    r"\W{0,3}(?:(?:page|p\.?|seite|pagina|página)\s{0,3})?\d{1,4}(?:\s{0,3}(?:of|/|von|de)\s{0,3}\d{1,4})?\W{0,3}", re.I
)
_DIGITS = re.compile(r"\d+")
_SAME_SIZE = 0.15
_LARGE = 1.2
_HEAD = 8
_WIDER_GAP = 1.25
_INDENT, _WIDEST_INDENT = 0.6, 5
_FULL = 0.72
"""From this share of its column's longest line on, a line ended because the next word had no room.

Characters are counted, not points, and letters differ in width: 0.72 lets lines of wide letters be full.
"""
_NEIGHBOURS = 5
_ENDS = tuple(".!?…:") + tuple(f"{mark}{quote}" for mark in ".!?…" for quote in ("”", '"', "’", "'", ")", "»"))
_HYPHENATED = re.compile(r"(?P<part>[^\W\d_]+)[-\u2010]$")
_CUT = re.compile(r"\w[-\u2010]$")
_LONGEST_PART = 60
_NO_SPACE = re.compile(r"\S[—–/]$|\w[-\u2010]$")
_FIRST_PART = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_SHORTEST_PART = 3
_COMPOUNDS = frozenset(
    "based led backed owned run related style wing old year elect born made held wide long short term time level "
    "scale profile ranking century person hour minute month week day mile page foot point".split()
)
"""What stands after a hyphen that is the word's own: "state-\\nbacked" stays "state-backed"."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or heading, and its size in points."""

    text: str
    size: float


def paragraphs(pages: list[list[Line]]) -> list[Block]:
    """The paragraphs of all pages in order; one that runs on over a page's or column's end is whole."""
    lines = [line for page in _without_running_lines(pages) for line in page]
    if not lines:
        return []
    leading, known = _leading(lines), _words(lines)
    blocks: list[list[Line]] = [[lines[0]]]
    for number in range(1, len(lines)):
        if _begins_paragraph(lines, number, leading=leading):
            blocks.append([])
        blocks[-1].append(lines[number])
    return [Block(_join([line.text for line in block], known), block[0].size) for block in blocks]


def title_block(blocks: list[Block]) -> Block | None:
    """The largest of the first blocks, if it is clearly larger than the text."""
    sizes: Counter[float] = Counter()
    for block in blocks:
        sizes[round(block.size, 1)] += len(block.text)
    if len(blocks) < 2:
        return None
    largest = max(blocks[:_HEAD], key=lambda block: block.size)
    body = sizes.most_common(1)[0][0]
    return largest if largest.size >= _LARGE * body and len(largest.text) <= 300 else None


def _without_running_lines(pages: list[list[Line]]) -> list[list[Line]]:
    """The pages without page numbers, and without what stands at the same edge of a third of them, and of two.

    A third, because left and right pages may have heads of their own.
    """
    seen = Counter(place for page in pages for place in {_place(line) for edge in _edges(page) for line in edge})
    often = {place for place, times in seen.items() if times >= max(2, len(pages) / 3)}
    running = [
        {line for edge in _edges(page) for line in takewhile(lambda line: _is_running(line, often), edge)}
        for page in pages
    ]
    return [[line for line in page if line not in out] for page, out in zip(pages, running, strict=True)]


def _edges(page: list[Line]) -> tuple[list[Line], list[Line]]:
    """The lines at the bottom and at the top of a page, from the outermost inwards."""
    by_height = sorted(page, key=lambda line: line.y)
    return by_height[:_EDGE_LINES], by_height[::-1][:_EDGE_LINES]


def _is_running(line: Line, often: set[tuple[str, int]]) -> bool:
    return _place(line) in often or bool(_PAGE_NUMBER.fullmatch(line.text))


def _place(line: Line) -> tuple[str, int]:
    """A line's height, and its words with all numbers made equal: "Page 3" and "Page 12" have one place."""
    return _DIGITS.sub("0", line.text.casefold()), round(line.y / _NEARLY)


def _leading(lines: list[Line]) -> float:
    """The distance from line to line inside paragraphs, in sizes of the font: the lower quartile of all distances."""
    gaps = [
        (line.y - following.y) / line.size
        for line, following in pairwise(lines)
        if _same_size(line, following) and 0.5 * line.size < line.y - following.y < 3 * line.size
    ]
    return quantiles(gaps, n=4, method="inclusive")[0] if len(gaps) > 1 else 1.2


def _begins_paragraph(lines: list[Line], number: int, *, leading: float) -> bool:
    """Whether a line begins a new paragraph, by its size, distance, indent, or the room left in the line before it."""
    before, line = lines[number - 1], lines[number]
    if not _same_size(before, line) or _has_room(lines, number):
        return True
    down = (before.y - line.y) / line.size
    if down <= 0:
        return before.text.endswith(_ENDS)
    return down > _WIDER_GAP * leading or _is_indented(lines, number, leading=leading)


def _is_indented(lines: list[Line], number: int, *, leading: float) -> bool:
    """Whether a line stands in from the line before it, or from the line close below that continues its paragraph."""
    before, line = lines[number - 1], lines[number]
    after = lines[number + 1] if number + 1 < len(lines) else before
    continues = 0 < line.y - after.y <= _WIDER_GAP * leading * line.size and _same_size(line, after)
    margin = min(before.x, after.x) if continues else before.x
    return _INDENT * line.size < line.x - margin < _WIDEST_INDENT * line.size


def _has_room(lines: list[Line], number: int) -> bool:
    """Whether the first word of a line would have fitted in the line before it."""
    before, line = lines[number - 1], lines[number]
    if _CUT.search(before.text[-_LONGEST_PART:]):
        return False
    near = lines[max(0, number - _NEIGHBOURS) : number + _NEIGHBOURS]
    width = max(len(other.text) for other in near if _same_size(other, line))
    return len(before.text) + 1 + len(line.text.split(" ", 1)[0]) < _FULL * width


def _same_size(line: Line, other: Line) -> bool:
    return abs(line.size - other.size) <= _SAME_SIZE * max(line.size, other.size)


def _join(lines: list[str], known: frozenset[str]) -> str:
    """The lines of a paragraph as one."""
    glued = (_glued(line, following, known) for line, following in pairwise(lines))
    return "".join((*glued, lines[-1]))


def _glued(line: str, following: str, known: frozenset[str]) -> str:
    """A line with what parts it from the line that follows: a space, a hyphen or nothing."""
    end = line[-_LONGEST_PART:]
    cut, first = _HYPHENATED.search(end), _FIRST_PART.match(following)
    if not cut or not first:
        return line if _NO_SPACE.search(end) else f"{line} "
    return f"{line[:-1]}-" if _keeps_hyphen(cut["part"], first[0], known) else line[:-1]


def _keeps_hyphen(part: str, following: str, known: frozenset[str]) -> bool:
    """Whether the hyphen between the parts of a word is its own ("US-led") and not the line end's ("re-porters")."""
    if not following[0].islower() or (part.isupper() and len(part) > 1):
        return True
    whole, hyphenated = (f"{part}{hyphen}{following}".lower() for hyphen in ("", "-"))
    if whole in known or hyphenated in known:
        return whole not in known
    are_words = part.lower() in known and following in known and min(len(part), len(following)) >= _SHORTEST_PART
    return following in _COMPOUNDS or are_words


def _words(lines: list[Line]) -> frozenset[str]:
    """The words of the text in lower case, without those that a line's end may have cut."""
    return frozenset(word.lower().replace("\u2010", "-") for text in _whole(lines) for word in _WORD.findall(text))


def _whole(lines: list[Line]) -> Iterator[str]:
    """Each line without the parts of words at its ends."""
    was_cut = False
    for line in lines:
        words = line.text.split()
        first = 1 if was_cut else 0
        was_cut = bool(_HYPHENATED.search(line.text[-_LONGEST_PART:]))
        yield " ".join(words[first : len(words) - was_cut])
