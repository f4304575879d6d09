"""Who has sent which file, for as long as it may be added."""

import pytest

from assistant.web.working import arrivals
from assistant.web.working.arrivals import Arrivals


def test_a_file_is_its_senders_alone():
    came = Arrivals()
    came.add("anna", ["/uploads/a/a.txt"])
    came.add("ben", ["/uploads/b/b.txt"])
    assert came.sent_by("anna", "/uploads/a/a.txt")
    assert not came.sent_by("ben", "/uploads/a/a.txt")
    for path in ("", "\0", "/uploads/a", "/uploads/b/b.txt", "/uploads/b/../a/a.txt", "uploads/a/a.txt", "x" * 10_000):
        assert not came.sent_by("anna", path)


def test_the_same_file_may_come_from_two():
    came = Arrivals()
    came.add("anna", ["/uploads/a.txt"])
    came.add("ben", ["/uploads/a.txt"])
    assert came.sent_by("anna", "/uploads/a.txt")
    assert came.sent_by("ben", "/uploads/a.txt")


def test_what_nobody_adds_is_forgotten(monkeypatch: pytest.MonkeyPatch):
    now = [0.0]
    came = Arrivals(clock=lambda: now[0])
    came.add("anna", ["/old.txt"])
    now[0] = 90_000.0
    came.add("anna", ["/new.txt"])
    assert [came.sent_by("anna", path) for path in ("/old.txt", "/new.txt")] == [False, True]
    monkeypatch.setattr(arrivals, "_MOST", 2)
    came.add("ben", ["/1.txt", "/2.txt"])
    assert [came.sent_by("ben", "/1.txt"), came.sent_by("anna", "/new.txt")] == [True, False]
