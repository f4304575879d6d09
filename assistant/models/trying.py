"""Trying whether a language model writes."""

import time
from collections.abc import Generator
from contextlib import closing
from typing import cast

from assistant.errors import AssistantError
from assistant.models.prompts import fill
from assistant.models.writer import Writer
from assistant.types import ModelState


def try_writer(writer: Writer) -> ModelState:
    """How long `writer` takes to its first words, or why it writes none."""
    begun = time.perf_counter()
    try:
        with closing(cast(Generator[str], writer.stream([("user", fill("try"))]))) as pieces:
            next(pieces, None)
    except AssistantError as error:
        return ModelState(writer.name, problem=str(error))
    return ModelState(writer.name, seconds=time.perf_counter() - begun)
