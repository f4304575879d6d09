"""Headers that keep a page to itself, on every answer."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = (
    "default-src 'self'",
    # Gradio writes styles and scripts into the page and compiles its templates there.
    "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "form-action 'self'",
)
_HEADERS = {
    "Content-Security-Policy": "; ".join(_POLICY),
    "X-Content-Type-Options": "nosniff",
    # With "no-referrer" a browser would hide from us too that a form was sent from our own page.
    "Referrer-Policy": "same-origin",
}
"""Whatever an article holds, the browser speaks to this host and no other."""


def guarded(app: "ASGIApp") -> "ASGIApp":
    """`app` with the headers that keep a page to itself on every answer."""
    added = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]

    async def keeping(scope: "Scope", receive: "Receive", send: "Send") -> None:
        async def sending(message: "Message") -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", []), *added]}
            await send(message)

        await app(scope, receive, sending if scope["type"] == "http" else send)

    return keeping
