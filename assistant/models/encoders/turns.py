"""Who encodes first, where an ingest and an answer want to at once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_PATIENCE = 0.5
"""Seconds that long work waits for short work at a time, so that many askers slow an ingest and do not stop it."""


class Turns:
    """Lets long work give way to short work, between two of its steps. Safe between threads."""

    def __init__(self) -> None:
        """Nobody is at work."""
        self._changed = threading.Condition()
        self._short = 0

    @contextmanager
    def short(self) -> Iterator[None]:
        """Short work is under way in this block."""
        with self._changed:
            self._short += 1
        try:
            yield
        finally:
            with self._changed:
                self._short -= 1
                self._changed.notify_all()

    def give_way(self, *, patience: float = _PATIENCE) -> None:
        """Waits while short work is under way, `patience` seconds at the most."""
        with self._changed:
            self._changed.wait_for(lambda: not self._short, timeout=patience)


SHARED = Turns()
"""The turns of all models of this process: what reads for an answer goes before what embeds for an ingest."""
