"""Attempts to log in, slowed down where they fail: whoever guesses waits, and nobody waits long for a guesser.

Behind a proxy all come from one address, and a guesser may have many: so neither an address nor an account is ever
closed. A failure is told late, by address and account; where many have failed at an account, or from an address, the
next take turns; and a browser that has logged in with its account before has no part in any of this.
"""

import asyncio
import ipaddress
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass

AT_ONCE = 4
"""Attempts under way at one account from one address; more are turned away."""
IN_LINE = 32
"""Attempts from one address whose passwords wait to be compared, at whatever accounts."""
FORGOTTEN = 900.0
"""Seconds after the last failure at which an address, or an account, begins anew."""
FIRST_WAIT = 0.5
LONGEST_WAIT = 8.0
"""Seconds that a failed attempt is kept waiting: doubled with each failure, from the first wait to the longest.
With four attempts at once that leaves a guesser one guess every two seconds."""
FREE = 10
FREE_OF_ADDRESS = 50
"""Failures at an account, and from an address at all accounts, after which attempts have to take turns."""
TURN = 2.0
TURN_OF_ADDRESS = 0.5
"""Seconds from one turn to the next: guessers at a thousand addresses have no more guesses than one has."""
PATIENCE = 30.0
"""Seconds that an attempt waits for its turn at most. An address has one place in an account's line: while fewer than
fifteen others guess, its owner gets in from anywhere; from a browser that is known, always."""
_MOST_KEPT = 50_000


class TooMany(Exception):
    """There are too many attempts before this one."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """Who tries to log in: from where, as whom, and the browser's token where it has logged in as that before."""

    address: str
    account: str
    token: str = ""

    @property
    def guesser(self) -> Hashable:
        """Whose failures slow this down."""
        return self.token or (self.network, self.account)

    @property
    def network(self) -> str:
        """Whom it shares its address with; a browser that is known shares it with nobody."""
        return self.token or network_of(self.address)


def network_of(address: str) -> str:
    """What one person has of addresses: of the long kind, all that begin with the same 64 bits."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    return address if known.version == 4 else str(ipaddress.ip_network((known, 64), strict=False))


class Attempts:
    """What is known of those who try to log in. For one event loop."""

    def __init__(self, *, first_wait: float = FIRST_WAIT, turn: float = TURN) -> None:
        """Nobody has tried yet."""
        self._first_wait = first_wait
        self._turn = turn
        self._checking = asyncio.Lock()
        self._under_way: Counter[Hashable] = Counter()
        self._lines: dict[str, asyncio.Lock] = {}
        self._failures: dict[Hashable, tuple[int, float]] = {}
        self._turns: dict[Hashable, float] = {}

    async def check(self, attempt: Attempt, fits: Callable[[], bool]) -> bool:
        """Whether `fits` gives True; it is called in a thread, and one at a time. A failure is told late.

        Raises:
            TooMany: enough attempts are under way from its address, or at its account.
        """
        shared = () if attempt.token else (("account", attempt.account), ("address", attempt.network))
        with self._one_of(AT_ONCE, attempt.guesser), ExitStack() as counted:
            if shared:
                await self._wait_for_turns(attempt, *shared)
            for these in shared:
                counted.enter_context(self._one_of(_MOST_KEPT, these))
            if await self._compare(attempt.network, fits):
                self._failures.pop(attempt.guesser, None)
                return True
            failures = [self._count(these) for these in (*shared, attempt.guesser)][-1]
            counted.close()
            await asyncio.sleep(min(self._first_wait * (1 << min(failures - 1, 10)), LONGEST_WAIT))
            return False

    @contextmanager
    def _one_of(self, most: int, these: Hashable) -> Iterator[None]:
        """Counts one more of `these` under way."""
        if self._under_way[these] >= most:
            raise TooMany
        self._under_way[these] += 1
        try:
            yield
        finally:
            self._under_way[these] -= 1
            if not self._under_way[these]:
                del self._under_way[these]

    async def _wait_for_turns(self, attempt: Attempt, account: Hashable, address: Hashable) -> None:
        """Waits until this account, and this address, are looked at again, where many have failed there."""
        with self._one_of(1, ("in line", attempt.guesser)) if self._tries(account) >= FREE else nullcontext():
            await self._wait(account, FREE, self._turn)
            await self._wait(address, FREE_OF_ADDRESS, self._turn * TURN_OF_ADDRESS / TURN)

    async def _wait(self, these: Hashable, free: int, seconds: float) -> None:
        """Waits for a turn of `these`, `seconds` after the one before, once `free` of them have failed or may fail."""
        if self._tries(these) < free:
            return
        now = time.monotonic()
        turn = max(now, self._turns.get(these, now))
        if turn - now > PATIENCE:
            raise TooMany
        self._turns = {others: next_turn for others, next_turn in self._turns.items() if next_turn > now}
        self._turns[these] = turn + seconds
        await asyncio.sleep(turn - now)

    def _tries(self, these: Hashable) -> int:
        """Failures of `these` in a row, and those that are being compared."""
        return self._recent(these) + self._under_way[these]

    def _recent(self, these: Hashable) -> int:
        """Failures of `these` in a row."""
        count, last = self._failures.get(these, (0, 0.0))
        return count if time.monotonic() - last < FORGOTTEN else 0

    async def _compare(self, network: str, fits: Callable[[], bool]) -> bool:
        """What `fits` gives; those of one network wait for each other, so that others wait for one of them at most."""
        with self._one_of(IN_LINE, ("compared", network)):
            line = self._lines.setdefault(network, asyncio.Lock())
            try:
                async with line, self._checking:
                    return await asyncio.to_thread(fits)
            finally:
                if self._under_way["compared", network] == 1:
                    self._lines.pop(network, None)

    def _count(self, these: Hashable) -> int:
        """Failures of `these` in a row, after one more."""
        count = self._recent(these) + 1
        self._failures.pop(these, None)
        self._failures[these] = (count, time.monotonic())
        if len(self._failures) > _MOST_KEPT:
            del self._failures[next(iter(self._failures))]  # the one that failed longest ago
        return count
