"""An ingest whose file hangs its parser: cancel and Ctrl-C are heard at once, and the library is as it was."""

import os
import signal
import threading
import time
from pathlib import Path

import broken_parser
import pytest
from bag_of_words import BagOfWords

from assistant.errors import Cancelled
from assistant.ingestion.reading import read_articles
from assistant.ingestion.workers import running
from assistant.library.store import Library

pytestmark = pytest.mark.skipif(os.name != "posix", reason="this system cannot be told of Ctrl-C by a test")

PROMPT = 5.0
"""Seconds within which a busy machine stops what would go on for a minute."""
TEXT = "The council of the town talked about the harbor all day."


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A folder of an article, then a file that hangs."""
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT)
    (folder / "b.txt").write_text(f"{TEXT} HANG")
    broken_parser.use(monkeypatch)
    yield folder
    running.end_idle()


def test_it_is_cancelled_at_once(library: Library, news: Path, embed: BagOfWords) -> None:
    cancel = threading.Event()
    threading.Timer(1.0, cancel.set).start()
    articles = read_articles(news, cancel=cancel)
    started = time.monotonic()
    with pytest.raises(Cancelled, match=r"cancelled after \d articles\. They are kept"):
        library.ingest(articles, folder=str(news), embed=embed, cancel=cancel)
    assert time.monotonic() - started < PROMPT


def test_it_is_interrupted_at_once(library: Library, news: Path, embed: BagOfWords) -> None:
    threading.Timer(1.0, os.kill, [os.getpid(), signal.SIGINT]).start()
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        library.ingest(read_articles(news), folder=str(news), embed=embed)
    assert time.monotonic() - started < PROMPT


def test_what_was_read_before_of_a_file_that_hangs_now_stays(
    library: Library, news: Path, embed: BagOfWords, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.ingestion.workers import reader

    monkeypatch.setattr(reader, "SECONDS", 0.5)
    (news / "b.txt").write_text(f"{TEXT} The school opened.")
    assert library.ingest(read_articles(news), folder=str(news), embed=embed).added == 2
    (news / "b.txt").write_text(f"{TEXT} HANG")
    report = library.ingest(read_articles(news), folder=str(news), embed=embed)
    assert (report.unchanged, report.removed) == (1, 0)
    assert [skip.path for skip in report.skipped] == ["b.txt"]
