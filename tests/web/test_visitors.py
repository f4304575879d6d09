"""Every browser has a name of its own, and the name does not tell the browser's secret."""

import re

import gradio as gr
import pytest
from fastapi import FastAPI, Request
from starlette.testclient import TestClient

from assistant.web.visitors import COOKIE, owner_of, recognized


@pytest.fixture
def app() -> FastAPI:
    app = FastAPI()
    app.add_middleware(recognized)

    @app.get("/")
    @app.get("/config")
    @app.get("/who")
    def who(request: Request) -> list[str]:
        return [owner_of(request), owner_of(gr.Request(request))]

    return app


def test_a_browser_is_known_again_and_its_secret_is_not_told(app: FastAPI) -> None:
    with TestClient(app) as browser:
        first = browser.get("/")
        secret = browser.cookies[COOKIE]
        assert re.fullmatch("[0-9a-f]{64}", secret)
        for attribute in ("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=34560000"):
            assert attribute in first.headers["set-cookie"]
        assert "Secure" not in first.headers["set-cookie"]
        assert first.json() == browser.get("/who").json() == browser.get("/").json()
        assert browser.cookies[COOKIE] == secret
        assert secret not in first.text
        assert len(set(first.json())) == 1


def test_two_browsers_are_two(app: FastAPI) -> None:
    with TestClient(app) as mine, TestClient(app) as yours:
        assert mine.get("/").json() != yours.get("/").json()


@pytest.mark.parametrize("sent", ["", "short", "g" * 64, "0" * 63 + "\u00e9"])
def test_a_secret_that_is_none_is_nobodys(app: FastAPI, sent: str) -> None:
    with TestClient(app) as browser:
        headers = {"Cookie": f"{COOKIE}={sent}".encode("latin-1")}
        assert browser.get("/who", headers=headers).json() != browser.get("/who", headers=headers).json()


def test_over_https_the_secret_stays_there(app: FastAPI) -> None:
    with TestClient(app, base_url="https://dateline.test") as browser:
        assert "; Secure" in browser.get("/config").headers["set-cookie"]


def test_only_pages_set_the_secret(app: FastAPI) -> None:
    with TestClient(app) as browser:
        assert "set-cookie" not in browser.get("/who").headers


def test_a_cookie_of_another_program_hides_none_of_ours(app: FastAPI) -> None:
    with TestClient(app) as browser:
        headers = {"Cookie": f'odd[]=1; a={{"x": "y"}}; {COOKIE}={"ab" * 32}; b="q'}
        assert browser.get("/who", headers=headers).json() == browser.get("/who", headers=headers).json()
