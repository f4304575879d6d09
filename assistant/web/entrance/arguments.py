"""What callers hand to the page's functions through Gradio, looked at before Gradio does.

An argument in the shape of a file is a file to Gradio, which it looks for, copies or fetches. Here such a file is one
that the caller has uploaded, or the call is refused. What calls no function there is, or is no JSON, is told so: Gradio
ends it with a traceback.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse

from assistant.web.entrance.routes import COMPONENT, UPLOAD
from assistant.web.working.arrivals import Arrivals
from assistant.web.working.uploads import NOT_SENT

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_CALL = "/gradio_api/call/"
_DEEPEST = 60
"""Lists and objects in each other; Gradio goes through them by recursion."""
_NO_JSON = "This is no JSON that Dateline takes."
_NO_FUNCTION = "There is no such function, or it was called in another way than the page does. Reload the page."


@dataclass(frozen=True, slots=True)
class Functions:
    """What may be called: Gradio's numbers and names of the functions, and the server functions of its components."""

    numbers: frozenset[int]
    names: frozenset[str]
    server_functions: frozenset[tuple[int, str]]


def functions_of(page: Any) -> Functions:  # noqa: ANN401 - gradio is imported late and is not typed
    """The functions of a page of Gradio's."""
    served = {
        (number, call.__name__) for number, block in page.blocks.items() for call in getattr(block, "server_fns", ())
    }
    names = {function.api_name for function in page.fns.values() if isinstance(function.api_name, str)}
    return Functions(frozenset(page.fns), frozenset(names), frozenset(served))


class _Refused(Exception):
    """A call with something that it must not have."""


def examined(app: "ASGIApp", *, functions: Functions, arrivals: Arrivals) -> "ASGIApp":
    """`app`, called with what it can take: functions that there are, and files that the caller has sent himself."""

    async def examining(scope: "Scope", receive: "Receive", send: "Send") -> None:
        if scope["type"] != "http" or scope["method"] != "POST" or scope["path"] == UPLOAD:
            await app(scope, receive, send)
        elif (body := await _whole(receive)) is not None:
            try:
                _check(body, scope["path"].rstrip("/"), functions, arrivals, scope["state"]["dateline_owner"])
            except _Refused as refusal:
                # The form in which Gradio's client tells it.
                told = {"__type__": "validate", "is_valid": False, "message": str(refusal)}
                await JSONResponse({"detail": [told]}, 422)(scope, receive, send)
            else:
                await app(scope, _again(body, receive), send)

    return examining


def _check(body: bytes, path: str, functions: Functions, arrivals: Arrivals, owner: str) -> None:
    """Raises `_Refused` where the call must not come to Gradio."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        raise _Refused(_NO_JSON) from None
    if not isinstance(sent, dict):
        raise _Refused(_NO_JSON)
    if not _is_known(sent, path, functions):
        raise _Refused(_NO_FUNCTION)
    for record in _records(sent):
        if path != COMPONENT and "path" in record and not arrivals.sent_by(owner, str(record["path"])):
            raise _Refused(NOT_SENT)


def _is_known(sent: dict[str, Any], path: str, functions: Functions) -> bool:
    """Whether what is called is there."""
    if path == COMPONENT:
        called = sent.get("component_id"), sent.get("fn_name")
        hashable = isinstance(called[0], int) and isinstance(called[1], str)
        return hashable and called in functions.server_functions and isinstance(sent.get("session_hash"), str)
    number = sent.get("fn_index")
    if path.startswith(_CALL) and path.removeprefix(_CALL) not in functions.names:
        return False
    return number is None or (isinstance(number, int) and number in functions.numbers)


def _records(sent: object) -> Iterator[dict[str, Any]]:
    """Every object in what was sent, however deep."""
    waiting = [(sent, 0)]
    while waiting:
        value, depth = waiting.pop()
        if depth > _DEEPEST:
            raise _Refused(_NO_JSON)
        if isinstance(value, dict):
            yield value
            waiting.extend((inner, depth + 1) for inner in value.values())
        elif isinstance(value, list):
            waiting.extend((inner, depth + 1) for inner in value)


async def _whole(receive: "Receive") -> bytes | None:
    """The body; None where the client leaves before its end."""
    pieces = []
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        pieces.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(pieces)


def _again(body: bytes, receive: "Receive") -> "Receive":
    """`receive` as if nothing had been read yet."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> "Message":
        return waiting.pop() if waiting else await receive()

    return receive_again
