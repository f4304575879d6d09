import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from importlib.util import find_spec

import pytest
from completion_server import ANSWER, CompletionServer

from assistant.errors import Cancelled, ModelError, ModelMissing
from assistant.models.writer import Writer, load_writer

QUESTION = [("system", "Answer from the evidence."), ("user", "How many troops are going to Romania?")]
KEY = "sk-a-key-that-nobody-may-see"


@contextmanager
def writing(server: CompletionServer, model: str, *, key: str | None = None, timeout: float = 5) -> Iterator[Writer]:
    with closing(load_writer(model, url=server.url, key=key, timeout=timeout)) as writer:
        yield writer


def failure(server: CompletionServer, model: str, *, key: str | None = None, timeout: float = 5) -> ModelError:
    with writing(server, model, key=key, timeout=timeout) as writer, pytest.raises(ModelError) as caught:
        list(writer.stream(QUESTION))
    return caught.value


def test_pieces_come_as_the_server_sends_them(server: CompletionServer) -> None:
    with writing(server, "waits") as writer:
        pieces = writer.stream(QUESTION)
        assert next(pieces) == ANSWER[0]
        server.proceed.set()
        assert [piece for piece in pieces if piece] == list(ANSWER[1:])


def test_the_server_is_asked_with_roles_a_bound_and_no_chance(server: CompletionServer) -> None:
    history = [("system", "Be brief."), ("user", "And {braces}?"), ("assistant", "Yes."), ("user", "Go on.")]
    with writing(server, "steady", key=KEY) as writer:
        list(writer.stream(history))
    path, headers, asked = server.requests[0]
    assert path == "/v1/chat/completions"
    assert headers["authorization"] == f"Bearer {KEY}"
    assert [(message["role"], message["content"]) for message in asked["messages"]] == history
    assert asked["model"] == "steady"
    assert asked["temperature"] == 0
    assert asked["stream"] is True
    assert 0 < asked["max_completion_tokens"] <= 400


def test_a_key_of_the_environment_is_not_sent_to_another_server(
    server: CompletionServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_ORG_ID", "org-secret")
    with writing(server, "steady") as writer:
        list(writer.stream(QUESTION))
    _, headers, _ = server.requests[0]
    assert KEY not in str(headers)
    assert "org-secret" not in str(headers)


def test_this_machine_is_asked_without_a_proxy(server: CompletionServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "OPENAI_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with writing(server, "steady") as writer:
        assert "".join(writer.stream(QUESTION)) == "".join(ANSWER)


def test_two_threads_share_a_writer(server: CompletionServer) -> None:
    replies: list[str] = []
    with writing(server, "steady") as writer:
        threads = [threading.Thread(target=lambda: replies.append("".join(writer.stream(QUESTION)))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert replies == ["".join(ANSWER)] * 4


def test_a_set_flag_stops_the_server_too(server: CompletionServer) -> None:
    cancel = threading.Event()
    with writing(server, "endless") as writer:
        pieces = writer.stream(QUESTION, cancel=cancel)
        next(pieces)
        cancel.set()
        with pytest.raises(Cancelled):
            next(pieces)
        assert server.gone.wait(5)


def test_a_set_flag_stops_a_server_that_is_still_reading(server: CompletionServer) -> None:
    with writing(server, "silent", timeout=30) as writer, pytest.raises(Cancelled):
        list(writer.stream(QUESTION, cancel=server.asked))
    assert server.gone.wait(5)


def test_leaving_the_stream_stops_the_server_too(server: CompletionServer) -> None:
    with writing(server, "endless") as writer:
        with closing(writer.stream(QUESTION)) as pieces:
            next(pieces)
        assert server.gone.wait(5)


def test_a_server_that_never_ends_is_closed(server: CompletionServer) -> None:
    with writing(server, "endless") as writer:
        assert len("".join(writer.stream(QUESTION))) < 5000
        assert server.gone.wait(5)


def test_a_package_that_leaves_the_program_ends_its_own_question_only(server: CompletionServer) -> None:
    from assistant.models.streaming import stream_reply

    class Leaving:
        async def astream(self, messages: object) -> AsyncIterator[object]:
            yield sys.exit("no licence")

    with pytest.raises(RuntimeError, match=r"gave up \(no licence\)"):
        list(stream_reply(Leaving(), QUESTION, patience=5, cancel=None))  # type: ignore[arg-type]
    with writing(server, "waits") as writer:
        server.proceed.set()
        assert "".join(writer.stream(QUESTION)) == "".join(ANSWER)


def test_a_writer_that_was_closed_says_so_and_may_be_closed_again(server: CompletionServer) -> None:
    with writing(server, "steady") as writer:
        writer.close()
        with pytest.raises(ModelError):
            list(writer.stream(QUESTION))


@pytest.mark.parametrize(
    ("model", "says"),
    [
        ("drops", "broke off in the middle of its answer"),
        ("fails", "HTTP 500: .*the model ran out of memory"),
        ("busy", "HTTP 429"),
        ("empty", "empty answer"),
        ("blank", "empty answer"),
        ("nosuch", "knows no model 'nosuch'"),
        ("nokey", "DATELINE_MODEL_KEY"),
    ],
)
def test_each_failure_says_what_happened_and_where(server: CompletionServer, model: str, says: str) -> None:
    error = failure(server, model)
    assert re.search(says, str(error))
    assert server.url.removesuffix("/v1") in str(error)


def test_an_unknown_model_is_missing(server: CompletionServer) -> None:
    assert isinstance(failure(server, "nosuch"), ModelMissing)


@pytest.mark.parametrize("model", ["silent", "stalls"])
def test_silence_ends_in_time(server: CompletionServer, model: str) -> None:
    begun = time.monotonic()
    assert "DATELINE_MODEL_TIMEOUT" in str(failure(server, model, timeout=0.3))
    assert time.monotonic() - begun < 3
    assert server.gone.wait(5)


@pytest.mark.parametrize("model", ["nokey", "chatty"])
def test_a_key_is_never_told(server: CompletionServer, model: str) -> None:
    error = failure(server, model, key=KEY)
    assert KEY not in str(error)
    assert error.__cause__ is None
    assert error.__suppress_context__


def test_a_password_in_the_address_is_never_told(server: CompletionServer) -> None:
    url = server.url.replace("http://", "http://me:hunter22@")
    with closing(load_writer("fails", url=url, key=None, timeout=5)) as writer, pytest.raises(ModelError) as caught:
        list(writer.stream(QUESTION))
    assert "hunter22" not in str(caught.value)


def test_a_server_that_is_down() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    with closing(load_writer("any", url=url, key=None, timeout=5)) as writer, pytest.raises(ModelError) as caught:
        list(writer.stream(QUESTION))
    assert "cannot be reached. Start it" in str(caught.value)
    assert url.removesuffix("/v1") in str(caught.value)


@pytest.mark.parametrize("url", ["localhost:8080", "ftp://host/v1", "http://", "http://[::1", "http://host:port/v1"])
def test_what_is_no_address_is_told_at_once(url: str) -> None:
    with pytest.raises(ModelError, match=r"http://127\.0\.0\.1:11434/v1"):
        load_writer("any", url=url, key=None, timeout=5)


@pytest.mark.skipif(find_spec("langchain_groq") is not None, reason="langchain-groq is installed here")
def test_a_missing_package_is_named() -> None:
    with pytest.raises(ModelMissing, match="pip install langchain-groq"):
        load_writer("groq:llama", url=None, key=KEY, timeout=5)


@pytest.mark.parametrize("model", ["llama3.2", "nonsense:model", "ollama:", ""])
def test_an_unknown_provider_is_told_what_is_understood(model: str) -> None:
    with pytest.raises(ModelMissing, match=r"provider:name.*gguf:PATH.*DATELINE_MODEL_URL"):
        load_writer(model, url=None, key=None, timeout=5)


def test_a_missing_key_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ModelError, match="DATELINE_MODEL_KEY"):
        load_writer("openai:gpt-4.1-mini", url=None, key=None, timeout=5)


def test_the_provider_is_asked_itself_where_a_gateway_is_inherited(
    server: CompletionServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGSMITH_GATEWAY", server.url)
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")  # nothing leaves this machine
    with closing(load_writer("openai:gpt-4.1-mini", url=None, key=KEY, timeout=5)) as writer:
        pieces = writer.stream(QUESTION)
        with pytest.raises(ModelError, match="cannot be reached"):
            next(pieces)
    assert server.requests == []
    assert os.environ["LANGSMITH_GATEWAY"] == server.url


TRACED = """
import sys
from langchain_core.tracers.langchain import wait_for_all_tracers
url, how = sys.argv[1:]
if how == "dateline":
    from assistant.models.writer import load_writer
    writer = load_writer("steady", url=url, key=None, timeout=5)
    print("".join(writer.stream([("user", "How many?")])))
    writer.close()
else:
    from langchain_openai import ChatOpenAI
    chat = ChatOpenAI(model="steady", base_url=url, api_key="none", streaming=True)
    print(chat.invoke("How many?").text)
wait_for_all_tracers()
"""


@pytest.mark.parametrize(("how", "traced"), [("dateline", False), ("plain langchain", True)])
def test_nothing_is_traced_where_tracing_is_inherited(server: CompletionServer, how: str, traced: bool) -> None:
    tracing = {
        "LANGSMITH_TRACING": "true",
        "LANGCHAIN_TRACING_V2": "true",
        "LANGSMITH_API_KEY": "lsv2-a-key",
        "LANGSMITH_ENDPOINT": server.url,
    }
    done = subprocess.run(
        [sys.executable, "-c", TRACED, server.url, how],
        env={**os.environ, **tracing},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "".join(ANSWER) in done.stdout, done.stderr
    elsewhere = [path for path, _, _ in server.requests if path != "/v1/chat/completions"]
    assert bool(elsewhere) is traced
