"""What the catalogue says of the index of vectors, so that another one, an older one or a part is told from it.

Whoever writes to the index marks it with a new state and records the same here. An index without a recorded state
belongs to a copy of the library, was restored from another day, or was never finished.
"""

import secrets
import sqlite3
from typing import NamedTuple

from assistant.library.disk import catalogue

_SETTING = "vectors"

_BOUNDS = """
SELECT (SELECT coalesce(sum(passages), 0) FROM articles WHERE state = 'current'),
(SELECT coalesce(sum(passages), 0) FROM articles WHERE indexed AND state != 'current')"""
"""Two questions, each answered by an index."""


class Expected(NamedTuple):
    """What an index that can be searched is like at one moment."""

    states: tuple[str, ...]
    """The index bears one of them; more than one only while a writer is about to mark it, or was killed then."""
    least: int
    """Passages that must be in it."""
    most: int
    """Passages that may be in it: also those that are just being put in or taken out."""
    generation: str

    def bears(self, state: str) -> bool:
        """Whether an index of this library may bear `state`; an index that nothing was written to bears ""."""
        return state in self.states or (not self.states and not state)

    def fits(self, state: str, count: int) -> bool:
        """Whether an index in `state` with `count` passages is the library's, and whole."""
        return self.bears(state) and self.least <= count <= self.most and (bool(state) or not count)


def expected(connection: sqlite3.Connection) -> Expected:
    """What the index must be like."""
    settings = catalogue.settings(connection)
    current, moving = connection.execute(_BOUNDS).fetchone()
    return Expected(_states(settings), current, current + moving, settings.get("generation", "0"))


def expected_state(connection: sqlite3.Connection) -> Expected:
    """The same without the counts, which take a look at every article."""
    return Expected(_states(catalogue.settings(connection)), 0, 0, "")


def announce(connection: sqlite3.Connection) -> str:
    """A new state, which the index may bear from now on beside those of before."""
    fresh = secrets.token_hex(8)
    catalogue.set_settings(connection, **{_SETTING: " ".join([fresh, *_states(catalogue.settings(connection))])})
    return fresh


def settle(connection: sqlite3.Connection, state: str) -> None:
    """Records that the index bears `state` and none before it."""
    catalogue.set_settings(connection, **{_SETTING: state})


def library_name(connection: sqlite3.Connection) -> str:
    """The name under which a server keeps the library's vectors; "" while it has none."""
    return catalogue.settings(connection).get("library", "")


def rename_library(connection: sqlite3.Connection) -> None:
    """Gives the library another name, where a copy of it uses the one that it has."""
    catalogue.set_settings(connection, library=secrets.token_hex(4))


def _states(settings: dict[str, str]) -> tuple[str, ...]:
    return tuple(settings.get(_SETTING, "").split())
