"""Bodies that are too large or too slow, and connections that a client only keeps open."""

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn
from starlette.requests import Request
from starlette.responses import PlainTextResponse, StreamingResponse

from assistant.web import patience
from assistant.web.entrance.bodies import BodyRefused, bounded
from assistant.web.entrance.routes import UPLOAD
from assistant.web.patience import PatientProtocol
from assistant.web.server import listen

MEGABYTE = 1024 * 1024


async def counting(scope, receive, send) -> None:
    """Answers with how much has come."""
    request = Request(scope, receive)
    if request.url.path == "/stream":
        await StreamingResponse(ticking())(scope, receive, send)
        return
    body = b"" if request.url.path == "/unread" else await request.body()
    await PlainTextResponse(str(len(body)))(scope, receive, send)


async def ticking():
    for _ in range(12):
        yield b"tick\n"
        await asyncio.sleep(0.1)


def run_apart(work: Coroutine[Any, Any, Any]) -> Any:
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, work).result()


async def answered(pieces: Callable[[], Any], *, path: str = "/", length: int | None = None, **bounds) -> tuple:
    """Status and text for a body that comes in pieces, and how many of them were taken."""
    said = [(b"content-length", str(length).encode())] if length is not None else []
    scope = {"type": "http", "method": "POST", "path": path, "headers": said, "query_string": b""}
    sent: list[dict[str, Any]] = []
    coming, taken = pieces(), 0

    async def receive() -> dict[str, Any]:
        nonlocal taken
        taken += 1
        return await anext(coming)

    async def send(message: Any) -> None:
        sent.append(message)

    await bounded(counting, **{"upload_limit": 1, "largest": 1000, "grace": 5.0} | bounds)(scope, receive, send)
    return sent[0]["status"], sent[1]["body"].decode(), taken


def piece(size: int, *, more: bool) -> dict[str, Any]:
    return {"type": "http.request", "body": b"x" * size, "more_body": more}


async def endless(size: int = 400):
    while True:
        yield piece(size, more=True)


def test_what_says_that_it_is_too_large_is_not_read() -> None:
    status, text, taken = run_apart(answered(endless, length=1001))
    assert (status, taken) == (413, 0)
    assert "maximum allowed size of 1,000 bytes" in text
    assert run_apart(answered(endless, length=10**30))[0] == 413


def test_what_does_not_say_it_is_read_up_to_the_limit() -> None:
    status, _, taken = run_apart(answered(endless))
    assert (status, taken) == (413, 3)


def test_an_upload_has_a_limit_of_its_own() -> None:
    async def file():
        yield piece(MEGABYTE, more=True)
        yield piece(0, more=False)

    assert run_apart(answered(file, path=UPLOAD))[:2] == (200, str(MEGABYTE))
    assert run_apart(answered(lambda: endless(MEGABYTE), path=UPLOAD))[0] == 413


def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    async def dribbled():
        while True:
            await asyncio.sleep(0.05)
            yield piece(1, more=True)

    begun = time.monotonic()
    status, text, _ = run_apart(answered(dribbled, grace=0.3))
    assert (status, "Send it again" in text) == (408, True)
    assert time.monotonic() - begun < 4


def test_an_upload_that_breaks_off_is_told_to_who_reads_it() -> None:
    async def broken():
        yield piece(10, more=True)
        yield {"type": "http.disconnect"}

    async def reading(scope, receive, send) -> None:
        await receive()
        with pytest.raises(BodyRefused):
            await receive()
        await PlainTextResponse("tidied up", 400)(scope, receive, send)

    async def status() -> int:
        sent, coming = [], broken()

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "POST", "path": UPLOAD, "headers": []}
        await bounded(reading, upload_limit=1)(scope, lambda: anext(coming), send)
        return sent[0]["status"]

    assert run_apart(status()) == 400


@contextmanager
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], socket.socket]]:
    """Opens connections to a server that has little patience."""
    monkeypatch.setattr(patience, "HEAD_WITHIN", 0.5)
    monkeypatch.setattr(patience, "READ_WITHIN", 0.5)
    app = bounded(counting, upload_limit=1, grace=0.5)
    with listen("127.0.0.1", 0) as listening:
        server = uvicorn.Server(
            uvicorn.Config(app, http=PatientProtocol, ws="none", lifespan="off", log_config=None, access_log=False)
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield lambda: socket.create_connection(listening.getsockname()[:2], timeout=10)
        finally:
            server.should_exit = True
            thread.join()


def ends_after(connection: socket.socket, dribble: bytes = b"x") -> tuple[float, bytes]:
    """Seconds until a connection is closed on which a byte comes now and then, and what was answered."""
    begun, answer = time.monotonic(), b""
    connection.settimeout(0.1)
    while time.monotonic() - begun < 8:
        try:
            connection.sendall(dribble)
            if not (got := connection.recv(65536)):
                break
            answer += got
        except TimeoutError:
            continue
        except OSError:
            break
    connection.close()
    return time.monotonic() - begun, answer


HEAD = b"POST /unread HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n"


def test_connections_that_ask_nothing_are_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    with served(monkeypatch) as connect:
        for begun in (b"", b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "):
            connection = connect()
            connection.sendall(begun or b"G")
            assert ends_after(connection, b"E" if not begun else b"x")[0] < 4
        connection = connect()
        connection.sendall(HEAD)
        seconds, answer = ends_after(connection)
        assert b"200 OK" in answer, "it is answered, and what still comes of it is not waited for"
        assert seconds < 4


def test_a_slow_body_is_a_408(monkeypatch: pytest.MonkeyPatch) -> None:
    with served(monkeypatch) as connect:
        connection = connect()
        connection.sendall(HEAD.replace(b"/unread", b"/read"))
        seconds, answer = ends_after(connection)
        assert answer.startswith(b"HTTP/1.1 408")
        assert seconds < 4


def test_a_head_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with served(monkeypatch) as connect:
        connection = connect()
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ")
        sent = 0
        with contextlib.suppress(OSError):
            while sent < 20 * MEGABYTE:
                connection.sendall(b"x" * 65_536)
                sent += 65_536
        connection.close()
        assert sent < 20 * MEGABYTE


def test_a_stream_lives_on_and_a_connection_is_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with served(monkeypatch) as connect:
        connection = connect()
        for _ in range(2):
            connection.sendall(b"GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
            answer = b""
            while not answer.endswith(b"0\r\n\r\n"):
                answer += connection.recv(65536)
            assert answer.count(b"tick") == 12
        connection.close()
