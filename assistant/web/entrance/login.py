"""Logging in and out: everything but the page for that, and what the page is made of, is closed to others."""

from pathlib import Path
from string import Template
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response

from assistant.web.entrance import known
from assistant.web.entrance.accounts import Accounts
from assistant.web.entrance.attempts import Attempt, Attempts, TooMany
from assistant.web.entrance.origins import refuse
from assistant.web.entrance.sessions import LONGEST, Sessions
from assistant.web.showing.escaping import escape
from assistant.web.visitors import cookie, log_in

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

COOKIE = "dateline_login"
STATIC = Path(__file__).parent.parent / "static"
_OPEN = frozenset(
    f"/dateline/{file.relative_to(STATIC).as_posix()}"
    for file in [
        *STATIC.glob("fonts/*.woff2"), STATIC / "styles/type.css", STATIC / "styles/login.css", STATIC / "favicon.svg",
    ]
)  # fmt: skip
"""What the page for logging in is made of."""

_LARGEST = 4096
"""Bytes of a name and a password."""
_WRONG = "This name and password do not belong together. Try again."
_TOO_MANY = "Too many attempts are under way with this name, or from your network. Wait half a minute, then try again."
_NO_STORE = {"Cache-Control": "no-store"}


class Doorkeeper:
    """Knows who is logged in, and lets nobody else past."""

    def __init__(self, app: "ASGIApp", accounts: Accounts, *, attempts: Attempts | None = None) -> None:
        """Stands before `app`."""
        self._app = app
        self._accounts = accounts
        self._attempts = attempts or Attempts()
        self._sessions = Sessions()

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answers for the login page, passes on what a logged-in visitor or nobody in particular may ask for."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        name = self._sessions.name_of(_token(scope))
        if scope["type"] == "http" and (response := await self._at_the_door(scope, receive, name)):
            await response(scope, receive, send)
        elif name is not None:
            log_in(scope, name)
            await self._app(scope, receive, send)
        elif scope["type"] == "http" and scope["path"] in _OPEN:
            await self._app(scope, receive, send)
        else:
            await self._turn_away(scope, receive, send)

    async def _at_the_door(self, scope: "Scope", receive: "Receive", name: str | None) -> Response | None:
        """The answer to logging in or out; None where something else is asked for."""
        path, posted = scope["path"].rstrip("/"), scope["method"] == "POST"
        if path == "/login" and posted:
            return await self._log_in(Request(scope, receive))
        if path == "/login":
            return _to(scope, "/") if name is not None else HTMLResponse(login_page(), headers=_NO_STORE)
        if path == "/logout" and posted:
            return self._log_out(scope)
        return _to(scope, "/") if path == "/logout" else None

    async def _log_in(self, request: Request) -> Response:
        form = await _form(request)
        name, password = form.get("username", [""])[0].strip(), form.get("password", [""])[0]
        try:
            right = await self._attempts.check(
                self._attempt(request, name), lambda: self._accounts.fits(name, password)
            )
        except TooMany:
            return _failed(request, _TOO_MANY, name, status=429)
        if not right:
            return _failed(request, _WRONG, name, status=401)
        self._sessions.end(_token(request.scope))
        response = _to(request.scope, "/") if _shows_pages(request) else JSONResponse({"success": True})
        response.raw_headers.append(cookie(COOKIE, self._sessions.begin(name), scope=request.scope, seconds=LONGEST))
        token = known.token_of(name, self._accounts)
        response.raw_headers.append(cookie(known.COOKIE, token, scope=request.scope, seconds=known.KEPT))
        return response

    def _attempt(self, request: Request, name: str) -> Attempt:
        token = request.cookies.get(known.COOKIE, "")
        address = request.client.host if request.client else ""
        return Attempt(address, name, token if known.is_known(token, name, self._accounts) else "")

    def _log_out(self, scope: "Scope") -> Response:
        self._sessions.end(_token(scope))
        response = _to(scope, "/login")
        response.raw_headers.append(cookie(COOKIE, "", scope=scope, seconds=0))
        return response

    async def _turn_away(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        if scope["type"] == "http" and scope["method"] in {"GET", "HEAD"} and _shows_pages(HTTPConnection(scope)):
            await _to(scope, "/login")(scope, receive, send)
        else:
            await refuse("Log in first.", scope, receive, send, status=401)


def login_page(problem: str = "", *, name: str = "") -> str:
    """The page for logging in, with what went wrong before; it needs no script."""
    page = Template((STATIC / "login" / "login.html").read_text("utf-8"))
    alert = f'<p class="failure" role="alert">{escape(problem)}</p>' if problem else ""
    focus = {"name_focus": "" if name else " autofocus", "password_focus": " autofocus" if name else ""}
    return page.substitute(alert=alert, name=escape(name), **focus)


def _failed(request: Request, problem: str, name: str, *, status: int) -> Response:
    if _shows_pages(request):
        return HTMLResponse(login_page(problem, name=name), status, _NO_STORE)
    return PlainTextResponse(problem, status, _NO_STORE)


async def _form(request: Request) -> dict[str, list[str]]:
    """The fields of a form as browsers send it; none where it is larger than a name and a password can be."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _LARGEST:
            return {}
    return parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)


def _token(scope: "Scope") -> str:
    return HTTPConnection(scope).cookies.get(COOKIE, "")


def _shows_pages(request: HTTPConnection) -> bool:
    """Whether a browser asks for a page, and not a program, or a script of the page."""
    return "text/html" in request.headers.get("accept", "")


def _to(scope: "Scope", path: str) -> Response:
    return RedirectResponse(f"{scope.get('root_path', '')}{path}", 303, _NO_STORE)
