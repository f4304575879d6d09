from collections.abc import Iterator

import pytest
from completion_server import CompletionServer

from assistant.models.embedder import Embedder, load_embedder


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    return load_embedder("all-MiniLM-L6-v2")


@pytest.fixture
def server() -> Iterator[CompletionServer]:
    with CompletionServer() as server:
        yield server
