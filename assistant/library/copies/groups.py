"""Groups of copies in the catalogue, kept in step with it: every change is part of the one that changes the articles.

`sketches` and `bands` hold the current articles only, `copies` the pairs that were compared and found to be copies
(as few as hold a group together), and `origins` the group of each article that has copies, named by its origin.
"""

import json
import logging
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

import numpy as np

from assistant.library.copies.addresses import page_of
from assistant.library.copies.origins import Member, credited_in, origin_of
from assistant.library.copies.shingles import shingles
from assistant.library.copies.sketches import SETTINGS, bands, is_copy, likeness, may_be_copies, signature
from assistant.library.disk import catalogue
from assistant.library.disk.rows import day, listed
from assistant.library.disk.schema import Database
from assistant.types import Article

logger = logging.getLogger(__name__)

_ARTICLES_AT_ONCE = 64
_COMPARED = 64
"""Texts that a new one is compared with word for word, the most alike first: a series of hundreds of reports in the
same words, with other figures, costs no more."""

_IN = "IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class _Sketched:
    key: int
    shingles: np.ndarray
    signature: np.ndarray
    page: str | None
    credits: tuple[str, ...]
    published: date | None


@dataclass(frozen=True, slots=True)
class _Candidate:
    key: int
    group: int
    """The origin's key; its own where it has no copies."""
    page: str | None
    published: date | None


def regroup(connection: sqlite3.Connection, *, arrived: Sequence[int] = (), gone: Sequence[int] = ()) -> None:
    """Takes articles that are no longer current out of their groups, and finds the group of those that now are."""
    left = _forget(connection, gone)
    connection.execute(f"DELETE FROM origins WHERE article {_IN}", [json.dumps(left)])
    for article in chain(_sketch(connection, left), _sketch(connection, arrived)):
        _join(connection, article)
    for key in left:
        _settle_origin(connection, key)


def catch_up(database: Database) -> None:
    """Finds the groups of articles that were taken in before copies were looked for, or by another rule.

    Killed meanwhile, the next writer goes on where it was.
    """
    unfinished = f"{SETTINGS}, unfinished"
    with database.writing() as connection:
        made = catalogue.settings(connection).get("copies")
        if made == SETTINGS:
            return
        if made != unfinished:
            for table in ("origins", "copies", "bands", "sketches"):
                connection.execute(f"DELETE FROM {table}")
            catalogue.set_settings(connection, copies=unfinished)
        sql = "SELECT key FROM articles WHERE state = 'current' AND key NOT IN (SELECT article FROM sketches)"
        keys = [row[0] for row in connection.execute(f"{sql} ORDER BY key")]
    if keys:
        logger.info("Looking for copies among the %s articles that are there.", len(keys))
    for start in range(0, len(keys), _ARTICLES_AT_ONCE):
        with database.writing() as connection:
            regroup(connection, arrived=keys[start : start + _ARTICLES_AT_ONCE])
    with database.writing() as connection:
        catalogue.set_settings(connection, copies=SETTINGS)


def origins(connection: sqlite3.Connection, article_ids: Iterable[str]) -> dict[str, str]:
    """The id of the origin of each of the current articles `article_ids` that has copies."""
    rows = connection.execute(
        "SELECT a.id, origin.id FROM json_each(?) j CROSS JOIN articles a ON a.id = j.value AND a.state = 'current' "
        "CROSS JOIN origins o ON o.article = a.key CROSS JOIN articles origin ON origin.key = o.origin",
        [json.dumps(list(article_ids))],
    )
    return {row[0]: row[1] for row in rows}


def group(connection: sqlite3.Connection, article_id: str) -> list[Article]:
    """A current article and its copies, with their texts: the origin first, then as they were published.

    Only itself where it has none; empty where no such article is current.
    """
    row = connection.execute(
        "SELECT key, origin FROM articles LEFT JOIN origins ON article = key WHERE id = ? AND state = 'current'",
        [article_id],
    ).fetchone()
    if row is None:
        return []
    members = connection.execute("SELECT article FROM origins WHERE origin = ?", [row["origin"]]).fetchall()
    first, *_ = catalogue.articles(connection, [row["origin"] or row["key"]])
    others = catalogue.articles(connection, [key for (key,) in members if key != row["origin"]])
    return [first, *sorted(others, key=lambda article: (str(article.published or "9999"), article.id))]


def count_joined(connection: sqlite3.Connection, *, after: int) -> int:
    """How many of the articles that came after the key `after` are copies of one that had come before them."""
    sql = (
        "SELECT count(*) FROM origins new WHERE new.article > ? AND EXISTS "
        "(SELECT 1 FROM origins old WHERE old.origin = new.origin AND old.article < new.article)"
    )
    return int(connection.execute(sql, [after]).fetchone()[0])


def _forget(connection: sqlite3.Connection, keys: Sequence[int]) -> list[int]:
    """Drops what is kept of articles; the keys of the articles that they held in a group."""
    listed = json.dumps(list(keys))
    rows = connection.execute(f"SELECT article, signature FROM sketches WHERE article {_IN}", [listed]).fetchall()
    for key, stored in rows:
        found = bands(np.frombuffer(stored, dtype="<u4"))
        connection.executemany("DELETE FROM bands WHERE hash = ? AND article = ?", [(one, key) for one in found])
    left = [row[0] for row in connection.execute(
        f"SELECT DISTINCT other FROM copies WHERE article {_IN} AND other NOT {_IN}", [listed, listed]
    )]  # fmt: skip
    connection.execute(f"DELETE FROM copies WHERE article {_IN} OR other {_IN}", [listed, listed])
    for table in ("origins", "sketches"):
        connection.execute(f"DELETE FROM {table} WHERE article {_IN}", [listed])
    return left


def _sketch(connection: sqlite3.Connection, keys: Sequence[int]) -> Iterable[_Sketched]:
    for start in range(0, len(keys), _ARTICLES_AT_ONCE):
        rows = connection.execute(
            "SELECT key, text, url, authors, published FROM articles JOIN texts ON article = key "
            f"WHERE key {_IN} ORDER BY key",
            [json.dumps(list(keys[start : start + _ARTICLES_AT_ONCE]))],
        ).fetchall()
        for row in rows:
            runs = shingles(row["text"])
            credits = credited_in(row["text"], listed(row["authors"]))
            page, published = page_of(row["url"]), day(row["published"])
            yield _Sketched(row["key"], runs, signature(runs), page, credits, published)


def _join(connection: sqlite3.Connection, article: _Sketched) -> None:
    """Keeps an article's sketch and links it with one member of each group that it belongs to."""
    hashes = bands(article.signature) if len(article.shingles) else []
    linked: set[int] = set()
    for other in _candidates(connection, article, hashes):
        if other.group not in linked and _is_copy(connection, article, other):
            pair = (article.key, other.key)
            connection.executemany("INSERT OR IGNORE INTO copies VALUES (?, ?)", [pair, pair[::-1]])
            linked.add(other.group)
    connection.execute(
        "INSERT OR REPLACE INTO sketches VALUES (?, ?, ?, ?, ?)",
        [article.key, len(article.shingles), article.signature.tobytes(), article.page, json.dumps(article.credits)],
    )
    connection.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", [(one, article.key) for one in hashes])
    if linked:
        _settle_origin(connection, article.key)


def _candidates(connection: sqlite3.Connection, article: _Sketched, hashes: Sequence[int]) -> list[_Candidate]:
    """The articles that may be copies of `article`, the most alike first."""
    rows = connection.execute(
        f"WITH near (key) AS (SELECT article FROM bands WHERE hash {_IN} "
        "UNION SELECT article FROM sketches WHERE page = ?) "
        "SELECT key, coalesce(origin, key) AS its_group, page, published, shingles, signature FROM near "
        "CROSS JOIN sketches s ON s.article = key CROSS JOIN articles USING (key) "
        "LEFT JOIN origins o ON o.article = key WHERE key != ?",
        [json.dumps(hashes), article.page, article.key],
    ).fetchall()
    if not rows:
        return []
    signatures = np.frombuffer(b"".join(row["signature"] for row in rows), dtype="<u4").reshape(len(rows), -1)
    like = np.mean(signatures == article.signature, axis=1)
    sizes = np.array([row["shingles"] for row in rows])
    same_page = np.array([article.page is not None and row["page"] == article.page for row in rows])
    worth = same_page | may_be_copies(like, sizes, len(article.shingles))
    order = [place for place in np.lexsort((-like, ~same_page)) if worth[place]]
    return [_candidate(rows[place]) for place in order[:_COMPARED]]


def _candidate(row: sqlite3.Row) -> _Candidate:
    return _Candidate(row["key"], row["its_group"], row["page"], day(row["published"]))


def _is_copy(connection: sqlite3.Connection, article: _Sketched, other: _Candidate) -> bool:
    (text,) = connection.execute("SELECT text FROM texts WHERE article = ?", [other.key]).fetchone()
    both_dated = article.published and other.published
    days = abs((article.published - other.published).days) if both_dated else None  # type: ignore[operator]
    same_page = article.page is not None and article.page == other.page
    return is_copy(likeness(article.shingles, shingles(text)), days=days, same_page=same_page)


def _settle_origin(connection: sqlite3.Connection, key: int) -> None:
    """Gives every article that hangs together with `key` the same origin; none where that is no other."""
    keys = [row[0] for row in connection.execute(
        "WITH RECURSIVE held (key) AS (VALUES (?) UNION SELECT other FROM copies JOIN held ON article = key) "
        "SELECT key FROM held", [key],
    )]  # fmt: skip
    if len(keys) == 1:
        connection.execute("DELETE FROM origins WHERE article = ?", keys)
        return
    origin = origin_of(_members(connection, keys))
    connection.executemany(
        "INSERT INTO origins VALUES (?, ?) ON CONFLICT DO UPDATE SET origin = excluded.origin "
        "WHERE origin != excluded.origin",
        [(member, origin) for member in keys],
    )


def _members(connection: sqlite3.Connection, keys: Sequence[int]) -> list[Member]:
    rows = connection.execute(
        f"SELECT key, id, outlet, published, credits FROM articles JOIN sketches ON article = key WHERE key {_IN}",
        [json.dumps(list(keys))],
    )
    return [
        Member(row["key"], row["id"], row["outlet"], row["published"], tuple(json.loads(row["credits"])))
        for row in rows
    ]
