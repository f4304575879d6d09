"""Uploaded files that nobody has added yet, and who has sent them: nobody else may add them."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from pathlib import Path

_KEPT = 86400.0
"""Seconds after which an upload that nobody added is deleted, and forgotten here."""
_MOST = 100_000
"""Files that are remembered; of more, those that came first are forgotten and have to be sent again."""


class Arrivals:
    """Who has sent which files. Safe between threads.

    Gradio names a file after its content: who knows one can guess where it lies, and may neither add nor delete it.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Nothing has come yet; `clock` counts seconds."""
        self._clock = clock
        self._lock = threading.Lock()
        self._came: OrderedDict[tuple[str, str], float] = OrderedDict()

    def add(self, owner: str, paths: Iterable[str]) -> None:
        """Remembers the files at `paths` as sent by `owner`."""
        now = self._clock()
        with self._lock:
            for path in paths:
                self._came[owner, _whole(path)] = now
                self._came.move_to_end((owner, _whole(path)))
            while self._came and (len(self._came) > _MOST or now - next(iter(self._came.values())) > _KEPT):
                self._came.popitem(last=False)

    def sent_by(self, owner: str, path: str) -> bool:
        """Whether `owner` has sent the file at `path`."""
        with self._lock:
            return (owner, _whole(path)) in self._came


def _whole(path: str) -> str:
    """`path` from the root on, as Gradio gives it too; where it leads elsewhere on its way, it is another one."""
    return str(Path(path).absolute())
