"""Whether a model writes, tried on a real server that behaves as it is told."""

import socket
from contextlib import closing

from completion_server import CompletionServer

from assistant import Assistant, Settings
from assistant.models.trying import try_writer
from assistant.models.writer import load_writer


def test_a_model_that_writes_tells_how_soon(server: CompletionServer) -> None:
    with closing(load_writer("steady", url=server.url, key=None, timeout=5)) as writer:
        state = try_writer(writer)
    assert (state.name, state.problem) == ("steady", None)
    assert 0 < state.seconds < 5


def test_a_model_that_is_down_tells_why() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    with closing(load_writer("steady", url=url, key=None, timeout=5)) as writer:
        state = try_writer(writer)
    assert state.seconds is None
    assert "127.0.0.1" in state.problem


def test_an_assistant_without_a_model_says_so(tmp_path) -> None:
    with Assistant.open(Settings(library=tmp_path, model=None)) as assistant:
        assert assistant.model_state().name is None


def test_a_model_whose_file_is_missing_is_told_not_raised(tmp_path) -> None:
    settings = Settings(library=tmp_path, model=f"gguf:{tmp_path / 'none.gguf'}")
    with Assistant.open(settings) as assistant:
        state = assistant.model_state()
    assert "none.gguf" in state.problem
