"""The lines of a PDF page, with their place and size."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import normalize

from assistant.ingestion.cleaning import clean_line

if TYPE_CHECKING:
    from pypdf import PageObject

_FORMS_OF_LETTERS = re.compile("[\ufb00-\ufdff\ufe70-\ufefc]+")
"""Ligatures ("ﬁ") and the forms of Arabic letters at the start, middle and end of words, as fonts draw them."""
_LOOSE_HYPHEN = re.compile(r"(?<=[^\W\d_]) \u2010$")
"""A line end's hyphen that was drawn by itself, and so came away from its word."""
_FARTHEST = 1e6


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: where it begins (`x` to the right, `y` upwards) and how large its letters are, in points."""

    text: str
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text that was drawn in one go."""

    text: str
    x: float
    y: float
    size: float


def lines_of_page(page: "PageObject") -> list[Line]:
    """The lines of a page in the order in which they were drawn, which mostly is the order of reading."""
    pieces: list[_Piece] = []

    def visit(text: str, user: Sequence[float], matrix: Sequence[float], _: object, size: float) -> None:
        head, *others = text.split("\n")
        placed = _Piece(head, *_place(user, matrix), _size(user, matrix, size))
        pieces.append(placed)
        pieces.extend(_Piece(f"\n{other}", placed.x, placed.y, placed.size) for other in others)

    page.extract_text(visitor_text=visit)
    return _joined(pieces)


def _joined(pieces: list[_Piece]) -> list[Line]:
    """The pieces of each line together; a line stands where its first words do and is as large as its longest piece."""
    rows: list[list[_Piece]] = [[]]
    for piece in pieces:
        if piece.text.startswith("\n"):
            rows.append([])
        if piece.text.strip() or (rows[-1] and piece.text.strip("\n")):
            rows[-1].append(piece)
    lines = (_line(row) for row in rows if row)
    return [line for line in lines if line.text]


def _line(row: list[_Piece]) -> Line:
    drawn = "".join(piece.text for piece in row).replace("\u00ad", "\u2010")
    text = clean_line(_FORMS_OF_LETTERS.sub(lambda match: normalize("NFKC", match[0]), drawn))
    return Line(_LOOSE_HYPHEN.sub("\u2010", text), row[0].x, row[0].y, max(row, key=lambda piece: len(piece.text)).size)


def _place(user: Sequence[float], matrix: Sequence[float]) -> tuple[float, float]:
    x = matrix[4] * user[0] + matrix[5] * user[2] + user[4]
    y = matrix[4] * user[1] + matrix[5] * user[3] + user[5]
    return _finite(x), _finite(y)


def _size(user: Sequence[float], matrix: Sequence[float], size: float) -> float:
    """The size of a font after both matrices: the square root of how much they scale an area."""
    scale = (matrix[0] * matrix[3] - matrix[1] * matrix[2]) * (user[0] * user[3] - user[1] * user[2])
    return max(0.1, _finite(size * math.sqrt(abs(_finite(scale)))))


def _finite(value: float) -> float:
    """The value within the bounds of any page; 0 for what is no number."""
    return min(max(value, -_FARTHEST), _FARTHEST) if value == value else 0.0
