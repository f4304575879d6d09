"""What the catalogue keeps is quoted only while it is what was taken in; what was damaged is told, and mended."""

import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from bag_of_words import BagOfWords
from conftest import MakeArticle
from consistency import assert_consistent

from assistant.ingestion.articles import content_hash
from assistant.ingestion.reading import read_articles
from assistant.library.soundness import is_intact
from assistant.library.store import Library
from assistant.settings import shipped
from assistant.types import Article, Filters, Passage

DAMAGES = {
    "a digit": "UPDATE texts SET text = replace(text, '1,000', '7,000') WHERE article = :key",
    "a byte that is no text": "UPDATE texts SET text = CAST(X'FF' || text AS TEXT) WHERE article = :key",
    "no text": "DELETE FROM texts WHERE article = :key",
    "the title": "UPDATE articles SET title = 'Other news' WHERE key = :key",
    "the outlet": "UPDATE articles SET outlet = 'The Herald' WHERE key = :key",
    "the day": "UPDATE articles SET published = '2022-02-03' WHERE key = :key",
    "a day that is none": "UPDATE articles SET published = '2022-02-99' WHERE key = :key",
    "authors that are no list": "UPDATE articles SET authors = '[\"Dana' WHERE key = :key",
    "a span behind the text": 'UPDATE passages SET "end" = 99999 WHERE article = :key',
    "a span before the text": "UPDATE passages SET start = -20 WHERE article = :key",
    "an empty span": 'UPDATE passages SET "end" = start WHERE article = :key',
}


def change(folder: Path, sql: str, article_id: str = "budget") -> None:
    with closing(sqlite3.connect(folder / "catalogue.sqlite", isolation_level=None)) as connection:
        keys = connection.execute("SELECT key FROM articles WHERE id = ?", [article_id]).fetchall()
        assert connection.execute(sql, {"key": keys[-1][0]}).rowcount > 0


@pytest.fixture
def articles(make: MakeArticle) -> list[Article]:
    """Three articles as a file gives them, with the hash of all that readers see."""
    made = [make(topic, f"The {topic} will cost 1,000 crowns, the mayor said.") for topic in ("budget", "floods")]
    made = [replace(article, authors=("Dana Whitlock",)) for article in made]
    return [*(replace(article, content_hash=content_hash(article)) for article in made), make("taxes")]


@pytest.fixture
def found(library: Library, embed: BagOfWords, articles: list[Article]) -> Callable[[], list[Passage]]:
    """What a search finds in a library of these articles."""
    library.ingest(articles, folder=None, embed=embed)

    def find() -> list[Passage]:
        hits = library.find_keywords("budget floods taxes 1,000", top_k=9)
        return list(library.passages([number for number, _ in hits]).values())

    return find


def test_what_was_taken_in_stands(library: Library, found: Callable[[], list[Passage]]) -> None:
    assert sorted(passage.article_id for passage in library.sound(found()).passages) == ["budget", "floods", "taxes"]
    assert library.sound(found()).notes == ()
    assert library.sound([]) == ([], ())


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_article_is_not_quoted_but_told_and_ingesting_it_mends_it(
    library: Library,
    folder: Path,
    embed: BagOfWords,
    articles: list[Article],
    found: Callable[[], list[Passage]],
    damage: str,
) -> None:
    change(folder, DAMAGES[damage])

    passages, notes = library.sound(found())
    assert sorted(passage.article_id for passage in passages) == ["floods", "taxes"]
    (note,) = notes
    assert "(budget) is damaged" in note
    assert "Ingest it again, or restore the library from a backup." in note
    assert library.coverage().articles == library.status().articles == len(library.listing.articles()) == 3
    assert library.authors() == ["Dana Whitlock"]
    assert sum(day.articles for day in library.published.by_day()) == 3
    library.find_keywords("budget", top_k=3, filters=Filters(authors=("Dana Whitlock",)))

    report = library.ingest(articles, folder=None, embed=embed)
    assert (report.added, report.updated, report.unchanged) == (0, 1, 2)
    passages, notes = library.sound(found())
    assert sorted((passage.article_id, passage.version) for passage in passages) == [
        ("budget", 2), ("floods", 1), ("taxes", 1)
    ]  # fmt: skip
    assert notes == ()
    assert [is_intact(kept.article) for kept in library.versions("budget")] == [True, True]
    assert_consistent(folder)


def test_every_one_of_many_damaged_articles_is_counted(
    library: Library, folder: Path, embed: BagOfWords, make: MakeArticle
) -> None:
    library.ingest([make(f"topic{number}") for number in range(5)], folder=None, embed=embed)
    with closing(sqlite3.connect(folder / "catalogue.sqlite", isolation_level=None)) as connection:
        connection.execute("UPDATE texts SET text = replace(text, 'day', 'year')")
    passages = [passage for number in range(5) for passage in library.passages_of(f"topic{number}")]

    sound = library.sound(passages)

    assert sound.passages == []
    assert len(sound.notes) == 4
    assert sound.notes[-1] == "2 more articles are damaged. `dateline rebuild` names them."


def test_a_rebuild_names_every_damaged_version(
    library: Library, folder: Path, embed: BagOfWords, make: MakeArticle, caplog: pytest.LogCaptureFixture
) -> None:
    library.ingest([make(f"topic{number}") for number in range(6)], folder=None, embed=embed)
    library.ingest([make("topic0", "Another text about topic0, written later.")], folder=None, embed=embed)
    with caplog.at_level(logging.WARNING):
        library.rebuild(embed)
    assert caplog.messages == []
    with closing(sqlite3.connect(folder / "catalogue.sqlite", isolation_level=None)) as connection:
        connection.execute("UPDATE texts SET text = replace(text, 'day', 'year')")

    with caplog.at_level(logging.WARNING):
        library.rebuild(embed)

    assert len(caplog.messages) == 6
    assert all(f"(topic{number}) is damaged" in caplog.text for number in range(6))


def test_whatever_a_format_gives_is_kept_as_its_hash_says(library: Library, embed: BagOfWords) -> None:
    """The demo archive has articles in every format that is read."""
    taken = [item for item in read_articles(shipped("corpus")) if isinstance(item, Article)]
    library.ingest(taken, folder=None, embed=embed)

    assert len(taken) > 40
    assert all(article.content_hash == content_hash(article) for article in taken)
    assert all(is_intact(library.article(article.id)) for article in taken)
