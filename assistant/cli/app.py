"""The command line put together: every command, the options before it, and what its errors become."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.commands import (
    archive,
    articles,
    asking,
    backups,
    chatting,
    evaluating,
    serving,
    timelines,
    verifying,
    watching,
)
from assistant.cli.options import Given
from assistant.cli.quiet import set_up_logs
from assistant.cli.terminal import allow_any_encoding, complain
from assistant.errors import AssistantError, Cancelled

INTERRUPTED = 130
"""The exit code of a command that Ctrl-C ended: 128 and the signal's number, as in a shell."""
STOPPED = "Stopped; what was reported done is kept."

app = typer.Typer(
    name="dateline",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
for group in (asking, timelines, chatting, verifying, archive, watching, articles, backups, evaluating, serving):
    group.add_to(app)


def run(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code: 0, 1 (told on stderr), 2 (usage), 130 (stopped by Ctrl-C)."""
    allow_any_encoding()
    try:
        app(args=list(arguments), prog_name="dateline")
    except Cancelled as error:
        complain(f"Stopped. {error}")
        return INTERRUPTED
    except AssistantError as error:
        complain(str(error))
        return 1
    except SystemExit as end:
        if end.code == INTERRUPTED:
            complain(STOPPED)
        return int(end.code or 0)
    return 0


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"dateline {version('dateline')}")
        raise typer.Exit


@app.callback()
def dateline(
    context: typer.Context,
    library: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", help="Where the library is kept; .dateline here, or DATELINE_LIBRARY, if left out."
        ),
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show logs on stderr.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Ask a folder of news articles, and check every sentence of the answer."""
    set_up_logs(verbose=verbose)
    context.obj = Given(library)
