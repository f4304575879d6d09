"""Names that browsers give to files, made into paths that stay inside a folder on any system."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from hashlib import sha256
from itertools import count
from pathlib import Path, PurePosixPath

_LONGEST = 120
"""Bytes of one part of a path; file systems take 255, and a number or a suffix may be added."""
_DEEPEST = 12
"""Folders inside each other; those further out are left away."""
_NO_NAME = "unnamed"

_SEPARATORS = re.compile(r"[/\\]+")
_UNFIT = re.compile(r'[<>:"|?*]')
"""What Windows has in no name; a library may be moved there."""
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.I)
_SUFFIXES = re.compile(r"(?:\.tar)?\.[A-Za-z0-9]{1,8}$")
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Unicode's categories of controls, overrides of direction, halves of characters and what is none."""
_JOINER = "\u200d"
"""Holds emoji and letters of some scripts together."""


def safe_path(name: str) -> PurePosixPath:
    """`name`, a file's name or its path in a dropped folder, as a relative path without anything unusual in it.

    Two names may give the same path. Whoever writes there asks `free_path`.
    """
    parts = [part for part in _SEPARATORS.split(name) if part.strip(" .")]
    return PurePosixPath(*[_safe_part(part) for part in parts[-_DEEPEST:]] or [_NO_NAME])


def free_path(folder: Path, name: PurePosixPath, *, taken: Collection[Path]) -> Path:
    """Where in `folder` the file `name` goes: the path itself, numbered where it is `taken` or a folder stands there.

    A file that is already there is not in the way, unless a folder is needed in its place.
    """
    place = folder
    for part in name.parts[:-1]:
        place = next(
            path for path in _numbered(place / part) if path not in taken and (path.is_dir() or not path.exists())
        )
    return next(path for path in _numbered(place / name.name) if path not in taken and not path.is_dir())


def _numbered(path: Path) -> Iterator[Path]:
    """`path`, then "name (2).txt", "name (3).txt" and so on."""
    yield path
    stem, suffix = _split(path.name)
    yield from (path.with_name(f"{stem} ({number}){suffix}") for number in count(2))


def _safe_part(part: str) -> str:
    visible = "".join(character for character in unicodedata.normalize("NFC", part) if _is_visible(character))
    name = " ".join(_UNFIT.sub("_", visible).split()).rstrip(" .") or _NO_NAME
    return _shortened(f"_{name}" if _RESERVED.match(name) else name)


def _is_visible(character: str) -> bool:
    return character == _JOINER or unicodedata.category(character) not in _INVISIBLE


def _shortened(name: str) -> str:
    """`name`, its middle left out where it is too long; eight digits keep two long names apart."""
    if len(name.encode()) <= _LONGEST:
        return name
    stem, suffix = _split(name)
    digits = sha256(name.encode()).hexdigest()[:8]
    kept = stem.encode()[: _LONGEST - len(suffix) - len(digits) - 1].decode(errors="ignore").rstrip()
    return f"{kept}-{digits}{suffix}"


def _split(name: str) -> tuple[str, str]:
    """The stem and the suffix: "a" and ".tar.gz" of "a.tar.gz"."""
    suffix = _SUFFIXES.search(name)
    start = suffix.start() if suffix and suffix.start() else len(name)
    return name[:start], name[start:]
