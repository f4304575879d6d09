"""The articles as a list that people go through: narrowed by words, outlet and days, newest first."""

import sqlite3
from datetime import date
from typing import TypedDict

from assistant.library.disk.rows import day, listed
from assistant.library.disk.schema import Database
from assistant.library.disk.scope import Scope
from assistant.types import Listed

_COLUMNS = "key, id, version, title, outlet, authors, published, content_hash"
_CURRENT = "state = 'current'"
_REMOVED = "state = 'removed' AND removed_by = 'user' AND EXISTS (SELECT 1 FROM texts WHERE article = key)"
_SEARCHED = "coalesce(a.title, '') || char(10) || coalesce(a.outlet, '') || char(10) || a.authors || char(10) || a.id"
_MOST_WORDS = 12
"""Words of a search that are heeded; each is looked for in every article."""


class Narrowed(TypedDict, total=False):
    """What a list of articles is narrowed to; see `Listing.articles`."""

    outlet: str | None
    since: date | None
    until: date | None
    removed: bool
    limit: int
    offset: int


class Listing:
    """The articles of a library in lists, without their texts. Threads may share it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def articles(
        self,
        words: str = "",
        *,
        outlet: str | None = None,
        since: date | None = None,
        until: date | None = None,
        removed: bool = False,
        limit: int = 50,
        offset: int = 0,
    ) -> list[Listed]:
        """The articles with every one of `words` in title, outlet, authors or id; newest first, undated last.

        Args:
            words: whole words or parts of them, in small or capital letters.
            outlet: who published it, in any spelling of the name.
            since: first day of publication; without a day an article is outside every span.
            until: last day of publication, included.
            removed: instead of the current articles those that were removed by hand and can be restored, the one that
                was removed last first.
            limit: how many at the most.
            offset: how many of the newest to leave out.
        """
        condition, values = Scope(since, until, (outlet,) if outlet else ()).condition()
        sought = words.split()[:_MOST_WORDS]
        conditions = condition + "".join(f" AND {_condition(word)}" for word in sought)
        patterns = [_pattern(word) for word in sought]
        return self._listed(
            f"SELECT {_COLUMNS} FROM articles a WHERE {_REMOVED if removed else _CURRENT}{conditions} "
            f"ORDER BY {'removed' if removed else 'published'} DESC, key DESC LIMIT ? OFFSET ?",
            [*values, *patterns, max(limit, 0), max(offset, 0)],
        )

    def _listed(self, sql: str, values: list[str | int]) -> list[Listed]:
        """The rows of `sql` with the lengths of their texts, which are read of no other row."""
        with self._database.reading() as connection:
            rows = connection.execute(
                f"SELECT *, (SELECT length(text) FROM texts WHERE article = key) AS characters FROM ({sql})", values
            ).fetchall()
        return [_from(row) for row in rows]


def _condition(word: str) -> str:
    # LIKE ignores case by itself, but of ASCII only
    searched = _SEARCHED if word.isascii() else f"casefold({_SEARCHED})"
    return f"{searched} LIKE ? ESCAPE '\\'"


def _pattern(word: str) -> str:
    folded = word if word.isascii() else word.casefold()
    escaped = folded.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _from(row: sqlite3.Row) -> Listed:
    return Listed(
        row["id"],
        row["title"],
        row["outlet"],
        listed(row["authors"]),
        day(row["published"]),
        row["version"],
        row["characters"],
        row["content_hash"],
    )
