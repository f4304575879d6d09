"""The page while work goes on: the archive being made ready, an answer being written, stopped, or left alone."""

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from in_browser import served

from assistant import Assistant, Settings
from assistant.errors import Cancelled, ModelMissing
from assistant.types import Coverage, Event, Filters, IngestProgress, LibraryStatus, Token, Understood

COVERAGE = Coverage(date(2022, 1, 1), date(2022, 2, 1), (("Harbor Ledger", 45),), 45)


class Dictating:
    """An assistant that writes without end until it is cancelled, and prepares until it is released."""

    def __init__(self, real: Assistant) -> None:
        """`real` keeps conversations, and has whatever else the page asks for."""
        self.real = real
        self.released = threading.Event()
        self.ended = threading.Event()
        self.failure: Exception | None = None

    def __getattr__(self, name: str):
        return getattr(self.real, name)

    def prepare(self, *, on_progress) -> None:
        on_progress(IngestProgress(12, 45, 30, 0, "harbor-ledger/1.md"))
        assert self.released.wait(60)
        if self.failure:
            raise self.failure

    def status(self) -> LibraryStatus:
        return LibraryStatus("/library", 45, 92, COVERAGE, "embedder", 1)

    def stream(self, question, *, cancel=None, **asked) -> Iterator[Event]:
        try:
            yield Understood(question, Filters())
            for number in range(5000):
                yield Token(f"Word {number} of many. ")
                if cancel.wait(0.02):
                    raise Cancelled("The question was stopped.")
        finally:
            self.ended.set()


@pytest.fixture
def writing(tmp_path: Path) -> Iterator[Dictating]:
    with Assistant.open(Settings(library=tmp_path / "library", model=None, _env_file=None)) as real:
        yield Dictating(real)


@pytest.fixture
def slow_page(tab, writing: Dictating):
    with served(writing) as address:
        yield tab(address)
        writing.released.set()


def begin(page) -> None:
    page.fill("#question", "What now?")
    page.press("#question", "Enter")


def test_the_page_is_up_before_the_archive_is_ready_and_tells_how_far_it_is(slow_page, writing: Dictating):
    slow_page.wait_for_selector(".coverage:has-text('Reading the demo archive: 12 of 45 articles')")
    begin(slow_page)
    slow_page.wait_for_selector(".turn[data-state=waiting] :text('12 of 45 articles')")
    writing.released.set()
    slow_page.wait_for_selector(".turn[data-state=answering] :text('Word 3 of many.')")
    slow_page.wait_for_selector(".coverage:has-text('45 articles · 1 outlet')")


def test_an_archive_that_cannot_be_made_ready_says_why(slow_page, writing: Dictating):
    writing.failure = ModelMissing("There is no model 'x'. Name another with DATELINE_EMBEDDER.")
    writing.released.set()
    slow_page.wait_for_selector("#masthead .failure:has-text('Name another with DATELINE_EMBEDDER.')")


def test_an_answer_grows_in_its_place_without_moving_the_page(slow_page, writing: Dictating):
    writing.released.set()
    begin(slow_page)
    top = "document.querySelector('.question').getBoundingClientRect().top"
    slow_page.wait_for_selector(".answer :text('Word 3 of many.')")
    before = slow_page.evaluate(top)
    slow_page.wait_for_selector(".answer :text('Word 60 of many.')")
    assert slow_page.evaluate(top) == before


def test_stop_ends_the_work_and_keeps_the_words(slow_page, writing: Dictating):
    writing.released.set()
    begin(slow_page)
    slow_page.wait_for_selector(".answer :text('Word 3 of many.')")
    slow_page.click(".stop")
    slow_page.wait_for_selector(".turn[data-state=stopped]")
    assert writing.ended.wait(5)
    assert "Word 3 of many." in slow_page.inner_text(".answer")
    slow_page.click(".again")
    slow_page.wait_for_selector(".turn[data-state=answering]")
    assert slow_page.locator(".turn").count() == 1


def test_a_closed_tab_ends_its_work(slow_page, writing: Dictating):
    writing.released.set()
    begin(slow_page)
    slow_page.wait_for_selector(".answer :text('Word 3 of many.')")
    slow_page.close()
    assert writing.ended.wait(30)


def test_a_new_conversation_ends_the_old_work(slow_page, writing: Dictating):
    writing.released.set()
    begin(slow_page)
    slow_page.wait_for_selector(".answer :text('Word 3 of many.')")
    slow_page.click(".begin")
    assert writing.ended.wait(5)
    assert slow_page.locator(".turn").count() == 0
