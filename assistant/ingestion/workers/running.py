"""Reading processes as they run: started, talked to, kept warm between files, and ended."""

import atexit
import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from typing import IO

from assistant.errors import IngestError
from assistant.ingestion.workers import process
from assistant.ingestion.workers.messages import MalformedMessage, Message, receive, send

_AHEAD = 16
"""Messages that a process may be ahead of who takes them; then it waits."""
_MOST_IDLE = 2
_LAST_WORDS = 1000
_END_SECONDS = 2.0
_KEPT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TZDIR", "LD_LIBRARY_PATH", "SYSTEMROOT")
"""The only variables that a reading process is given: keys and passwords in the others are none of its business."""
_START = (
    f"import json, sys; sys.path[:] = json.loads(sys.argv[1]); from {process.__name__} import main; main(sys.argv[2])"
)


class ReadingProcess:
    """A process that reads files, one at a time, for one thread at a time."""

    def __init__(self) -> None:
        """Starts it; it runs once it answers.

        Raises:
            IngestError: the system does not start it.
        """
        try:
            self._scratch = tempfile.mkdtemp(prefix="dateline-")
            self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed when the process ends
            self._process = _start(self._scratch, self._errors)
        except OSError as error:
            raise cannot_start(error.strerror or str(error)) from error
        assert self._process.stdin
        assert self._process.stdout
        self._requests, self._replies = self._process.stdin, self._process.stdout
        self._owner = os.getpid()
        self._ended: tuple[int, str] | None = None
        self._messages: queue.Queue[Message | None] = queue.Queue(_AHEAD)
        self._listener = threading.Thread(target=self._listen, name="dateline-listening", daemon=True)
        self._listener.start()

    @property
    def is_ready(self) -> bool:
        """Whether it runs, and was not inherited from a process that this one was forked from."""
        return self._owner == os.getpid() and self._process.poll() is None

    def tell(self, request: Message) -> None:
        """Sends it a request; if it is gone, its next message is None."""
        with suppress(BrokenPipeError):
            send(self._requests, request)

    def message(self, *, timeout: float) -> Message | None:
        """Its next message; None where it has ended.

        Raises:
            queue.Empty: none came within `timeout` seconds.
        """
        return self._messages.get(timeout=timeout)

    def end(self, *, patience: float = 0) -> tuple[int, str]:
        """Ends it, if it has not ended by itself within `patience` seconds, and leaves nothing behind.

        Gives what it exited with (a signal's number negative) and the end of what it wrote of errors.
        """
        if self._ended:
            return self._ended
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(patience)
        self._process.kill()
        code = self._process.wait()
        while self._listener.is_alive():
            with suppress(queue.Empty):
                self._messages.get(timeout=0.01)
        with self._errors as errors:
            errors.seek(max(0, errors.seek(0, os.SEEK_END) - _LAST_WORDS))
            last_words = errors.read().decode("utf-8", "replace").strip()
        with suppress(OSError):
            self._requests.close()
        self._replies.close()
        shutil.rmtree(self._scratch, ignore_errors=True)
        self._ended = code, last_words
        return self._ended

    def _listen(self) -> None:
        try:
            while message := receive(self._replies):
                self._messages.put(message)
        except MalformedMessage:
            self._process.kill()
        self._messages.put(None)


_idle: list[ReadingProcess] = []
_lock = threading.Lock()


def take() -> ReadingProcess:
    """A process that has nothing to do: a warm one, else a new one.

    Raises:
        IngestError: the system does not start one.
    """
    with _lock:
        while _idle:
            found = _idle.pop()
            if found.is_ready:
                return found
            found.end()
    return ReadingProcess()


def give_back(idle: ReadingProcess) -> None:
    """Keeps a process that has done what it was told for the next file."""
    with _lock:
        kept = len(_idle) < _MOST_IDLE
        if kept:
            _idle.append(idle)
    if not kept:
        idle.end()


def warm_up() -> None:
    """Has a process start, if none is warm: it is ready by the time that it is wanted.

    Raises:
        IngestError: the system does not start one.
    """
    if not _idle:
        give_back(ReadingProcess())


@atexit.register
def end_idle() -> None:
    """Ends the processes that are kept warm."""
    with _lock:
        idle, _idle[:] = list(_idle), []
    for one in idle:
        one.end()


def cannot_start(reason: str) -> IngestError:
    """The error of a process that does not start."""
    return IngestError(
        f"The program that reads files cannot be started: {reason}. See that {sys.executable or 'Python'} runs, and "
        f"that {tempfile.gettempdir()} has room."
    )


def _start(scratch: str, errors: IO[bytes]) -> "subprocess.Popen[bytes]":
    """Python without its environment and with our import path, in a session of its own: Ctrl-C is not meant for it."""
    path = json.dumps([os.path.abspath(place) for place in sys.path])  # noqa: PTH100 - "" is the current folder
    options = ["-I", "-W", "ignore", "-X", f"utf8={sys.flags.utf8_mode}", *(["-B"] if sys.dont_write_bytecode else [])]
    return subprocess.Popen(
        [sys.executable, *options, "-c", _START, path, scratch],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        env={name: os.environ[name] for name in _KEPT if name in os.environ},
        start_new_session=os.name == "posix",
        creationflags=0 if os.name == "posix" else getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )
