"""Plain text: one article a file."""

from collections.abc import Iterator
from pathlib import Path

from assistant.ingestion.articles import Fields
from assistant.ingestion.cleaning import clean, read_text
from assistant.ingestion.metadata.shown import read_shown

_NARROWEST, _WIDEST = 40, 120
"""Shorter lines are verses or lists, longer ones paragraphs: neither are lines of a page."""
_FEWEST_FULL = 3
_LIST_MARKS = ("-", "*", "•", "·", ">", "|")


def read(path: Path) -> Iterator[Fields]:
    """The article of a text file.

    Raises:
        UnreadableFile: it is empty, too large or not text.
    """
    yield read_shown(unwrap(clean(read_text(path))), name=path.stem)


def unwrap(text: str) -> str:
    """The text with the lines of each paragraph joined, if it was broken into lines of a fixed width.

    A break was made by the width where the next line's first word would not have fitted in the line before it. Other
    breaks (verses, tables, lists) stay, and so does the whole text unless most of its breaks are of that kind.
    """
    lines = text.split("\n")
    breaks = [number for number in range(len(lines) - 1) if lines[number] and lines[number + 1]]
    width = max((len(lines[number]) for number in breaks), default=0)
    full = {number for number in breaks if _is_full(lines[number], lines[number + 1], width=width)}
    if not _NARROWEST <= width <= _WIDEST or len(full) < max(_FEWEST_FULL, len(breaks) // 2):
        return text
    return "".join(line + (" " if number in full else "\n") for number, line in enumerate(lines)).strip()


def _is_full(line: str, following: str, *, width: int) -> bool:
    first_word = following.split(maxsplit=1)[0]
    return not following.startswith(_LIST_MARKS) and len(line) + 1 + len(first_word) > width
