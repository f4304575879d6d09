"""What an encoder is to those who use one."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np


class Encoder(Protocol):
    """What turns texts into vectors: `OpenVinoEncoder` or `TorchEncoder`."""

    dimension: int
    max_tokens: int
    precision: str

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has, special tokens excluded."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of passages, float32 of shape (texts, dimension), each of length 1."""

    def encode_query(self, text: str) -> np.ndarray:
        """The vector of a query, float32 of shape (dimension,), of length 1."""


def encodable(text: str) -> str:
    """`text` with lone surrogates replaced: tokenizers refuse them."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
