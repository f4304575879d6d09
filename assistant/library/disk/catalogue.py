"""Questions to the catalogue and rows into it. Every function works on a connection that `schema` lends."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant.library.disk.rows import ARTICLE, OF_ARTICLE, TEXT, article_of, columns_of, day, decoded, passage_of
from assistant.library.disk.scope import AUTHORS, Scope
from assistant.types import Article, Coverage, Passage, Span, Version

_LAST_SETTLED = """
SELECT coalesce(
    (SELECT min(p.id) - 1 FROM articles a JOIN passages p ON p.article = a.key WHERE a.state = 'pending'),
    (SELECT max(id) FROM passages),
    0
)"""


@dataclass(frozen=True, slots=True)
class Held:
    """The newest version of an article that the catalogue has."""

    key: int
    state: str
    folder: str
    removed_by: str | None
    article: Article
    """Without its text."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage as the two indexes take it in."""

    id: int
    passage: Passage


def settings(connection: sqlite3.Connection) -> dict[str, str]:
    """Every setting by its name."""
    return {row["name"]: row["value"] for row in connection.execute("SELECT name, value FROM settings")}


def set_settings(connection: sqlite3.Connection, **values: str | int) -> None:
    """Records `values` over what was set before."""
    pairs = [(name, str(value)) for name, value in values.items()]
    connection.executemany("INSERT OR REPLACE INTO settings VALUES (?, ?)", pairs)


def advance(connection: sqlite3.Connection, name: str) -> None:
    """Adds one to the counter `name` ("generation" when what readers see has changed)."""
    connection.execute(
        "INSERT INTO settings VALUES (?, '1') ON CONFLICT DO UPDATE SET value = CAST(value AS INTEGER) + 1", [name]
    )


def newest(connection: sqlite3.Connection, article_id: str) -> Held | None:
    """The newest version of an article, whatever its state; None if the id was never met."""
    row = connection.execute(
        f"SELECT key, state, folder, removed_by, {ARTICLE} FROM articles a WHERE id = ? ORDER BY version DESC LIMIT 1",
        [article_id],
    ).fetchone()
    return Held(row["key"], row["state"], row["folder"], row["removed_by"], article_of(row)) if row else None


def versions(connection: sqlite3.Connection, article_id: str) -> list[Version]:
    """Every version whose text is kept, oldest first."""
    rows = connection.execute(
        f"SELECT state, seen, {TEXT}, {ARTICLE} FROM articles a JOIN texts ON article = key "
        "WHERE id = ? AND state != 'pending' ORDER BY version",
        [article_id],
    )
    return [
        Version(article_of(row, text=decoded(row["text"])), datetime.fromisoformat(row["seen"]), row["state"])
        for row in rows
    ]


def standing(connection: sqlite3.Connection, article_id: str) -> int | None:
    """The number of the version of an article that is current; None if none is."""
    row = connection.execute("SELECT version FROM articles WHERE id = ? AND state = 'current'", [article_id]).fetchone()
    return row["version"] if row else None


def articles(connection: sqlite3.Connection, keys: Sequence[int]) -> list[Article]:
    """The articles `keys` with their texts, in the order of their keys."""
    rows = connection.execute(
        f"SELECT {TEXT}, {ARTICLE} FROM articles a JOIN texts ON article = a.key "
        "WHERE a.key IN (SELECT value FROM json_each(?)) ORDER BY a.key",
        [json.dumps(list(keys))],
    )
    return [article_of(row, text=decoded(row["text"])) for row in rows]


def articles_in(connection: sqlite3.Connection, versions: Iterable[tuple[str, int]]) -> list[Article]:
    """The articles of these ids in these versions with their texts, those that are kept; "" for a text that is lost."""
    rows = connection.execute(
        f"SELECT {TEXT}, {ARTICLE} FROM (SELECT json_extract(value, '$[0]') AS wanted, "
        "json_extract(value, '$[1]') AS number FROM json_each(?)) CROSS JOIN articles a ON a.id = wanted "
        "AND a.version = number LEFT JOIN texts ON article = a.key",
        [json.dumps(list(versions))],
    )
    return [article_of(row, text=decoded(row["text"])) for row in rows]


def is_whole(connection: sqlite3.Connection, key: int, text: str) -> bool:
    """Whether an article is kept with this `text`, and with passages that lie in it."""
    kept = connection.execute(f"SELECT {TEXT} FROM texts WHERE article = ?", [key]).fetchone()
    outside = 'article = ? AND NOT (0 <= start AND start < "end" AND "end" <= ?)'
    strays = connection.execute(f"SELECT 1 FROM passages WHERE {outside} LIMIT 1", [key, len(text)]).fetchone()
    return kept is not None and kept["text"] == text.encode() and strays is None


def mend(connection: sqlite3.Connection, article: Article) -> None:
    """Writes what readers see of `article` over every version of it that was the same when it was taken in."""
    seen = columns_of(article)
    same = [article.id, article.content_hash]
    names = ", ".join(f"{name} = ?" for name in seen)
    connection.execute(f"UPDATE articles SET {names} WHERE id = ? AND content_hash = ?", [*seen.values(), *same])
    connection.execute(
        "INSERT OR REPLACE INTO texts SELECT key, ? FROM articles WHERE id = ? AND content_hash = ?",
        [article.text, *same],
    )


def insert_article(connection: sqlite3.Connection, article: Article, *, folder: str, seen: str) -> int:
    """Adds a version of an article as pending, with its text; its key."""
    row = {
        "id": article.id, "version": article.version, "state": "pending", "indexed": 1, "folder": folder,
        "path": article.path, "content_hash": article.content_hash, "seen": seen,
    } | columns_of(article)  # fmt: skip
    names = ", ".join(row)
    cursor = connection.execute(f"INSERT INTO articles ({names}) VALUES (:{', :'.join(row)})", row)
    key = int(cursor.lastrowid or 0)
    connection.execute("INSERT INTO texts VALUES (?, ?)", [key, article.text])
    return key


def insert_passages(connection: sqlite3.Connection, key: int, spans: Sequence[Span], vectors: Sequence[int]) -> None:
    """Adds the passages of the article `key`; `vectors` are keys of cached vectors, one a span."""
    rows = [(key, start, end, vector) for (start, end), vector in zip(spans, vectors, strict=True)]
    connection.executemany('INSERT INTO passages (article, start, "end", vector) VALUES (?, ?, ?, ?)', rows)
    connection.execute("UPDATE articles SET passages = ? WHERE key = ?", [len(rows), key])


def entries(connection: sqlite3.Connection, keys: Sequence[int]) -> list[Entry]:
    """The passages of the articles `keys`, of any state, in the order of their ids."""
    found = _passages(connection, "a.key IN (SELECT value FROM json_each(?))", json.dumps(list(keys)))
    return [Entry(*pair) for pair in sorted(found.items())]


def passages(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, Passage]:
    """Those of the passages `ids` whose article is current."""
    listed = json.dumps(list(ids))
    return _passages(connection, "p.id IN (SELECT value FROM json_each(?)) AND a.state = 'current'", listed)


def passages_of(connection: sqlite3.Connection, article_id: str) -> list[Passage]:
    """The passages of an article's current version, in the order of its text."""
    return list(_passages(connection, "a.id = ? AND a.state = 'current'", article_id).values())


def visible(connection: sqlite3.Connection, ids: Iterable[int], scope: Scope) -> set[int]:
    """Those of the passages `ids` that are current and in `scope`."""
    # CROSS JOIN: SQLite keeps this order, and does not go through all articles first
    condition, values = scope.condition()
    rows = connection.execute(
        "SELECT p.id FROM json_each(?) j CROSS JOIN passages p ON p.id = j.value "
        f"CROSS JOIN articles a ON a.key = p.article WHERE a.state = 'current'{condition}",
        [json.dumps(list(ids)), *values],
    )
    return {row[0] for row in rows}


def passages_in(connection: sqlite3.Connection, scope: Scope) -> list[int]:
    """The ids of the current passages in `scope`."""
    condition, values = scope.condition()
    sql = f"SELECT p.id FROM articles a CROSS JOIN passages p ON p.article = a.key WHERE a.state = 'current'{condition}"
    return [row[0] for row in connection.execute(sql, values)]


def count_passages(connection: sqlite3.Connection, scope: Scope) -> int:
    """How many current passages are in `scope`."""
    condition, values = scope.condition()
    sql = f"SELECT coalesce(sum(passages), 0) FROM articles a WHERE state = 'current'{condition}"
    return int(connection.execute(sql, values).fetchone()[0])


def count_outside(connection: sqlite3.Connection, scope: Scope) -> int:
    """How many current passages are not in `scope`."""
    return count_passages(connection, Scope()) - count_passages(connection, scope)


def keys_in(connection: sqlite3.Connection, scope: Scope) -> list[int]:
    """Keys of the current articles in `scope`, in no order."""
    condition, values = scope.condition()
    (listed,) = connection.execute(
        f"SELECT json_group_array(a.key) FROM articles a WHERE a.state = 'current'{condition}", values
    ).fetchone()
    return list(json.loads(listed))


def count_after(connection: sqlite3.Connection, passage: int) -> int:
    """How many passages, of any state, came after `passage`."""
    return int(connection.execute("SELECT count(*) FROM passages WHERE id > ?", [passage]).fetchone()[0])


def last_settled(connection: sqlite3.Connection) -> int:
    """The highest passage id that both indexes are sure to have been given: every pending one is above it."""
    return int(connection.execute(_LAST_SETTLED).fetchone()[0])


def keys_in_state(connection: sqlite3.Connection, *states: str) -> list[int]:
    """Keys of the articles in one of `states`, in the order they came."""
    marks = ", ".join("?" * len(states))
    rows = connection.execute(f"SELECT key FROM articles WHERE state IN ({marks}) ORDER BY 1", states)
    return [row[0] for row in rows]


def last_key(connection: sqlite3.Connection) -> int:
    """The highest key of an article; every version that comes later has a higher one."""
    return int(connection.execute("SELECT coalesce(max(key), 0) FROM articles").fetchone()[0])


def addresses(connection: sqlite3.Connection) -> Iterable[sqlite3.Row]:
    """Id, address, title and outlet of every article that can be found."""
    return connection.execute("SELECT id, url, title, outlet FROM articles WHERE state = 'current' ORDER BY key")


def has_articles(connection: sqlite3.Connection) -> bool:
    """Whether any article is current."""
    return connection.execute("SELECT 1 FROM articles WHERE state = 'current' LIMIT 1").fetchone() is not None


def coverage(connection: sqlite3.Connection) -> Coverage:
    """What the current articles cover."""
    first, last, count, undated = connection.execute(
        "SELECT min(published), max(published), count(*), count(*) - count(published) "
        "FROM articles WHERE state = 'current'"
    ).fetchone()
    outlets = connection.execute(
        "SELECT outlet, count(*) FROM articles WHERE state = 'current' AND outlet IS NOT NULL "
        "GROUP BY outlet ORDER BY 2 DESC, 1"
    )
    return Coverage(day(first), day(last), tuple(map(tuple, outlets)), count, undated)


def authors(connection: sqlite3.Connection) -> list[str]:
    """Every author of a current article, as the articles spell them."""
    sql = f"SELECT DISTINCT value FROM articles a, {AUTHORS} WHERE state = 'current' ORDER BY 1"
    return [row[0] for row in connection.execute(sql)]


def _passages(connection: sqlite3.Connection, condition: str, value: str) -> dict[int, Passage]:
    rows = connection.execute(
        f'SELECT p.id AS passage, p.article, p.start, p."end", {OF_ARTICLE} FROM passages p '
        f"JOIN articles a ON a.key = p.article WHERE {condition} ORDER BY p.id",
        [value],
    ).fetchall()
    texts = _texts(connection, {row["article"] for row in rows})
    return {row["passage"]: passage_of(row, texts.get(row["article"], "")) for row in rows}


def _texts(connection: sqlite3.Connection, keys: Iterable[int]) -> dict[int, str]:
    listed = json.dumps(list(keys))
    rows = connection.execute(
        f"SELECT article, {TEXT} FROM texts WHERE article IN (SELECT value FROM json_each(?))", [listed]
    )
    return {row["article"]: decoded(row["text"]) for row in rows}
