"""The real page over the demo archive, in a real browser; without Chromium these tests skip and say so."""

import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from in_browser import served

from assistant import Assistant, Settings

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed: pip install -e '.[test]'"
    )
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        pytest.skip("there is no Chromium: apt-get install chromium")
    with playwright.sync_playwright() as running:
        launched = running.chromium.launch(executable_path=chromium, args=list(QUIET))
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, browser) -> Iterator[Assistant]:
    """An assistant over the demo archive, with the real embedder."""
    with Assistant.open(Settings(library=tmp_path_factory.mktemp("page") / "library", _env_file=None)) as assistant:
        assistant.prepare()
        yield assistant


@pytest.fixture(scope="session")
def address(demo: Assistant) -> Iterator[str]:
    """Where the demo's page is served."""
    with served(demo) as where:
        yield where


@pytest.fixture
def tab(browser, request: pytest.FixtureRequest):
    """Opens tabs; afterwards none of them has spoken to another host, shown a dialog or met an error."""
    problems: list[str] = []
    contexts = []

    def open_tab(address: str, *, width: int = 1440, height: int = 900, started: str = "[data-started]", **options):
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        host = urlsplit(address).netloc
        page.on("request", lambda one: _foreign(one.url, host) and problems.append(f"asked {one.url}"))
        page.on("dialog", lambda one: problems.append(f"dialog {one.message}") or one.dismiss())
        page.on("pageerror", lambda one: problems.append(f"error {one}"))
        page.on("console", lambda one: one.type == "error" and problems.append(f"console {one.text}"))
        page.goto(address)
        page.wait_for_selector(started, state="attached")
        return page

    yield open_tab
    for context in contexts:
        context.close()
    assert not problems


@pytest.fixture
def page(tab, address: str):
    """A wide tab on the demo archive."""
    return tab(address)


def _foreign(url: str, host: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme not in {"data", "blob"} and parts.netloc != host
