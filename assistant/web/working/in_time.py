"""Work that ends within its time for whoever waits for it, whatever becomes of it."""

import threading
import time
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue
from typing import TypeAlias, TypeVar

from assistant.errors import AssistantError

Item = TypeVar("Item")

_SEARCHING = 120.0
"""Seconds that understanding, searching and reading may take: hundreds of times what they do."""
_SILENCES = 4
"""How often a model may be silent for as long as it may be at most."""

_Came: TypeAlias = "SimpleQueue[tuple[Item | None, BaseException | None]]"


class TookTooLong(AssistantError):
    """Work that did not end within its time."""


def longest(model_timeout: float) -> float:
    """Seconds that a question may take altogether, where a model may be silent for `model_timeout`."""
    return _SEARCHING + _SILENCES * model_timeout


def in_time(items: Iterator[Item], *, seconds: float, cancel: threading.Event) -> Iterator[Item]:
    """`items`, which are made in a thread of their own, for `seconds` at the most; what they raise is raised.

    `cancel` is set when nobody waits any more; a thread that does not heed it is left to itself.

    Raises:
        TookTooLong: the last of them did not come in time.
    """
    came: _Came[Item] = SimpleQueue()
    threading.Thread(target=_make, args=(items, came), name="dateline-question", daemon=True).start()
    ends = time.monotonic() + seconds
    try:
        while True:
            item, error = came.get(timeout=max(0.0, ends - time.monotonic()))
            if isinstance(error, StopIteration):
                return
            if error is not None:
                raise error
            yield item  # type: ignore[misc] # it is no item only where there is an error
    except Empty:
        raise TookTooLong(
            f"This took longer than {seconds:,.0f} seconds and was given up. Ask again; if that takes as long, start "
            "Dateline again and look at what its terminal shows."
        ) from None
    finally:
        cancel.set()


def result_in_time(work: Callable[[], Item], *, seconds: float, cancel: threading.Event) -> Item:
    """What `work` gives; takes and raises what `in_time` does."""
    return next(in_time((give() for give in (work,)), seconds=seconds, cancel=cancel))


def _make(items: Iterator[Item], came: "_Came[Item]") -> None:
    """Puts `items`, and last what ended them: also a panic of Rust code, which is no `Exception`."""
    try:
        for item in items:
            came.put((item, None))
        came.put((None, StopIteration()))
    except BaseException as error:
        came.put((None, error))
