"""The library's own time, by which what was removed is forgotten after a while.

A machine's clock may be wrong by weeks, forward and back, and what is forgotten then cannot be brought back. So the
library counts what has passed between two looks, never more than a day of it and none where the clock went back: a
clock that jumps forgets nothing. A library that is seldom written to keeps what was removed longer than it says.
"""

import sqlite3
from datetime import UTC, datetime, timedelta

from assistant.library.disk import catalogue

_MOST = timedelta(days=1)
"""How much may pass between two looks."""
_NEWEST = """
SELECT max(stamp) FROM (
    SELECT max(seen) AS stamp FROM articles UNION ALL SELECT max(removed) FROM articles
    UNION ALL SELECT max(changed) FROM conversations UNION ALL SELECT max(deleted) FROM conversations
)"""


def counted_now(connection: sqlite3.Connection) -> datetime:
    """The library's time (UTC), counted up to this moment; in a library that never counted, from its newest stamp."""
    clock = datetime.now(UTC)
    told = catalogue.settings(connection)
    counted, seen = _time(told.get("counted")), _time(told.get("clock"))
    if counted is None or seen is None:
        counted = seen = _time(connection.execute(_NEWEST).fetchone()[0]) or clock
    counted += min(max(clock - seen, timedelta()), _MOST)
    catalogue.set_settings(connection, counted=counted.isoformat(), clock=clock.isoformat())
    return counted


def _time(stamp: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(stamp).astimezone(UTC) if stamp else None
    except ValueError:
        return None
