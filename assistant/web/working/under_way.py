"""Work that goes on while the page is up: the archive being made ready, questions being answered."""

import logging
import threading
from collections.abc import Callable

from assistant.errors import AssistantError
from assistant.types import IngestProgress, ProgressCallback

logger = logging.getLogger(__name__)


class Preparation:
    """Work that runs once, in a thread of its own, and tells how far it has come."""

    def __init__(
        self, prepare: Callable[[ProgressCallback], None], *, on_begun: Callable[[], None] = lambda: None
    ) -> None:
        """Takes what is to be done; `prepare` is given the callback that it reports to.

        `on_begun` is called at the first report: there is something to be made ready.
        """
        self._on_begun = on_begun
        self.progress: IngestProgress | None = None
        self.failure: str | None = None
        """Why the archive is not ready, where it cannot be made ready."""
        self._prepare = prepare
        self._ended = threading.Event()

    def start(self) -> None:
        """Begins the work and returns at once."""
        threading.Thread(target=self._run, name="dateline-preparing", daemon=True).start()

    def wait(self, seconds: float) -> bool:
        """Whether the work has ended, well or not, within `seconds`."""
        return self._ended.wait(seconds)

    def _run(self) -> None:
        try:
            self._prepare(self._report)
        except AssistantError as error:
            self.failure = str(error)
        except BaseException:  # also a panic of Rust code, which is no Exception
            logger.exception("The archive could not be made ready.")
            self.failure = "The archive could not be made ready; the terminal shows what went wrong."
        finally:
            self._ended.set()

    def _report(self, progress: IngestProgress) -> None:
        if self.progress is None:
            self._on_begun()
        self.progress = progress


class Running:
    """The cancel flags of the turns under way, by turn and by browser session. Safe between threads."""

    def __init__(self) -> None:
        """Nothing runs yet."""
        self._lock = threading.Lock()
        self._flags: dict[str, tuple[str, threading.Event]] = {}

    def begin(self, turn: str, session: str) -> threading.Event:
        """The cancel flag of a turn that begins in a session."""
        flag = threading.Event()
        with self._lock:
            self._flags[turn] = (session, flag)
        return flag

    def end(self, turn: str) -> None:
        """Forgets a turn and stops what may still be working on it."""
        with self._lock:
            _, flag = self._flags.pop(turn, (None, None))
        if flag:
            flag.set()

    def leave(self, session: str) -> None:
        """Stops every turn of a session, because its tab was closed."""
        with self._lock:
            flags = [flag for owner, flag in self._flags.values() if owner == session]
        for flag in flags:
            flag.set()
