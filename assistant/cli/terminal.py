"""The two consoles, and what makes text that others wrote safe to show on them."""

import io
import sys
from typing import Any

from rich.console import Console, RenderableType

CONTROL = (
    {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t\r"}
    | {ord("\r"): " ", 0x7F: "␡"}
    | dict.fromkeys(range(0x80, 0xA0), "�")
    # Overrides of the direction of writing can make a line of the terminal read as another.
    | dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "�")
    | dict.fromkeys(range(0xD800, 0xE000), "�")
)
"""Every character that could move a terminal's cursor, and the visible one that stands for it."""


def plain(text: str) -> str:
    """`text` with every control character made visible, one for one, so that offsets into it stay true."""
    return text.translate(CONTROL)


def one_line(text: str) -> str:
    """`text` without control characters and line breaks, for a title, a name or a path."""
    return " ".join(plain(text).split())


def output() -> Console:
    """The console for what was asked for. It never reads markup, emoji codes or numbers out of the text."""
    return Console(markup=False, emoji=False, highlight=False)


def notices() -> Console:
    """The console for everything that is said beside it: progress, notices, errors (on stderr)."""
    return Console(markup=False, emoji=False, highlight=False, stderr=True)


def show(console: Console, view: RenderableType) -> None:
    """Print `view`; outside a terminal without the spaces that rich fills its lines with."""
    if console.is_terminal:
        console.print(view)
        return
    with console.capture() as captured:
        console.print(view)
    console.file.write("".join(line.rstrip() + "\n" for line in captured.get().splitlines()))


def say(message: str, *, style: str | None = None) -> None:
    """Say on stderr what is going on."""
    notices().print(plain(message), style=style, soft_wrap=True)


def complain(message: str) -> None:
    """Say on stderr what went wrong."""
    say(message, style="red")


def print_json(value: Any) -> None:  # noqa: ANN401 - any value of assistant.types, or a sequence of them
    """Print `value` as one line of JSON, field names as in `assistant.types`."""
    from pydantic_core import to_json

    print_line(to_json(value).decode())


def print_line(line: str) -> None:
    """Print `line` as it is, for a program that reads it."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def allow_any_encoding() -> None:
    """Read and print a replacement for what is not in the terminal's encoding, instead of failing."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
