"""An embedder for which all texts are alike: what is found is up to their words."""

import numpy as np


class Constant:
    """It counts words for tokens."""

    name, dimension, max_tokens = "constant", 4, 200

    def count_tokens(self, texts: list[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def embed(self, texts: list[str]) -> np.ndarray:
        return np.full((len(texts), 4), 0.5, dtype=np.float32)

    def embed_query(self, query: str) -> np.ndarray:
        return np.full(4, 0.5, dtype=np.float32)
