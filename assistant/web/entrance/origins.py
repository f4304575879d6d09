"""Requests that another site had a browser send, refused.

A page of another site cannot read what Dateline answers, but a browser would send its requests here all the same; and a
name that its owner points at this machine (DNS rebinding) would let it read as well. Both tell themselves by a header
that scripts cannot set: `Origin`, and `Host`.
"""

import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


def kept_to_itself(app: "ASGIApp", *, loopback: bool) -> "ASGIApp":
    """`app` for requests of its own pages, and of programs, which send no origin.

    Args:
        app: what is to be kept.
        loopback: the server can be reached from this machine only, so that no other host name is right.
    """

    async def kept(scope: "Scope", receive: "Receive", send: "Send") -> None:
        problem = _problem(scope, loopback=loopback) if scope["type"] in {"http", "websocket"} else None
        if problem is None:
            await app(scope, receive, send)
        else:
            await refuse(problem, scope, receive, send)

    return kept


async def refuse(problem: str, scope: "Scope", receive: "Receive", send: "Send", *, status: int = 403) -> None:
    """Answers a request, or the opening of a websocket, with why it is refused."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": ""})
    else:
        await PlainTextResponse(problem, status, {"Cache-Control": "no-store"})(scope, receive, send)


def is_loopback(host: str) -> bool:
    """Whether `host` names this machine to itself and to nobody else."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _problem(scope: "Scope", *, loopback: bool) -> str | None:
    headers = Headers(scope=scope)
    host, port = _place(f"{scope.get('scheme', 'http')}://{headers.get('host', '')}")
    if loopback and not is_loopback(host):
        return (
            "Dateline is served to this machine only and is not known by this name: open it as localhost. "
            "To serve it under another name, set DATELINE_HOST and let people log in (see the README)."
        )
    origin = headers.get("origin")
    if origin is not None and not _same(origin, host, port):
        return "Dateline takes requests of its own page only, and this one comes from another site."
    return None


def _same(origin: str, host: str, port: int | None) -> bool:
    """Whether `origin` is the place itself. A server behind an HTTPS proxy does not know its scheme: it may differ."""
    other, other_port = _place(origin)
    default = _DEFAULT_PORTS.values()
    return bool(other) and other == host and (other_port == port or (other_port in default and port in default))


def _place(address: str) -> tuple[str, int | None]:
    """Host and port of an address; an empty host where it has none."""
    try:
        parts = urlsplit(address)
        return parts.hostname or "", parts.port or _DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return "", None
