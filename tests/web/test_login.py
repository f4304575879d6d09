"""With accounts nothing is open but the page for logging in: over plain HTTP, in a browser, and for Gradio's client."""

import re
import time
from collections.abc import Iterator

import bcrypt
import httpx2
import pytest
from gradio_client import Client
from gradio_client.exceptions import AuthenticationError
from in_browser import ask, served
from starlette.routing import Route

from assistant import Assistant
from assistant.web.entrance import known
from assistant.web.entrance.accounts import Accounts
from assistant.web.entrance.attempts import FIRST_WAIT
from assistant.web.entrance.login import COOKIE, login_page
from assistant.web.server import build_app

PASSWORD = "sesam öffne dich"
PAGES = {"Accept": "text/html,application/xhtml+xml"}


@pytest.fixture(scope="module")
def accounts() -> Accounts:
    hashed = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()
    return Accounts({"anna": hashed, "<b>ben</b>": hashed})


@pytest.fixture(scope="module")
def closed(demo: Assistant, accounts: Accounts) -> Iterator[str]:
    with served(demo, accounts=accounts) as where:
        yield where


@pytest.fixture
def http(closed: str) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=closed, trust_env=False) as client:
        yield client


def logged_in(client: httpx2.Client, name: str = "anna") -> httpx2.Response:
    return client.post("/login", data={"username": name, "password": PASSWORD}, headers=PAGES)


def routes(assistant: Assistant, accounts: Accounts) -> set[tuple[str, str]]:
    """Every method and path that the page has, Gradio's own among them, with something in place of what varies."""
    found = set()
    groups = [build_app(assistant, accounts=accounts)]
    for group in groups:
        for route in group.routes:
            inner = getattr(route, "original_router", None) or getattr(route, "app", None)
            if hasattr(inner, "routes"):
                groups.append(inner)
            elif isinstance(route, Route):
                path = re.sub(r"\{[^}]*\}", "anything", route.path)
                found |= {(method, path) for method in route.methods or ()}
    return found


def test_every_route_is_closed(http: httpx2.Client, demo: Assistant, accounts: Accounts) -> None:
    found = routes(demo, accounts)
    paths = {path for _, path in found}
    parts = ("config", "queue/join", "queue/data", "upload", "component_server", "heartbeat", "file=", "run/", "call/")
    assert all(any(part in path for path in paths) for part in parts)
    for method, path in found | {("GET", "/dateline/desk/start.js"), ("GET", "/no/such/place"), ("PUT", "/")}:
        if path.rstrip("/") in {"/login", "/logout"}:
            continue
        answer = http.request(method, path)
        assert (answer.status_code, answer.text) in {(401, "Log in first."), (401, "")}, (method, path)


def test_a_browser_is_led_to_the_login_page(http: httpx2.Client) -> None:
    for path in ("/", "/no/such/place", "/gradio_api/queue/data"):
        answer = http.get(path, headers=PAGES)
        assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    page = http.get("/login")
    assert page.headers["cache-control"] == "no-store"
    needed = re.findall(r'(?:href|src)="(dateline[^"]+)"', page.text)
    assert len(needed) == 3
    assert {http.get(f"/{one}").status_code for one in needed} == {200}
    assert http.get("/dateline/fonts/source-serif-latin.woff2").status_code == 200


@pytest.mark.parametrize(
    "path", ["/dateline/fonts/../desk/start.js", "/dateline/fonts/%2e%2e/desk/start.js", "/login/../config", "//config"]
)
def test_no_way_around(http: httpx2.Client, path: str) -> None:
    assert http.get(path).status_code == 401


def test_logging_in_opens_everything_and_logging_out_closes_it(http: httpx2.Client) -> None:
    answer = logged_in(http)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    kept = next(one for one in answer.headers.get_list("set-cookie") if one.startswith(COOKIE))
    assert "HttpOnly" in kept
    assert "SameSite=Lax" in kept
    token = http.cookies[COOKIE]
    assert http.get("/config").json()["username"] == "anna"
    assert http.get("/login").headers["location"] == "/"
    http.get("/logout")
    assert http.get("/config").status_code == 200, "a link or a picture must not log anybody out"
    assert http.post("/logout").headers["location"] == "/login"
    assert COOKIE not in http.cookies
    assert http.get("/config", headers={"Cookie": f"{COOKIE}={token}"}).status_code == 401


def test_logging_in_anew_ends_the_session_before(http: httpx2.Client) -> None:
    logged_in(http)
    before = http.cookies[COOKIE]
    logged_in(http)
    assert http.cookies[COOKIE] != before
    assert http.get("/config").status_code == 200
    http.cookies.clear()
    assert http.get("/config", headers={"Cookie": f"{COOKIE}={before}"}).status_code == 401


def test_what_does_not_fit_is_told_alike_and_late(http: httpx2.Client) -> None:
    for form in [{"username": "anna", "password": "wrong"}, {"username": "nobody", "password": PASSWORD}, {}]:
        begun = time.monotonic()
        answer = http.post("/login", data=form, headers=PAGES)
        assert answer.status_code == 401
        assert "This name and password do not belong together." in answer.text
        assert COOKIE not in http.cookies
        assert time.monotonic() - begun > FIRST_WAIT
        logged_in(http)
        http.cookies.clear()


def test_a_browser_is_known_where_somebody_has_logged_in_before(http: httpx2.Client) -> None:
    """Whoever guesses at a password elsewhere does not keep its owner waiting here."""
    logged_in(http)
    (given,) = (one for one in http.cookies.jar if one.name == known.COOKIE)
    http.post("/logout")
    assert http.cookies[known.COOKIE] == given.value, "logging out does not forget it"
    logged_in(http, "<b>ben</b>")
    assert http.cookies[known.COOKIE] != given.value


def test_a_form_without_end_is_not_read(http: httpx2.Client) -> None:
    form = {"username": "anna", "password": PASSWORD, "more": "x" * 10_000}
    assert http.post("/login", data=form).status_code == 401
    assert logged_in(http).status_code == 303


def test_another_site_cannot_log_anybody_in_or_out(http: httpx2.Client) -> None:
    logged_in(http)
    for path in ("/login", "/logout"):
        assert http.post(path, headers={"Origin": "http://evil.test"}).status_code == 403
    assert http.get("/config").status_code == 200


def test_a_name_is_shown_as_it_was_typed() -> None:
    assert 'value="&lt;b&gt;&quot;"' in login_page("No.", name='<b>"')


def test_gradios_client_logs_in_and_asks(closed: str) -> None:
    options = {"verbose": False, "analytics_enabled": False}
    with pytest.raises(AuthenticationError):
        Client(closed, **options)
    with pytest.raises(AuthenticationError):
        Client(closed, auth=("anna", "wrong"), **options)
    client = Client(closed, auth=("anna", PASSWORD), **options)
    try:
        answer = client.predict("How many troops are going to Romania?", api_name="/ask")
    finally:
        client.close()
    assert "1,000" in answer["text"]


def test_logging_in_with_a_browser(tab, closed: str) -> None:
    page = tab(closed, started="#username")
    assert page.url.endswith("/login")
    page.fill("#username", "<b>ben</b>")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_selector("[data-started]", state="attached")
    page.wait_for_selector(".visitor-name:text-is('<b>ben</b>')")
    assert "1,000" in ask(page, "How many troops are going to Romania?").locator(".answer").inner_text()
    page.click("text=Log out")
    page.wait_for_selector("#username")
    page.go_back()
    page.wait_for_url(re.compile("/login(#|$)"))


def test_logging_in_needs_no_script_and_fits_a_narrow_screen(browser, closed: str) -> None:
    with browser.new_context(viewport={"width": 360, "height": 640}, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(closed)
        page.fill("#username", "anna")
        page.fill("#password", PASSWORD + "!")
        page.click("button")
        page.wait_for_selector("[role=alert]:has-text('do not belong together')")
        assert page.input_value("#username") == "anna"
        assert page.input_value("#password") == ""
        page.fill("#password", PASSWORD)
        page.click("button")
        page.wait_for_url(f"{closed}/")


def test_whoever_is_not_logged_in_any_more_is_told_when_asking(browser, closed: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(closed)
        page.fill("#username", "anna")
        page.fill("#password", PASSWORD)
        page.press("#password", "Enter")
        page.wait_for_selector(".visitor")
        context.clear_cookies(name=COOKIE)
        turn = ask(page, "How many troops are going to Romania?")
        assert turn.locator("[role=alert]").inner_text() == "You are not logged in any more. Log in, then ask again."
        turn.locator("[role=alert] a").click()
        page.wait_for_selector("#password")
