"""What a browser is told to fetch at once, and what it keeps."""

import re

import httpx2
import pytest

from assistant.web.delivery import hints


@pytest.fixture
def http(address: str):
    with httpx2.Client(base_url=address, trust_env=False) as client:
        yield client


def test_the_page_names_what_it_will_need_and_every_part_is_there(http: httpx2.Client) -> None:
    page = http.get("/")
    assert page.text.count(hints().decode()) == 1
    assert int(page.headers["content-length"]) == len(page.content)
    assert page.headers["cache-control"] == "no-store"
    named = re.findall(r'href="([^"]+)"', hints().decode())
    assert {"dateline/styles/type.css", "dateline/desk/start.js", "dateline/desk/panel.js"} < set(named)
    assert len(named) == len(set(named))
    assert {http.get(f"/{one}").status_code for one in named} == {200}


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/dateline/desk/start.js", "no-cache"),
        ("/dateline/fonts/source-sans-latin.woff2", "private, max-age=2592000"),
        ("/config", "no-store"),
        ("/gradio_api/info", None),
    ],
)
def test_how_long_a_file_is_kept(http: httpx2.Client, path: str, kept: str | None) -> None:
    answer = http.get(path)
    assert answer.headers.get("cache-control") == kept
    if etag := answer.headers.get("etag"):
        again = http.get(path, headers={"If-None-Match": etag})
        assert (again.status_code, again.headers.get("cache-control")) == (304, kept)


def test_what_is_named_by_its_content_is_kept_for_good(http: httpx2.Client) -> None:
    script = re.search(r'src="\./(assets/[^"]+\.js)"', http.get("/").text)
    assert script
    assert http.get(f"/{script[1]}").headers["cache-control"].endswith("immutable")
    assert "cache-control" not in http.get("/assets/no-such-file.js").headers


def test_the_browser_uses_all_that_it_was_told_to_fetch(tab, address: str) -> None:
    page = tab(address)
    page.wait_for_selector(".coverage:has-text('articles')", timeout=120_000)
    fetched = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    ours = [one for one in fetched if "/dateline/" in one]
    assert len(ours) == len(set(ours)), "something was fetched twice"
    loaded = page.evaluate("[...document.fonts].filter((font) => font.status === 'loaded').map((font) => font.family)")
    assert {family.strip('"') for family in loaded} == {"Source Sans 3", "Source Serif 4"}
