"""Embedding with sentence-transformers and torch, in fp32. Import late: torch and what it brings take seconds."""

import hashlib
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from typing import Any

import httpx2
import numpy as np
from huggingface_hub import HfApi
from huggingface_hub.errors import RepositoryNotFoundError
from safetensors import SafetensorError
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer
from transformers.utils import logging as transformers_logging

from assistant.errors import ModelError, ModelMissing

BATCH = 32
"""Texts encoded at once."""

UNKNOWN_LIMIT = 512
"""Tokens read of one text where a model does not say how many it takes: BERT's own limit."""

PROBLEMS = (OSError, ValueError, KeyError, ImportError, RuntimeError, SafetensorError, httpx2.HTTPError)
"""What loading a model raises: files, their contents, packages that a model wants, the hub."""


class TorchEncoder:
    """A sentence-transformers model in fp32.

    Encoding takes no lock, so a query never waits for an ingest: a forward pass only reads the weights, and the
    tokenizer changes only when it is asked for other padding than before, which the first call, made here, settles.
    """

    precision = "fp32"

    def __init__(self, model: SentenceTransformer) -> None:
        self._model = model
        self._tokenizer = _counting_tokenizer(model)
        self.dimension = len(self.encode(["first call"])[0])
        self.max_tokens = _token_limit(model, self._tokenizer)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has, special tokens excluded."""
        return [len(encoding) for encoding in self._tokenizer.encode_batch_fast(texts, add_special_tokens=False)]

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of passages, float32 and of length 1; sorted by length and batched inside, given back in order."""
        return _normalised(self._model.encode_document, texts)

    def encode_query(self, text: str) -> np.ndarray:
        """The vector of a query, float32 and of length 1, with the instruction the model wants before queries."""
        vector: np.ndarray = _normalised(self._model.encode_query, [text])[0]
        return vector

    def weights_digest(self) -> str:
        """SHA-256 over the weights' values, in hexadecimal."""
        sha = hashlib.sha256()
        for parameter in self._model.parameters():
            sha.update(parameter.detach().cpu().contiguous().numpy().data)
        return sha.hexdigest()


def load_torch_encoder(name: str, *, local: bool) -> TorchEncoder:
    """The encoder in the folder `name` when `local`, else the model of that name; the network only if it is not here.

    Raises:
        ModelMissing: no model has that name, here or on the hub.
        ModelError: the folder's model cannot be loaded.
    """
    try:
        return _load(name, download=False)
    except PROBLEMS as error:
        if local:
            raise ModelError(
                f"The embedding model in {name} cannot be loaded: {_reason(error)} "
                "Copy the whole model folder again, or set DATELINE_EMBEDDER to another."
            ) from error
    try:
        _reach_hub(name)
        return _load(name, download=True)
    except PROBLEMS as error:
        raise ModelMissing(
            f"The embedding model {name!r} is not on this machine and could not be downloaded: {_reason(error)} "
            "Check the name in DATELINE_EMBEDDER and the network; 'all-MiniLM-L6-v2' comes with Dateline."
        ) from error


def _load(name: str, *, download: bool) -> TorchEncoder:
    with nullcontext() if download else _no_progress_bar():
        model = SentenceTransformer(name, local_files_only=not download, model_kwargs={"dtype": "float32"})
    return TorchEncoder(model)


def _reach_hub(name: str) -> None:
    """Fail at once where the hub cannot be reached: sentence-transformers would try again for over a minute."""
    # A name that the hub does not know is left to sentence-transformers, which also tries older names.
    with suppress(RepositoryNotFoundError):
        HfApi().model_info(name if "/" in name else f"sentence-transformers/{name}", timeout=10)


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__


def _normalised(encode: Callable[..., Any], texts: Sequence[str]) -> np.ndarray:
    vectors = encode(list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(vectors, dtype=np.float32)


def _counting_tokenizer(model: SentenceTransformer) -> Tokenizer:
    """A copy of the model's tokenizer that neither cuts nor pads."""
    tokenizer = getattr(model.tokenizer, "backend_tokenizer", model.tokenizer)
    if not isinstance(tokenizer, Tokenizer):
        raise ValueError("it has no fast tokenizer (tokenizer.json), which is needed to measure passages.")
    copy = Tokenizer.from_str(tokenizer.to_str())
    copy.no_truncation()
    copy.no_padding()
    return copy


def _token_limit(model: SentenceTransformer, tokenizer: Tokenizer) -> int:
    """Tokens left for a text, after the special tokens and the instruction that goes before passages."""
    stated = model.max_seq_length
    limit = int(stated) if stated and math.isfinite(stated) and stated < 1_000_000 else UNKNOWN_LIMIT
    instruction = next((model.prompts[kind] for kind in ("document", "passage", "corpus") if kind in model.prompts), "")
    used: int = tokenizer.num_special_tokens_to_add(False)
    used += len(tokenizer.encode(instruction, add_special_tokens=False))
    return limit - used


@contextmanager
def _no_progress_bar() -> Iterator[None]:
    shown = transformers_logging.is_progress_bar_enabled()
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        if shown:
            transformers_logging.enable_progress_bar()  # type: ignore[no-untyped-call]
