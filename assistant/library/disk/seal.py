"""Checksums of an index's files, kept beside them: whether they are what was last saved.

Every byte is read, for a single changed one may crash the process that loads the index or hide passages from it:
115 MB of 50,000 passages take 0.1 s. A CRC finds any change of up to 32 bits in a row, and all but one in
4,000,000,000 others; it is no seal against somebody who means harm.
"""

import json
import os
import time
import zlib
from dataclasses import asdict, dataclass, field
from pathlib import Path

DATABASE = "chroma.sqlite3"
_LEFTOVERS = (f"{DATABASE}-journal", f"{DATABASE}-wal")
"""What SQLite would play back over its file; they are there only while it is being written."""

_PIECE = 1 << 20

_RECENT = 2_000_000_000
"""Nanoseconds within which two changes of a file may bear the same time: as yet it proves nothing."""


@dataclass(frozen=True, slots=True)
class Saved:
    """One file as it was saved."""

    size: int
    changed: int
    """When, in nanoseconds."""
    checksum: int

    def looks_like(self, path: Path) -> bool:
        """Whether `path` has the size and the time of it; OSError where it cannot be looked at."""
        facts = path.stat()
        return (facts.st_size, facts.st_mtime_ns) == (self.size, self.changed)


@dataclass(frozen=True, slots=True)
class Seal:
    """The files of an index as they were last saved, and the state that it bears."""

    state: str = ""
    files: dict[str, Saved] = field(default_factory=dict)
    """By their path within the index; none for an index that was never sealed."""


def read_seal(path: Path) -> Seal:
    """The seal in the file `path`; an empty one where there is none, or none that can be read."""
    try:
        told = json.loads(path.read_bytes())
        return Seal(str(told["state"]), {name: Saved(**saved) for name, saved in told["files"].items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Seal()


def write_seal(path: Path, seal: Seal) -> None:
    """Puts `seal` in the place of the one before it in one step."""
    part = path.with_name(f"{path.name}.new")
    part.write_text(json.dumps(asdict(seal)))
    part.replace(path)


def sealed(folder: Path, before: Seal) -> Seal:
    """The index in `folder` as it is now; what has not changed since `before` is not read again."""
    now = time.time_ns()
    names = (str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    return Seal(before.state, {name: _saved(folder / name, before.files.get(name), now) for name in names})


def looks_changed(folder: Path, seal: Seal) -> bool:
    """Whether sizes or times tell that the index in `folder` is not the sealed one; they need not."""
    try:
        return not seal.files or not all(saved.looks_like(folder / name) for name, saved in seal.files.items())
    except OSError:
        return True


def find_damage(folder: Path, seal: Seal, *, but: str = "") -> str:
    """What is wrong with the index in `folder`, for people; "" where it is what was saved, the file `but` aside."""
    if not seal.files:
        return "nothing tells what was saved"
    for name in _LEFTOVERS:
        if not but and (folder / name).exists():
            return f"{name} was left beside it"
    for name, saved in seal.files.items():
        if name != but and (problem := _problem(folder / name, saved)):
            return f"{Path(name).name} {problem}"
    return ""


def _saved(path: Path, before: Saved | None, now: int) -> Saved:
    if before and before.looks_like(path) and abs(now - before.changed) > _RECENT:
        return before
    facts = path.stat()
    return Saved(facts.st_size, facts.st_mtime_ns, _checksum(path))


def _problem(path: Path, saved: Saved) -> str:
    try:
        if path.stat().st_size != saved.size:
            return "is longer or shorter than what was saved"
        return "" if _checksum(path) == saved.checksum else "is not what was saved"
    except FileNotFoundError:
        return "is gone"
    except OSError as error:
        return f"cannot be read ({os.strerror(error.errno or 0)})"


def _checksum(path: Path) -> int:
    checksum, piece = 0, bytearray(_PIECE)
    with path.open("rb", buffering=0) as file:
        while length := file.readinto(piece):
            checksum = zlib.crc32(memoryview(piece)[:length], checksum)
    return checksum
