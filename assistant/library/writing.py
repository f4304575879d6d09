"""The write protocol: what becomes of articles and passages so that a kill at any moment leaves nothing half-done.

An article goes into the catalogue as pending, its passages into Chroma, then into Tantivy; then it becomes current
and the version before it superseded, in one step. Only then is the old version taken out of the indexes, and last
out of the catalogue's passages. Readers show current articles only, so every state in between looks like before or
after. `settle` finishes or undoes whatever was left in between; it needs no embedder.
"""

import json
import logging
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from assistant.errors import LibraryError
from assistant.library.copies import groups
from assistant.library.disk import cached_vectors, catalogue
from assistant.library.disk.counted_time import counted_now
from assistant.library.disk.schema import Database
from assistant.library.disk.scope import Scope
from assistant.library.embedding import Prepared
from assistant.library.indexes import Indexes
from assistant.types import Article

logger = logging.getLogger(__name__)

KEPT_DAYS = 30
"""Days a removed article can be restored, at the least; see `counted_time`."""

_ARTICLES_AT_ONCE = 256
_UNSETTLED = "indexed AND state != 'current'"


@dataclass(frozen=True, slots=True)
class Draft:
    """An article about to be written, and the folder that owns it ("" for none)."""

    article: Article
    folder: str


def write(database: Database, indexes: Indexes, drafts: Sequence[Draft], prepared: Sequence[Prepared]) -> list[int]:
    """Adds `drafts`, each over the versions of its id that were there; their keys."""
    seen = _now()
    with database.writing() as connection:
        keys = []
        for draft, (spans, vectors) in zip(drafts, prepared, strict=True):
            if draft.article.version > 1:
                catalogue.mend(connection, draft.article)
            key = catalogue.insert_article(connection, draft.article, folder=draft.folder, seen=seen)
            catalogue.insert_passages(connection, key, spans, vectors)
            keys.append(key)
    _publish(database, indexes, keys)
    return keys


def bring_back(database: Database, indexes: Indexes, keys: Sequence[int]) -> None:
    """Makes removed articles current again, from their cached vectors.

    Their passages get new ids: searches of other processes take every id above the last they know for a new one.
    """
    listed = json.dumps(list(keys))
    with database.writing() as connection:
        (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM passages").fetchone()
        connection.execute(
            'INSERT INTO passages (article, start, "end", vector) SELECT article, start, "end", vector FROM passages '
            "WHERE article IN (SELECT value FROM json_each(?)) ORDER BY id",
            [listed],
        )
        connection.execute(
            "DELETE FROM passages WHERE id <= ? AND article IN (SELECT value FROM json_each(?))", [last, listed]
        )
        connection.execute(
            "UPDATE articles SET state = 'pending', indexed = 1 WHERE key IN (SELECT value FROM json_each(?))", [listed]
        )
    _publish(database, indexes, keys)


def take_out(database: Database, indexes: Indexes, keys: Sequence[int], *, by: Literal["user", "sync"]) -> None:
    """Removes current articles; for `KEPT_DAYS` days they can be brought back."""
    with database.writing() as connection:
        connection.execute(
            "UPDATE articles SET state = 'removed', removed = ?, removed_by = ? "
            "WHERE key IN (SELECT value FROM json_each(?))",
            [counted_now(connection).isoformat(timespec="seconds"), by, json.dumps(list(keys))],
        )
        groups.regroup(connection, gone=keys)
        catalogue.advance(connection, "generation")
    settle(database, indexes)


def settle(database: Database, indexes: Indexes) -> None:
    """Undoes pending articles and takes superseded and removed ones out of the indexes, if there are any."""
    with database.reading() as connection:
        ids = [
            row[0]
            for row in connection.execute(
                f"SELECT p.id FROM articles a JOIN passages p ON p.article = a.key WHERE {_UNSETTLED}"
            )
        ]
    indexes.remove(ids)
    with database.writing() as connection:
        _settle_catalogue(connection)


def needs_healing(database: Database, indexes: Indexes) -> bool:
    """Whether `heal` has something to mend. Certain only while nobody writes."""
    with database.reading() as connection:
        if _is_unsettled(connection) or _is_ruined(connection, indexes):
            return True
        if indexes.keywords.damaged or not _is_counted(connection, indexes):
            return True
    return bool(indexes.vectors.damage())


def heal(database: Database, indexes: Indexes) -> None:
    """Makes whole what a killed process or an older version left, and forgets what was removed long ago.

    Called within a session.
    """
    with database.reading() as connection:
        unsettled, ruined = _is_unsettled(connection), _is_ruined(connection, indexes)
    if not ruined and (damage := indexes.vectors.damage()):
        logger.warning("The library's vectors are damaged: %s.", damage)
        ruined = True
    if unsettled:
        logger.warning("The last ingest did not end; what it left half-done is undone.")
        ruined = ruined or not _settled(database, indexes)
    if ruined:
        level = logging.INFO if indexes.missing else logging.WARNING  # a backup has none
        logger.log(level, "The library's indexes are made anew from the catalogue; nothing is embedded again.")
        with database.writing() as connection:
            _settle_catalogue(connection)
        indexes.replace()
    elif not _keywords_fit(database, indexes):
        logger.warning(
            "The keyword index is damaged, or not the one of this catalogue. It is made anew from the catalogue. If "
            "articles are missing now, the catalogue is an older one: ingest their folders again."
        )
        _replace_keywords(database, indexes)
    _purge(database)
    groups.catch_up(database)


def sweep(connection: sqlite3.Connection) -> None:
    """Forgets cached vectors that no passage uses any more."""
    connection.execute(
        "DELETE FROM vectors WHERE key NOT IN (SELECT vector FROM passages UNION SELECT vector FROM recut)"
    )


def next_version(article: Article, held: catalogue.Held | None) -> Article:
    """`article` with the version that follows the newest one held."""
    return replace(article, version=held.article.version + 1 if held else 1)


def _publish(database: Database, indexes: Indexes, keys: Sequence[int]) -> None:
    with database.reading() as connection:
        entries = catalogue.entries(connection, keys)
        vectors = cached_vectors.vectors_of(connection, [entry.id for entry in entries])
    indexes.add(entries, vectors)
    listed = json.dumps(list(keys))
    with database.writing() as connection:
        gone = _earlier_versions(connection, keys)
        connection.execute(
            "UPDATE articles SET state = 'superseded', indexed = 1, removed = NULL, removed_by = NULL "
            "WHERE +state IN ('current', 'removed') "
            "AND id IN (SELECT id FROM articles WHERE key IN (SELECT value FROM json_each(?)))",
            [listed],
        )
        connection.execute(
            "UPDATE articles SET state = 'current', removed = NULL, removed_by = NULL "
            "WHERE key IN (SELECT value FROM json_each(?))",
            [listed],
        )
        groups.regroup(connection, arrived=keys, gone=gone)
        catalogue.advance(connection, "generation")
        unsettled = _is_unsettled(connection)
    if unsettled:
        settle(database, indexes)


def _earlier_versions(connection: sqlite3.Connection, keys: Sequence[int]) -> list[int]:
    """The current articles that those of `keys` are new versions of."""
    # +state: SQLite looks the few ids up, and does not go through all current articles
    rows = connection.execute(
        "SELECT key FROM articles WHERE +state = 'current' "
        "AND id IN (SELECT id FROM articles WHERE key IN (SELECT value FROM json_each(?)))",
        [json.dumps(list(keys))],
    )
    return [row[0] for row in rows]


def _is_unsettled(connection: sqlite3.Connection) -> bool:
    return connection.execute(f"SELECT 1 FROM articles WHERE {_UNSETTLED} LIMIT 1").fetchone() is not None


def _settled(database: Database, indexes: Indexes) -> bool:
    """Whether `settle` could be done; an index that cannot be written is one to make anew."""
    try:
        indexes.keywords.clean()
        settle(database, indexes)
    except LibraryError as error:
        logger.warning("%s", error)
        return False
    return True


def _is_ruined(connection: sqlite3.Connection, indexes: Indexes) -> bool:
    stale = catalogue.settings(connection).get("indexes") == "stale"
    filled = catalogue.count_passages(connection, Scope()) > 0
    return stale or (filled and indexes.missing)


def _keywords_fit(database: Database, indexes: Indexes) -> bool:
    """Whether the keyword index is sound and has as many passages as the catalogue, where nothing is unsettled."""
    with database.reading() as connection:
        return indexes.keywords.is_sound() and _is_counted(connection, indexes)


def _is_counted(connection: sqlite3.Connection, indexes: Indexes) -> bool:
    count = indexes.keywords.count()
    return count == catalogue.count_passages(connection, Scope()) or count == len(
        catalogue.passages_in(connection, Scope())
    )


def _replace_keywords(database: Database, indexes: Indexes) -> None:
    indexes.keywords.replace(_entries(database))
    with database.writing() as connection:
        catalogue.advance(connection, "epoch")
        catalogue.advance(connection, "generation")


def _entries(database: Database) -> Iterator[list[catalogue.Entry]]:
    with database.reading() as connection:
        keys = catalogue.keys_in_state(connection, "current")
    for start in range(0, len(keys), _ARTICLES_AT_ONCE):
        with database.reading() as connection:
            entries = catalogue.entries(connection, keys[start : start + _ARTICLES_AT_ONCE])
        yield entries


def _settle_catalogue(connection: sqlite3.Connection) -> None:
    undone = "SELECT key FROM articles WHERE state = 'pending' AND removed IS NULL"
    connection.execute(
        f"DELETE FROM passages WHERE article IN ({undone}) "
        "OR article IN (SELECT key FROM articles WHERE indexed AND state = 'superseded')"
    )
    connection.execute(f"DELETE FROM texts WHERE article IN ({undone})")
    connection.execute("DELETE FROM articles WHERE state = 'pending' AND removed IS NULL")
    connection.execute("UPDATE articles SET state = 'removed' WHERE state = 'pending'")
    connection.execute("UPDATE articles SET passages = 0 WHERE indexed AND state = 'superseded'")
    connection.execute(f"UPDATE articles SET indexed = 0 WHERE {_UNSETTLED}")


def _purge(database: Database) -> None:
    """Forgets articles removed over `KEPT_DAYS` ago. One removed by hand leaves its name, so that no sync adds it."""
    expired = "SELECT id FROM articles WHERE state = 'removed' AND removed < ?"
    with database.writing() as connection:
        before = (counted_now(connection) - timedelta(days=KEPT_DAYS)).isoformat(timespec="seconds")
        if not connection.execute(
            f"{expired} AND EXISTS (SELECT 1 FROM texts WHERE article = key)", [before]
        ).fetchone():
            return
        keys = f"SELECT key FROM articles WHERE id IN ({expired})"
        connection.execute(f"DELETE FROM passages WHERE article IN ({keys})", [before])
        connection.execute(f"DELETE FROM texts WHERE article IN ({keys})", [before])
        connection.execute(f"UPDATE articles SET passages = 0 WHERE key IN ({keys})", [before])
        connection.execute(f"DELETE FROM articles WHERE id IN ({expired}) AND removed_by IS NOT 'user'", [before])
        sweep(connection)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
