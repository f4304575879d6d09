"""A folder or file to a stream of articles: which files are read, by which format, and under which ids."""

import os
import re
import stat
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path, PurePosixPath

from assistant.errors import IngestError, UnreadableFile
from assistant.ingestion import members, packed
from assistant.ingestion.articles import Fields, make_article
from assistant.ingestion.detecting import Format, by_suffix, format_of, head_of, one_article
from assistant.ingestion.formats import (
    agency_xml,
    feeds,
    html,
    json_article,
    json_lines,
    markdown,
    newsletter,
    pdf,
    plain,
    tables,
    word,
)
from assistant.ingestion.quality import why_refused
from assistant.types import Article, Skip

FORMATS = (
    Format("plain", (".txt",), plain.read),
    Format("markdown", (".md",), markdown.read),
    Format("html", (".html", ".htm", ".xhtml", ".shtml"), html.read),
    Format("pdf", (".pdf",), pdf.read),
    Format("docx", (".docx",), word.read),
    Format("json", (".json",), json_article.read, json_article.count),
    Format("jsonl", (".jsonl", ".jsonl.gz"), json_lines.read, json_lines.count),
    Format("feed", (".xml", ".rss", ".atom", ".rdf"), feeds.read, feeds.count),
    Format("agency", (".nitf",), agency_xml.read),
    Format("email", (".eml",), newsletter.read),
    Format("table", (".csv", ".tsv"), tables.read_csv, tables.count_csv),
    Format("parquet", (".parquet",), tables.read_parquet, tables.count_parquet),
    Format(
        "packed",
        (".zip", ".tar.gz", ".tgz", ".tar", ".gz"),
        lambda path: packed.read(path, read_file=_read_member, pick=_is_member_read),
        lambda path: members.count(path, estimate=_estimate),
    ),
)
"""Every format that is read. A new one is a module in `formats/` and a line here; `detecting` names the kinds."""

_SUFFIXES = [known.suffixes[0] for known in FORMATS if known.suffixes]
READS = f"Dateline reads {', '.join(_SUFFIXES[:-1])} and {_SUFFIXES[-1]}"
UNREAD = f"is of a kind that is not read. {READS}"
"""Why a file that `may_hold_articles` does not know is skipped."""
_BYTES_PER_ARTICLE = 4000
"""About how large an article is in a file of many: what is expected of a member that is not yet unpacked."""

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
    if not any(map(may_hold_articles, list_files(folder))):
        raise IngestError(f"There are no articles in {_shown(path)}. {READS}; put such files there.")
    return folder, list_files(folder)


def _folder_of(path: Path) -> Path:
    return path.resolve() if path.is_dir() else path.parent.resolve()


def list_files(folder: Path) -> Iterator[Path]:
    """The files below a folder in the order of their paths, which `read_articles` has, and folders it cannot open.

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
        waiting += [child for child in inside if not _LEFT_OUT.match(child.name) and not _is_readme_file(child)]


def _is_readme(name: str, head: bytes) -> bool:
    """Whether a file tells about its folder: a README without front matter, that is no article."""
    return name.lower() == "readme.md" and not head.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"---")


def _is_readme_file(path: Path) -> bool:
    try:
        return path.name.lower() == "readme.md" and _is_readme(path.name, head_of(path))
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
            where = relative + entry.member + entry.place
            by_path = f"{key}/{relative}{entry.member}{entry.place.replace(':', '#')}"
            article = make_article(entry, fallback_id=by_path, path=_shown(file) + entry.member)
            earlier = first_seen.setdefault(article.id, where)
            yield article if earlier == where else Skip(where, f"id {article.id!r} was already read from {earlier}")


def _read(file: Path, relative: str) -> Iterator[Fields | Skip]:
    """What one file holds, with skips named by their path in the folder."""
    try:
        for entry in _entries(file):
            yield Skip(relative + entry.path, entry.reason) if isinstance(entry, Skip) else entry
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
    if not stat.S_ISREG(mode):
        known = by_suffix(file.name, FORMATS)
        raise UnreadableFile("is not a regular file" if known else UNREAD)
    known = _format_of(file)
    if known is None:
        raise UnreadableFile(UNREAD)
    entries = known.read(file)
    return entries if known.kind == "packed" else map(_passed, entries)  # members have been through here


def _passed(entry: Fields | Skip) -> Fields | Skip:
    """The entry, or a skip with the reason if it is no article."""
    reason = None if isinstance(entry, Skip) else why_refused(entry)
    return Skip(entry.place, reason) if reason and isinstance(entry, Fields) else entry


def _is_member_read(name: str, head: bytes) -> bool:
    """Whether a file of an archive is read, as it would be in a folder; archives inside archives are not.

    Raises:
        UnreadableFile: it is of a kind that is not read.
    """
    parts = PurePosixPath(name).parts
    if any(_LEFT_OUT.match(part) for part in parts if part != ".") or _is_readme(parts[-1], head):
        return False
    known = format_of(name, head, FORMATS)
    if known is None:
        raise UnreadableFile(UNREAD)
    if known.kind == "packed":
        raise UnreadableFile("is an archive inside an archive; unpack the outer one first")
    return True


def _read_member(file: Path) -> Iterator[Fields | Skip]:
    return _read(file, "")


def _estimate(name: str, size: int) -> int:
    known = by_suffix(name, FORMATS)
    if known is None:
        return 0
    return 1 if known.count is one_article else max(1, size // _BYTES_PER_ARTICLE)


def _count(file: Path) -> int:
    try:
        known = _format_of(file) if file.is_file() else None
        return known.count(file) if known else 0
    except OSError:
        return 0


def _format_of(file: Path) -> Format | None:
    """The format of a regular file.

    Raises:
        OSError: it cannot be opened.
    """
    return format_of(file.name, head_of(file), FORMATS)


def may_hold_articles(file: Path) -> bool:
    """Whether a file is of a kind that is read; one with a known suffix is, in whatever state it is."""
    try:
        return bool(by_suffix(file.name, FORMATS) or (file.is_file() and _format_of(file)))
    except OSError:
        return False


def _relative(path: Path, folder: Path) -> str:
    return _shown(path.relative_to(folder).as_posix())


def _shown(path: Path | str) -> str:
    """A path as text that can be stored and printed, also where its bytes are no UTF-8."""
    return os.fsencode(path).decode("utf-8", errors="backslashreplace")
