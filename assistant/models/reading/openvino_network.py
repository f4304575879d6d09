"""The reader in OpenVINO, without importing torch: in int8 where that is faster, else in fp32."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.models.encoders.openvino_encoder import ROUNDED_TO, prepare_here
from assistant.models.encoders.padding import padded
from assistant.models.encoders.preparation import compiled
from assistant.models.encoders.turns import SHARED
from assistant.models.reading.inputs import Pair

sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type] # else importing openvino starts telemetry
import openvino as ov  # noqa: E402 - after telemetry is off

BATCH = 2
"""Pairs that a request reads at once."""


class OpenVinoNetwork:
    """A prepared reader. What it reads for an answer goes before what is embedded for an ingest."""

    def __init__(self, prepared_in: Path, precision: str) -> None:
        """Compiles what was prepared in a folder."""
        self._compiled = compiled(ov.Core(), prepared_in, precision)

    def run(self, pairs: Sequence[Pair]) -> list[tuple[np.ndarray, np.ndarray]]:
        """For each pair its logits of shapes (tokens, 3) and (5,)."""
        found: list[tuple[np.ndarray, np.ndarray]] = [(np.empty(0), np.empty(0))] * len(pairs)

        def keep(request: Any, first: int) -> None:  # noqa: ANN401 - openvino.InferRequest, which has no types
            tokens, whole = (request.get_output_tensor(place).data for place in (0, 1))
            for row in range(len(whole)):
                found[first + row] = tokens[row].copy(), whole[row].copy()

        queue = ov.AsyncInferQueue(self._compiled)  # as many requests as this processor runs best
        queue.set_callback(keep)
        with SHARED.short():
            for first in range(0, len(pairs), BATCH):
                some = pairs[first : first + BATCH]
                types = [pair.types for pair in some]
                queue.start_async(padded([pair.ids for pair in some], to=ROUNDED_TO, types=types), first)
            queue.wait_all()
        return found


def load_openvino_network(folder: Path, weights: Path, *, cache: Path, digest: str) -> OpenVinoNetwork:
    """The reader with these weights on the encoder in `folder`, prepared now or before.

    Raises:
        OSError: the cache cannot be written.
        RuntimeError: OpenVINO cannot convert or compile the model here.
    """
    place, precision = prepare_here(folder, cache=cache, digest=digest, weights=weights)
    return OpenVinoNetwork(place, precision)
