"""Whose request it is: the name that was logged in with, or a secret that only one browser knows."""

import hashlib
import re
import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING

from starlette.requests import HTTPConnection

if TYPE_CHECKING:
    import gradio as gr
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "dateline_browser"
KEPT = 400 * 24 * 3600
"""Seconds that a browser keeps its secret after its last visit: the longest that Chromium allows."""

_PAGES = ("/", "/config", "/gradio_api/upload")
"""Where a browser, or a program through Gradio's client, begins; and an upload, whose sender has to be known again."""
_SECRET = re.compile(r"[0-9a-f]{64}")


def owner_of(request: "gr.Request") -> str:
    """Who asks, as it is kept beside conversations: a login name, else one that does not tell the browser's secret.

    Functions of the page take `request: gr.Request`, events and server functions alike. A request without the secret,
    of a browser that keeps no cookies, is nobody else's: its name is new every time.
    """
    owner: str = request.state.dateline_owner
    return owner


def login_of(request: "gr.Request") -> str | None:
    """The name that was logged in with; None where nobody has to log in."""
    name: str | None = getattr(request.state, "dateline_login", None)
    return name


def recognized(app: "ASGIApp") -> "ASGIApp":
    """`app` with a secret for every browser, and every request told apart for `owner_of`."""

    async def known(scope: "Scope", receive: "Receive", send: "Send") -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        secret = _secret_in(HTTPConnection(scope).cookies) or secrets.token_hex(32)
        _state(scope).setdefault("dateline_owner", f"browser-{hashlib.sha256(secret.encode()).hexdigest()}")

        async def sending(message: "Message") -> None:
            if message["type"] == "http.response.start" and scope["path"] in _PAGES:
                kept = cookie(COOKIE, secret, scope=scope, seconds=KEPT)
                message = {**message, "headers": [*message.get("headers", []), kept]}
            await send(message)

        await app(scope, receive, sending)

    return known


def log_in(scope: "Scope", name: str) -> None:
    """Lets `owner_of` and `login_of` give `name` for this request."""
    _state(scope).update(dateline_owner=name, dateline_login=name)


def cookie(name: str, value: str, *, scope: "Scope", seconds: int) -> tuple[bytes, bytes]:
    """The header that has a browser keep `value`, for scripts and other sites out of reach; 0 seconds takes it back."""
    secure = "; Secure" if scope.get("scheme") == "https" else ""
    return b"set-cookie", f"{name}={value}; Max-Age={seconds}; Path=/; HttpOnly; SameSite=Lax{secure}".encode()


def _secret_in(cookies: Mapping[str, str]) -> str | None:
    value = cookies.get(COOKIE, "")
    return value if _SECRET.fullmatch(value) else None


def _state(scope: "Scope") -> dict[str, str]:
    state: dict[str, str] = scope.setdefault("state", {})
    return state
