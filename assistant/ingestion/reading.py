"""A folder or file to a stream of articles: which files are read, by which format, and under which ids."""

import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from assistant.errors import IngestError, UnreadableFile
from assistant.ingestion.articles import Fields, make_article
from assistant.ingestion.formats import agency_xml, html, json_article, json_lines, markdown, pdf, plain, word
from assistant.ingestion.quality import why_refused
from assistant.types import Article, Skip


@dataclass(frozen=True, slots=True)
class Format:
    """Which suffixes a format has, and how its files are read and counted."""

    suffixes: tuple[str, ...]
    read: Callable[[Path], Iterator[Fields | Skip]]
    count: Callable[[Path], int] = lambda _: 1


FORMATS = (
    Format((".txt",), plain.read),
    Format((".md",), markdown.read),
    Format((".json",), json_article.read, json_article.count),
    Format((".html", ".htm", ".xhtml", ".shtml"), html.read),
    Format((".jsonl", ".jsonl.gz"), json_lines.read, json_lines.count),
    Format((".pdf",), pdf.read),
    Format((".docx",), word.read),
    Format((".xml", ".nitf"), agency_xml.read),
)
"""Every format that is read. A new one is a module in `formats/` and a line here."""

_SUFFIXES = tuple(suffix for known in FORMATS for suffix in known.suffixes)
READS = f"Dateline reads {', '.join(_SUFFIXES[:-1])} and {_SUFFIXES[-1]}"

_LEFT_OUT = re.compile(
    r"\.|~\$|__MACOSX$|(?:thumbs\.db|desktop\.ini)$|.*(?:~|\.part|\.tmp|\.lock|\.swp|\.crdownload)$", re.I
)
"""Names of hidden, temporary and lock files and of what operating systems leave behind."""


def read_articles(path: Path) -> Iterator[Article | Skip]:
    """The articles of a folder (in the order of its paths) or of a file, read as they are asked for.

    What cannot be read comes as a `Skip` whose path is relative to the folder ("2022/a.jsonl:17"), and the stream goes
    on. Of two articles with one id the first is given, the second is a `Skip`.

    Raises:
        IngestError: the path is missing or may not be read, or the folder holds no file that Dateline reads.
    """
    folder, files = _located(path)
    return _distinct(folder, files)


def count_articles(path: Path) -> int:
    """About how many articles `read_articles` will give: a cheap estimate for a progress bar.

    Raises:
        IngestError: as `read_articles`.
    """
    _, files = _located(path)
    return sum(_count(file) for file in files)


def list_files(folder: Path) -> Iterator[Path]:
    """The files that `read_articles` looks into, in its order, and folders that cannot be opened."""
    return _walk(folder)


def read_one(folder: Path, file: Path) -> Iterator[Article | Skip]:
    """The articles of one of `list_files(folder)`, as reading the whole folder gives them; none if the file is gone."""
    return _distinct(folder, iter([file] if os.path.lexists(file) else []))


def stored_path(file: Path) -> str:
    """The `path` of the articles that come from `file`."""
    return _shown(file)


def folder_key(path: Path) -> str:
    """What the ids of a folder's articles begin with: its name and 8 hex digits of its place.

    A file has the key of the folder it lies in, so that its articles keep their ids when the folder is read.
    """
    folder = _folder_of(path)
    digits = sha256(os.fsencode(folder)).hexdigest()[:8]
    return f"{_shown(folder.name) or 'root'}-{digits}"


def _located(path: Path) -> tuple[Path, Iterator[Path]]:
    """The folder that ids are relative to, and the files to read."""
    try:
        mode = path.stat().st_mode
        folder = _folder_of(path)
        if stat.S_ISDIR(mode):
            os.scandir(folder).close()
    except FileNotFoundError as error:
        raise IngestError(f"There is nothing at {_shown(path)}. Check the path and its spelling.") from error
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise IngestError(f"{_shown(path)} cannot be read: {reason}. Check the path and its permissions.") from error
    if stat.S_ISREG(mode):
        return folder, iter([folder / path.name])
    if not stat.S_ISDIR(mode):
        raise IngestError(f"{_shown(path)} is neither a folder nor a file. Name a folder of articles or one file.")
    if not any(_format_of(file) for file in _walk(folder)):
        raise IngestError(f"There are no articles in {_shown(path)}. {READS}; put such files there.")
    return folder, _walk(folder)


def _folder_of(path: Path) -> Path:
    return path.resolve() if path.is_dir() else path.parent.resolve()


def _walk(folder: Path) -> Iterator[Path]:
    """The files below a folder in the order of their paths, and folders that cannot be opened.

    A folder that links lead to a second time is not entered again.
    """
    waiting, entered = [folder], set()
    while waiting:
        path = waiting.pop()
        if not path.is_dir():
            yield path
            continue
        try:
            place = os.path.realpath(path)
            inside = sorted(path.iterdir(), reverse=True) if place not in entered else []
        except OSError:
            yield path
            continue
        entered.add(place)
        waiting += [child for child in inside if not _LEFT_OUT.match(child.name) and not _is_readme(child)]


def _is_readme(path: Path) -> bool:
    """Whether a file tells about its folder: a README without front matter, that is no article."""
    if path.name.lower() != "readme.md":
        return False
    try:
        with path.open("rb") as stream:
            return not stream.read(16).lstrip(b"\xef\xbb\xbf \r\n").startswith(b"---")
    except OSError:
        return True


def _distinct(folder: Path, files: Iterator[Path]) -> Iterator[Article | Skip]:
    """The articles of the files with their ids, each id once."""
    key = folder_key(folder)
    first_seen: dict[str, str] = {}
    for file in files:
        relative = _relative(file, folder)
        for entry in _read(file, relative):
            if isinstance(entry, Skip):
                yield entry
                continue
            by_path = f"{key}/{relative}{entry.place.replace(':', '#')}"
            article = make_article(entry, fallback_id=by_path, path=_shown(file))
            where = relative + entry.place
            earlier = first_seen.setdefault(article.id, where)
            yield article if earlier == where else Skip(where, f"id {article.id!r} was already read from {earlier}")


def _read(file: Path, relative: str) -> Iterator[Fields | Skip]:
    """What one file holds, with skips named by their path in the folder."""
    try:
        for entry in _entries(file):
            if isinstance(entry, Skip):
                yield Skip(relative + entry.path, entry.reason)
            elif reason := why_refused(entry):
                yield Skip(relative + entry.place, reason)
            else:
                yield entry
    except UnreadableFile as error:
        yield Skip(relative, str(error))
    except FileNotFoundError:
        yield Skip(relative, "is gone: it was moved or deleted while the folder was read")
    except OSError as error:
        yield Skip(relative, f"cannot be read: {error.strerror or error}")


def _entries(file: Path) -> Iterator[Fields | Skip]:
    mode = file.stat().st_mode
    if stat.S_ISDIR(mode):
        raise UnreadableFile("is a folder that cannot be opened; check its permissions")
    known = _format_of(file)
    if known is None:
        raise UnreadableFile(f"is of a kind that is not read. {READS}")
    if not stat.S_ISREG(mode):
        raise UnreadableFile("is not a regular file")
    return known.read(file)


def _count(file: Path) -> int:
    known = _format_of(file)
    try:
        return known.count(file) if known and file.is_file() else 0
    except OSError:
        return 0


def _format_of(file: Path) -> Format | None:
    return next((known for known in FORMATS if file.name.lower().endswith(known.suffixes)), None)


def _relative(path: Path, folder: Path) -> str:
    return _shown(path.relative_to(folder).as_posix())


def _shown(path: Path | str) -> str:
    """A path as text that can be stored and printed, also where its bytes are no UTF-8."""
    return os.fsencode(path).decode("utf-8", errors="backslashreplace")
