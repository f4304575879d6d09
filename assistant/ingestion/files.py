"""One file to its articles: by which format it is read, and what is refused before its words are looked at."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from assistant.errors import UnreadableFile
from assistant.ingestion import members, packed
from assistant.ingestion.articles import Fields, make_article
from assistant.ingestion.detecting import Format, by_suffix, format_of, head_of, one_article
from assistant.ingestion.folders import LEFT_OUT, is_readme, leads_out, relative_path, shown
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
BYTES_PER_ARTICLE = 4000
"""About how large an article is in a file of many: what is expected of a member that is not yet unpacked."""

LEADS_OUT = (
    "is a link that leads out of its folder, and is not followed; copy what it leads to into the folder, or use "
    "`dateline ingest --follow-links`"
)

_OWN_FILES = Path("/proc/self/fd")
"""Where Linux gives every open file a path of its own."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: the folder that ids are relative to, their key, and whether links may lead out of that."""

    file: Path
    folder: Path
    key: str
    follow_links: bool = False


def read_file(source: Source, *, scratch: Path) -> Iterator[tuple[str, Article | Skip]]:
    """The articles of a file, each after where it stands ("2022/a.jsonl:17"); what cannot be read is a `Skip`.

    `scratch` is an empty folder of the caller's own.
    """
    relative = relative_path(source.file, source.folder)
    for entry in _read(source, relative, scratch=scratch):
        if isinstance(entry, Skip):
            yield entry.path, entry
            continue
        by_path = f"{source.key}/{relative}{entry.member}{entry.place.replace(':', '#')}"
        article = make_article(entry, fallback_id=by_path, path=shown(source.file) + entry.member)
        yield relative + entry.member + entry.place, article


def count_file(file: Path) -> int:
    """About how many articles a regular file holds; 0 where it is of no kind that is read or cannot be opened."""
    try:
        known = _format_of(file)
        return known.count(file) if known else 0
    except OSError:
        return 0


def holds_one(file: Path) -> bool | None:
    """Whether a regular file is of a format with one article a file; None where it is of no kind that is read."""
    try:
        known = _format_of(file) if file.is_file() else None
    except OSError:
        return None
    return known.count is one_article if known else None


def may_hold_articles(file: Path) -> bool:
    """Whether a file is of a kind that is read; one with a known suffix is, in whatever state it is."""
    return bool(by_suffix(file.name, FORMATS)) or holds_one(file) is not None


def _read(source: Source, relative: str, *, scratch: Path) -> Iterator[Fields | Skip]:
    """What one file holds, with skips named by their path in the folder."""
    try:
        with _held(source, scratch=scratch) as file:
            for entry in _entries(file):
                yield Skip(relative + entry.path, entry.reason) if isinstance(entry, Skip) else entry
    except UnreadableFile as error:
        yield Skip(relative, str(error))
    except FileNotFoundError:
        yield Skip(relative, "is gone: it was moved or deleted while the folder was read")
    except OSError as error:
        yield Skip(relative, f"cannot be read: {error.strerror or error}")


@contextmanager
def _held(source: Source, *, scratch: Path) -> Iterator[Path]:
    """A path of the file's name that leads to what was checked, though `source.file` be exchanged meanwhile.

    Where the system has no such paths it is the file's own.
    """
    file, root = source.file, None if source.follow_links else source.folder
    if root and leads_out(file, root):
        raise UnreadableFile(LEADS_OUT)
    _refuse_unless_regular(file.stat().st_mode, file.name)
    if not _OWN_FILES.is_dir():
        yield file
        return
    descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    link = scratch / file.name
    try:
        _refuse_unless_regular(os.fstat(descriptor).st_mode, file.name)
        if root and not _real_path(descriptor).is_relative_to(_real_folder(root)):
            raise UnreadableFile(LEADS_OUT)
        link.symlink_to(_OWN_FILES / str(descriptor))
        yield link
    finally:
        link.unlink(missing_ok=True)
        os.close(descriptor)


def _refuse_unless_regular(mode: int, name: str) -> None:
    if stat.S_ISDIR(mode):
        raise UnreadableFile("is a folder that cannot be opened; check its permissions")
    if not stat.S_ISREG(mode):
        raise UnreadableFile("is not a regular file" if by_suffix(name, FORMATS) else UNREAD)


def _real_path(descriptor: int) -> Path:
    return (_OWN_FILES / str(descriptor)).readlink()


def _real_folder(folder: Path) -> Path:
    """A folder's path as the system spells it, which may be in other letters where case does not count."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return _real_path(descriptor)
    finally:
        os.close(descriptor)


def _entries(file: Path) -> Iterator[Fields | Skip]:
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
    if any(LEFT_OUT.match(part) for part in parts if part != ".") or is_readme(parts[-1], head):
        return False
    known = format_of(name, head, FORMATS)
    if known is None:
        raise UnreadableFile(UNREAD)
    if known.kind == "packed":
        raise UnreadableFile("is an archive inside an archive; unpack the outer one first")
    return True


def _read_member(file: Path) -> Iterator[Fields | Skip]:
    """What a file of an archive holds, unpacked into a folder of our own."""
    try:
        yield from _entries(file)
    except UnreadableFile as error:
        yield Skip("", str(error))
    except OSError as error:
        yield Skip("", f"cannot be read: {error.strerror or error}")


def _estimate(name: str, size: int) -> int:
    known = by_suffix(name, FORMATS)
    if known is None:
        return 0
    return 1 if known.count is one_article else max(1, size // BYTES_PER_ARTICLE)


def _format_of(file: Path) -> Format | None:
    """The format of a regular file.

    Raises:
        OSError: it cannot be opened.
    """
    return format_of(file.name, head_of(file), FORMATS)
