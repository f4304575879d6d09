"""How the page reaches the browser: what is fetched before anybody asks for it, and what the browser keeps.

Gradio's page learns step by step what it is made of, six steps deep, and adds our own styles and scripts at the last.
Told at its head, the browser fetches them beside Gradio's own.
"""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATIC = Path(__file__).parent / "static"

_FOR_GOOD = "private, max-age=31536000, immutable"
_KEPT = (
    (re.compile(r"/assets/"), _FOR_GOOD),  # their names change with what is in them
    (re.compile(r"/dateline/fonts/"), "private, max-age=2592000"),
    (re.compile(r"/dateline/"), "no-cache"),  # asked for anew each time, which costs no transfer
    (re.compile(r"/(config)?$"), "no-store"),  # else a browser goes back to the page of somebody who has logged out
)
_FONTS = ("source-sans-latin.woff2", "source-serif-latin.woff2")
_IMPORT = re.compile(r' from "\./([\w-]+\.js)"')
_HEAD = b"<head>"


def delivered(app: "ASGIApp") -> "ASGIApp":
    """`app` with hints in its page, and with words on every file about how long a browser may keep it."""

    async def delivering(scope: "Scope", receive: "Receive", send: "Send") -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
        elif scope["path"] == "/" and scope["method"] == "GET":
            plain = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
            await app(scope | {"headers": plain}, receive, _hinting(_keeping("/", send)))
        else:
            await app(scope, receive, _keeping(scope["path"], send))

    return delivering


@cache
def hints() -> bytes:
    """Links to what the page will need, as they stand in its head."""
    styles = re.findall(r'href="(dateline/[^"]+\.css)"', (STATIC / "head.html").read_text("utf-8"))
    return "".join(
        [f'<link rel="preload" as="style" href="{style}">' for style in styles]
        + [f'<link rel="preload" as="font" crossorigin href="dateline/fonts/{name}">' for name in _FONTS]
        + [f'<link rel="modulepreload" href="dateline/desk/{name}">' for name in sorted(_modules("start.js"))]
    ).encode()


def _modules(name: str) -> set[str]:
    """A script of the page and all that it imports."""
    found, open_ends = {name}, [name]
    for one in open_ends:
        new = set(_IMPORT.findall((STATIC / "desk" / one).read_text("utf-8"))) - found
        found |= new
        open_ends.extend(new)
    return found


def _keeping(path: str, send: "Send") -> "Send":
    kept = next((words for place, words in _KEPT if place.match(path)), None)

    async def sending(message: "Message") -> None:
        if kept and message["type"] == "http.response.start" and message["status"] in {200, 206, 304}:
            MutableHeaders(scope=message).setdefault("Cache-Control", kept)
        await send(message)

    return sending


def _hinting(send: "Send") -> "Send":
    """Holds the page back until it is whole, and puts the hints at its head."""
    begun: Message = {}
    parts: list[bytes] = []

    async def sending(message: "Message") -> None:
        if message["type"] == "http.response.start":
            begun.update(message)
            return
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            body = b"".join(parts).replace(_HEAD, _HEAD + hints(), 1)
            headers = MutableHeaders(raw=list(begun["headers"]))
            headers["Content-Length"] = str(len(body))
            await send(begun | {"headers": headers.raw})
            await send({"type": "http.response.body", "body": body})

    return sending
