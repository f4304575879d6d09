"""One assistant over the demo archive, with the real embedder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant, Settings

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "evaluation"


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An empty library: questions go to the demo archive."""
    with Assistant.open(Settings(library=tmp_path_factory.mktemp("evaluation"), model=None)) as assistant:
        assistant.prepare()
        yield assistant


@pytest.fixture(scope="session")
def demo_questions() -> Path:
    """Questions about the demo archive: answerable ones, one of another archive, two that are not answered."""
    return GOLDEN / "demo.jsonl"
