"""Whoever waits for an answer gets one or an error, within its time, whatever becomes of the work."""

import threading
import time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from assistant.errors import Cancelled
from assistant.types import Answer
from assistant.web.working import conversing
from assistant.web.working.asked import Request
from assistant.web.working.conversing import View, converse
from assistant.web.working.in_time import TookTooLong, in_time, longest, result_in_time
from assistant.web.working.under_way import Preparation

PATIENCE = 20


class Panic(BaseException):
    """As Rust code gives up through PyO3: no `Exception`."""


class Stuck:
    """An assistant that heeds nothing, or gives up as Rust code does."""

    settings = SimpleNamespace(model_timeout=60.0)

    def __init__(self, problem: BaseException | None = None) -> None:
        self.problem = problem
        self.let_go = threading.Event()

    def stream(self, question: str, *, cancel: threading.Event, **asked: object) -> Iterator[Answer]:
        if self.problem:
            raise self.problem
        self.let_go.wait(PATIENCE)
        yield from ()


def ended(assistant: Stuck, cancel: threading.Event) -> View:
    place = SimpleNamespace(history=())
    return list(converse(assistant, Request("What?", "t"), place=lambda: place, cancel=cancel))[-1]  # type: ignore


def test_items_come_as_they_are_made_in_another_thread() -> None:
    cancel, made_in = threading.Event(), []

    def items() -> Iterator[int]:
        for number in range(3):
            made_in.append(threading.current_thread())
            yield number

    assert list(in_time(items(), seconds=PATIENCE, cancel=cancel)) == [0, 1, 2]
    assert threading.current_thread() not in made_in
    assert cancel.is_set()


def test_work_that_hangs_is_given_up_and_told_to_stop() -> None:
    cancel = threading.Event()

    def hang() -> Iterator[int]:
        yield 1
        if cancel.wait(PATIENCE):
            raise Cancelled("stopped")

    came = in_time(hang(), seconds=0.1, cancel=cancel)
    assert next(came) == 1
    with pytest.raises(TookTooLong, match=r"longer than 0 seconds.*Ask again.*start Dateline again"):
        next(came)
    assert cancel.is_set()


def test_leaving_early_tells_the_work_to_stop() -> None:
    cancel = threading.Event()
    came = in_time(iter(range(9)), seconds=PATIENCE, cancel=cancel)
    next(came)
    assert not cancel.is_set()
    came.close()
    assert cancel.is_set()


@pytest.mark.parametrize("problem", [ZeroDivisionError("oops"), Panic("index out of bounds"), SystemExit(3)])
def test_whatever_ends_the_work_ends_the_waiting(problem: BaseException) -> None:
    def fail() -> int:
        raise problem

    with pytest.raises(type(problem)):
        result_in_time(fail, seconds=PATIENCE, cancel=threading.Event())


def test_a_result_comes_back() -> None:
    assert result_in_time(lambda: 7, seconds=PATIENCE, cancel=threading.Event()) == 7


def test_a_slow_model_has_its_time() -> None:
    assert longest(60.0) == 360.0
    assert longest(600.0) > 4 * 600.0


@pytest.mark.parametrize("problem", [Panic("index out of bounds"), SystemExit(3)])
def test_a_panic_ends_a_question_in_clear_words(problem: BaseException, caplog: pytest.LogCaptureFixture) -> None:
    last = ended(Stuck(problem), threading.Event())
    assert last.state == "failed"
    assert "Something went wrong inside Dateline" in last.foot
    assert "index out of bounds" not in last.foot
    assert "The question could not be answered." in caplog.text


def test_a_question_that_hangs_ends_in_clear_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversing, "longest", lambda timeout: 0.2)
    assistant, cancel, began = Stuck(), threading.Event(), time.monotonic()
    last = ended(assistant, cancel)
    assistant.let_go.set()
    assert time.monotonic() - began < PATIENCE / 2
    assert last.state == "failed"
    assert "was given up" in last.foot
    assert cancel.is_set()


def test_a_panic_in_the_preparation_is_told_and_ends_it(caplog: pytest.LogCaptureFixture) -> None:
    def prepare(report: object) -> None:
        raise Panic("index out of bounds")

    preparation = Preparation(prepare)
    preparation.start()
    assert preparation.wait(PATIENCE)
    assert preparation.failure is not None
    assert "could not be made ready" in preparation.failure
