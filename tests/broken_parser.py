"""A parser with faults, for reading processes of tests: words in a file make it crash, hang or take all memory."""

import ctypes
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.ingestion import files
from assistant.ingestion.workers import process, running


def hang() -> None:
    """An expression without an end, which holds the interpreter's lock."""
    re.match(r"(a+)+$", "a" * 60 + "b")


def grow() -> None:
    held = []
    while True:
        held.append(bytearray(50_000_000))


def lie() -> None:
    process.to_message = lambda where, entry: {"article": {"id": 3}, "where": where}


FAULTS: dict[str, Callable[[], object]] = {
    "CRASH": lambda: ctypes.string_at(0),
    "HANG": hang,
    "GROW": grow,
    "LEAVE": lambda: os._exit(3),
    "RAISE": lambda: [][1],
    "LIE": lie,
    "CHATTER": lambda: sys.stdout.write("a line that is no message\n" * 10_000),
}


def install() -> None:
    """Gives this process the faults."""
    sound_entries, sound_count = files._entries, files.count_file

    def commit(file: Path) -> None:
        text = file.read_bytes().decode("utf-8", "replace")
        for word, fault in FAULTS.items():
            if word in text:
                fault()

    def entries(file: Path) -> Iterator[object]:
        commit(file)
        return sound_entries(file)

    def count(file: Path) -> int:
        commit(file)
        return sound_count(file)

    files._entries, process.count_file = entries, count


def use(monkeypatch: pytest.MonkeyPatch) -> None:
    """Has every reading process that is started from now on be one with faults."""
    running.end_idle()
    start = running._START.replace(
        "main(sys.argv[2])", "import broken_parser; broken_parser.install(); main(sys.argv[2])"
    )
    assert start != running._START
    monkeypatch.setattr(running, "_START", start)
