"""Commands that write the library to one file, and make a library of such a file."""

from pathlib import Path
from typing import Annotated

import typer
from rich.filesize import decimal

from assistant.cli.display.progress import bytes_bar
from assistant.cli.display.wording import count, day
from assistant.cli.opening import opened, settings_of, stops_on_interrupt
from assistant.cli.options import Json
from assistant.cli.terminal import notices, print_json, say

File = Annotated[Path, typer.Argument(metavar="FILE", help="The backup, a zip file.")]


def add_to(app: typer.Typer) -> None:
    """Make these commands part of `app`."""
    for command in (backup, unpack):
        app.command()(command)


def backup(context: typer.Context, file: File, json: Json = False) -> None:
    """Write the library to one file.

    It holds every article with its versions, and what was embedded. Others may
    ask and ingest meanwhile. FILE appears only when it is whole; an older
    backup there is replaced, any other file is not.

    Examples:
      dateline backup archive.zip
      dateline --library ~/archive backup /mnt/backups/archive.zip
    """
    with (
        opened(context, reading=False) as assistant,
        stops_on_interrupt() as cancel,
        bytes_bar("Writing the backup", console=notices()) as on_progress,
    ):
        made = assistant.backup(file, on_progress=on_progress, cancel=cancel)
    if json:
        print_json(made)
    say(f"Wrote {count(made.articles, 'article')} to {file} ({decimal(file.expanduser().stat().st_size)}).")


def unpack(context: typer.Context, file: File, json: Json = False) -> None:
    """Make a library of a backup, here or on another machine.

    The library's folder must be new or empty. The backup is checked first, and
    nothing is embedded again: only the search indexes are built.

    Examples:
      dateline --library ~/archive unpack archive.zip
      DATELINE_LIBRARY=~/archive dateline unpack archive.zip --json
    """
    from assistant.library.backup import unpack as unpack_backup

    folder = settings_of(context).library
    with stops_on_interrupt() as cancel, bytes_bar("Unpacking", console=notices()) as on_progress:
        made = unpack_backup(file, folder, on_progress=on_progress, cancel=cancel)
    say(f"Unpacked {count(made.articles, 'article')} of {day(made.made.date())} to {folder}. Building the indexes.")
    with opened(context, reading=False):
        pass
    if json:
        print_json(made)
