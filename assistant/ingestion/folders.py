"""A folder's files in their order, the ids that its articles have, and which links are followed."""

import os
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from assistant.ingestion.detecting import head_of

LEFT_OUT = re.compile(
    r"\.|~\$|__MACOSX$|(?:thumbs\.db|desktop\.ini)$|.*(?:~|\.part|\.tmp|\.lock|\.swp|\.crdownload)$", re.I
)
"""Names of hidden, temporary and lock files and of what operating systems leave behind."""


def list_files(folder: Path, *, follow_links: bool = False) -> Iterator[Path]:
    """The files below a folder in the order of their paths, which `read_articles` has, and folders it cannot open.

    A folder that links lead to a second time is not entered again; one outside, where a link leads, is not entered
    unless `follow_links` is set. The link is given instead.
    """
    waiting, entered = [folder], set()
    while waiting:
        path = waiting.pop()
        if not path.is_dir() or (not follow_links and leads_out(path, folder)):
            yield path
            continue
        try:
            place = os.path.realpath(path)
            inside = sorted(path.iterdir(), reverse=True) if place not in entered else []
        except OSError:
            yield path
            continue
        entered.add(place)
        waiting += [child for child in inside if not LEFT_OUT.match(child.name) and not _is_readme_file(child)]


def leads_out(path: Path, folder: Path) -> bool:
    """Whether a path in `folder` is a link, or the first of a chain of them, to what does not lie in that folder."""
    return path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def is_readme(name: str, head: bytes) -> bool:
    """Whether a file tells about its folder: a README without front matter, that is no article."""
    return name.lower() == "readme.md" and not head.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"---")


def folder_of(path: Path) -> Path:
    """The folder that ids are relative to: `path` itself, or the one that a file lies in."""
    return path.resolve() if path.is_dir() else path.parent.resolve()


def folder_key(path: Path) -> str:
    """What the ids of a folder's articles begin with: its name and 8 hex digits of its place.

    A file has the key of the folder it lies in, so that its articles keep their ids when the folder is read.
    """
    folder = folder_of(path)
    digits = sha256(os.fsencode(folder)).hexdigest()[:8]
    return f"{shown(folder.name) or 'root'}-{digits}"


def relative_path(path: Path, folder: Path) -> str:
    """A file's path in its folder, as skips and ids have it."""
    return shown(path.relative_to(folder).as_posix())


def shown(path: Path | str) -> str:
    """A path as text that can be stored and printed, also where its bytes are no UTF-8."""
    return os.fsencode(path).decode("utf-8", errors="backslashreplace")


def _is_readme_file(path: Path) -> bool:
    try:
        return path.name.lower() == "readme.md" and path.is_file() and is_readme(path.name, head_of(path))
    except OSError:
        return True
