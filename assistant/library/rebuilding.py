"""Making passages, vectors and indexes anew from the articles, after a change of embedder or of cutting."""

import threading
from collections.abc import Callable

from assistant.errors import Cancelled
from assistant.library import writing
from assistant.library.disk import catalogue
from assistant.library.disk.schema import Database
from assistant.library.embedding import Embedder, cut_articles, embed_passages
from assistant.library.indexes import Indexes
from assistant.library.passages import PASSAGE_SETTINGS
from assistant.types import Article, IngestProgress, ProgressCallback

_ARTICLES_AT_ONCE = 64
_KEPT = "state IN ('current', 'removed')"


def rebuild(
    database: Database,
    indexes: Indexes,
    *,
    embed: Embedder,
    on_progress: ProgressCallback | None,
    cancel: threading.Event | None,
) -> None:
    """Cuts and embeds what was made otherwise, switches to it in one step, and makes both indexes anew.

    Killed or cancelled before the switch, the library is as it was and the next call goes on where this one was;
    killed after it, opening the library for writing finishes it. Must be called within a session.
    """
    with database.reading() as connection:
        made = catalogue.settings(connection)
    if (made.get("embedder"), made.get("passages")) != (embed.name, PASSAGE_SETTINGS):
        _cut_again(database, embed, on_progress, cancel)
        _switch(database, embed)
    indexes.embedder = embed.name
    indexes.replace()
    with database.writing() as connection:
        writing.sweep(connection)


def _cut_again(
    database: Database, embed: Embedder, on_progress: ProgressCallback | None, cancel: threading.Event | None
) -> None:
    made_with = f"{embed.name}, {PASSAGE_SETTINGS}"
    with database.writing() as connection:
        if catalogue.settings(connection).get("recut") != made_with:
            connection.execute("DELETE FROM recut")
            catalogue.set_settings(connection, recut=made_with)
        sql = f"SELECT key FROM articles WHERE {_KEPT} AND key NOT IN (SELECT article FROM recut) ORDER BY key"
        keys = [row[0] for row in connection.execute(sql)]
        (total,) = connection.execute(f"SELECT count(*) FROM articles WHERE {_KEPT}").fetchone()
    tell = _teller(total - len(keys), total, on_progress, cancel)
    for start in range(0, len(keys), _ARTICLES_AT_ONCE):
        _cut_some(database, keys[start : start + _ARTICLES_AT_ONCE], embed, tell)


def _cut_some(database: Database, keys: list[int], embed: Embedder, tell: Callable[[int, int, str], None]) -> None:
    articles = _articles(database, keys)
    cuts = cut_articles(articles, embed=embed)
    prepared = embed_passages(
        database, cuts, embed=embed, on_embedded=lambda passages: tell(0, passages, articles[0].path or "")
    )
    rows = [
        (key, start, end, vector)
        for key, (spans, vectors) in zip(keys, prepared, strict=True)
        for (start, end), vector in zip(spans, vectors, strict=True)
    ]
    with database.writing() as connection:
        connection.executemany("INSERT INTO recut VALUES (?, ?, ?, ?)", rows)
    tell(len(articles), 0, articles[-1].path or "")


def _articles(database: Database, keys: list[int]) -> list[Article]:
    with database.reading() as connection:
        return catalogue.articles(connection, keys)


def _switch(database: Database, embed: Embedder) -> None:
    with database.writing() as connection:
        connection.execute("DELETE FROM passages")
        connection.execute(
            'INSERT INTO passages (article, start, "end", vector) SELECT article, start, "end", vector FROM recut '
            f"WHERE article IN (SELECT key FROM articles WHERE {_KEPT}) ORDER BY rowid"
        )
        connection.execute(
            f"UPDATE articles SET passages = (SELECT count(*) FROM passages WHERE article = key) WHERE {_KEPT}"
        )
        connection.execute("DELETE FROM recut")
        catalogue.set_settings(
            connection,
            embedder=embed.name,
            dimension=embed.dimension,
            passages=PASSAGE_SETTINGS,
            indexes="stale",
            recut="",
        )
        catalogue.advance(connection, "generation")


def _teller(
    done: int, total: int, on_progress: ProgressCallback | None, cancel: threading.Event | None
) -> Callable[[int, int, str], None]:
    embedded = 0

    def tell(articles: int, passages: int, current: str) -> None:
        nonlocal done, embedded
        done += articles
        embedded += passages
        if on_progress is not None:
            on_progress(IngestProgress(done, total, embedded, 0, current, "embedding"))
        if cancel is not None and cancel.is_set():
            raise Cancelled(
                f"The rebuild was cancelled after {done} of {total} articles. The library is as it was; run "
                "`dateline rebuild` again to go on from there."
            )

    return tell
