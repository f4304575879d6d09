"""Several people at once: nobody waits for another's answer; a closed tab ends its work, the model's too."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import httpx2
import pytest
from completion_server import CompletionServer
from in_browser import ask, served
from small_archive import write_articles

from assistant import Assistant, Settings
from assistant.web import server

QUESTION = "How many soldiers will be sent to Romania?"
LEFT_OUT = (None, None, None, None)
"""What else the endpoint takes: days and outlets."""
SOLDIERS = "About 1,000 soldiers based in Germany will be sent to Romania, spokesman John Kirby said on Wednesday."


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, browser) -> Path:
    """A small archive. The browser's loop runs in this thread: without one Gradio makes some, and leaves them open."""
    folder, library = tmp_path_factory.mktemp("articles"), tmp_path_factory.mktemp("library")
    write_articles(folder, {"soldiers": ("Meridian Wire", date(2022, 2, 2), SOLDIERS)}, title="News of the {}")
    with Assistant.open(Settings(library=library, model=None, _env_file=None)) as assistant:
        assistant.ingest(folder)
    return library


def written(library: Path, model: str, **options) -> Assistant:
    return Assistant.open(Settings(library=library, model=model, _env_file=None, **options))


def ask_as_a_program(address: str, number: int) -> str:
    with httpx2.Client(base_url=address, trust_env=False, timeout=120) as client:
        begun = client.post("/gradio_api/call/ask", json={"data": [f"{QUESTION} {number}", *LEFT_OUT]}).json()
        return client.get(f"/gradio_api/call/ask/{begun['event_id']}").text


def test_eight_questions_are_under_way_at_the_same_time(library: Path) -> None:
    with (
        CompletionServer(patience=100) as model,
        written(library, "waits", model_url=model.url) as assistant,
        served(assistant) as address,
        ThreadPoolExecutor(8) as askers,
    ):
        answers = [askers.submit(ask_as_a_program, address, number) for number in range(8)]
        assert wait_for(lambda: len(model.requests) >= 8), "one question waits for another"
        assert not any(answer.done() for answer in answers)
        model.proceed.set()
        assert all("event: complete" in answer.result() for answer in answers)


def test_an_open_tab_goes_on_where_gradio_has_forgotten_it(tab, library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "_SESSIONS", 1)
    with (
        Assistant.open(Settings(library=library, model=None, _env_file=None)) as assistant,
        served(assistant) as address,
    ):
        pages = [tab(address), tab(address)]
        for page in pages * 2:
            assert "1,000" in ask(page, QUESTION).locator(".answer").inner_text()
            page.locator(".citations .source").last.click()
            page.wait_for_selector(".panel-article mark:has-text('1,000')")


@pytest.mark.parametrize("name", ["silent", "stalls"])
def test_a_closed_tab_closes_the_request_to_the_model(tab, library: Path, name: str) -> None:
    with (
        CompletionServer(patience=100) as model,
        written(library, name, model_url=model.url) as assistant,
        served(assistant) as address,
    ):
        page = tab(address)
        page.fill("#question", QUESTION)
        page.press("#question", "Enter")
        assert model.asked.wait(60)
        page.close()
        assert model.gone.wait(10), "the model goes on"


def test_a_program_that_leaves_closes_the_request_to_the_model(library: Path) -> None:
    with (
        CompletionServer(patience=100) as model,
        written(library, "silent", model_url=model.url) as assistant,
        served(assistant) as address,
        httpx2.Client(base_url=address, trust_env=False) as client,
    ):
        with client.stream("GET", "/gradio_api/heartbeat/mine"):
            asked = {"data": [QUESTION, *LEFT_OUT], "session_hash": "mine"}
            assert client.post("/gradio_api/call/ask", json=asked).status_code == 200
            assert model.asked.wait(60)
        assert model.gone.wait(10), "the model goes on"


def test_a_closed_tab_gives_the_processor_back(tab, library: Path, writer_model: Path) -> None:
    with written(library, f"gguf:{writer_model}", model_timeout=600) as assistant, served(assistant) as address:
        page = tab(address)
        page.fill("#question", QUESTION)
        page.press("#question", "Enter")
        page.wait_for_selector(".turn[data-state=answering]", timeout=300_000)
        busy = processor_share(1)
        page.close()
        assert wait_for(lambda: processor_share(1) < busy / 5), "the model goes on"


def processor_share(seconds: float) -> float:
    """How much of a processor this process uses."""
    begun, used = time.monotonic(), time.process_time()
    threading.Event().wait(seconds)
    return (time.process_time() - used) / (time.monotonic() - begun)


def wait_for(happened) -> bool:
    """Whether it happens within some time."""
    deadline = time.monotonic() + 30
    while not happened() and time.monotonic() < deadline:
        time.sleep(0.05)
    return bool(happened())
