"""How long a browser may keep what it is sent."""

import re
from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_KEPT = (
    (re.compile(r"/assets/"), "private, max-age=31536000, immutable"),  # their names change with what is in them
    (re.compile(r"/dateline/fonts/"), "private, max-age=2592000"),
    (re.compile(r"/dateline/"), "no-cache"),  # asked for anew each time, which costs no transfer
    (re.compile(r"/(config)?$"), "no-store"),  # else a browser goes back to the page of somebody who has logged out
)


def delivered(app: "ASGIApp") -> "ASGIApp":
    """`app` with a word on its files and pages about how long they are kept."""

    async def delivering(scope: "Scope", receive: "Receive", send: "Send") -> None:
        path = scope["path"] if scope["type"] == "http" else ""
        kept = next((words for place, words in _KEPT if place.match(path)), None)

        async def sending(message: "Message") -> None:
            if kept and message["type"] == "http.response.start" and message["status"] in {200, 206, 304}:
                MutableHeaders(scope=message).setdefault("Cache-Control", kept)
            await send(message)

        await app(scope, receive, sending)

    return delivering
