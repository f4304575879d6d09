"""`ask --receipt FILE`: the receipt of an answer, written whole or not at all."""

import os
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.terminal import say
from assistant.errors import ReceiptError
from assistant.types import ReceiptFormat

FORMATS: dict[str, ReceiptFormat] = {".md": "markdown", ".json": "json", ".html": "html"}


def read_name(text: str) -> Path:
    """The file that `--receipt` names.

    Raises:
        typer.BadParameter: its suffix does not tell how to write it.
    """
    path = Path(text).expanduser()
    if path.suffix.lower() not in FORMATS:
        raise typer.BadParameter(f"“{text}” ends in none of {', '.join(FORMATS)}.")
    return path


ReceiptFile = Annotated[
    Path | None,
    typer.Option(
        "--receipt",
        parser=read_name,
        metavar="FILE.(md|json|html)",
        help="Write a receipt, which `dateline verify` checks against the archive.",
    ),
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Write the receipt over a file that is there.")]


def format_of(path: Path) -> ReceiptFormat:
    """How a receipt is written to a file of this name."""
    return FORMATS[path.suffix.lower()]


def check_free(path: Path | None, *, overwrite: bool) -> None:
    """Finds out before anything is asked whether the receipt may be written to `path`.

    Raises:
        ReceiptError: something is there already, or its folder is not.
    """
    if path is None:
        return
    if path.is_dir():
        raise ReceiptError(f"{path} is a folder. Name a file for the receipt.")
    if os.path.lexists(path) and not overwrite:
        raise ReceiptError(f"There is a file {path} already. Name another one, or write over it with --overwrite.")
    if not path.parent.is_dir():
        raise ReceiptError(f"There is no folder {path.parent} for the receipt. Make it, or name another file.")


def write_file(path: Path, text: str, *, overwrite: bool) -> None:
    """Writes the receipt; under its name there is nothing, or what was there, until all of it is written.

    Raises:
        ReceiptError: it cannot be written.
    """
    check_free(path, overwrite=overwrite)
    try:
        with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as place:
            part = Path(place, path.name)
            part.write_text(text, "utf-8", newline="\n")
            part.replace(path)
    except OSError as error:
        raise ReceiptError(f"The receipt {path} cannot be written: {error.strerror}. Name another file.") from error
    say(f"The receipt is in {path}.")
