"""The files of the keyword index, looked at without Tantivy: whether they are what it wrote.

Tantivy ends each file of a segment with a footer, JSON that has the CRC-32 of all before it, the footer's length and a
magic number, both 32 bits; it checks the sum only when asked, and its Python package cannot ask. What is damaged gives
wrong answers, a panic, or a process that the system ends for reading behind the end of a file.
"""

import json
import os
import struct
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from assistant.errors import LibraryError

_META = "meta.json"
_SUFFIXES = (".idx", ".pos", ".term", ".store", ".fast", ".fieldnorm")
_END = struct.Struct("<II")
_MAGIC = 1337
_PIECE = 1 << 20
_LOOKS = 3
"""How often the list of files is read anew where one of them is gone: a writer may have merged them meanwhile."""
_Facts = tuple[int, int, int]
"""A file's number, size and time of change."""


class KeywordsDamaged(LibraryError):
    """The keyword index is not what was written; it must be made anew from the catalogue."""


@dataclass(frozen=True, slots=True)
class _Segment:
    """A part of the index: the names of its files, and how many passages are in it."""

    files: tuple[str, ...]
    passages: int


class KeywordFiles:
    """The files of one index, and how those looked that were found sound. Safe between threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sound: dict[str, _Facts] = {}

    def count(self) -> int:
        """How many passages the index says that it has; -1 where it cannot be read."""
        try:
            return sum(segment.passages for segment in self._segments())
        except KeywordsDamaged:
            return -1

    def check(self, *, anew: bool = False) -> None:
        """Reads every file that was not found sound before or has changed since; with `anew`, all of them.

        Raises:
            KeywordsDamaged: one of them is not what was written.
        """
        known = {} if anew else self._sound
        for look in range(_LOOKS):
            names = [name for segment in self._segments() for name in segment.files]
            try:
                self._sound = {name: _checked(self._folder / name, known.get(name)) for name in names}
                return
            except FileNotFoundError as error:
                if look == _LOOKS - 1:
                    raise damaged_by(f"{Path(error.filename).name} is gone") from error

    def require_unchanged(self) -> None:
        """Looks at each file, reading none: some microseconds each; those that a merge has deleted are passed over.

        Raises:
            KeywordsDamaged: a file that was found sound was changed since, which Tantivy never does.
        """
        for name, facts in list(self._sound.items()):
            with suppress(FileNotFoundError):
                if _facts(self._folder / name) != facts:
                    raise damaged_by(f"{name} was changed")
        if self._sound and not (self._folder / _META).exists():
            raise damaged_by(f"{_META} is gone")

    def _segments(self) -> list[_Segment]:
        """The segments; none of an index that is yet to be made."""
        meta = self._folder / _META
        if not meta.exists() and not any(path.suffix in _SUFFIXES for path in self._folder.glob("*")):
            return []
        try:
            return [_segment(told) for told in json.loads(meta.read_bytes())["segments"]]
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise damaged_by(f"{_META} cannot be read") from error


def _segment(told: Any) -> _Segment:  # noqa: ANN401 - JSON may be anything
    stem, deletes = told["segment_id"].replace("-", ""), told["deletes"]
    files = [stem + suffix for suffix in _SUFFIXES]
    if not deletes:
        return _Segment(tuple(files), int(told["max_doc"]))
    files.append(f"{stem}.{deletes['opstamp']}.del")
    return _Segment(tuple(files), int(told["max_doc"]) - int(deletes["num_deleted_docs"]))


def _checked(path: Path, known: _Facts | None) -> _Facts:
    facts = _facts(path)
    if facts != known and not _is_sound(path):
        raise damaged_by(f"{path.name} was changed")
    return facts


def _is_sound(path: Path) -> bool:
    """Whether what stands in a file has the sum that its footer names."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _END.size))
        end = file.read(_END.size)
        length, magic = _END.unpack(end) if len(end) == _END.size else (0, 0)
        body = size - _END.size - length
        if magic != _MAGIC or body < 0:
            return False
        file.seek(body)
        try:
            told = json.loads(file.read(length))["crc"]
        except (ValueError, KeyError, TypeError):
            return False
        file.seek(0)
        return bool(told == _sum(file, body))


def _sum(file: BinaryIO, length: int) -> int:
    """CRC-32 of the next `length` bytes."""
    found = 0
    while piece := file.read(min(_PIECE, length)):
        found, length = zlib.crc32(piece, found), length - len(piece)
    return found


def _facts(path: Path) -> _Facts:
    stat = path.stat()
    return stat.st_ino, stat.st_size, stat.st_mtime_ns


def damaged_by(what: str) -> KeywordsDamaged:
    """The error that tells `what` is wrong with the index, and what to do."""
    return KeywordsDamaged(
        f"The library's keyword index is damaged: {what}. It is made anew from the articles by the next command that "
        "writes, or now by `dateline rebuild`; nothing is lost."
    )
