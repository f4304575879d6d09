"""Uploads on their way in: whether there is room for them, and who has sent them."""

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

from assistant.web.entrance.routes import UPLOAD
from assistant.web.working.arrivals import Arrivals

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_FREE = 200_000_000
"""Bytes of disk that an upload leaves, so that what is under way can still be written."""
_NO_ROOM = "The disk of the machine that Dateline runs on has no room for this file. Free some space, or ask its owner."


def remembered(app: "ASGIApp", *, arrivals: Arrivals) -> "ASGIApp":
    """`app`, which takes uploads while there is room for them; who sent what stands in `arrivals` before he knows."""
    from gradio.utils import get_upload_folder

    async def remembering(scope: "Scope", receive: "Receive", send: "Send") -> None:
        if scope["type"] != "http" or scope["method"] != "POST" or scope["path"] != UPLOAD:
            await app(scope, receive, send)
        elif shutil.disk_usage(_there(Path(get_upload_folder()))).free < _FREE + _length(scope):
            await PlainTextResponse(_NO_ROOM, 507)(scope, receive, send)
        else:
            # Compressed, the answer could not be read on its way.
            plain = [header for header in scope["headers"] if header[0] != b"accept-encoding"]
            await app({**scope, "headers": plain}, receive, _noting(send, scope["state"]["dateline_owner"], arrivals))

    return remembering


def _noting(send: "Send", owner: str, arrivals: Arrivals) -> "Send":
    status, answer = 0, b""

    async def noting(message: "Message") -> None:
        nonlocal status, answer
        status = message.get("status", status)
        answer += message.get("body", b"")
        if message["type"] == "http.response.body" and not message.get("more_body", False) and status == 200:
            arrivals.add(owner, json.loads(answer))
        await send(message)

    return noting


def _length(scope: "Scope") -> int:
    """Bytes that are to come, 0 where that is not said; `bounded` has looked at it before."""
    said = Headers(scope=scope).get("content-length", "")
    return int(said[:20]) if said.isascii() and said.isdecimal() else 0


def _there(folder: Path) -> Path:
    """`folder`, or the nearest one above it that there is."""
    return next(path for path in (folder, *folder.parents) if path.exists())
