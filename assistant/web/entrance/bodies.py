"""What is sent with a request, in bounds: how large it may be, and how long it may take to come."""

import asyncio
import time
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.formparsers import MultiPartException
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse

from assistant.web.entrance.routes import UPLOAD

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 4_000_000
"""Bytes of what is no upload: the names of as many files as can be added at once take half of it."""
_FORM = 100_000
"""Bytes of an upload that are no part of its file."""
GRACE = 30.0
"""Seconds that a client may take for whatever it sends."""
SLOWEST = 16_000
"""Bytes for which it may take one second more: a poor telephone connection sends several times as many."""


class BodyRefused(MultiPartException):
    """A body that is too large, too slow or broken off, with the HTTP status that tells it.

    Gradio knows the class: raised while an upload is read, it has the half that came deleted.
    """

    def __init__(self, status: int, message: str) -> None:
        """For `status`."""
        super().__init__(message)
        self.status = status


_BROKEN_OFF = BodyRefused(400, "This request was broken off.")
_TOO_SLOW = BodyRefused(408, "This request came too slowly. Send it again over a better connection.")


def bounded(app: "ASGIApp", *, upload_limit: int, largest: int = LARGEST, grace: float = GRACE) -> "ASGIApp":
    """`app`, to which no body comes that is too large or too slow.

    Args:
        app: who reads the bodies; one that is refused looks to it like a client that has left.
        upload_limit: the largest file that may be uploaded, in megabytes.
        largest: bytes of any other body.
        grace: seconds that a body may take, before what its size allows.
    """

    async def within_bounds(scope: "Scope", receive: "Receive", send: "Send") -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        upload = scope["path"] == UPLOAD
        body = _Body(receive, most=upload_limit * 1024 * 1024 + _FORM if upload else largest, grace=grace)
        begun = False

        async def sending(message: "Message") -> None:
            nonlocal begun
            begun = True
            await send(message)

        if body.fits(scope):
            try:
                await app(scope, body.read_or_raise if upload else body.read, sending)
            except (ClientDisconnect, BodyRefused):
                body.refusal = body.refusal or _BROKEN_OFF
        if body.refusal and not begun:
            refusal = body.refusal
            await PlainTextResponse(refusal.message, refusal.status, {"Connection": "close"})(scope, receive, send)

    return within_bounds


class _Body:
    """What has come of a request's body."""

    def __init__(self, receive: "Receive", *, most: int, grace: float) -> None:
        self.refusal: BodyRefused | None = None
        self._receive = receive
        self._most = most
        self._grace = grace
        self._received, self._waited, self._whole = 0, 0.0, False

    def fits(self, scope: "Scope") -> bool:
        """Whether it is as small as it has to be, by what it says of itself."""
        said = Headers(scope=scope).get("content-length", "")
        if said.isascii() and said.isdecimal() and int(said[:20]) > self._most:
            self.refusal = self._too_large()
        return self.refusal is None

    async def read(self) -> "Message":
        """The next piece; after the last one the client's leaving, whenever that is."""
        if self._whole or self.refusal:
            return await self._receive() if self._whole else {"type": "http.disconnect"}
        begun, allowed = time.monotonic(), self._grace + self._received / SLOWEST
        try:
            async with asyncio.timeout(allowed - self._waited):
                message = await self._receive()
        except TimeoutError:
            self.refusal = _TOO_SLOW
            return {"type": "http.disconnect"}
        self._waited += time.monotonic() - begun
        return self._taken(message)

    async def read_or_raise(self) -> "Message":
        """The next piece.

        Raises:
            BodyRefused: there is none, as the body is refused or broken off.
        """
        unfinished = not self._whole
        message = await self.read()
        if unfinished and message["type"] == "http.disconnect":
            raise self.refusal or _BROKEN_OFF
        return message

    def _taken(self, message: "Message") -> "Message":
        self._received += len(message.get("body", b""))
        if self._received > self._most:
            self.refusal = self._too_large()
            return {"type": "http.disconnect"}
        self._whole = message["type"] == "http.request" and not message.get("more_body", False)
        return message

    def _too_large(self) -> BodyRefused:
        return BodyRefused(413, f"This exceeds the maximum allowed size of {self._most:,} bytes. Send less at once.")
