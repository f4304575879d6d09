"""Real archives: the demo archive that comes with Dateline, and the large ones of the shared folder where it exists."""

import gzip
import json
from html import unescape
from pathlib import Path

import pytest

from assistant.ingestion.reading import count_articles, read_articles
from assistant.settings import shipped
from assistant.types import Article, Skip


def test_every_article_of_the_demo_archive_is_read():
    entries = list(read_articles(shipped("corpus")))
    assert [entry for entry in entries if isinstance(entry, Skip)] == []
    assert len(entries) == count_articles(shipped("corpus")) >= 30


def test_the_demo_archive_says_who_and_when_but_for_two_articles():
    incomplete = {
        Path(article.path).name: [
            name for name in ("title", "outlet", "authors", "published") if not getattr(article, name)
        ]
        for article in read_articles(shipped("corpus"))
    }
    assert {name: missing for name, missing in incomplete.items() if missing} == {
        "halvorsens-bakery.txt": ["published"],
        "school-heating.json": ["title", "outlet", "authors"],
    }


@pytest.mark.parametrize(
    ("name", "articles"),
    [("realtimeqa/articles.jsonl.gz", 3723), ("bbc/articles.jsonl.gz", 2225), ("wikinews/articles.jsonl", 294)],
)
def test_a_shared_archive_is_read_whole_and_unchanged(shared, name, articles):
    path = shared / "data" / name
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as stream:
        sources = [json.loads(line) for line in stream]
    entries = list(read_articles(path))
    assert len(entries) == count_articles(path) == articles
    for source, entry in zip(sources, entries, strict=True):
        assert isinstance(entry, Article)
        assert (entry.id, entry.outlet) == (source["id"], source["outlet"])
        assert entry.url == source.get("url")
        assert (str(entry.published) if entry.published else None) == source.get("published")
        assert entry.title == (unescape(" ".join(source["title"].split())) if source["title"] else None)
        assert bool(entry.authors) == bool(source.get("authors"))
        assert len(entry.text.split()) == pytest.approx(len(source["text"].split()), rel=0.002, abs=5)
