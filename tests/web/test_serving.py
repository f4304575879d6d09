"""What stands around the page: its archive's state, its preparation, its address."""

import socket
from datetime import date

import pytest

from assistant import Assistant, Settings
from assistant.errors import ModelMissing, SettingsError
from assistant.types import Coverage, IngestProgress, LibraryStatus
from assistant.web.server import build_server, listen
from assistant.web.showing.archive import (
    describe_progress,
    render_holdings,
    render_masthead,
    render_unready,
    render_welcome,
)
from assistant.web.working.under_way import Preparation, Running

COVERAGE = Coverage(date(2019, 4, 17), date(2024, 5, 14), (("Harbor <i>Ledger</i>", 44),), 45, 1)
DEMO = LibraryStatus("/library/demo", 45, 92, COVERAGE, "embedder", 1, demo=True)
OWN = LibraryStatus("/library", 45, 92, COVERAGE, "embedder", 1)
EMPTY = LibraryStatus("/library", 0, 0, Coverage(None, None, (), 0), "embedder", 1)


def test_the_demo_archive_is_called_so_and_tells_how_to_add_articles():
    assert "Demo archive" in render_masthead(DEMO)
    assert "dateline ingest FOLDER" in render_masthead(DEMO)
    assert "How many troops are going to Romania?" in render_welcome(DEMO)


def test_a_reporters_own_archive_has_no_demo_in_it():
    assert "Demo" not in render_masthead(OWN)
    assert "45 articles · 1 outlet · 17 Apr 2019 – 14 May 2024" in render_masthead(OWN)
    assert "Romania" not in render_welcome(OWN)


def test_an_empty_archive_says_what_to_do():
    assert "dateline ingest FOLDER" in render_welcome(EMPTY)
    assert render_holdings(EMPTY) == ""


def test_the_archive_is_listed_by_outlet_and_escaped():
    markup = render_holdings(DEMO)
    assert "Harbor &lt;i&gt;Ledger&lt;/i&gt;" in markup
    assert "17 April 2019 to 14 May 2024. 1 article has no date." in markup


def test_progress_is_told_in_articles():
    assert describe_progress(None) == "Opening the archive …"
    assert describe_progress(IngestProgress(12, 45, 30, 0, "x")) == "Reading the demo archive: 12 of 45 articles …"
    assert "Waiting" in describe_progress(IngestProgress(0, 45, 0, 0, "x", "waiting"))


def test_a_preparation_reports_and_ends():
    seen, begun = IngestProgress(1, 2, 3, 0, "x"), []
    preparation = Preparation(lambda report: report(seen) or report(seen), on_begun=lambda: begun.append(True))
    preparation.start()
    assert preparation.wait(10)
    assert preparation.progress == seen
    assert begun == [True]


def test_nothing_is_announced_where_nothing_has_to_be_made_ready():
    begun = []
    preparation = Preparation(lambda report: None, on_begun=lambda: begun.append(True))
    preparation.start()
    assert preparation.wait(10)
    assert not begun
    assert preparation.failure is None


def test_a_preparation_that_fails_says_why():
    def prepare(report):
        raise ModelMissing("There is no model <x>. Name another.")

    preparation = Preparation(prepare)
    preparation.start()
    assert preparation.wait(10)
    assert preparation.failure == "There is no model <x>. Name another."
    assert "There is no model &lt;x&gt;" in render_unready(preparation.failure)


def test_a_closed_tab_stops_its_own_questions_only():
    running = Running()
    mine, yours = running.begin("turn 1", "my tab"), running.begin("turn 2", "your tab")
    running.leave("my tab")
    assert mine.is_set()
    assert not yours.is_set()
    running.end("turn 2")
    assert yours.is_set()
    running.end("turn 2")


def test_a_port_in_use_names_the_setting():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"127.0.0.1:{port} .*DATELINE_PORT to a free port"):
            listen("127.0.0.1", port)


def test_an_unknown_host_names_the_setting():
    with pytest.raises(SettingsError, match="DATELINE_HOST"):
        listen("no-such-host.invalid", 0)


@pytest.mark.parametrize("named", [(), ("10.0.0.1",)])
def test_nobody_is_taken_for_a_proxy_who_is_not_named(tmp_path, named: tuple[str, ...]):
    """uvicorn believes whoever asks from this machine, where it is not told otherwise."""
    with Assistant.open(Settings(library=tmp_path / "library", trusted_proxies=named, _env_file=None)) as assistant:
        config = build_server(assistant).config
    assert config.proxy_headers is bool(named)
    assert config.forwarded_allow_ips == list(named)
