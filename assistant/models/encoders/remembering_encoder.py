"""An encoder that keeps the vectors it made lately: the sentences that one question meets, the next one often meets."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from assistant.models.encoders.encoder import Encoder

KEPT = 16_384
"""Vectors in memory: 27 MB of the default model's, the sentences of some 250 questions that have none in common."""


class RememberingEncoder:
    """Another encoder with a memory. Safe between threads; two that ask for one text at once may both encode it."""

    def __init__(self, encoder: Encoder, *, kept: int = KEPT) -> None:
        self.dimension = encoder.dimension
        self.max_tokens = encoder.max_tokens
        self.precision = encoder.precision
        self.count_tokens = encoder.count_tokens
        self.encode_query = encoder.encode_query
        self._encoder = encoder
        self._kept = kept
        self._lock = threading.Lock()
        self._vectors: OrderedDict[bytes, np.ndarray] = OrderedDict()

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of passages, float32 and of length 1, remembered or made."""
        keys = [hashlib.blake2b(text.encode(), digest_size=16).digest() for text in texts]  # no text stays in memory
        known = self._recall(keys)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if missing:
            made = dict(zip(missing, self._encoder.encode(list(missing.values())), strict=True))
            self._remember(made)
            known |= made
        return np.stack([known[key] for key in keys])

    def _recall(self, keys: Sequence[bytes]) -> dict[bytes, np.ndarray]:
        with self._lock:
            known = {key: self._vectors[key] for key in keys if key in self._vectors}
            for key in known:
                self._vectors.move_to_end(key)
        return known

    def _remember(self, made: dict[bytes, np.ndarray]) -> None:
        with self._lock:
            for key, vector in made.items():
                self._vectors[key] = vector.copy()  # a row alone would keep its whole batch in memory
            while len(self._vectors) > self._kept:
                self._vectors.popitem(last=False)
