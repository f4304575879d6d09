"""The command that checks a receipt against the archive."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.display.verification import verification_view
from assistant.cli.opening import opened
from assistant.cli.options import Json
from assistant.cli.terminal import output, print_json, show

ReceiptPath = Annotated[Path, typer.Argument(metavar="FILE", help="The receipt: Markdown, JSON or HTML.")]


def add_to(app: typer.Typer) -> None:
    """Make this command part of `app`."""
    app.command()(verify)


def verify(context: typer.Context, receipt: ReceiptPath, json: Json = False) -> None:
    """Check a receipt: whether its quotes still stand in the articles.

    A receipt is what `dateline ask --receipt` wrote. Every quote is looked up
    in the version of its article that was cited and in the newest one, every
    sentence is checked against its quotes, and an edited receipt is told.
    Exits with 0 where everything holds and nothing has changed, else with 1.

    Examples:
      dateline verify romania.html
      dateline verify romania.html --json
    """
    with opened(context) as assistant:
        verification = assistant.verify(receipt)
    if json:
        print_json(verification)
    else:
        show(output(), verification_view(verification))
    if not verification.holds:
        raise typer.Exit(1)
