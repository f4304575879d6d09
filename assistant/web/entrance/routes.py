"""Which of Gradio's many routes are open: those that the page and Gradio's clients call, and no other.

Gradio brings some seventy, and more with each version: files of the server, pages of other hosts, recordings, links to
somebody's page, editors. Nobody needs them here.
"""

import re
from typing import TYPE_CHECKING

from assistant.web.entrance.origins import refuse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

UPLOAD = "/gradio_api/upload"
COMPONENT = "/gradio_api/component_server"
"""Where the page's server functions are called."""

_OPEN = re.compile(
    r"/|/config/?|/(?:favicon\.ico|theme\.css|robots\.txt)|/(?:dateline|assets|static)/.+"
    r"|/gradio_api/(?:"
    r"info/?|app_id/?|login_check/?|startup-events|queue/(?:join|data|status)|call/(?!v2(?:/|$))[^/]+(?:/[^/]+)?|cancel|reset/?"
    r"|heartbeat/[^/]+|component_server/?|upload|upload_progress)"
)

_PAGES = ("/", "/config", "/config/")


def only_needed(app: "ASGIApp") -> "ASGIApp":
    """`app`, of which no other routes can be asked for than those that are needed."""

    async def needed(scope: "Scope", receive: "Receive", send: "Send") -> None:
        if scope["type"] == "lifespan":
            await app(scope, receive, send)
            return
        path = scope["path"]
        if not _OPEN.fullmatch(path):
            await refuse("There is nothing here.", scope, receive, send, status=404)
        elif path in _PAGES:
            # Gradio reads the rest of its address for other pages, of which there are none, and for saved ones.
            await app({**scope, "query_string": b""}, receive, send)
        else:
            await app(scope, receive, send)

    return needed
