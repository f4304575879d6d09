"""The command that serves the chat page."""

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
) -> None:
    """Serve the chat page until Ctrl-C.

    The page can be reached from this machine only, unless another address
    is named.

    Examples:
      dateline serve
      dateline --library ~/archive serve --port 8000
    """
    settings = settings_of(context)
    address = settings.host if host is None else host
    with opened(context, reading=False) as assistant:
        from assistant.web.server import serve as serve_page

        serve_page(assistant, host=address, port=settings.port if port is None else port, announce=say)
