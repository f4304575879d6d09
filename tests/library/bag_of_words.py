"""An embedder that needs no model: a text is the sum of its words, each a fixed random direction."""

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

_TOKEN = re.compile(r"\w+|[^\w\s]")


class BagOfWords:
    """Texts that share words lie near each other, so what a search should find can be told beforehand."""

    def __init__(self, name: str = "bag-of-words", *, dimension: int = 64, max_tokens: int = 254) -> None:
        self.name = name
        self.dimension = dimension
        self.max_tokens = max_tokens
        self.embedded: list[str] = []
        """Every text it was ever given."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(_TOKEN.findall(text)) for text in texts]

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        self.embedded += texts
        return np.stack([self.embed_query(text) for text in texts])

    def embed_query(self, text: str) -> np.ndarray:
        words = [word.lower() for word in _TOKEN.findall(text)] or [""]
        vector = np.sum([_direction(word, self.dimension) for word in words], axis=0)
        return (vector / np.linalg.norm(vector)).astype(np.float32)


@lru_cache(maxsize=100_000)
def _direction(word: str, dimension: int) -> np.ndarray:
    seed = int.from_bytes(hashlib.sha256(word.encode("utf-8", "surrogatepass")).digest()[:8], "big")
    return np.random.default_rng(seed).normal(size=dimension)
