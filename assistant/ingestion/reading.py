"""A folder or file to a stream of articles: which files are read, and what becomes of those that cannot be."""

import os
import stat
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

from assistant.errors import Cancelled, IngestError
from assistant.ingestion.files import BYTES_PER_ARTICLE, READS, Source, holds_one, may_hold_articles
from assistant.ingestion.folders import folder_key, folder_of, leads_out, list_files, relative_path, shown
from assistant.ingestion.workers.quarantine import Quarantine, signature_of
from assistant.ingestion.workers.reader import Reader, ReaderBroke, size_of
from assistant.ingestion.workers.running import warm_up
from assistant.types import Article, Skip


class Articles(Iterator[Article | Skip]):
    """A stream of articles; where one takes long to read, another thread can have it given up."""

    def __init__(self, entries: Iterator[Article | Skip], reader: Reader) -> None:
        """The `entries` that `reader` reads."""
        self._entries = entries
        self._reader = reader

    def __next__(self) -> Article | Skip:
        """The next of them.

        Raises:
            Cancelled: the stream was stopped.
        """
        return next(self._entries)

    def stop(self) -> None:
        """Ends the stream from any thread: the next article, or the one that is being read, is `Cancelled`."""
        self._reader.stop()


def read_articles(
    path: Path,
    *,
    follow_links: bool = False,
    quarantine: Quarantine | None = None,
    cancel: threading.Event | None = None,
) -> Articles:
    """The articles of a folder (in the order of its paths) or of a file, read as they are asked for.

    What cannot be read comes as a `Skip` whose path is relative to the folder ("2022/a.jsonl:17"), and the stream goes
    on. Of two articles with one id the first is given, the second is a `Skip`. Files are read in a process of their
    own: one that breaks it, or takes too long, is a `Skip` as well.

    Args:
        path: a folder or file; links are followed on the way to it.
        follow_links: also follows links in the folder that lead out of it.
        quarantine: knows the files of a folder that broke the reader before, and is told of others. A file that is
            named itself is tried again.
        cancel: ends the stream with `Cancelled`.

    Raises:
        IngestError: the path is missing or may not be read, or the folder holds no file that Dateline reads.
    """
    folder, files, named = _located(path, follow_links=follow_links)
    warm_up()
    reader, quarantine = Reader(cancel=cancel), quarantine or Quarantine()
    sources = _sources(folder, files, follow_links=follow_links or named)
    return Articles(_distinct(_read(sources, reader, quarantine, again=named)), reader)


def count_articles(
    path: Path,
    *,
    follow_links: bool = False,
    quarantine: Quarantine | None = None,
    cancel: threading.Event | None = None,
) -> int:
    """About how many articles `read_articles` will give: a cheap estimate for a progress bar.

    Raises:
        IngestError: as `read_articles`.
        Cancelled: the flag was set.
    """
    folder, files, named = _located(path, follow_links=follow_links)
    reader = Reader(cancel=cancel)
    total = 0
    for file in files:
        if cancel and cancel.is_set():
            raise Cancelled("Cancelled before anything was read.")
        held = quarantine and not named and quarantine.reason(file)
        if not held and (follow_links or named or not leads_out(file, folder)):
            total += _count(file, reader)
    return total


def read_one(
    folder: Path,
    file: Path,
    *,
    follow_links: bool = False,
    quarantine: Quarantine | None = None,
    cancel: threading.Event | None = None,
) -> Articles:
    """The articles of one of `list_files(folder)`, as reading the whole folder gives them; none if the file is gone."""
    reader = Reader(cancel=cancel)
    sources = _sources(folder, [file] if os.path.lexists(file) else [], follow_links=follow_links)
    return Articles(_distinct(_read(sources, reader, quarantine or Quarantine(), again=False)), reader)


def stored_path(file: Path) -> str:
    """The `path` of the articles that come from `file`."""
    return shown(file)


def _located(path: Path, *, follow_links: bool) -> tuple[Path, Iterator[Path], bool]:
    """The folder that ids are relative to, the files to read, and whether it is one file that was named."""
    try:
        mode = path.stat().st_mode
        folder = folder_of(path)
        if stat.S_ISDIR(mode):
            os.scandir(folder).close()
    except FileNotFoundError as error:
        raise IngestError(f"There is nothing at {shown(path)}. Check the path and its spelling.") from error
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise IngestError(f"{shown(path)} cannot be read: {reason}. Check the path and its permissions.") from error
    if stat.S_ISREG(mode):
        return folder, iter([folder / path.name]), True
    if not stat.S_ISDIR(mode):
        raise IngestError(f"{shown(path)} is neither a folder nor a file. Name a folder of articles or one file.")
    files = list_files(folder, follow_links=follow_links)
    if not any(leads_out(file, folder) or may_hold_articles(file) for file in files):
        raise IngestError(f"There are no articles in {shown(path)}. {READS}; put such files there.")
    return folder, list_files(folder, follow_links=follow_links), False


def _sources(folder: Path, files: Iterable[Path], *, follow_links: bool) -> Iterator[Source]:
    key = folder_key(folder)
    return (Source(file, folder, key, follow_links) for file in files)


def _read(
    sources: Iterator[Source], reader: Reader, quarantine: Quarantine, *, again: bool
) -> Iterator[tuple[str, Article | Skip]]:
    """What the files hold, and where it stands; those in quarantine only `again`."""
    for source in sources:
        reason = None if again else quarantine.reason(source.file)
        signature = signature_of(source.file)
        try:
            if reason is None:
                yield from reader.read(source)
                quarantine.release(source.file)
        except ReaderBroke as error:
            reason = str(error)
            quarantine.hold(source.file, signature, reason)
        if reason:
            path = relative_path(source.file, source.folder)
            yield path, Skip(path, reason)


def _distinct(entries: Iterator[tuple[str, Article | Skip]]) -> Iterator[Article | Skip]:
    """The articles, each id once."""
    first_seen: dict[str, str] = {}
    for where, entry in entries:
        if isinstance(entry, Skip):
            yield entry
            continue
        earlier = first_seen.setdefault(entry.id, where)
        yield entry if earlier == where else Skip(where, f"id {entry.id!r} was already read from {earlier}")


def _count(file: Path, reader: Reader) -> int:
    """About how many articles a file has; by its size, where finding out takes too long."""
    one = holds_one(file)
    if one is None:
        return 0
    counted = 1 if one else reader.count(file)
    return max(1, size_of(file) // BYTES_PER_ARTICLE) if counted is None else counted
