"""A Chroma server keeps the vectors: what it loses, mixes up, refuses or never answers is noticed."""

import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import pytest
from bag_of_words import BagOfWords
from conftest import MakeArticle
from nearest_neighbours import assert_finds_the_nearest

from assistant.errors import LibraryError, SettingsError
from assistant.library.disk.address import read_address
from assistant.library.store import Library
from assistant.types import Article


class Server:
    """A real server of Chroma in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        # what the command `chroma` does, without importing chromadb first
        start = "import sys, chromadb_rust_bindings; chromadb_rust_bindings.cli(['chroma', *sys.argv[1:]])"
        command = [sys.executable, "-c", start, "run", "--path", self.folder, "--port", str(self.port)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(300):
            try:
                httpx.get(f"{self.url}/api/v2/heartbeat").raise_for_status()
            except httpx.HTTPError:
                time.sleep(0.1)
            else:
                return
        raise TimeoutError(self.url)

    def stop(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()

    def collections(self) -> list[dict[str, str]]:
        return list(
            httpx.get(f"{self.url}/api/v2/tenants/default_tenant/databases/default_database/collections").json()
        )

    def lose_everything(self) -> None:
        self.stop()
        shutil.rmtree(self.folder)
        self.start()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("server") / "data")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def library(folder: Path, server: Server, embed: BagOfWords) -> Iterator[Library]:
    """A library of forty articles, with its vectors on the server."""
    with Library.open(folder, chroma_url=server.url) as library:
        library.ingest(articles("topic"), folder=None, embed=embed)
        assert_finds_the_nearest(library)
        yield library


def articles(name: str, count: int = 40) -> list[Article]:
    return [Article(id=f"{name}{i}", text=f"{name}{i} met w{i % 7} and v{i % 11} of u{i % 5}.") for i in range(count)]


def test_two_libraries_on_one_server_are_apart(
    library: Library, server: Server, tmp_path: Path, embed: BagOfWords, make: MakeArticle
) -> None:
    with Library.open(tmp_path / "b", chroma_url=server.url) as other:
        other.ingest(articles("theme", 30), folder=None, embed=embed)
        assert_finds_the_nearest(other)
        library.remove("topic3")
        assert_finds_the_nearest(library)
        library.rebuild(BagOfWords("other", dimension=32))
        assert_finds_the_nearest(library)
        assert_finds_the_nearest(other)
    assert not (tmp_path / "b" / "chroma").exists()


def test_what_the_server_lost_is_made_anew(
    library: Library, folder: Path, server: Server, embed: BagOfWords, caplog: pytest.LogCaptureFixture
) -> None:
    server.lose_everything()
    assert_finds_the_nearest(library)

    server.lose_everything()
    library.ingest(articles("news"), folder=None, embed=embed)
    assert_finds_the_nearest(library)

    server.lose_everything()
    with Library.open(folder, chroma_url=server.url) as again:
        assert_finds_the_nearest(again)
        assert again.find_dense(embed.embed_query("news7 met"), top_k=3)
    assert caplog.text.count("vectors are damaged: there are none") == 2
    assert caplog.text.count("vectors are damaged: they were lost") == 1
    assert len(embed.embedded) == 80


def test_a_copied_folder_takes_a_collection_of_its_own(
    library: Library, folder: Path, server: Server, tmp_path: Path, embed: BagOfWords, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.copytree(folder, tmp_path / "copy")
    before = len(server.collections())
    with Library.open(tmp_path / "copy", chroma_url=server.url) as copy:
        copy.ingest(articles("theme"), folder=None, embed=embed)
        library.ingest(articles("news"), folder=None, embed=embed)
        copy.remove("topic3")
        for one in (library, copy):
            assert_finds_the_nearest(one)
        assert library.article("topic3")
    for place in (folder, tmp_path / "copy"):
        with Library.open(place, chroma_url=server.url) as again:
            assert_finds_the_nearest(again)
    assert caplog.text.count("is used by a copy of this library") == 1
    assert len(server.collections()) == before + 1


def test_a_server_restored_from_an_earlier_day_is_noticed(
    library: Library, server: Server, tmp_path: Path, embed: BagOfWords
) -> None:
    server.stop()
    shutil.copytree(server.folder, tmp_path / "earlier")
    server.start()
    library.ingest(articles("news", 20), folder=None, embed=embed)
    server.stop()
    shutil.rmtree(server.folder)
    (tmp_path / "earlier").rename(server.folder)
    server.start()

    assert_finds_the_nearest(library)
    library.ingest(articles("theme", 20), folder=None, embed=embed)
    assert_finds_the_nearest(library)


def test_passages_that_vanished_from_the_collection_are_noticed(
    library: Library, folder: Path, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    base = f"{server.url}/api/v2/tenants/default_tenant/databases/default_database/collections"
    (name,) = library_names(folder)
    (collection,) = (one for one in server.collections() if one["name"] == f"passages-{name}")
    gone = [str(number) for number in range(1, 11)]
    httpx.post(f"{base}/{collection['id']}/delete", json={"ids": gone}).raise_for_status()

    with Library.open(folder, chroma_url=server.url) as again:
        assert_finds_the_nearest(again)
    assert "damaged: 30 are there, and the catalogue has 40" in caplog.text


def library_names(folder: Path) -> tuple[str]:
    with closing(sqlite3.connect(folder / "catalogue.sqlite")) as connection:
        return tuple(connection.execute("SELECT value FROM settings WHERE name = 'library'").fetchone())


def test_a_server_that_dies_while_an_ingest_writes_is_told_and_nothing_is_lost(
    library: Library, server: Server, embed: BagOfWords
) -> None:
    def dying() -> Iterator[Article]:
        for number, article in enumerate(articles("news", 300)):
            if number == 200:
                server.stop()
            yield article

    with pytest.raises(LibraryError, match="DATELINE_CHROMA_URL"):
        library.ingest(dying(), folder=None, embed=embed)
    server.start()

    library.ingest(articles("news", 300), folder=None, embed=embed)
    assert library.coverage().articles == 340
    assert_finds_the_nearest(library)


def test_tenant_and_database_are_used(server: Server, tmp_path: Path, embed: BagOfWords) -> None:
    httpx.post(f"{server.url}/api/v2/tenants", json={"name": "press"}).raise_for_status()
    httpx.post(f"{server.url}/api/v2/tenants/press/databases", json={"name": "paper"}).raise_for_status()
    named = f"{server.url}/?tenant=press&database=paper"

    with Library.open(tmp_path / "a", chroma_url=named) as library:
        library.ingest(articles("topic"), folder=None, embed=embed)
        assert_finds_the_nearest(library)

    (_,) = httpx.get(f"{server.url}/api/v2/tenants/press/databases/paper/collections").json()
    wrong = named.replace("paper", "papers")
    with Library.open(tmp_path / "b", chroma_url=wrong) as library, pytest.raises(LibraryError, match="papers"):
        library.ingest(articles("topic"), folder=None, embed=embed)


def test_a_server_that_cannot_be_reached_is_told(folder: Path, embed: BagOfWords) -> None:
    url = "http://127.0.0.1:1"
    with pytest.raises(LibraryError, match="DATELINE_CHROMA_URL"), Library.open(folder, chroma_url=url) as library:
        library.ingest(articles("topic", 1), folder=None, embed=embed)


@pytest.mark.parametrize("accepts", [True, False])
def test_a_server_that_hangs_is_not_waited_for_forever(
    folder: Path, embed: BagOfWords, monkeypatch: pytest.MonkeyPatch, accepts: bool
) -> None:
    """It takes connections and says nothing, or does not even take them."""
    from assistant.library.disk import chroma_client

    assert (chroma_client._CONNECT, chroma_client._ANSWER) == (5, 10)
    monkeypatch.setattr(chroma_client, "_CONNECT", 0.3)
    monkeypatch.setattr(chroma_client, "_ANSWER", 0.3)
    with closing(socket.socket()) as silent, Library.open(folder, chroma_url=listening(silent, accepts)) as library:
        waiting = [] if accepts else fill_up(silent)
        began = time.monotonic()
        with pytest.raises(LibraryError, match=r"timed out.*DATELINE_CHROMA_URL"):
            library.ingest(articles("topic", 1), folder=None, embed=embed)
        assert time.monotonic() - began < 20
        for connection in waiting:
            connection.close()


def listening(silent: socket.socket, accepts: bool) -> str:
    silent.bind(("127.0.0.1", 0))
    silent.listen(50 if accepts else 0)
    return f"http://127.0.0.1:{silent.getsockname()[1]}"


def fill_up(silent: socket.socket) -> list[socket.socket]:
    """Connections that leave no place in the queue of those that wait to be taken."""
    waiting = []
    for _ in range(4):
        connection = socket.socket()
        connection.setblocking(False)
        connection.connect_ex(silent.getsockname())
        waiting.append(connection)
    return waiting


Asked = list[tuple[str, dict[str, str]]]


@contextmanager
def answering(status: int, body: str) -> Iterator[tuple[str, Asked]]:
    """The address of a server that says the same to everything, and what it was asked."""
    asked: Asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body.encode())

        do_GET = do_PUT = do_DELETE = do_POST

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"127.0.0.1:{http.server_port}", asked
        finally:
            http.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (401, "", r"does not let Dateline in \(401\).*token.*DATELINE_CHROMA_URL"),
        (403, '{"error": "AuthError", "message": "Forbidden"}', r"does not let Dateline in \(403\)"),
        (404, "<h1>Not here</h1>", "answered 404 <h1>Not here"),
        (302, "", "answered 302"),
        (503, "Service Unavailable", "answered 503"),
        (200, "<h1>Welcome</h1>", "DATELINE_CHROMA_URL"),
        (200, "{}", "DATELINE_CHROMA_URL"),
        (200, "[]", "DATELINE_CHROMA_URL"),
        (400, '{"error": "InvalidArgumentError", "message": "no such thing"}', "no such thing"),
        (500, '{"error": "Of another kind", "message": "it broke"}', "it broke"),
    ],
)
def test_what_is_no_answer_of_chroma_is_told(
    folder: Path, embed: BagOfWords, status: int, body: str, told: str
) -> None:
    with (
        answering(status, body) as (place, _),
        Library.open(folder, chroma_url=f"http://secret@{place}") as library,
        pytest.raises(LibraryError, match=told) as raised,
    ):
        library.ingest(articles("topic", 1), folder=None, embed=embed)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    ("user", "header"),
    [
        ("t%2Fk@", ("authorization", "Bearer t/k")),
        ("t%2Fk@", ("x-chroma-token", "t/k")),
        ("anna:pw@", ("authorization", "Basic YW5uYTpwdw==")),
    ],
)
def test_everything_in_the_address_is_used(folder: Path, embed: BagOfWords, user: str, header: tuple[str, str]) -> None:
    with answering(503, "") as (place, asked):
        url = f"http://{user}{place}/behind/here/?tenant=press&database=paper"
        with Library.open(folder, chroma_url=url) as library, pytest.raises(LibraryError):
            library.ingest(articles("topic", 1), folder=None, embed=embed)
    path, headers = asked[0]
    assert path == "/behind/here/api/v2/tenants/press/databases/paper/collections"
    assert headers[header[0]] == header[1]


@pytest.mark.parametrize(
    ("url", "reached"),
    [
        ("localhost", "http://localhost:8000"),
        ("localhost:9000", "http://localhost:9000"),
        ("http://chroma.example", "http://chroma.example:8000"),
        ("https://chroma.example/", "https://chroma.example:443"),
        ("https://chroma.example:8443/vectors/", "https://chroma.example:8443/vectors"),
        ("https://chroma.example/api/v2", "https://chroma.example:443"),
        ("http://[::1]:9000", "http://[::1]:9000"),
        ("httpd.example:9000", "http://httpd.example:9000"),
    ],
)
def test_an_address_is_read(url: str, reached: str) -> None:
    address = read_address(url)
    assert address.url == reached
    assert (address.tenant, address.database) == ("default_tenant", "default_database")


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("ftp://chroma.example", "ftp://"),
        ("http://", "names no host"),
        ("http://chroma.example:port", "no address"),
        ("http://chroma.example:99999", "no address"),
        ("http://chroma.example/?tenant=press&token=t", "says token"),
        ("http://chroma.example/?tenant=", "leaves tenant empty"),
        ("http://chroma.example/?press", "no address"),
        ("http://chroma.example/#here", "# part"),
        ("http://t%C3%B6ken@chroma.example", "no address"),
        ("http://a%0Ab@chroma.example", "no address"),
    ],
)
def test_an_address_that_would_be_passed_over_in_part_is_refused(folder: Path, url: str, told: str) -> None:
    with pytest.raises(SettingsError, match=f"DATELINE_CHROMA_URL.*{told}"):
        Library.open(folder, chroma_url=url)
