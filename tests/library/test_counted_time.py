"""What was removed is kept for 30 days that have passed, however the machine's clock jumps."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from bag_of_words import BagOfWords
from conftest import MakeArticle

from assistant.errors import ArticleNotFound, ConversationNotFound
from assistant.library import conversations, writing
from assistant.library.disk import counted_time
from assistant.library.store import Library
from assistant.types import Answer, Conversation, Filters

Look = Callable[..., None]


@pytest.fixture
def look(library: Library, embed: BagOfWords, make: MakeArticle, monkeypatch: pytest.MonkeyPatch) -> Look:
    """Writes to the library, and deletes a conversation, while the clock is off by so many days."""
    started = datetime.now(UTC)

    def write(*, days: float = 0.0) -> None:
        class Clock(datetime):
            @classmethod
            def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
                return started + timedelta(days=days)

        for module in (counted_time, writing, conversations):
            monkeypatch.setattr(module, "datetime", Clock)
        library.ingest([make("other")], folder=None, embed=embed)
        mine = library.conversations("me")
        mine.delete(mine.keep(_answer("other")).id)

    return write


def _answer(name: str) -> Answer:
    return Answer(
        id=name, question=f"What of {name}?", query=name, as_of=date(2022, 2, 2), text=name, sentences=(),
        citations=(), passages=(), filters=Filters(), created=datetime.now(UTC), seconds=0.0,
    )  # fmt: skip


@pytest.fixture
def deleted(library: Library, embed: BagOfWords, make: MakeArticle, look: Look) -> Conversation:
    """A conversation that was deleted just when the article "budget" was removed."""
    look()
    library.ingest([make("budget")], folder=None, embed=embed)
    library.remove("budget")
    kept = library.conversations("me").keep(_answer("budget"))
    library.conversations("me").delete(kept.id)
    return kept


def restorable(library: Library, deleted: Conversation) -> bool:
    """Whether both can be brought back; neither is when the other is not."""
    try:
        library.restore("budget")
    except ArticleNotFound:
        with pytest.raises(ConversationNotFound):
            library.conversations("me").restore(deleted.id)
        return False
    return library.conversations("me").restore(deleted.id).id == deleted.id


@pytest.mark.parametrize(
    "days",
    [
        [31.0],
        [31.0, 0.0],
        [-20_000.0, 0.0],
        [365.0, 0.0, 365.0, 0.0],
        [100_000.0, 100_000.01, -3.0, 1.0],
        [float(number % 2 * 400) for number in range(40)],
    ],
)
def test_a_clock_that_jumps_forgets_nothing(
    library: Library, deleted: Conversation, look: Look, days: list[float]
) -> None:
    for day in days:
        look(days=day)
    assert restorable(library, deleted)


def test_what_was_removed_while_the_clock_was_back_is_not_forgotten_when_it_is_right(
    library: Library, embed: BagOfWords, make: MakeArticle, look: Look
) -> None:
    look(days=-20_000)
    library.ingest([make("budget")], folder=None, embed=embed)
    library.remove("budget")
    kept = library.conversations("me").keep(_answer("budget"))
    library.conversations("me").delete(kept.id)
    look()
    look(days=1)
    assert restorable(library, kept)


def test_after_thirty_days_it_is_forgotten(library: Library, deleted: Conversation, look: Look) -> None:
    for day in range(1, 32):
        look(days=day)
    assert not restorable(library, deleted)


def test_it_is_there_for_thirty_days(library: Library, deleted: Conversation, look: Look) -> None:
    for day in range(1, 30):
        look(days=day)
    assert restorable(library, deleted)


def test_a_library_that_never_counted_begins_with_its_newest_stamp(
    library: Library, folder: Path, deleted: Conversation, look: Look
) -> None:
    """As an earlier Dateline left it: removed when its clock was right, opened when it is wrong."""
    with closing(sqlite3.connect(folder / "catalogue.sqlite", isolation_level=None)) as connection:
        assert connection.execute("DELETE FROM settings WHERE name IN ('counted', 'clock')").rowcount == 2
    look(days=400)
    assert restorable(library, deleted)
