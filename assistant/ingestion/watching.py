"""A folder followed while it changes: every file that was added, changed or deleted is taken in once it is at rest.

What the operating system tells of changes only says when to look. What has changed is found by comparing the folder
with what was taken in before, so that nothing is missed: not what happens while another file is read, nor in a
folder too new to be followed, nor what a flood of changes made the system forget to tell.
"""

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from assistant.errors import AssistantError, Cancelled, IngestError, PruneRefused
from assistant.ingestion.articles import without_place
from assistant.ingestion.folders import list_files
from assistant.types import IngestReport, Skip, WatchCallback, WatchReport

SyncCallback = Callable[[Path | None], IngestReport]
"""Takes in one file of the folder, also one that is gone; None takes in the whole folder."""

_AT_REST = 0.3
"""Seconds that a file must stay as it is before it is read: most are written at one go."""
_AT_REST_ONCE_GROWN = 1.5
"""The same for a file that changed meanwhile, as a slow copy or download does."""
_ONE_BY_ONE = 20
"""Of more changes than this at once the whole folder is synced, which embeds in batches and guards against a loss."""
_TICK_MS = 100
_LOOK_EVERY = 10.0
"""Seconds between two looks where the system tells of no change; on a network drive it may never tell."""
_TRY_AGAIN = 15.0
"""Seconds until what the library could not take, its disk being full, is tried again."""
_RETURN = 1.0

_Signature = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Sighting:
    """How a file was found (None: gone), since when, and how long it must stay so."""

    signature: _Signature | None
    since: float
    patience: float


def watch_folder(
    folder: Path,
    *,
    sync: SyncCallback,
    on_report: WatchCallback,
    cancel: threading.Event,
    ignored: Path | None = None,
    follow_links: bool = False,
) -> None:
    """Syncs `folder`, then follows it until `cancel` is set; a file that cannot be read harms no other.

    Args:
        folder: what is followed, with its subfolders.
        sync: takes in a file or all.
        on_report: called after each, and where the folder is gone or the library cannot be written.
        cancel: ends it, within a fraction of a second.
        ignored: a folder inside that is not followed: the library's own.
        follow_links: also follows links that lead out of the folder; the system may tell late of changes there.

    Raises:
        IngestError: the folder is not there.
        PruneRefused: the first sync would remove too much.
        LibraryError: the library cannot be written when it begins.
    """
    root = folder.expanduser().resolve()
    if not root.is_dir():
        raise IngestError(f"There is no folder {folder} to watch. Check the path and its spelling.")
    ignored = ignored and ignored.expanduser().resolve()
    watched = _Watched(root, sync=sync, on_report=on_report, ignored=ignored, follow_links=follow_links)
    with suppress(Cancelled):
        watched.begin()
        while not cancel.is_set():
            place = _identity(root)
            for told in _wake_ups(root, watched.is_followed, cancel):
                if _identity(root) != place:
                    break
                watched.look_if(told)
            watched.wait_for_return(cancel)


class _Watched:
    """What was taken in of a folder, and what is not at rest yet."""

    def __init__(
        self,
        root: Path,
        *,
        sync: SyncCallback,
        on_report: WatchCallback,
        ignored: Path | None,
        follow_links: bool,
    ) -> None:
        self._root = root
        self._follow_links = follow_links
        self._sync = sync
        self._on_report = on_report
        self._ignored = f"{ignored}{os.sep}" if ignored else ""
        self._known: dict[Path, _Signature] = {}
        self._waiting: dict[Path, _Sighting] = {}
        self._skips: dict[Path, list[Skip]] = {}
        self._problem: str | None = None
        self._look_at = 0.0
        self._paused_until = 0.0

    def is_followed(self, path: Path) -> bool:
        """Whether `path` may be an article's."""
        return not self._ignored or not str(path).startswith(self._ignored)

    def begin(self) -> None:
        """The first sync. A folder without articles is waited for; any other problem is the caller's."""
        self._known = self._present()
        try:
            self._done(None, self._sync(None))
        except PruneRefused:
            raise
        except IngestError as error:
            self._tell_problem("", error)

    def look_if(self, told: bool) -> None:
        """Looks for changes where the system told of some or it is time; soon again while some are not at rest."""
        now = time.monotonic()
        if now < self._paused_until or not (now >= self._look_at or (told and not self._waiting)):
            return
        self._take(self._at_rest(now))
        self._look_at = now + _AT_REST if self._waiting else time.monotonic() + _LOOK_EVERY

    def wait_for_return(self, cancel: threading.Event) -> None:
        """Waits until the folder is there again and has come to rest, and syncs it. Nothing is removed meanwhile."""
        before: dict[Path, _Signature] = {}
        while not cancel.is_set() and (not (present := self._present()) or present != before):
            if not present:
                self._tell_problem(
                    "", IngestError(f"{self._root} is gone; waiting for its return. Nothing is removed.")
                )
            before = present
            cancel.wait(_RETURN)
        if not cancel.is_set():
            self._waiting = {}
            self._take_all(before)

    def _at_rest(self, now: float) -> dict[Path, _Signature | None]:
        """The files that have changed and are at rest; none while files vanish, for they may be on their way."""
        present = self._present()
        changed: dict[Path, _Signature | None] = {
            path: signature for path, signature in present.items() if self._known.get(path) != signature
        }
        closed = {path for path in present if path.is_dir()} if len(present) < len(self._known) else set()
        changed |= {path: None for path in self._known.keys() - present.keys() if not closed.intersection(path.parents)}
        self._waiting = {path: self._sighting(path, signature, now) for path, signature in changed.items()}
        resting = {path: seen.signature for path, seen in self._waiting.items() if now - seen.since >= seen.patience}
        vanishing = any(seen.signature is None and path not in resting for path, seen in self._waiting.items())
        return {} if vanishing else resting

    def _sighting(self, path: Path, signature: _Signature | None, now: float) -> _Sighting:
        before = self._waiting.get(path)
        if before is None:
            return _Sighting(signature, now, _AT_REST)
        return before if before.signature == signature else _Sighting(signature, now, _AT_REST_ONCE_GROWN)

    def _take(self, changed: dict[Path, _Signature | None]) -> None:
        """Takes in what changed, what is gone first: an article may have moved to another file."""
        if not self._root.is_dir():
            return
        if len(changed) > _ONE_BY_ONE:
            self._waiting = {}
            self._take_all(self._present())
            return
        for path, signature in sorted(changed.items(), key=lambda change: (change[1] is not None, change[0])):
            if not self._take_one(path, signature):
                return

    def _take_one(self, path: Path, signature: _Signature | None) -> bool:
        """Whether the library could be given `path`; if not, it is tried again later."""
        try:
            report = self._sync(path)
        except (Cancelled, KeyboardInterrupt):
            raise
        except AssistantError as error:
            self._tell_problem(self._relative(path), error)
            if not isinstance(error, IngestError):
                self._paused_until = time.monotonic() + _TRY_AGAIN
                return False
            report = IngestReport()
        else:
            self._done(path, report)
        self._waiting.pop(path, None)
        self._remember(path, signature)
        if report.removed or report.updated:
            self._look_again_at_skipped(but=path)
        return True

    def _take_all(self, present: dict[Path, _Signature]) -> None:
        try:
            report = self._sync(None)
        except (Cancelled, KeyboardInterrupt):
            raise
        except AssistantError as error:
            self._tell_problem("", error)
            if not isinstance(error, IngestError):
                self._paused_until = time.monotonic() + _TRY_AGAIN
                return
        else:
            self._done(None, report)
        self._known = present

    def _remember(self, path: Path, signature: _Signature | None) -> None:
        if signature is None:
            self._known.pop(path, None)
            self._skips.pop(path, None)
        else:
            self._known[path] = signature

    def _look_again_at_skipped(self, *, but: Path) -> None:
        """Has skipped files read again: an article that another file gave up may stand in them."""
        for path in self._skips.keys() - {but}:
            self._known.pop(path, None)

    def _done(self, path: Path | None, report: IngestReport) -> None:
        self._problem = None
        told_before = path is not None and self._skips.get(path, []) == list(report.skipped)
        if path is None:
            self._skips = {}
        else:
            self._skips.pop(path, None)
        for skip in report.skipped:
            file = path or self._root / without_place(skip.path)
            self._skips.setdefault(file, []).append(skip)
        if path is None or not told_before or report.added or report.updated or report.removed:
            self._on_report(WatchReport(datetime.now().astimezone(), self._relative(path), report))

    def _tell_problem(self, path: str, error: AssistantError) -> None:
        if str(error) != self._problem:
            self._on_report(WatchReport(datetime.now().astimezone(), path, problem=str(error)))
        self._problem = str(error)

    def _relative(self, path: Path | None) -> str:
        return str(path.relative_to(self._root)) if path else ""

    def _present(self) -> dict[Path, _Signature]:
        """Every file by what changes whenever it is written, replaced or made readable."""
        files = list_files(self._root, follow_links=self._follow_links)
        return dict(_signed(filter(self.is_followed, files)))


def _signed(files: Iterable[Path]) -> Iterator[tuple[Path, _Signature]]:
    for path in files:
        with suppress(OSError):
            found = path.stat()
            yield path, (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)


def _wake_ups(root: Path, is_followed: Callable[[Path], bool], cancel: threading.Event) -> Iterator[bool]:
    """Several times a second: whether the system has told of a change. Ends when `cancel` is set."""
    from watchfiles import watch

    def is_wanted(_: object, path: str) -> bool:
        return is_followed(Path(path))

    try:
        for changes in watch(
            root,
            watch_filter=is_wanted,
            debounce=_TICK_MS,
            stop_event=cancel,
            rust_timeout=_TICK_MS,
            yield_on_timeout=True,
            ignore_permission_denied=True,
        ):
            yield bool(changes)
    except FileNotFoundError:
        return  # gone before it could be followed
    except OSError:
        while not cancel.wait(_TICK_MS / 1000):  # the system follows no more files: it is looked at now and then
            yield False


def _identity(root: Path) -> _Signature | None:
    try:
        found = root.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
