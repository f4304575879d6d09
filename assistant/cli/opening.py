"""An `Assistant` for a command: opened from the settings and what the user gave, closed at its end."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

import typer

from assistant.cli.display.progress import progress_bar
from assistant.cli.options import Given
from assistant.cli.terminal import notices, say

if TYPE_CHECKING:
    from assistant.chat import Assistant
    from assistant.settings import Settings

DEMO = "Demo archive: your library is empty. `dateline ingest FOLDER` reads your own articles."


def settings_of(context: typer.Context) -> "Settings":
    """The settings: what the user gave before the command, and the environment for the rest."""
    from assistant.settings import read_settings

    given: Given = context.obj
    return read_settings(library=given.library) if given.library else read_settings()


@contextmanager
def opened(context: typer.Context, *, reading: bool = True) -> Iterator["Assistant"]:
    """The assistant that the command works with.

    Args:
        context: the command's.
        reading: the command reads articles, of the demo archive where there are no others; that is then said.
    """
    with opened_with(settings_of(context), reading=reading) as assistant:
        yield assistant


@contextmanager
def opened_with(settings: "Settings", *, reading: bool = True) -> Iterator["Assistant"]:
    """The assistant of these settings; see `opened`."""
    with notices().status("Opening the library"):
        from assistant.chat import Assistant

        assistant = Assistant.open(settings)
    with assistant:
        if reading:
            tell_of_demo(assistant)
        yield assistant


def tell_of_demo(assistant: "Assistant") -> None:
    """Say so where questions go to the demo archive, which is made ready at its first use."""
    with progress_bar(console=notices()) as on_progress:
        demo = assistant.status(on_progress=on_progress).demo
    if demo:
        say(DEMO, style="yellow")


@contextmanager
def stops_on_interrupt() -> Iterator[threading.Event]:
    """A flag that the first Ctrl-C sets, so that what is at hand is finished; the second stops at once."""
    cancel = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        if cancel.is_set():
            raise KeyboardInterrupt
        cancel.set()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield cancel
    finally:
        signal.signal(signal.SIGINT, before)
