"""How long a browser keeps what it is sent."""

import re

import httpx2
import pytest


@pytest.fixture
def http(address: str):
    with httpx2.Client(base_url=address, trust_env=False) as client:
        yield client


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/", "no-store"),
        ("/config", "no-store"),
        ("/dateline/desk/start.js", "no-cache"),
        ("/dateline/fonts/source-sans-latin.woff2", "private, max-age=2592000"),
        ("/gradio_api/info", None),
    ],
)
def test_how_long_something_is_kept(http: httpx2.Client, path: str, kept: str | None) -> None:
    answer = http.get(path)
    assert (answer.status_code, answer.headers.get("cache-control")) == (200, kept)
    if etag := answer.headers.get("etag"):
        again = http.get(path, headers={"If-None-Match": etag})
        assert (again.status_code, again.headers.get("cache-control")) == (304, kept)


def test_what_is_named_by_its_content_is_kept_for_good(http: httpx2.Client) -> None:
    script = re.search(r'src="\./(assets/[^"]+\.js)"', http.get("/").text)
    assert script
    assert http.get(f"/{script[1]}").headers["cache-control"].endswith("immutable")
    assert "cache-control" not in http.get("/assets/no-such-file.js").headers


def test_no_other_page_frames_this_one(http: httpx2.Client) -> None:
    for path in ("/", "/config", "/no/such/place"):
        assert "frame-ancestors 'none'" in http.get(path).headers["content-security-policy"]
