"""What a reading process does: it reads one file after another, as it is told, within limits that it sets itself.

The system ends it at once where it uses more processor time than an article may take, even in the midst of a regular
expression and though nobody is left to end it. It also ends when its caller does, and when it has had nothing to do
for some minutes.
"""

import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from assistant.ingestion.files import Source, count_file, read_file
from assistant.ingestion.workers.messages import Message, receive, send, to_message

OUT_OF_MEMORY = 77
"""What the process exits with where a file needs more memory than it may have."""

_IDLE_SECONDS = 600
_TIRED = 1_000_000_000
"""Bytes of memory from which a process that has grown so large makes way for a fresh one."""


def main(scratch: str) -> None:
    """Serves the requests on standard input until it ends; `scratch` is an empty folder for temporary files."""
    requests, replies = _taken_streams()
    _be_the_first_to_go()
    tempfile.tempdir = scratch
    try:
        while not _is_tired() and (request := _next(requests)):
            for reply in _replies(request, Path(scratch)):
                send(replies, reply)
                _allow(request)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except BrokenPipeError:  # nobody waits for the rest
        os._exit(0)


def _replies(request: Message, scratch: Path) -> Iterator[Message]:
    """First that the request has come, then what it asks for, then that this was all."""
    yield {"begun": True}
    file = Path(str(request["file"]))
    if request["do"] == "count":
        yield {"count": count_file(file)}
    else:
        source = Source(file, Path(str(request["folder"])), str(request["key"]), bool(request["follow_links"]))
        yield from (to_message(where, entry) for where, entry in read_file(source, scratch=scratch))
    yield {"done": True}


def _next(requests: IO[bytes]) -> Message | None:
    """The next request, within the limits that it names."""
    _set_timers(idle=_IDLE_SECONDS)
    request = receive(requests)
    if request:
        _allow(request)
        _limit("RLIMIT_DATA", int(str(request["bytes"])))
    return request


def _allow(request: Message) -> None:
    """Gives the next article its whole time."""
    _set_timers(busy=float(str(request["seconds"])))


def _set_timers(*, idle: float = 0, busy: float = 0) -> None:
    """Seconds of the clock and of the processor after which the system ends this process; 0 for no end."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, idle)
        signal.setitimer(signal.ITIMER_PROF, busy)


def _limit(name: str, most: int) -> None:
    """Lowers or raises one of this process's limits, where the system knows it and allows it."""
    with suppress(ImportError, AttributeError, OSError, ValueError):
        import resource

        which = getattr(resource, name)
        _, hard = resource.getrlimit(which)
        resource.setrlimit(which, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _be_the_first_to_go() -> None:
    """Where memory runs out, the system ends this process and not its caller; no image of it is ever written."""
    _limit("RLIMIT_CORE", 0)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", "ascii")


def _is_tired() -> bool:
    """Whether the process has grown large. Its peak does not tell: on Linux that begins at its caller's."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return False
    return pages * os.sysconf("SC_PAGE_SIZE") > _TIRED


def _taken_streams() -> tuple[IO[bytes], IO[bytes]]:
    """Standard input and output for ourselves: whatever else is printed goes to the errors."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    return requests, replies
