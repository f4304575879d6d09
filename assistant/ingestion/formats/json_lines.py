"""JSON Lines, plain or gzipped: one article a line, of any number of lines."""

import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path

from assistant.errors import UnreadableFile
from assistant.ingestion.articles import Fields
from assistant.ingestion.cleaning import decode, is_binary
from assistant.ingestion.formats.json_article import load, read_entry
from assistant.types import Skip

LONGEST_LINE = 50_000_000
"""Bytes of the longest line that is read: no article has more, and a damaged file may have no line ends at all."""

_PIECE = 1 << 20
_DAMAGED = (EOFError, zlib.error, gzip.BadGzipFile)
_LINE_ENDS = ("\n", b"\n")
_GZIP = b"\x1f\x8b"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")

_Stream = io.BufferedReader | gzip.GzipFile


def read(path: Path) -> Iterator[Fields | Skip]:
    """The articles of the file in order, their place ":17" for line 17; a broken line is a `Skip` and reading goes on.

    Raises:
        UnreadableFile: it is empty, not text, or damaged; the lines before the damage have been given by then.
    """
    number = 0
    try:
        with _open(path) as stream, _as_text_if_utf_16(stream) as source:
            for number, line in enumerate(_lines(source), start=1):
                if line.strip():
                    yield _read_line(line, place=f":{number}")
    except _DAMAGED as error:
        raise UnreadableFile(f"is damaged after line {number}; what stands before it was read") from error
    if not number:
        raise UnreadableFile("is empty")


def count(path: Path) -> int:
    """How many lines the file has, up to where it may be damaged."""
    lines, last = 0, b"\n"
    try:
        with _open(path) as stream:
            while piece := stream.read(_PIECE):
                lines, last = lines + piece.count(b"\n"), piece[-1:]
    except _DAMAGED:
        return lines
    return lines + (last != b"\n")


def _open(path: Path) -> _Stream:
    with path.open("rb") as stream:
        is_packed = stream.read(2) == _GZIP
    return gzip.open(path, "rb") if is_packed else path.open("rb")


def _as_text_if_utf_16(stream: _Stream) -> _Stream | io.TextIOWrapper:
    """The stream itself, whose lines are bytes; as text only where the encoding has line ends of two bytes."""
    start = stream.peek(_PIECE)
    if start[:2] in _UTF_16:
        return io.TextIOWrapper(stream, "utf-16", "replace", newline="\n")
    if is_binary(start):
        raise UnreadableFile("is not text")
    if start.split(b"\n", 1)[0].strip() in (b"[", b"{"):
        raise UnreadableFile("is one JSON value over many lines; name it .json")
    return stream


def _lines(source: _Stream | io.TextIOWrapper) -> Iterator[bytes | str]:
    """The lines; of one that is too long only its start."""
    while line := source.readline(LONGEST_LINE):
        yield line
        while len(line) == LONGEST_LINE and line[-1:] not in _LINE_ENDS and (line := source.readline(LONGEST_LINE)):
            pass


def _read_line(line: bytes | str, *, place: str) -> Fields | Skip:
    if len(line) == LONGEST_LINE:
        return Skip(place, f"is longer than {LONGEST_LINE // 1_000_000} MB")
    try:
        text = line if isinstance(line, str) else decode(line)
        return read_entry(load(text.lstrip("\ufeff")), place=place)
    except UnreadableFile as error:
        return Skip(place, str(error))
