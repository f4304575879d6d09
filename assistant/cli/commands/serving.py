"""The command that serves the chat page."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.opening import opened, settings_of
from assistant.cli.terminal import say


def add_to(app: typer.Typer) -> None:
    """Make this command part of `app`."""
    app.command()(serve)


def serve(
    context: typer.Context,
    host: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="The address to serve on; DATELINE_HOST or 127.0.0.1 if left out."),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(metavar="NUMBER", min=0, max=65535, help="The port; DATELINE_PORT or 7860 if left out."),
    ] = None,
    auth: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Who may log in: name:hash lines, as `htpasswd -B` makes them."),
    ] = None,
) -> None:
    """Serve the chat page until Ctrl-C.

    The page can be reached from this machine only, unless another address
    is named; let people log in then. DATELINE_AUTH_FILE names the file as
    well, and DATELINE_USER with DATELINE_PASSWORD do for one person.

    Examples:
      dateline serve
      dateline --library ~/archive serve --port 8000
      htpasswd -B -c accounts anna
      dateline serve --host 0.0.0.0 --auth accounts
    """
    from assistant.web.entrance.accounts import read_accounts

    settings = settings_of(context)
    accounts = read_accounts(auth or settings.auth_file, settings.user, settings.password, announce=say)
    with opened(context, reading=False) as assistant:
        from assistant.web.server import serve as serve_page

        address = settings.host if host is None else host
        chosen = settings.port if port is None else port
        serve_page(assistant, host=address, port=chosen, announce=say, accounts=accounts)
