"""Long work gives way to short work, and not for ever."""

import threading
import time

from assistant.models.encoders.turns import Turns

PATIENCE = 20


def test_long_work_waits_until_the_last_short_work_has_ended():
    turns, went_on = Turns(), threading.Event()

    def go_on() -> None:
        turns.give_way(patience=PATIENCE)
        went_on.set()

    with turns.short():
        with turns.short():
            waiting = threading.Thread(target=go_on)
            waiting.start()
        assert not went_on.wait(0.2)
    assert went_on.wait(PATIENCE / 2)
    waiting.join()


def test_long_work_goes_on_at_once_where_nobody_is_at_work():
    begun = time.monotonic()
    Turns().give_way(patience=PATIENCE)
    assert time.monotonic() - begun < PATIENCE / 2


def test_long_work_is_slowed_and_not_stopped():
    turns = Turns()
    with turns.short():
        turns.give_way(patience=0.01)


def test_short_work_that_fails_is_in_nobodys_way():
    turns = Turns()
    try:
        with turns.short():
            raise ValueError
    except ValueError:
        pass
    begun = time.monotonic()
    turns.give_way(patience=PATIENCE)
    assert time.monotonic() - begun < PATIENCE / 2
