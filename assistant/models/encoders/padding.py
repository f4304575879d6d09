"""Tokens of several texts as a model's inputs."""

from collections.abc import Sequence

import numpy as np

INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def padded(
    tokens: Sequence[Sequence[int]], *, to: int, types: Sequence[Sequence[int]] | None = None
) -> dict[str, np.ndarray]:
    """The model's inputs for texts of these tokens and types, padded to a length that is a multiple of `to`."""
    length = -(-max(map(len, tokens)) // to) * to
    ids = np.zeros((len(tokens), length), dtype=np.int64)
    mask, kinds = np.zeros_like(ids), np.zeros_like(ids)
    for row, some in enumerate(tokens):
        ids[row, : len(some)] = some
        mask[row, : len(some)] = 1
    for row, some in enumerate(types or ()):
        kinds[row, : len(some)] = some
    return dict(zip(INPUTS, (ids, mask, kinds), strict=True))
