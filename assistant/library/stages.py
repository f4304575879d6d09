"""The stages of an ingest, each at work on another batch: one is cut while another is embedded and a third is stored.

Embedding stays in the ingesting thread, so that progress is told there; cutting and storing have a thread each, and
reading another. Batches are embedded and stored in their order, and one is done when `Stages` says so, not before.
"""

import queue
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Generic, TypeVar

Batch = TypeVar("Batch")
Cuts = TypeVar("Cuts")
Ready = TypeVar("Ready")
Stored = TypeVar("Stored")
Item = TypeVar("Item")


class Stages(Generic[Batch, Cuts, Ready, Stored]):
    """Takes batches through cutting, embedding and storing."""

    def __init__(
        self,
        *,
        cut: Callable[[Batch], Cuts],
        embed: Callable[[Batch, Cuts], Ready],
        store: Callable[[Batch, Ready], Stored],
        done: Callable[[Batch, Stored], None],
    ) -> None:
        """What each stage does; `done` is called in this thread with what storing a batch gave."""
        self._cut, self._embed, self._store, self._done = cut, embed, store, done
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="ingest")
        self._cutting: tuple[Batch, Future[Cuts]] | None = None
        self._storing: tuple[Batch, Future[Stored]] | None = None

    def push(self, batch: Batch) -> None:
        """Begins a batch, embeds the one before it, and begins to store that. Raises what a stage raised."""
        following = batch, self._pool.submit(self._cut, batch)
        self._advance()
        self._cutting = following

    def drain(self) -> None:
        """Ends every batch that was begun."""
        self._advance()
        self._wait()

    def close(self) -> None:
        """Waits for what is being stored, which counts, and forgets the rest."""
        self._pool.shutdown(cancel_futures=True)
        storing, self._storing = self._storing, None
        if storing and not storing[1].cancelled() and not storing[1].exception():
            self._done(storing[0], storing[1].result())

    def _advance(self) -> None:
        if self._cutting is None:
            return
        (batch, cuts), self._cutting = self._cutting, None
        ready = self._embed(batch, cuts.result())
        self._wait()
        self._storing = batch, self._pool.submit(self._store, batch, ready)

    def _wait(self) -> None:
        if self._storing is None:
            return
        (batch, stored), self._storing = self._storing, None
        self._done(batch, stored.result())


@contextmanager
def read_ahead(
    items: Iterable[Item], *, most: int, stop: Callable[[], None] | None = None
) -> Generator[Iterator[Item], None, None]:
    """`items`, the next of them, `most` at the most, read meanwhile in a thread of its own; what it raises is raised.

    The thread ends with the block, at the latest when the item it is reading has been read; `stop` has that given up.
    """
    ahead: queue.Queue[tuple[Item | None, BaseException | None]] = queue.Queue(most)
    ended = threading.Event()
    thread = threading.Thread(target=_read, args=(items, ahead, ended), name="ingest-reading", daemon=True)
    thread.start()
    try:
        yield _taken(ahead)
    finally:
        ended.set()
        if stop:
            stop()
        while thread.is_alive():
            try:
                ahead.get(timeout=0.05)
            except queue.Empty:
                continue


def _read(
    items: Iterable[Item], ahead: "queue.Queue[tuple[Item | None, BaseException | None]]", ended: threading.Event
) -> None:
    try:
        for item in items:
            ahead.put((item, None))
            if ended.is_set():
                return
        ahead.put((None, StopIteration()))
    except BaseException as error:
        ahead.put((None, error))


def _taken(ahead: "queue.Queue[tuple[Item | None, BaseException | None]]") -> Iterator[Item]:
    while True:
        item, error = ahead.get()
        if isinstance(error, StopIteration):
            return
        if error is not None:
            raise error
        yield item  # type: ignore[misc] # it is no item only where there is an error
