"""A small OpenAI-compatible server. The name of the model that is asked for chooses how the server behaves."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ANSWER = ("About 1,000 soldiers", " will move", " to Romania. [1]")


class CompletionServer:
    """Listens on a free port of this machine while its `with` block runs.

    Attributes:
        requests: every request seen: its path, headers (names in lower case) and body.
        asked: set when a request has come.
        gone: set when a client closed its connection before the reply was over.
        proceed: the model `waits` sends its second piece when this is set.
        reply: what the model `says` streams, and `breaks` before it breaks off; a test may set it.
    """

    def __init__(self, *, patience: float = 10) -> None:
        """The models `waits`, `silent` and `stalls` wait `patience` seconds for the test."""
        self.patience = patience
        self.requests: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.asked = threading.Event()
        self.gone = threading.Event()
        self.proceed = threading.Event()
        self.reply: tuple[str, ...] = ANSWER
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def __enter__(self) -> "CompletionServer":
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.proceed.set()
        self._http.shutdown()
        self._http.server_close()


class _Exchange(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_of_test: CompletionServer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            asked = json.loads(body)
        except ValueError:
            asked = {}
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server_of_test.requests.append((self.path, headers, asked))
        self.server_of_test.asked.set()
        self.close_connection = True
        model = asked.get("model", "") if isinstance(asked, dict) else ""
        try:
            getattr(self, f"_{model}", self._unknown)()
        except OSError:
            self.server_of_test.gone.set()

    do_GET = do_POST

    def log_message(self, *_: object) -> None:
        """Nothing: the test's output is not the server's log."""

    def _steady(self) -> None:
        self._stream(iter(ANSWER))

    def _says(self) -> None:
        self._stream(iter(self.server_of_test.reply))

    def _waits(self) -> None:
        def pieces() -> Iterator[str]:
            yield ANSWER[0]
            self.server_of_test.proceed.wait(self.server_of_test.patience)
            yield from ANSWER[1:]

        self._stream(pieces())

    def _endless(self) -> None:
        def pieces() -> Iterator[str]:
            while True:
                yield "and so on "
                time.sleep(0.002)

        self._stream(pieces())

    def _silent(self) -> None:
        """Reads the question for ever, and notices when nobody waits for the answer any more."""
        self.connection.settimeout(self.server_of_test.patience)
        if self.connection.recv(1) == b"":
            self.server_of_test.gone.set()

    def _stalls(self) -> None:
        self._begin()
        self._piece(ANSWER[0])
        self._silent()

    def _empty(self) -> None:
        self._stream(iter(()))

    def _blank(self) -> None:
        self._stream(iter((" ", "\n")))

    def _drops(self) -> None:
        self._begin()
        self._piece(ANSWER[0])

    def _breaks(self) -> None:
        self._begin()
        for piece in self.server_of_test.reply:
            self._piece(piece)

    def _fails(self) -> None:
        self._refuse(500, "the model ran out of memory")

    def _nokey(self) -> None:
        self._refuse(401, f"wrong key: {self.headers['Authorization']}")

    def _busy(self) -> None:
        self._refuse(429, "slow down")

    def _chatty(self) -> None:
        self._refuse(400, f"your key {self.headers['Authorization']} is fine, your question is too long")

    def _unknown(self) -> None:
        self._refuse(404, "no such model")

    def _refuse(self, status: int, message: str) -> None:
        body = json.dumps({"error": {"message": message, "type": "server", "code": status}}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, pieces: Iterator[str]) -> None:
        self._begin()
        for piece in pieces:
            self._piece(piece)
        self._event(json.dumps(_chunk({}, "stop")))
        self._event("[DONE]")
        self.wfile.write(b"0\r\n\r\n")

    def _begin(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def _piece(self, text: str) -> None:
        self._event(json.dumps(_chunk({"role": "assistant", "content": text}, None)))

    def _event(self, payload: str) -> None:
        line = f"data: {payload}\n\n".encode()
        self.wfile.write(f"{len(line):x}\r\n".encode() + line + b"\r\n")
        self.wfile.flush()


def _handler_of(server: CompletionServer) -> type[_Exchange]:
    return type("Exchange", (_Exchange,), {"server_of_test": server})


def _chunk(delta: dict[str, str], finish: str | None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "test", "choices": [choice]}
