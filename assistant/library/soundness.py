"""Whether what the catalogue keeps of an article is still what was taken in: a quote of anything else is none."""

import hashlib
import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from assistant.ingestion.articles import content_hash
from assistant.library.disk import catalogue
from assistant.library.disk.schema import Database
from assistant.types import Article, Passage

logger = logging.getLogger(__name__)

_NAMED = 3
"""Damaged articles that a note names; of more it tells how many."""
_AT_ONCE = 256


class Sound(NamedTuple):
    """Passages that stand in articles as they were taken in, and what to say of those that do not."""

    passages: list[Passage]
    notes: tuple[str, ...]


def is_intact(article: Article) -> bool:
    """Whether an article is what its content hash was made of: all that readers see of it, or its text alone."""
    return article.content_hash == content_hash(article) or article.content_hash == hash_of_text(article.text)


def hash_of_text(text: str) -> str:
    """The content hash of an article that comes without one: SHA-256 (hex) of its text."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def hashed(article: Article) -> Article:
    """`article` with a content hash."""
    return article if article.content_hash else replace(article, content_hash=hash_of_text(article.text))


def stands(database: Database, held: catalogue.Held, article: Article) -> bool:
    """Whether the catalogue holds all that a reader of `article` would see, undamaged."""
    if replace(article, text="", path=None, version=0) != replace(held.article, text="", path=None, version=0):
        return False
    with database.reading() as connection:
        whole = catalogue.is_whole(connection, held.key, article.text)
    if not whole:
        logger.warning("What the library kept of %s was damaged; it is taken in anew.", article.id)
    return whole


def sound(database: Database, passages: Sequence[Passage]) -> Sound:
    """Those of `passages` that can be quoted, in their order. Each article is read and hashed once, 20 µs or so."""
    with database.reading() as connection:
        kept = catalogue.articles_in(connection, {_version(passage) for passage in passages})
    intact = {(article.id, article.version): article.text for article in kept if is_intact(article)}
    stands = [_stands(passage, intact.get(_version(passage))) for passage in passages]
    told = {(article.id, article.version): article for article in kept}
    damaged = {_version(passage) for passage, holds in zip(passages, stands, strict=True) if not holds}
    return Sound(
        [passage for passage, holds in zip(passages, stands, strict=True) if holds],
        tuple(notes_on([article for key, article in told.items() if key in damaged])),
    )


def damaged_articles(database: Database) -> Iterator[Article]:
    """Every version of an article that is not what was taken in, or whose passages lie outside of its text."""
    with database.reading() as connection:
        keys = catalogue.keys_in_state(connection, "current", "removed", "superseded")
    for start in range(0, len(keys), _AT_ONCE):
        with database.reading() as connection:
            for key in keys[start : start + _AT_ONCE]:
                for article in catalogue.articles(connection, [key]):
                    if not is_intact(article) or not catalogue.is_whole(connection, key, article.text):
                        yield article


def warn_of_damage(database: Database) -> None:
    """Logs a warning of every damaged article."""
    damaged = list(damaged_articles(database))
    for note in notes_on(damaged, most=len(damaged)):
        logger.warning(note)


def notes_on(damaged: Sequence[Article], *, most: int = _NAMED) -> Iterator[str]:
    """What to tell users of damaged articles, `most` of them one by one, and what to do."""
    for article in damaged[:most]:
        yield (
            f"The article “{article.title or article.id}” ({article.id}) is damaged: what the library keeps of it is "
            "not what was taken in, so it is not quoted. Ingest it again, or restore the library from a backup."
        )
    if (more := len(damaged) - most) > 0:
        yield f"{more:,} more articles are damaged. `dateline rebuild` names them."


def _stands(passage: Passage, text: str | None) -> bool:
    if text is None or not 0 <= passage.start < passage.end <= len(text):
        return False
    return text[passage.start : passage.end] == passage.text


def _version(passage: Passage) -> tuple[str, int]:
    return passage.article_id, passage.version
