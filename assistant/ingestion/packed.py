"""Archives of files (zip, tar, gzip): each member is unpacked into a private folder, read there and deleted again.

Nothing is ever unpacked under a name that the archive chose, nor more than the limits in `members` allow.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from assistant.errors import UnreadableFile
from assistant.ingestion.articles import Fields
from assistant.ingestion.cleaning import clean_line
from assistant.ingestion.detecting import HEAD
from assistant.ingestion.members import DAMAGED, PIECE, TOO_MUCH, Member, gzipped, members_of, most_of
from assistant.types import Skip

MOST_MEMBERS = 200_000

_LONGEST_NAME = 500
_DRIVE = re.compile(r"[A-Za-z]:")
_ODD = re.compile(r"[^A-Za-z0-9_.-]")

ReadFile = Callable[[Path], Iterator[Fields | Skip]]
Pick = Callable[[str, bytes], bool]
"""Whether a member of this name and start is read; raises `UnreadableFile` where the user is told why it is not."""


def read(path: Path, *, read_file: ReadFile, pick: Pick) -> Iterator[Fields | Skip]:
    """What the members of an archive hold, one unpacked at a time; their `member` is "/2022/a.html".

    A member that cannot be read is a `Skip`, and reading goes on. What stands before damage is read.

    Raises:
        UnreadableFile: it is no archive, is damaged, or unpacks to too much.
        OSError: it cannot be opened, or there is no room to unpack a member.
    """
    with TemporaryDirectory(prefix="dateline-") as name:
        members = members_of(path)
        if members is None:
            yield from _read_single(path, Path(name), read_file=read_file, pick=pick)
        else:
            yield from _read_members(members, Path(name), read_file=read_file, pick=pick, most=most_of(path))


def _read_members(
    members: Iterator[Member], folder: Path, *, read_file: ReadFile, pick: Pick, most: int
) -> Iterator[Fields | Skip]:
    seen: set[str] = set()
    unpacked = 0
    for member in _until_damage(members):
        if len(seen) == MOST_MEMBERS:
            raise UnreadableFile(f"holds more than {MOST_MEMBERS:,} files; those before were read. Unpack it")
        if unpacked > most:
            raise UnreadableFile(TOO_MUCH)
        place = f"/{_shown_name(member.name)}"
        obstacle = member.obstacle or _obstacle(member.name) or ("is in the archive twice" if place in seen else "")
        seen.add(place)
        if obstacle:
            yield Skip(place, obstacle)
            continue
        with _unpacked(member, folder, pick=pick) as file:
            if isinstance(file, Skip):
                yield Skip(place, file.reason)
            elif file:
                unpacked += file.stat().st_size
                yield from (_placed(entry, place) for entry in read_file(file))


def _until_damage(members: Iterator[Member]) -> Iterator[Member]:
    number = 0
    try:
        for member in members:
            number += 1
            yield member
    except DAMAGED as error:
        what = f"is damaged after {number} files, which were read" if number else "is damaged"
        raise UnreadableFile(f"{what}; fetch or pack it again") from error


def _read_single(path: Path, folder: Path, *, read_file: ReadFile, pick: Pick) -> Iterator[Fields | Skip]:
    """What a gzipped file holds; it is shown under the name it has packed."""
    name = path.name[: -len(".gz")] if path.name.lower().endswith(".gz") else path.name
    with _unpacked(gzipped(path, name=name), folder, pick=pick) as file:
        if isinstance(file, Skip):
            raise UnreadableFile(file.reason)
        if file:
            yield from read_file(file)


def _placed(entry: Fields | Skip, place: str) -> Fields | Skip:
    return Skip(place + entry.path, entry.reason) if isinstance(entry, Skip) else replace(entry, member=place)


@contextmanager
def _unpacked(member: Member, folder: Path, *, pick: Pick) -> Iterator[Path | Skip | None]:
    """The member as a file for as long as it is read; why it is none; or None if it is left out without a word."""
    target = folder / _plain_name(member.name)
    try:
        yield _unpack(member, target, pick=pick)
    finally:
        target.unlink(missing_ok=True)


def _unpack(member: Member, target: Path, *, pick: Pick) -> Path | Skip | None:
    size = 0
    try:
        with member.open() as stream, target.open("wb") as output:
            piece = stream.read(HEAD)
            if not pick(member.name.replace("\\", "/"), piece):
                return None
            while piece and size <= member.most:
                size += output.write(piece)
                piece = stream.read(PIECE)
    except UnreadableFile as error:
        return Skip("", str(error))
    except DAMAGED:
        return Skip("", "is damaged; fetch or pack it again")
    if size > member.most:
        return Skip("", f"unpacks to more than {member.most // 1_000_000} MB; unpack it into a folder if you trust it")
    return target


def _obstacle(name: str) -> str:
    """Why nothing is unpacked under this name; "" for most."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not parts or ".." in parts or parts[0].startswith("/") or _DRIVE.match(name) or "\0" in name:
        return "has a name that leads out of its archive"
    return "has a name that is too long" if len(name) > _LONGEST_NAME else ""


def _shown_name(name: str) -> str:
    plain = name.encode("utf-8", errors="surrogateescape").decode("utf-8", errors="backslashreplace")
    return clean_line(plain.replace("\\", "/").removeprefix("./"))[:_LONGEST_NAME]


def _plain_name(name: str) -> str:
    """The end of a member's name as any system takes it, with its suffix and the date in it."""
    return _ODD.sub("_", PurePosixPath(name.replace("\\", "/")).name)[-100:].lstrip(".") or "_"
