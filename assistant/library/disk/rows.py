"""Rows of the catalogue as values, and values as rows. What was damaged comes as it is: the article's hash tells."""

import json
import sqlite3
from datetime import date

from assistant.library.disk.scope import outlet_key
from assistant.types import Article, Passage

ARTICLE = "a.id, version, title, outlet, authors, published, url, language, path, content_hash, corrections"
"""The columns that `article_of` reads."""
OF_ARTICLE = "a.id, a.version, a.title, a.outlet, a.authors, a.published, a.url, a.content_hash"
"""Those of the article that `passage_of` reads."""
TEXT = "CAST(text AS BLOB) AS text"
"""A text, as bytes: SQLite gives none that is not UTF-8, which a damaged one may be."""


def columns_of(article: Article) -> dict[str, str | None]:
    """The columns of what readers see of an article beside its text."""
    return {
        "title": article.title, "outlet": article.outlet,
        "outlet_key": outlet_key(article.outlet) if article.outlet else None,
        "authors": json.dumps(article.authors, ensure_ascii=False),
        "published": article.published.isoformat() if article.published else None, "url": article.url,
        "language": article.language, "corrections": json.dumps(article.corrections, ensure_ascii=False),
    }  # fmt: skip


def passage_of(row: sqlite3.Row, text: str) -> Passage:
    """The passage in a row, given the text of its article."""
    start, end = row["start"], row["end"]
    return Passage(
        row["id"], row["version"], start, end, text[start:end], row["title"], row["outlet"],
        listed(row["authors"]), day(row["published"]), row["url"], row["content_hash"],
    )  # fmt: skip


def article_of(row: sqlite3.Row, *, text: str = "") -> Article:
    """The article in a row, with its text where that is at hand."""
    return Article(
        id=row["id"], text=text, title=row["title"], outlet=row["outlet"], authors=listed(row["authors"]),
        published=day(row["published"]), url=row["url"], language=row["language"], path=row["path"],
        version=row["version"], content_hash=row["content_hash"], corrections=listed(row["corrections"]),
    )  # fmt: skip


def decoded(text: bytes | None) -> str:
    """A text; "" for one that is lost."""
    return (text or b"").decode(errors="replace")


def listed(value: str) -> tuple[str, ...]:
    """The texts of a JSON list; none where it was damaged."""
    try:
        return tuple(json.loads(value))
    except (TypeError, ValueError):
        return ()


def day(value: str | None) -> date | None:
    """A day; None where there is none, or it was damaged."""
    try:
        return date.fromisoformat(value) if value else None
    except (TypeError, ValueError):
        return None
