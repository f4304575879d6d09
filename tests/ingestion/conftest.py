"""Reading one file, as every format's tests do."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.ingestion import files, reading
from assistant.ingestion.reading import read_articles
from assistant.types import Article, Skip

Read = Callable[[str, str | bytes], tuple[list[Article], list[Skip]]]


class ReaderHere:
    """Reads files as a reading process does, but in this one: limits can be patched, and warnings are errors."""

    def __init__(self, *, cancel=None):
        pass

    def read(self, source):
        with tempfile.TemporaryDirectory() as scratch:
            yield from files.read_file(source, scratch=Path(scratch))

    def count(self, file):
        return files.count_file(file)

    def stop(self):
        pass


@pytest.fixture
def read_here(monkeypatch):
    """Has every file read in this process."""
    monkeypatch.setattr(reading, "Reader", ReaderHere)
    monkeypatch.setattr(reading, "warm_up", lambda: None)


@pytest.fixture
def read(tmp_path: Path, read_here: None) -> Read:
    """Reads one file of this name and content; gives (articles, skips)."""

    def read_file(name: str, content: str | bytes) -> tuple[list[Article], list[Skip]]:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        entries = list(read_articles(path))
        return (
            [entry for entry in entries if isinstance(entry, Article)],
            [entry for entry in entries if isinstance(entry, Skip)],
        )

    return read_file


@pytest.fixture
def read_one(read: Read) -> Callable[[str, str | bytes], Article | str]:
    """Reads a file that holds one article; gives it, or the reason why there is none."""

    def read_file(name: str, content: str | bytes) -> Article | str:
        articles, skips = read(name, content)
        (entry,) = [*articles, *skips]
        return entry if isinstance(entry, Article) else entry.reason

    return read_file
