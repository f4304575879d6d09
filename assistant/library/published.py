"""What was published when: what the archive covers, how many articles each outlet has of a day, and which they are."""

import json
import sqlite3
from collections.abc import Sequence
from datetime import date

from assistant.library.disk import catalogue
from assistant.library.disk.rows import day
from assistant.library.disk.schema import Database
from assistant.types import Article, Coverage, DayCoverage

_BETWEEN = """
SELECT id, version, title, outlet, published, content_hash FROM articles
WHERE state = 'current' AND published BETWEEN ? AND ?
"""
_UNDATED = """
SELECT id, version, title, outlet, published, content_hash FROM articles WHERE state = 'current' AND published IS NULL
"""
_BY = " AND coalesce(outlet, '') IN (SELECT value FROM json_each(?))"


class Published:
    """The current articles by their days and outlets. Threads may share it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._covered: tuple[str | None, Coverage] | None = None

    def coverage(self) -> Coverage:
        """What the archive covers; gone through again only when that has changed."""
        with self._database.reading() as connection:
            generation, covered = catalogue.settings(connection).get("generation"), self._covered
            if covered is None or covered[0] != generation:
                covered = self._covered = generation, catalogue.coverage(connection)
            return covered[1]

    def by_day(self) -> tuple[DayCoverage, ...]:
        """How many articles each outlet has of each day that has any, the undated ones first, then day by day."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT published, outlet, count(*) FROM articles WHERE state = 'current' GROUP BY 1, 2 ORDER BY 1, 2"
            )
            return tuple(DayCoverage(day(published), outlet, articles) for published, outlet, articles in rows)

    def between(self, since: date, until: date, *, outlets: Sequence[str] = ()) -> list[Article]:
        """The articles of a span of days, both included, day by day; without their texts.

        Args:
            since: the first day of publication.
            until: the last one.
            outlets: any of these published it, as the articles spell them; "" is an article that names none.
        """
        return self._listed(_BETWEEN, [since.isoformat(), until.isoformat()], outlets)

    def undated(self, *, outlets: Sequence[str] = ()) -> list[Article]:
        """The articles that have no date, without their texts."""
        return self._listed(_UNDATED, [], outlets)

    def _listed(self, sql: str, values: list[str], outlets: Sequence[str]) -> list[Article]:
        if outlets:
            sql, values = sql + _BY, [*values, json.dumps(list(outlets))]
        with self._database.reading() as connection:
            return [_article(row) for row in connection.execute(f"{sql} ORDER BY published, outlet, title, id", values)]


def _article(row: sqlite3.Row) -> Article:
    return Article(
        id=row["id"], text="", title=row["title"], outlet=row["outlet"], published=day(row["published"]),
        version=row["version"], content_hash=row["content_hash"],
    )  # fmt: skip
