"""What lies in an archive of files: the members of a zip or tar, one after the other, none unpacked yet.

Everything an archive says of itself is a claim: sizes are checked as bytes come out, names lead nowhere.
"""

import gzip
import io
import lzma
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, cast

from assistant.errors import UnreadableFile

LARGEST_MEMBER = 500_000_000
"""Bytes of the largest member that is unpacked."""
LARGEST_TOTAL = 20_000_000_000
"""Bytes that all of an archive may unpack to."""
LARGEST_RATIO = 200
"""How many times its size an archive may unpack to: texts give 3 to 20, deflated zeros 1,032."""
ALWAYS_ALLOWED = 20_000_000
"""Bytes that are unpacked whatever the ratio: a page of blanks is no attack."""
LARGEST_TABLE = 40_000_000
"""Bytes of the table at a zip's end: that of 200,000 members with names of 150 characters."""
PIECE = 32_768

DAMAGED = (
    *(zipfile.BadZipFile, tarfile.TarError, gzip.BadGzipFile, zlib.error, lzma.LZMAError, EOFError, struct.error),
    *(ValueError, OverflowError, NotImplementedError, RuntimeError, IndexError),
)
"""What Python's readers of archives raise for damaged ones; an `OSError` of the disk is none of these."""

TOO_MUCH = "unpacks to far more than its size; what came before was read. Unpack it into a folder if you trust it"
_LINK = "is a link or device, which is never followed"
_LOCAL_HEADER = struct.Struct("<4sHHHIIIIHH")
_ZIP64 = 0xFFFFFFFF
_END_OF_ZIP = 70_000
"""The last record of a zip and its longest comment lie in so many bytes."""
_GZIP = b"\x1f\x8b"
_COUNTED = 100_000_000
"""How many bytes of a packed tar are looked through to tell about how many articles it has."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive. `most` is how many bytes may come out of it; `obstacle` is why it cannot be read."""

    name: str
    open: Callable[[], IO[bytes]]
    most: int = LARGEST_MEMBER
    obstacle: str = ""


def members_of(path: Path) -> Iterator[Member] | None:
    """The members of a zip or tar, each to be opened before the next is asked for; None for one gzipped file.

    Iterating raises one of `DAMAGED` where the archive breaks off, and `UnreadableFile` where it unpacks to too much.

    Raises:
        UnreadableFile: it is no archive.
        OSError: it cannot be opened.
    """
    with path.open("rb") as stream:
        start = stream.read(2)
    if start == b"PK":
        return _zip_members(path)
    if _is_tar(path):
        return _tar_members(path)
    if start == _GZIP:
        return None
    raise UnreadableFile("is no archive that can be opened; pack it again, or give it the suffix of what it is")


def gzipped(path: Path, *, name: str) -> Member:
    """A gzipped file as the only member of itself."""
    return Member(name, partial(_opened, path), most=min(LARGEST_MEMBER, most_of(path)))


def most_of(path: Path) -> int:
    """How many bytes an archive may unpack to."""
    return min(LARGEST_TOTAL, max(ALWAYS_ALLOWED, LARGEST_RATIO * path.stat().st_size))


def count(path: Path, *, estimate: Callable[[str, int], int]) -> int:
    """About how many articles the archive holds; `estimate` tells it of a file by its name and size in bytes.

    Of a tar only the first 100 MB are looked through.
    """
    try:
        if zipfile.is_zipfile(path):
            with _opened_zip(path) as archive:
                return sum(estimate(info.filename, info.file_size) for info in archive.infolist())
        if _is_tar(path):
            return sum(estimate(name, size) for name, size in _tar_sizes(path))
    except (*DAMAGED, UnreadableFile):
        return 1
    return max(1, estimate(path.name.lower().removesuffix(".gz"), 4 * path.stat().st_size))


def _zip_members(path: Path) -> Iterator[Member]:
    if not zipfile.is_zipfile(path):
        yield from _members_before_the_end(path)
    with _opened_zip(path) as archive:
        for info in archive.infolist():
            if not info.is_dir():
                opened = partial(archive.open, info)
                yield Member(info.orig_filename, opened, _most_of_member(info), _zip_obstacle(info))


def _opened_zip(path: Path) -> zipfile.ZipFile:
    """The archive, whose table of members Python holds as a whole, at ten times its size.

    Raises:
        UnreadableFile: the table is too large for that.
    """
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - _END_OF_ZIP))
        end = stream.read()
    at, at_large = end.rfind(b"PK\x05\x06"), end.rfind(b"PK\x06\x06")
    size = int.from_bytes(end[at + 12 : at + 16], "little")
    if size == _ZIP64 and at_large >= 0:
        size = int.from_bytes(end[at_large + 40 : at_large + 48], "little")
    if size > LARGEST_TABLE:
        raise UnreadableFile("lists far too many files; unpack it into a folder if you trust it")
    return zipfile.ZipFile(path)


def _members_before_the_end(path: Path) -> Iterator[Member]:
    """The members of a zip that lost its end, and with it its table, by the header before each of them.

    Raises:
        BadZipFile: always, where it breaks off or a header does not say how long its member is.
    """
    end, position = path.stat().st_size, 0
    with path.open("rb") as stream:
        while True:
            stream.seek(position)
            info, position = _local_header(stream)
            if position + info.compress_size > end:
                raise zipfile.BadZipFile("breaks off")
            opened = partial(_slice, path, position, info)
            position += info.compress_size
            if not info.is_dir():
                yield Member(info.filename, opened, _most_of_member(info), _zip_obstacle(info))


def _local_header(stream: IO[bytes]) -> tuple[zipfile.ZipInfo, int]:
    """What the header at this position says, and where the member's bytes begin.

    Raises:
        BadZipFile: there is no header, or none that says how long the member is.
    """
    header = stream.read(_LOCAL_HEADER.size)
    if len(header) < _LOCAL_HEADER.size:
        raise zipfile.BadZipFile("breaks off")
    magic, _, flags, method, _, crc, packed, unpacked, name_length, extra_length = _LOCAL_HEADER.unpack(header)
    if magic != b"PK\x03\x04" or flags & 0x8 or packed == _ZIP64:
        raise zipfile.BadZipFile("breaks off")
    name = stream.read(name_length).decode("utf-8" if flags & 0x800 else "cp437", errors="replace")
    info = zipfile.ZipInfo(name or "_")
    info.flag_bits, info.compress_type, info.CRC = flags, method, crc
    info.compress_size, info.file_size = packed, unpacked
    return info, stream.tell() + extra_length


def _slice(path: Path, position: int, info: zipfile.ZipInfo) -> IO[bytes]:
    stream = path.open("rb")
    stream.seek(position)
    return cast(IO[bytes], zipfile.ZipExtFile(stream, "r", info, close_fileobj=True))


def _most_of_member(info: zipfile.ZipInfo) -> int:
    return min(LARGEST_MEMBER, max(ALWAYS_ALLOWED, LARGEST_RATIO * info.compress_size))


def _zip_obstacle(info: zipfile.ZipInfo) -> str:
    if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
        return _LINK
    return "is encrypted; pack it without a password" if info.flag_bits & 0x1 else ""


def _tar_members(path: Path) -> Iterator[Member]:
    with _Counted(_opened(path), most=most_of(path)) as stream, tarfile.open(fileobj=stream, mode="r:") as archive:
        for info in _infos(archive):
            if not info.isdir():
                yield Member(info.name, partial(_extracted, archive, info), obstacle="" if info.isreg() else _LINK)
        if stream.last.strip(b"\0") or len(stream.last) < tarfile.BLOCKSIZE:
            raise tarfile.ReadError("has no end")


def _tar_sizes(path: Path) -> Iterator[tuple[str, int]]:
    with _Counted(_opened(path), most=_COUNTED) as stream, tarfile.open(fileobj=stream, mode="r:") as archive:
        for info in _infos(archive):
            if info.isreg():
                yield info.name, info.size
            if archive.fileobj is None or info.offset_data + info.size > _COUNTED:
                return


def _infos(archive: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    """The headers of a tar, which keeps none of them: there may be millions."""
    while info := archive.next():
        archive.members.clear()  # type: ignore[attr-defined]
        yield info


def _extracted(archive: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    return cast(IO[bytes], archive.extractfile(info))


def _is_tar(path: Path) -> bool:
    try:
        with _opened(path) as stream:
            return stream.read(tarfile.BLOCKSIZE)[257:262] == b"ustar"
    except DAMAGED:
        return False


def _opened(path: Path) -> IO[bytes]:
    with path.open("rb") as stream:
        is_packed = stream.read(2) == _GZIP
    return cast(IO[bytes], gzip.open(path, "rb")) if is_packed else path.open("rb")


class _Counted(io.RawIOBase):
    """What comes out of a tar, in small pieces and up to a limit; the header of a member cannot ask for more."""

    def __init__(self, stream: IO[bytes], *, most: int) -> None:
        self._stream = stream
        self._most = most
        self.last = b""

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= 2 * PIECE:
            raise UnreadableFile("has a header that is too long; pack it again")
        self.last = self._stream.read(size)
        if self._stream.tell() > self._most:
            raise UnreadableFile(TOO_MUCH)
        return self.last

    def seek(self, position: int, whence: int = io.SEEK_SET) -> int:
        if whence != io.SEEK_SET or position > self._most:
            raise UnreadableFile(TOO_MUCH)
        return self._stream.seek(position)

    def tell(self) -> int:
        return self._stream.tell()

    def close(self) -> None:
        self._stream.close()
        super().close()
