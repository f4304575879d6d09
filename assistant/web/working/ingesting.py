"""Ingests that go on while the page is up: one at a time, in a thread of its own, whoever looks on."""

import logging
import secrets
import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from assistant.errors import AssistantError, Cancelled
from assistant.types import IngestProgress, IngestReport, Skip
from assistant.web.working.arrivals import Arrivals
from assistant.web.working.uploads import Kept, Uploaded, UploadError, forget, keep, skipped_of

if TYPE_CHECKING:
    from assistant.chat import Assistant

logger = logging.getLogger(__name__)

UPLOADS = "uploads"
"""The folder in the library that uploaded files are kept in."""

_REMEMBERED = 50
"""Ended ingests whose reports can still be looked at."""
_WAITING = 20
"""Ingests that wait for their turn; more are told to come later."""
_RATE_OVER = 60.0
"""Seconds over which the rate is averaged: articles are done in batches, some seconds apart."""

State = Literal["waiting", "running", "done", "cancelled", "failed"]


@dataclass(frozen=True, slots=True)
class Ingest:
    """An ingest as it stands now. `rate` is in articles a second, None while it is not known."""

    id: str
    state: State = "waiting"
    progress: IngestProgress | None = None
    rate: float | None = None
    report: IngestReport | None = None
    replaced: tuple[str, ...] = ()
    unsent: tuple[Skip, ...] = ()
    problem: str | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in ("done", "cancelled", "failed")


class Ingests:
    """The ingests of uploaded files, in the order they were begun. Safe between threads."""

    def __init__(self, assistant: "Assistant") -> None:
        """Nothing is under way yet; uploaded files are kept in `folder`, once those in `arrivals` are added."""
        self._assistant = assistant
        self.arrivals = Arrivals()
        self.folder = assistant.settings.library.expanduser().resolve() / UPLOADS
        self._changed = threading.Condition()
        self._ingests: dict[str, Ingest] = {}
        self._flags: dict[str, threading.Event] = {}
        self._waiting: deque[tuple[str, Sequence[Uploaded]]] = deque()
        self._worker: threading.Thread | None = None
        self._closed = False

    def begin(self, files: Sequence[Uploaded], *, unsent: Sequence[Skip] = ()) -> Ingest:
        """An ingest of `files` and of everything that was uploaded before; of none, it goes on with those.

        `unsent` are files that the browser left out; the report lists them first.

        Raises:
            UploadError: too many wait already, or the page is being closed.
        """
        with self._changed:
            if self._closed or len(self._waiting) >= _WAITING:
                raise UploadError("Too many ingests are waiting. Add the files again when they have ended.")
            ingest = Ingest(secrets.token_hex(12), unsent=tuple(unsent))
            self._remember(ingest)
            self._flags[ingest.id] = threading.Event()
            self._waiting.append((ingest.id, files))
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, name="dateline-ingest", daemon=True)
                self._worker.start()
        return ingest

    def look(self, ingest_id: str) -> Ingest | None:
        """How an ingest stands; None for one that was never begun or is forgotten."""
        with self._changed:
            return self._ingests.get(ingest_id)

    def running(self) -> Ingest | None:
        """The ingest that is at work now."""
        with self._changed:
            return next((one for one in self._ingests.values() if one.state == "running"), None)

    def cancel(self, ingest_id: str) -> None:
        """Stops an ingest; what was reported done stays."""
        with self._changed:
            if flag := self._flags.get(ingest_id):
                flag.set()

    def wait(self, ingest_id: str) -> Ingest:
        """The ingest once it has ended."""
        with self._changed:
            self._changed.wait_for(lambda: self._ingests[ingest_id].ended)
            return self._ingests[ingest_id]

    def close(self) -> None:
        """Stops what is under way and waits until it has stopped."""
        with self._changed:
            self._closed = True
            for flag in self._flags.values():
                flag.set()
            worker = self._worker
        if worker:
            worker.join()

    def _work(self) -> None:
        while True:
            with self._changed:
                if not self._waiting:
                    self._worker = None
                    return
                ingest_id, files = self._waiting.popleft()
                cancel = self._flags[ingest_id]
            self._run(ingest_id, files, cancel)
            with self._changed:
                del self._flags[ingest_id]

    def _run(self, ingest_id: str, files: Sequence[Uploaded], cancel: threading.Event) -> None:
        try:
            if cancel.is_set():
                forget(files)
                raise Cancelled("Cancelled before it began. Nothing was added.")
            self._update(ingest_id, state="running")
            self._assistant.status()  # raises where the library is gone, whose folder would be made anew
            kept = keep(files, self.folder) if files else None
            report = self._report(self._ingest(ingest_id, kept, cancel), ingest_id)
        except Cancelled as stopped:
            self._update(ingest_id, state="cancelled", problem=str(stopped))
        except AssistantError as error:
            self._update(ingest_id, state="failed", problem=str(error))
        except BaseException:  # also a panic of Rust code, which is no Exception: every later ingest would wait
            logger.exception("An ingest of uploaded files ended early.")
            self._update(ingest_id, state="failed", problem="It ended early; the terminal shows what went wrong.")
        else:
            self._update(ingest_id, state="done", report=report)

    def _ingest(self, ingest_id: str, kept: Kept | None, cancel: threading.Event) -> IngestReport:
        """The report on the files just kept; what was said of earlier ones is not said again."""
        if kept and not kept.names:
            return IngestReport(skipped=kept.skipped)
        if kept:
            self._update(ingest_id, replaced=kept.replaced)
        pace = Pace()

        def tell(progress: IngestProgress) -> None:
            self._update(ingest_id, progress=progress, rate=pace.after(progress))

        report = self._assistant.ingest(self.folder, on_progress=tell, cancel=cancel)
        if kept is None:
            return report
        return replace(report, skipped=kept.skipped + skipped_of(report.skipped, frozenset(kept.names)))

    def _report(self, report: IngestReport, ingest_id: str) -> IngestReport:
        with self._changed:
            return replace(report, skipped=self._ingests[ingest_id].unsent + report.skipped)

    def _remember(self, ingest: Ingest) -> None:
        self._ingests[ingest.id] = ingest
        ended = [one.id for one in self._ingests.values() if one.ended]
        for old in ended[: max(0, len(ended) - _REMEMBERED)]:
            del self._ingests[old]

    def _update(self, ingest_id: str, **changes: object) -> None:
        with self._changed:
            self._ingests[ingest_id] = replace(self._ingests[ingest_id], **changes)  # type: ignore[arg-type]
            self._changed.notify_all()


class Pace:
    """How quickly articles are done, from how far an ingest had come in the last minute."""

    def __init__(self) -> None:
        """Nothing was seen yet."""
        self._seen: deque[tuple[float, int]] = deque()

    def after(self, progress: IngestProgress, *, now: float | None = None) -> float | None:
        """Articles a second; None until enough was seen."""
        if progress.phase not in ("reading", "embedding"):
            return None
        now = time.monotonic() if now is None else now
        self._seen.append((now, progress.done))
        while len(self._seen) > 2 and self._seen[1][0] < now - _RATE_OVER:
            self._seen.popleft()
        began, before = self._seen[0]
        seconds = now - began
        return (progress.done - before) / seconds if seconds >= 1 and progress.done > before else None
