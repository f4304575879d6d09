"""Accounts, attempts, sessions, and which hosts and origins are answered: without a page behind them."""

import asyncio
import contextlib
import itertools
import threading
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import bcrypt
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from assistant.errors import SettingsError
from assistant.web.entrance import known
from assistant.web.entrance.accounts import Accounts, read_accounts
from assistant.web.entrance.attempts import (
    AT_ONCE,
    FREE,
    FREE_OF_ADDRESS,
    PATIENCE,
    TURN_OF_ADDRESS,
    Attempt,
    Attempts,
    TooMany,
    network_of,
)
from assistant.web.entrance.login import Doorkeeper
from assistant.web.entrance.origins import is_loopback, kept_to_itself
from assistant.web.entrance.sessions import IDLE, LONGEST, Sessions

Result = TypeVar("Result")


def hashed(password: str) -> str:
    return bcrypt.hashpw(password.encode()[:72], bcrypt.gensalt(4)).decode()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "accounts"
    path.touch(0o600)
    return path


def run_apart(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """What `coroutine` gives, run in a thread of its own: while a browser is open this one has a loop already."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, coroutine).result()


def test_a_file_of_accounts_and_a_pair_of_the_environment(file: Path) -> None:
    file.write_text(f"\ufeff# who may\n\nanna:{hashed('pass:word')}\n  jörg : {hashed('ü' * 60)}\n", "utf-8")
    said: list[str] = []
    accounts = read_accounts(file, "carol", SecretStr("c"), announce=said.append)
    assert accounts is not None
    assert accounts.fits("anna", "pass:word")
    assert accounts.fits("jörg", "ü" * 60)
    assert accounts.fits("carol", "c")
    for name, password in [("anna", "password"), ("Anna", "pass:word"), ("", ""), ("nobody", "c"), ("carol", "c\0")]:
        assert not accounts.fits(name, password)
    assert said == []


def test_what_htpasswd_writes_is_read() -> None:
    assert Accounts({"anna": f"$2y${hashed('hello')[4:]}"}).fits("anna", "hello")


def test_nobody_has_to_log_in_where_nothing_is_set() -> None:
    assert read_accounts(None, None, None, announce=print) is None


def test_a_line_without_a_bcrypt_hash_is_told_and_left_out(file: Path) -> None:
    file.write_text(f"anna:$apr1$abc$def\n:{hashed('a')}\nben:{hashed('b')}\ncarl:$2y$31${'a' * 53}\n")
    said: list[str] = []
    accounts = read_accounts(file, None, None, announce=said.append)
    assert accounts is not None
    assert list(accounts.hashes) == ["ben"]
    assert [words.split(" of ")[0] for words in said] == ["Warning: Line 1", "Warning: Line 2", "Warning: Line 4"]


def test_a_file_that_everybody_can_read_is_told(file: Path) -> None:
    file.write_text(f"anna:{hashed('a')}\n")
    file.chmod(0o644)
    said: list[str] = []
    assert read_accounts(file, None, None, announce=said.append)
    assert said == [f"Warning: every user of this machine can read {file}; `chmod o-r {file}` keeps it to its owner."]


@pytest.mark.parametrize("content", [b"", b"# nobody yet\n", b"anna:secret\n", b"\xff\xfe"])
def test_a_file_that_names_nobody_is_an_error(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(SettingsError, match=str(file)):
        read_accounts(file, None, None, announce=lambda _: None)


def test_a_file_that_is_not_there_names_the_setting(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"\(No such file or directory\). Correct DATELINE_AUTH_FILE"):
        read_accounts(tmp_path / "none", None, None, announce=print)


@pytest.mark.parametrize(("user", "password"), [("anna", None), (None, SecretStr("a")), ("anna", SecretStr(""))])
def test_a_name_and_a_password_belong_together(user: str | None, password: SecretStr | None) -> None:
    with pytest.raises(SettingsError, match="DATELINE_USER and DATELINE_PASSWORD belong together"):
        read_accounts(None, user, password, announce=print)


def test_an_unknown_name_is_compared_with_the_costliest_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    costly = bcrypt.hashpw(b"a", bcrypt.gensalt(6)).decode()
    accounts = Accounts({"anna": hashed("a"), "ben": costly, "carl": hashed("c")})
    compared: list[bytes] = []
    real = bcrypt.checkpw
    monkeypatch.setattr(bcrypt, "checkpw", lambda word, kept: compared.append(kept) or real(word, kept))
    assert not accounts.fits("nobody", "a")
    assert compared == [costly.encode()]


def test_whoever_fails_waits_longer_each_time_and_others_do_not() -> None:
    async def try_them() -> list[float]:
        attempts, took = Attempts(first_wait=1.0), []
        for address, right in [("guesser", False), ("guesser", False), ("other", True), ("guesser", True)]:
            begun = time.monotonic()
            assert await attempts.check(Attempt(address, "anna"), lambda right=right: right) is right
            took.append(time.monotonic() - begun)
        return took

    first, second, other, right = run_apart(try_them())
    assert first >= 1.0
    assert second >= 2.0
    assert other < 1.0
    assert right < 1.0


def test_passwords_are_compared_one_at_a_time_and_a_waiting_guesser_holds_nobody_up() -> None:
    at_once = threading.Semaphore(1)

    def compare() -> bool:
        assert at_once.acquire(blocking=False)
        time.sleep(0.02)
        at_once.release()
        return False

    async def try_them() -> float:
        attempts = Attempts(first_wait=0.3)
        guesses = [asyncio.create_task(attempts.check(Attempt("guesser", "anna"), compare)) for _ in range(AT_ONCE)]
        await asyncio.sleep(0)
        with pytest.raises(TooMany):
            await attempts.check(Attempt("guesser", "anna"), compare)
        begun = time.monotonic()
        assert await attempts.check(Attempt("other", "anna"), lambda: True)
        took = time.monotonic() - begun
        assert await asyncio.gather(*guesses) == [False] * AT_ONCE
        assert not await attempts.check(Attempt("guesser", "anna"), lambda: False)
        return took

    assert run_apart(try_them()) < 1.0


def test_one_guesser_behind_a_proxy_keeps_nobody_else_out() -> None:
    async def try_them() -> tuple[list[bool], float]:
        attempts = Attempts(first_wait=2.0)
        guesses = [asyncio.create_task(attempts.check(Attempt("proxy", "anna"), lambda: False)) for _ in range(AT_ONCE)]
        await asyncio.sleep(0.1)
        begun = time.monotonic()
        right = [
            await attempts.check(Attempt("proxy", "ben"), lambda: True),
            await attempts.check(Attempt("proxy", "anna", "a browser that is known"), lambda: True),
        ]
        took = time.monotonic() - begun
        for guess in guesses:
            guess.cancel()
        await asyncio.gather(*guesses, return_exceptions=True)
        return right, took

    right, took = run_apart(try_them())
    assert right == [True, True]
    assert took < 1.0


def test_guessers_at_many_addresses_take_turns_and_the_owner_gets_in() -> None:
    compared: list[float] = []

    def compare() -> bool:
        compared.append(time.monotonic())
        return False

    async def guess(attempts: Attempts, number: int) -> None:
        with contextlib.suppress(TooMany):
            await attempts.check(Attempt(f"10.0.0.{number}", "anna"), compare)

    async def try_them() -> tuple[float, float]:
        attempts = Attempts(first_wait=0.01, turn=0.2)
        await asyncio.gather(*(guess(attempts, number) for number in range(FREE + 5)))
        guesses = [asyncio.create_task(guess(attempts, number)) for number in range(5)]
        await asyncio.sleep(0)
        begun = time.monotonic()
        assert await attempts.check(Attempt("10.0.1.1", "anna", "known"), lambda: True)
        known = time.monotonic() - begun
        assert await attempts.check(Attempt("10.0.1.1", "anna"), lambda: True)
        elsewhere = time.monotonic() - begun
        await asyncio.gather(*guesses)
        return known, elsewhere

    known, elsewhere = run_apart(try_them())
    assert known < 0.2
    assert elsewhere > 0.2, "the owner waits for her turn"
    paced = compared[FREE:]
    assert len(paced) == 10
    assert all(later - sooner > 0.1 for sooner, later in itertools.pairwise(paced)), "one turn after the other"


def test_one_address_has_one_place_in_the_line_and_the_line_an_end() -> None:
    async def try_them() -> list[object]:
        attempts = Attempts(first_wait=0.0, turn=PATIENCE)
        for number in range(FREE):
            await attempts.check(Attempt(f"10.0.0.{number}", "anna"), lambda: False)
        line = [asyncio.create_task(attempts.check(Attempt("10.1.0.1", "anna"), lambda: False)) for _ in range(3)]
        line += [asyncio.create_task(attempts.check(Attempt(f"10.2.0.{one}", "anna"), lambda: False)) for one in (1, 2)]
        await asyncio.sleep(0.1)
        begun = [one.done() and type(one.exception() or one.result()) for one in line]
        for one in line:
            one.cancel()
        await asyncio.gather(*line, return_exceptions=True)
        return begun

    first, second, third, waiting, too_late = run_apart(try_them())
    assert first is bool
    assert (second, third) == (TooMany, TooMany)
    assert waiting is False
    assert too_late is TooMany


def test_one_guesser_at_many_accounts_is_slowed_too() -> None:
    async def try_them() -> float:
        attempts = Attempts(first_wait=0.0, turn=2.0)
        for number in range(FREE_OF_ADDRESS + 1):
            await attempts.check(Attempt("guesser", f"name {number}"), lambda: False)
        begun = time.monotonic()
        await attempts.check(Attempt("guesser", "one more"), lambda: False)
        return time.monotonic() - begun

    assert run_apart(try_them()) > TURN_OF_ADDRESS / 2


def test_a_long_address_is_one_of_a_network() -> None:
    assert network_of("2001:db8:1:2:3:4:5:6") == network_of("2001:db8:1:2::1") != network_of("2001:db8:1:3::1")
    assert network_of("192.0.2.1") != network_of("192.0.2.2")
    assert network_of("") == ""


def test_a_browser_is_known_for_its_account_and_as_long_as_the_password() -> None:
    accounts = Accounts({"anna": hashed("a"), "ben": hashed("b")})
    token = known.token_of("anna", accounts)
    assert token != known.token_of("anna", accounts)
    assert known.is_known(token, "anna", accounts)
    assert known.is_known(token, "anna", Accounts(dict(accounts.hashes))), "a restart changes nothing"
    for other in ("ben", "nobody", "", "anna\0"):
        assert not known.is_known(token, other, accounts)
    for forged in ("", ".", token[:-1], "0" + token, token.replace(".", ""), "ü.ü"):
        assert not known.is_known(forged, "anna", accounts)
    assert not known.is_known(token, "anna", Accounts({"anna": hashed("a new one")}))


def login(accounts: Accounts, client: str, trusted: list[str]) -> tuple[TestClient, Attempts]:
    attempts = Attempts(first_wait=0.0)
    app = ProxyHeadersMiddleware(Doorkeeper(Starlette(), accounts, attempts=attempts), trusted or [])
    return TestClient(app, client=(client, 1)), attempts


@pytest.mark.parametrize(
    ("trusted", "addresses"), [([], {"10.9.9.9"}), (["10.9.9.0/24"], {"192.0.2.7"}), (["10.0.0.1"], {"10.9.9.9"})]
)
def test_x_forwarded_for_is_believed_of_proxies_that_are_named(trusted: list[str], addresses: set[str]) -> None:
    """The last address is what the proxy has seen; what stands before it, its client has made up."""
    client, attempts = login(Accounts({"anna": hashed("a")}), "10.9.9.9", trusted)
    with client:
        for made_up in ("1.1.1.1", "2.2.2.2", "10.9.9.1"):
            headers = {"X-Forwarded-For": f"{made_up}, 192.0.2.7"}
            assert client.post("/login", data={"username": "anna", "password": "b"}, headers=headers).status_code == 401
    seen = {these[0] for these in attempts._failures if these[0] not in {"account", "address"}}
    assert seen == addresses


def test_a_session_ends_by_itself() -> None:
    now = [0.0]
    sessions = Sessions(lambda: now[0])
    token = sessions.begin("anna")
    for _ in range(LONGEST // IDLE):
        now[0] += IDLE - 1
        assert sessions.name_of(token) == "anna"
    now[0] = LONGEST
    assert sessions.name_of(token) is None

    token = sessions.begin("anna")
    now[0] += IDLE
    assert sessions.name_of(token) is None


def test_a_session_is_ended_and_is_nobody_elses() -> None:
    sessions = Sessions()
    mine, yours = sessions.begin("anna"), sessions.begin("anna")
    sessions.end(mine)
    assert sessions.name_of(mine) is None
    assert sessions.name_of(yours) == "anna"
    assert sessions.name_of("") is None


async def _hello(_: object) -> PlainTextResponse:
    return PlainTextResponse("hello")


async def _socket(socket: WebSocket) -> None:
    await socket.accept()
    await socket.close()


def site(*, loopback: bool, address: str = "http://127.0.0.1:7860") -> TestClient:
    app = Starlette(routes=[Route("/", _hello, methods=["GET", "POST"]), WebSocketRoute("/socket", _socket)])
    return TestClient(kept_to_itself(app, loopback=loopback), base_url=address)


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:7860", "127.0.0.1:7860", "[::1]:7860", "127.8.9.1", "LOCALHOST:80"]
)
def test_this_machine_is_answered(host: str) -> None:
    assert site(loopback=True).get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.test", "evil.test:7860", "localhost.evil.test", "127.0.0.1.evil.test", "192.168.0.7:7860", "", "[:"]
)
def test_a_name_that_is_made_to_point_here_is_refused(host: str) -> None:
    answer = site(loopback=True).get("/", headers={"Host": host})
    assert answer.status_code == 403
    assert "open it as localhost" in answer.text


def test_a_server_for_others_may_have_any_name() -> None:
    assert site(loopback=False).get("/", headers={"Host": "archive.test"}).status_code == 200


SAME = [
    ("http://127.0.0.1:7860", "http://127.0.0.1:7860"),
    ("http://archive.test", "https://archive.test"),  # behind a proxy that speaks HTTPS
    ("http://archive.test:443", "https://archive.test"),
]
OTHER = [
    ("http://127.0.0.1:7860", "http://evil.test"),
    ("http://127.0.0.1:7860", "http://127.0.0.1:3000"),
    ("http://127.0.0.1:7860", "http://localhost:7860"),
    ("http://archive.test", "http://sub.archive.test"),
    ("http://archive.test", "http://archive.test.evil.test"),
    ("http://archive.test", "null"),
    ("http://archive.test", ""),
    ("http://archive.test", "http://archive.test:8000"),
]


@pytest.mark.parametrize(("address", "origin"), SAME)
def test_the_pages_own_requests_are_answered(address: str, origin: str) -> None:
    with site(loopback=False, address=address) as client:
        assert client.post("/", headers={"Origin": origin}).status_code == 200
        with (
            client.websocket_connect(f"{address}/socket".replace("http", "ws"), headers={"Origin": origin}) as socket,
            pytest.raises(WebSocketDisconnect) as closed,
        ):
            socket.receive_text()
    assert closed.value.code == 1000


@pytest.mark.parametrize(("address", "origin"), OTHER)
def test_what_another_site_sends_is_refused(address: str, origin: str) -> None:
    with site(loopback=False, address=address) as client:
        for method in ("GET", "POST", "OPTIONS"):
            answer = client.request(method, "/", headers={"Origin": origin})
            assert answer.status_code == 403
            assert "access-control-allow-origin" not in answer.headers
        with (
            pytest.raises(WebSocketDisconnect),
            client.websocket_connect(f"{address}/socket".replace("http", "ws"), headers={"Origin": origin}),
        ):
            pass


def test_a_program_sends_no_origin() -> None:
    assert site(loopback=True).post("/").status_code == 200


@pytest.mark.parametrize(("host", "own"), [("127.0.0.1", True), ("::1", True), ("0.0.0.0", False), ("::", False)])
def test_what_only_this_machine_reaches(host: str, own: bool) -> None:
    assert is_loopback(host) is own
