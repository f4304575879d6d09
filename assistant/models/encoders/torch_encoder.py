"""Embedding with sentence-transformers and torch, in fp32. Import late: torch and what it brings take seconds."""

import hashlib
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer

BATCH = 32
"""Texts encoded at once."""

UNKNOWN_LIMIT = 512
"""Tokens read of one text where a model does not say how many it takes: BERT's own limit."""


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


def load_torch_encoder(name: str, download: bool) -> TorchEncoder:
    """The encoder of that name or in that folder; the network is only used for a `download`."""
    return TorchEncoder(SentenceTransformer(name, local_files_only=not download, model_kwargs={"dtype": "float32"}))


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
