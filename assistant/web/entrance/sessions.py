"""Who is logged in, kept in memory: a restart of the server logs everybody out."""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

IDLE = 7 * 24 * 3600
"""Seconds after the last request at which one has to log in again."""
LONGEST = 30 * 24 * 3600
"""Seconds after logging in at which one has to, however busy."""


@dataclass(frozen=True, slots=True)
class _Session:
    name: str
    begun: float
    used: float


class Sessions:
    """Names by secret tokens. Safe between threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Nobody is logged in; `clock` counts seconds."""
        self._clock = clock
        self._lock = threading.Lock()
        self._sessions: dict[str, _Session] = {}

    def begin(self, name: str) -> str:
        """The token by which `name` is known from now on."""
        token, now = secrets.token_urlsafe(32), self._clock()
        with self._lock:
            self._sessions = {key: one for key, one in self._sessions.items() if _lasts(one, now)}
            self._sessions[token] = _Session(name, now, now)
        return token

    def name_of(self, token: str) -> str | None:
        """Who has this token; None if nobody has, or not any more."""
        now = self._clock()
        with self._lock:
            session = self._sessions.pop(token, None)
            if session is None or not _lasts(session, now):
                return None
            self._sessions[token] = replace(session, used=now)
            return session.name

    def end(self, token: str) -> None:
        """Forgets the token."""
        with self._lock:
            self._sessions.pop(token, None)


def _lasts(session: _Session, now: float) -> bool:
    return now - session.used < IDLE and now - session.begun < LONGEST
