"""Batches go through three stages at once, in their order, and what a stage raises reaches the caller."""

import threading
from collections.abc import Iterator

import pytest

from assistant.library.stages import Stages, read_ahead


class Broken(Exception):
    pass


def stages(log: list[str], *, breaks: str = "") -> Stages[int, int, int, int]:
    def stage(name: str, number: int) -> int:
        if breaks == f"{name} {number}":
            raise Broken(breaks)
        log.append(f"{name} {number}")
        return number

    return Stages(
        cut=lambda batch: stage("cut", batch),
        embed=lambda batch, cuts: stage("embed", cuts),
        store=lambda batch, ready: stage("store", ready),
        done=lambda batch, stored: log.append(f"done {stored}"),
    )


def test_every_batch_passes_every_stage_in_order() -> None:
    log: list[str] = []
    three = stages(log)
    for number in range(5):
        three.push(number)
    three.drain()
    three.close()
    for name in ("cut", "embed", "store", "done"):
        assert [entry for entry in log if entry.startswith(name)] == [f"{name} {number}" for number in range(5)]


def test_a_batch_is_cut_while_the_one_before_it_is_embedded() -> None:
    cutting = threading.Event()
    waited: list[bool] = []
    overlapping = Stages(
        cut=lambda batch: cutting.set() if batch == 1 else None,
        embed=lambda batch, cuts: waited.append(cutting.wait(10)) if batch == 0 else None,
        store=lambda batch, ready: None,
        done=lambda batch, stored: None,
    )
    overlapping.push(0)
    overlapping.push(1)
    overlapping.close()
    assert waited == [True]


@pytest.mark.parametrize("breaks", ["cut 1", "embed 1", "store 1"])
def test_what_a_stage_raises_is_raised_and_what_was_stored_before_counts(breaks: str) -> None:
    log: list[str] = []
    three = stages(log, breaks=breaks)

    def run() -> None:
        try:
            for number in range(4):
                three.push(number)
            three.drain()
        finally:
            three.close()

    with pytest.raises(Broken):
        run()
    assert "done 0" in log
    assert "done 1" not in log


def test_items_are_read_ahead_but_not_all_of_them() -> None:
    read: list[int] = []

    def items() -> Iterator[int]:
        for number in range(100):
            read.append(number)
            yield number

    with read_ahead(items(), most=5) as ahead:
        assert next(ahead) == 0
    assert len(read) < 12


def test_what_reading_raises_comes_after_the_items_before_it() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise Broken

    with read_ahead(items(), most=5) as ahead:
        assert next(ahead) == 1
        with pytest.raises(Broken):
            next(ahead)


def test_reading_that_hangs_is_given_up_where_the_block_ends_early() -> None:
    stopped = threading.Event()

    def items() -> Iterator[int]:
        yield 1
        assert stopped.wait(60)
        raise Broken

    def interrupted() -> None:
        with read_ahead(items(), most=5, stop=stopped.set) as ahead:
            assert next(ahead) == 1
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert not any(thread.name == "ingest-reading" for thread in threading.enumerate())
