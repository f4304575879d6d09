"""The one assistant of a process, made from the environment: `ask` and `ingest` without more ado."""

import atexit
from functools import cache
from pathlib import Path
from typing import Any

from assistant.chat import Assistant
from assistant.types import Answer, IngestReport


def ask(question: str, **options: Any) -> Answer:  # noqa: ANN401 - what Assistant.ask takes
    """The answer from the process-wide assistant, made from the environment at the first call; see `Assistant.ask`."""
    return _shared().ask(question, **options)


def ingest(path: Path | str, **options: Any) -> IngestReport:  # noqa: ANN401 - what Assistant.ingest takes
    """Takes a folder or file into the process-wide assistant's library; see `Assistant.ingest`."""
    return _shared().ingest(path, **options)


@cache
def _shared() -> Assistant:
    assistant = Assistant.open()
    atexit.register(assistant.close)
    return assistant
