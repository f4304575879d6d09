"""Files read in processes of their own, each within its limits: what breaks one is told, and the next goes on."""

import logging
import queue
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from assistant.errors import Cancelled
from assistant.ingestion.files import Source
from assistant.ingestion.workers.messages import MalformedMessage, Message, from_message
from assistant.ingestion.workers.process import OUT_OF_MEMORY
from assistant.ingestion.workers.running import ReadingProcess, cannot_start, give_back, take
from assistant.types import Article, Skip

logger = logging.getLogger(__name__)

SECONDS = 60.0
SECONDS_PER_MB = 2.0
"""Processor time that one article may take, more where its file is large: one that took this long is unknown."""
BYTES = 2_000_000_000
BYTES_PER_BYTE = 12
"""Memory that reading may take, and how much more for every byte of the file."""
COUNTING_SECONDS = 10.0
"""Counting is for a progress bar only, and is soon given up."""

_LARGEST = 200_000_000
"""Bytes from which files have no more time and memory: they are read piece by piece."""
_PATIENCE = 4
"""How many times its processor time an article is waited for: other programs want the processor too."""
_START_SECONDS = 120.0
_STARTS = 3
_LOOK_EVERY = 0.1
_END_SECONDS = 2.0
_UNTIL = "; it is left alone until it changes, or is ingested by its own name"


class ReaderBroke(Exception):
    """A file ended the process that read it; the message is a skip's reason."""


class Reader:
    """Reads one file after another, each in a process that is not this one; any thread may stop it."""

    def __init__(self, *, cancel: threading.Event | None = None) -> None:
        """Nothing is read yet; `cancel` stops it as well."""
        self._stopped = threading.Event()
        self._flags = [self._stopped, *([cancel] if cancel else [])]

    def stop(self) -> None:
        """Has what is being read given up, within a fraction of a second."""
        self._stopped.set()

    def read(self, source: Source) -> Iterator[tuple[str, Article | Skip]]:
        """What `files.read_file` gives, while it is read.

        Raises:
            ReaderBroke: the process took too long or too much memory, or crashed.
            Cancelled: it was stopped.
            IngestError: no process can be started.
        """
        size = min(size_of(source.file), _LARGEST)
        request: Message = {
            "do": "read",
            "file": str(source.file),
            "folder": str(source.folder),
            "key": source.key,
            "follow_links": source.follow_links,
            "seconds": SECONDS + SECONDS_PER_MB * size / 1e6,
            "bytes": BYTES + BYTES_PER_BYTE * size,
        }
        for reply in self._replies(request, patience=_PATIENCE):
            try:
                yield from_message(reply)
            except MalformedMessage as error:
                raise ReaderBroke(f"makes the program that reads it send what makes no sense{_UNTIL}") from error

    def count(self, file: Path) -> int | None:
        """What `files.count_file` gives; None where that takes long, or breaks the process.

        Raises:
            Cancelled: it was stopped.
            IngestError: no process can be started.
        """
        request: Message = {"do": "count", "file": str(file), "seconds": COUNTING_SECONDS, "bytes": BYTES}
        try:
            counts = [reply.get("count") for reply in self._replies(request, patience=1)]
        except ReaderBroke:
            return None
        return next((count for count in counts if isinstance(count, int)), None)

    def _replies(self, request: Message, *, patience: float) -> Iterator[Message]:
        """What the process has to say to a request, from the first to the last of it."""
        seconds = float(str(request["seconds"]))
        process = self._begin(request)
        done = False
        try:
            while not done:
                reply = self._wait(process, seconds=patience * seconds)
                if reply is None:
                    code, last_words = process.end(patience=_END_SECONDS)
                    logger.debug("The process that read %s ended with %s: %s", request["file"], code, last_words)
                    raise ReaderBroke(_why(code, last_words, seconds=seconds) + _UNTIL)
                done = "done" in reply
                if not done:
                    yield reply
        except queue.Empty:
            raise ReaderBroke(_too_long(seconds) + _UNTIL) from None
        finally:
            if done:
                give_back(process)
            else:
                process.end()

    def _begin(self, request: Message) -> ReadingProcess:
        """A process that has begun with the request; one that was idle may have ended a moment ago."""
        for _ in range(_STARTS):
            process = take()
            try:
                process.tell(request)
                if self._wait(process, seconds=_START_SECONDS):
                    return process
            except BaseException:
                process.end()
                raise
            _, last_words = process.end(patience=_END_SECONDS)
        raise cannot_start(last_words.rpartition("\n")[2] or "it ends at once")

    def _wait(self, process: ReadingProcess, *, seconds: float) -> Message | None:
        """The next message; None where the process has ended.

        Raises:
            queue.Empty: none came in time.
            Cancelled: it was stopped.
        """
        until = time.monotonic() + seconds
        while True:
            if any(flag.is_set() for flag in self._flags):
                raise Cancelled("Reading was cancelled.")
            try:
                return process.message(timeout=_LOOK_EVERY)
            except queue.Empty:
                if time.monotonic() > until:
                    raise


def _why(code: int, last_words: str, *, seconds: float) -> str:
    """Why a process ended that exited with this code."""
    if -code in (getattr(signal, "SIGPROF", None), getattr(signal, "SIGALRM", None)):
        return _too_long(seconds)
    if code == OUT_OF_MEMORY or code == -getattr(signal, "SIGKILL", 9):
        return "needs more memory than reading an article may take"
    crash = signal.strsignal(-code) if code < 0 else last_words.rpartition("\n")[2]
    return f"makes the program that reads it crash ({crash or f'exit code {code}'})"


def _too_long(seconds: float) -> str:
    return f"takes more than {seconds:.0f} seconds to read"


def size_of(file: Path) -> int:
    """Bytes of a file; 0 where it cannot be told."""
    try:
        return file.stat().st_size
    except OSError:
        return 0
