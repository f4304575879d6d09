"""A GGUF file served by llama.cpp inside this process, through `xllamacpp`, on a free port of this machine only."""

import logging
import secrets
from pathlib import Path
from typing import Any

from assistant.errors import ModelError, ModelMissing
from assistant.models.threads import wait_without_spinning

CONTEXT = 4096
"""Tokens of question, evidence and answer together."""

PROMPTS_KEPT = 2
"""How many prompts are remembered: another that begins like one of them is read from where it differs. Those that write
answers begin alike, and those that rewrite follow-ups do: 1.6 s in the place of 10 s on two busy cores."""

READ_AT_ONCE = 192
"""Prompt tokens between two moments at which a request that was given up is noticed: some 3 s. A question with its
quotes is read at once; 61 tokens a second on two cores, 51 where it is read by 64."""

log = logging.getLogger(__name__)


class GgufServer:
    """A running server: `url` is its OpenAI-compatible address, `key` what it asks for."""

    def __init__(self, server: Any, *, key: str) -> None:  # noqa: ANN401 - xllamacpp has no types
        self.url = f"{server.listening_address}/v1"
        self.key = key
        self._server: Any = server

    def close(self) -> None:
        """Stop the server and free the model's memory."""
        self._server = None  # stops when the last reference goes


def serve_gguf(path: Path) -> GgufServer:
    """The model in `path`, loaded and listening; takes seconds.

    Raises:
        ModelMissing: there is no such file, or `xllamacpp` is not installed.
        ModelError: the file cannot be loaded.
    """
    _check_file(path)
    wait_without_spinning()
    try:
        import xllamacpp
    except ImportError as error:
        raise ModelMissing(
            f"A gguf: model needs the package xllamacpp, which cannot be imported ({error}). "
            "Install it: pip install 'dateline[local]'"
        ) from error
    key = secrets.token_urlsafe(24)
    try:
        return GgufServer(xllamacpp.Server(_parameters(xllamacpp, path, key=key)), key=key)
    except RuntimeError as error:
        raise ModelError(
            f"The model {path} could not be loaded: the file is damaged, of a newer kind than the installed xllamacpp "
            "reads, or larger than the free memory. Copy it again, or take a smaller one."
        ) from error


def _check_file(path: Path) -> None:
    try:
        with path.open("rb") as file:
            magic = file.read(4)
    except OSError as error:
        raise ModelMissing(f"There is no readable model file {path}. Correct the path after gguf:") from error
    if magic != b"GGUF":
        raise ModelError(f"{path} is not a GGUF file. Name a file that was downloaded as .gguf after gguf:")


def _parameters(xllamacpp: Any, path: Path, *, key: str) -> Any:  # noqa: ANN401 - xllamacpp has no types
    """The server's settings; its own choice of threads is one for each physical core."""
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(path)
    parameters.n_ctx = CONTEXT * PROMPTS_KEPT
    parameters.n_parallel = PROMPTS_KEPT
    parameters.n_batch = parameters.n_ubatch = READ_AT_ONCE
    parameters.cache_ram_mib = 0  # no store of earlier prompts beside the one in use: it may take 8 GB
    parameters.verbosity = 3 if log.isEnabledFor(logging.DEBUG) else -1
    parameters.warmup = False
    # Any page in a browser may ask a port of this machine; none but us knows the key.
    parameters.api_keys = [key]
    parameters.ui = parameters.endpoint_slots = False
    return parameters
