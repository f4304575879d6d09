"""The command that checks a receipt against the archive."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.display.verification import verification_view
from assistant.cli.opening import opened
from assistant.cli.options import Json
from assistant.cli.terminal import output, print_json, show

AskAgain = Annotated[
    bool, typer.Option("--ask-again", help="Ask the question again, and compare what the archive answers now.")
]
ReceiptPath = Annotated[Path, typer.Argument(metavar="FILE", help="The receipt: Markdown, JSON or HTML.")]


def add_to(app: typer.Typer) -> None:
    """Make this command part of `app`."""
    app.command()(verify)


def verify(context: typer.Context, receipt: ReceiptPath, ask_again: AskAgain = False, json: Json = False) -> None:
    """Check a receipt: whether its quotes still stand in the articles.

    A receipt is what `dateline ask --receipt` wrote. Every quote is looked up
    in the version of its article that was cited and in the newest one; who
    says it, what explains it, sources and figures are read anew, and an edited
    receipt is told. What was checked is listed, and what no archive can show,
    such as who made the receipt and which question was asked. Asking again
    shows whether the archive still answers so.
    Exits with 0 where all that was checked holds and nothing has changed, else
    with 1.

    Examples:
      dateline verify romania.html
      dateline verify romania.html --ask-again
      dateline verify romania.html --json
    """
    with opened(context) as assistant:
        verification = assistant.verify(receipt, ask_again=ask_again)
    if json:
        print_json(verification)
    else:
        show(output(), verification_view(verification))
    if not verification.holds:
        raise typer.Exit(1)
