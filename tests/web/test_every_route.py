"""Nobody reads a file of the server, or has it ask another host, by any route or function that the page has.

Both are listed from the application itself: one that is added is attacked as well.
"""

import contextlib
import json
import re
import socket
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import bcrypt
import httpx2
import pytest
from gradio_client import Client, handle_file
from in_browser import served
from small_archive import write_articles
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant import Assistant, Settings
from assistant.web.entrance.accounts import Accounts
from assistant.web.server import build_app

SECRET = "the secret that nobody may read 4711"
HOST = "dateline-attack.invalid"
"""A host that nobody has; looking it up is already too much."""
META = {"_type": "gradio.FileData"}


@dataclass(frozen=True)
class Target:
    """A served page, what is secret around it, and where uploads go."""

    address: str
    app: Any
    secrets: tuple[Path, ...]
    uploads: Path
    looked_up: list[str]

    def leaks(self, content: bytes) -> bool:
        """Whether something of the secrets stands in `content`."""
        environment = Path("/proc/self/environ")
        known = environment.read_bytes()[:64] if environment.exists() else SECRET.encode()
        return any(secret and secret in content for secret in (SECRET.encode(), b"SQLite format 3\0", known))


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory, browser) -> Iterator[Target]:
    """A small archive. The browser's loop runs in this thread: without one Gradio makes some, and leaves them open."""
    folder = tmp_path_factory.mktemp("attacked")
    (folder / "articles").mkdir()
    (folder / "accounts").write_text(f"anna:{bcrypt.hashpw(SECRET.encode(), bcrypt.gensalt(4)).decode()} # {SECRET}")
    (folder / "key.md").write_text(SECRET)
    (folder / "key.md").chmod(0o600)
    write_articles(folder / "articles", {"a": ("Wire", date(2022, 2, 2), "A ferry stopped.")}, title="News of the {}")
    looked_up: list[str] = []
    real = socket.getaddrinfo

    def look_up(host: Any, *arguments: Any, **options: Any) -> Any:
        looked_up.append(str(host))
        return real(host, *arguments, **options)

    with (
        pytest.MonkeyPatch.context() as patch,
        Assistant.open(Settings(library=folder / "library", _env_file=None)) as assistant,
    ):
        patch.setenv("GRADIO_TEMP_DIR", str(folder / "uploads"))
        patch.setattr(socket, "getaddrinfo", look_up)
        (folder / "uploads").mkdir()
        (folder / "uploads" / "link.md").symlink_to(folder / "key.md")
        assistant.ingest(folder / "articles")
        secrets = (folder / "key.md", folder / "accounts", folder / "library" / "catalogue.sqlite")
        with served(assistant) as address:
            yield Target(address, build_app(assistant), secrets, folder / "uploads", looked_up)


def routes(app: Any) -> list[tuple[str, str]]:
    """Every method and path template, those of applications inside it too."""
    found, groups = set(), [app]
    for group in groups:
        for route in group.routes:
            inner = getattr(route, "original_router", None) or getattr(route, "app", None)
            if hasattr(inner, "routes"):
                groups.append(inner)
            elif isinstance(route, Route):
                found |= {(method, route.path) for method in route.methods or ()}
    return sorted(found)


def blocks_of(app: Any) -> Any:
    """What Gradio made of the page."""
    return next(route.app.get_blocks() for route in app.routes if hasattr(getattr(route, "app", None), "get_blocks"))


def places(target: Target) -> list[str]:
    """Ways to name a file of the server, or another host."""
    key = str(target.secrets[0])
    return [
        *map(str, target.secrets),
        "/proc/self/environ",
        "/proc/self/cwd/pyproject.toml",
        f"file://{key}",
        f"{target.uploads}/../{target.secrets[0].name}",
        f"{target.uploads}/link.md",
        quote(key, safe=""),
        f"/gradio_api/file={key}",
        f"http://{HOST}/a.txt",
        f"http://{HOST}#.hf.space/a.txt",
        f"/proxy=http://{HOST}/a.txt",
    ]


def shapes(place: str) -> list[Any]:
    """Arguments that name a place, each in another way."""
    file = {"path": place, "meta": META}
    return [
        place,
        file,
        {"path": place},
        {"path": place, "url": place, "orig_name": "a.md", "size": 1, "mime_type": "text/plain", "meta": META},
        {"path": "a.md", "url": place, "meta": META},
        {"url": place, "meta": META},
        {"path": place, "is_stream": True, "meta": META},
        {"path": place, "meta": 3},
        {"value": file, "path": {"path": file}},
        [[file], {"a": [{"b": file}]}],
        {"files": [file | {"name": "a.md"}], "article": file, "words": file, "topic": file, "turn": file},
        {"__type__": "update", "value": file},
    ]


def attacks(target: Target) -> list[Any]:
    """Every shape of one place, and every place in one shape."""
    first, *others = places(target)
    return shapes(first) + [shapes(place)[1] for place in others]


def copied(target: Target) -> list[Path]:
    """Secrets that lie where uploads do."""
    files = [path for path in target.uploads.rglob("*") if path.is_file() and not path.is_symlink()]
    return [path for path in files if target.leaks(path.read_bytes())]


class Attacker:
    """Sends requests, and keeps what went wrong."""

    def __init__(self, target: Target, http: httpx2.Client) -> None:
        self.target, self.http = target, http
        self.problems: list[str] = []
        self.statuses: list[int] = []

    def ask(self, method: str, path: str, **sent: Any) -> str:
        """What is answered. A secret in it is a problem, and where uploads lie, and an error that nobody thought of."""
        told = f"{method} {path} {str(sent)[:200]}"
        content = b""
        breaking_off = contextlib.suppress(httpx2.InvalidURL, httpx2.RemoteProtocolError)  # as Gradio does some streams
        with breaking_off, self.http.stream(method, path, **sent) as answer:
            self.statuses.append(answer.status_code)
            if answer.status_code >= 500:
                self.problems.append(f"{answer.status_code}: {told}")
            for piece in answer.iter_bytes():
                content += piece
        text = content.decode("utf-8", "replace")
        if self.target.leaks(content):
            self.problems.append(f"leaks: {told}")
        if str(self.target.uploads) in text:
            self.problems.append(f"tells where uploads lie: {told} {text[:200]}")
        return text

    def call(self, path: str, body: dict[str, Any]) -> None:
        """Calls a function, and reads to its end what it gives."""
        text = self.ask("POST", path, json=body)
        if found := re.search(r'"event_id":\s*"([0-9a-f]+)"', text):
            if path.endswith("join"):
                self.ask("GET", "/gradio_api/queue/data", params={"session_hash": body["session_hash"]})
            else:
                self.ask("GET", f"/gradio_api/call/anything/{found[1]}")


@pytest.fixture
def attacker(target: Target) -> Iterator[Attacker]:
    with httpx2.Client(base_url=target.address, trust_env=False, timeout=60) as http:
        attacker = Attacker(target, http)
        http.get("/config")
        yield attacker
    assert not attacker.problems, "\n".join(attacker.problems[:20])
    assert HOST not in "".join(target.looked_up)
    assert not copied(target)


def test_every_route_refuses_to_hand_out_a_file(target: Target, attacker: Attacker) -> None:
    found = routes(target.app)
    paths = {path for _, path in found}
    for known in (
        "file=",
        "proxy=",
        "/stream/",
        "/upload",
        "/queue/join",
        "/call/",
        "/run/",
        "component_server",
        "deep",
    ):
        assert any(known in path for path in paths), known
    for method, template in found:
        if "heartbeat" in template:
            continue  # lives for as long as one listens
        for place in places(target) if "{" in template else places(target)[:1]:
            inserted = [place, quote(place, safe=""), "..%2f" * 9 + place.lstrip("/"), f"/{place}"]
            for value in inserted if "{" in template else [""]:
                path = re.sub(r"\{[^}]*\}", lambda _, value=value: value, template)
                query = dict.fromkeys(("path", "url", "file", "page", "deep_link", "session_hash"), place)
                body = {"json": {"data": [place], "path": place}} if method in {"POST", "PUT", "PATCH"} else {}
                attacker.ask(method, path, params=query, **body)
    assert attacker.statuses.count(404) > len(attacker.statuses) / 4, "what nobody needs is not there"


def test_every_function_refuses_a_file_that_the_caller_did_not_send(target: Target, attacker: Attacker) -> None:
    page = blocks_of(target.app)
    names = {function.api_name for function in page.fns.values()}
    assert {"ask", "search", "article", "status", "ingest"} < names
    for function in page.fns.values():
        for shape in attacks(target):
            session = uuid.uuid4().hex
            body = {"data": [shape] * len(function.inputs), "fn_index": function._id, "session_hash": session}
            body |= {"event_data": shape, "trigger_id": function.targets[0][0] if function.targets else None}
            attacker.call("/gradio_api/queue/join", body)
            attacker.call(f"/gradio_api/call/{function.api_name}", {"data": body["data"]})
            attacker.ask("POST", f"/gradio_api/run/{function.api_name}", json=body)
            attacker.ask("POST", f"/gradio_api/api/{function.api_name}", json=body)
            named = dict.fromkeys(("file", "question"), shape)
            attacker.call(f"/gradio_api/call/v2/{function.api_name}", named)


def test_every_server_function_refuses_a_file_and_whatever_else_is_no_input(target: Target, attacker: Attacker) -> None:
    blocks = blocks_of(target.app).blocks
    functions = [
        (number, call.__name__) for number, block in blocks.items() for call in getattr(block, "server_fns", ())
    ]
    assert {"source", "add_files", "list_articles", "stop"} < {name for _, name in functions}
    values = attacks(target)
    values += [None, 3, "x", [], True, 1e308, [[]], "\ud800", {"\ud800": "\udfff"}]
    names = ("article", "version", "spans", "words", "year", "offset", "outlets", "since", "conversation", "answer",
             "format", "ingest", "files", "unsent", "topic", "title", "text", "minutes", "turn", "hash")  # fmt: skip
    odd = [3, -1, 10**30, 1.5, "x", "\ud800", "\0", "0001-01-01", "9999-12-31", [], [3], [[1, 2]], [{}], {}, None]
    values += [dict.fromkeys(names, value) for value in odd]
    for number, name in functions:
        for value in values:
            body = {"component_id": number, "fn_name": name, "session_hash": "mine", "data": value}
            attacker.ask("POST", "/gradio_api/component_server", content=json.dumps(body))
    assert set(attacker.statuses) <= {200, 422}


MALFORMED = [
    b"", b"{", b"[]", b"3", b"null", b"\xff\xfe", b"[" * 100_000, b'{"a":' * 5_000, b'{"data": 1}',
    b'{"data": {}, "component_id": 999, "fn_name": "source", "session_hash": "a"}',
    b'{"data": {}, "component_id": [], "fn_name": {}, "session_hash": "a"}',
    b'{"data": {}, "component_id": 1, "fn_name": "__class__", "session_hash": "a"}',
    b'{"data": {}, "component_id": 1, "fn_name": "source", "session_hash": ["a"]}',
    b'{"data": [], "fn_index": 999, "session_hash": "a"}', b'{"data": [], "fn_index": -1, "session_hash": "a"}',
    b'{"data": [], "fn_index": "ask", "session_hash": []}', b'{"data": [' + b"[" * 200 + b"]" * 200 + b"]}",
]  # fmt: skip


@pytest.mark.parametrize("body", MALFORMED)
def test_what_is_malformed_is_a_422(attacker: Attacker, body: bytes) -> None:
    for path in ("component_server", "component_server/", "queue/join", "call/search"):
        attacker.ask("POST", f"/gradio_api/{path}", content=body, headers={"Content-Type": "application/json"})
        attacker.ask("POST", f"/gradio_api/{path}", files={"file": ("a.txt", body)}, data={"component_id": "1"})
    assert set(attacker.statuses) == {422}


def test_an_upload_is_its_senders_and_can_be_added_by_him(target: Target, tmp_path: Path) -> None:
    with (
        Assistant.open(Settings(library=tmp_path / "library", _env_file=None)) as assistant,
        served(assistant) as address,
    ):
        write_articles(tmp_path, {"a": ("Wire", date(2022, 2, 3), "The ferry sails again.")}, title="News of the {}")
        anna, ben = (httpx2.Client(base_url=address, trust_env=False, timeout=60) for _ in range(2))
        with anna, ben:
            text = (tmp_path / "a.md").read_bytes()
            (path,) = anna.post("/gradio_api/upload", files={"files": ("a.md", text)}).json()
            ben.get("/config")
            for shape in ({"path": path, "orig_name": "a.md", "meta": META}, {"path": path}):
                refused = ben.post("/gradio_api/call/ingest", json={"data": [shape]})
                assert refused.status_code == 422
                assert "none that was uploaded here" in refused.text
            assert Path(path).exists()
            begun = anna.post("/gradio_api/call/ingest", json={"data": [shape]}).json()
            assert '"added": 1' in anna.get(f"/gradio_api/call/ingest/{begun['event_id']}").text
        with contextlib.closing(Client(address, verbose=False, analytics_enabled=False)) as program:
            assert program.predict(handle_file(tmp_path / "a.md"), api_name="/ingest")["unchanged"] == 1
            with pytest.raises(ValueError, match="none that was uploaded here"):
                program.predict({"path": path}, api_name="/ingest")


def test_an_upload_that_breaks_off_leaves_nothing(target: Target) -> None:
    host, port = target.address.removeprefix("http://").split(":")
    before = set(target.uploads.iterdir())
    head = (
        f"POST /gradio_api/upload HTTP/1.1\r\nHost: {host}\r\nContent-Length: 2000000\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\n\r\n"
        '--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
    )
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(head.encode() + b"x" * 1_000_000)
        assert wait_for(lambda: set(target.uploads.iterdir()) != before), "it did not begin"
    assert wait_for(lambda: set(target.uploads.iterdir()) == before)


def test_an_upload_has_a_limit_and_leaves_room_on_the_disk(
    target: Target, attacker: Attacker, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = Settings(_env_file=None).upload_limit * 1024 * 1024
    with httpx2.Client(base_url=target.address, trust_env=False, timeout=60) as http:
        answer = http.post("/gradio_api/upload", files={"files": ("a.txt", b"x" * (limit + 200_000))})
        assert answer.status_code == 413
        monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=10**6))
        answer = http.post("/gradio_api/upload", files={"files": ("a.txt", b"x")})
        assert (answer.status_code, "has no room" in answer.text) == (507, True)


def test_gradio_itself_takes_the_page_for_launched(target: Target, browser) -> None:
    """What stands around the page left out: Gradio too refuses files, and what it would hand out is named."""
    app = next(route.app for route in target.app.routes if hasattr(getattr(route, "app", None), "get_blocks"))
    with TestClient(app, raise_server_exceptions=False) as gradio:
        for place in places(target)[:5]:
            data = ["ferry", {"path": place, "meta": META}, None, None, None, 8]
            answer = gradio.post("/gradio_api/run/search", json={"data": data})
            assert answer.status_code == 500
            assert not copied(target)
            assert gradio.get(f"/gradio_api/file={place}").status_code in {403, 404}
    blocked = app.get_blocks().blocked_paths
    assert {str(target.secrets[2].parent), str(Path.cwd())} <= set(blocked)
    assert app.get_blocks().allowed_paths == []


def test_the_accounts_are_blocked_too(target: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    accounts = Accounts({"anna": bcrypt.hashpw(b"a", bcrypt.gensalt(4)).decode()}, target.secrets[1])
    with Assistant.open(Settings(library=tmp_path / "library", _env_file=None)) as assistant:
        assert str(target.secrets[1]) in blocks_of(build_app(assistant, accounts=accounts)).blocked_paths
        monkeypatch.chdir(target.uploads.parent)
        assert str(target.uploads.parent) not in blocks_of(build_app(assistant)).blocked_paths, "uploads lie in it"


def wait_for(done: Any, *, seconds: float = 10) -> bool:
    ends = time.monotonic() + seconds
    while not done():
        if time.monotonic() > ends:
            return False
        time.sleep(0.02)
    return True
