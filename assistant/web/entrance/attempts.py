"""Attempts to log in, slowed down where they fail: whoever guesses waits, and others do not wait for them."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable

AT_ONCE = 4
"""Attempts under way from one address; more are turned away."""
FORGOTTEN = 900.0
"""Seconds after the last failure at which an address begins anew."""
FIRST_WAIT = 0.5
LONGEST_WAIT = 8.0
"""Seconds that a failed attempt is kept waiting: doubled with each failure, from the first wait to the longest.
With four attempts at once that leaves a guesser one guess every two seconds."""
_MOST_KEPT = 10_000


class TooMany(Exception):
    """An address has too many attempts under way."""


class Attempts:
    """What is known of those who try to log in. For one event loop."""

    def __init__(self, *, first_wait: float = FIRST_WAIT) -> None:
        """Nobody has tried yet."""
        self._first_wait = first_wait
        self._checking = asyncio.Lock()
        self._under_way: Counter[str] = Counter()
        self._failures: dict[str, tuple[int, float]] = {}

    async def check(self, address: str, fits: Callable[[], bool]) -> bool:
        """Whether `fits` gives True; it is called in a thread, and one at a time. A failure is told late.

        Raises:
            TooMany: `address` has enough attempts under way.
        """
        if self._under_way[address] >= AT_ONCE:
            raise TooMany
        self._under_way[address] += 1
        try:
            async with self._checking:
                right = await asyncio.to_thread(fits)
            if right:
                self._failures.pop(address, None)
            else:
                await asyncio.sleep(self._failed(address))
            return right
        finally:
            self._under_way[address] -= 1
            if not self._under_way[address]:
                del self._under_way[address]

    def _failed(self, address: str) -> float:
        """Seconds to wait after one more failure."""
        now = time.monotonic()
        count, last = self._failures.pop(address, (0, now))
        count = count + 1 if now - last < FORGOTTEN else 1
        self._failures[address] = (count, now)
        if len(self._failures) > _MOST_KEPT:
            del self._failures[next(iter(self._failures))]  # the one that failed longest ago
        return min(self._first_wait * (1 << min(count - 1, 10)), LONGEST_WAIT)
