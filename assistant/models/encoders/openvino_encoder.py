"""Embedding the default model with OpenVINO, without importing torch: in int8 where that is faster, else in fp32."""

import hashlib
import json
import platform
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from assistant.models.encoders.padding import padded
from assistant.models.encoders.preparation import compiled, prepared
from assistant.models.encoders.turns import SHARED

sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type] # else importing openvino starts telemetry
import openvino as ov  # noqa: E402 - after telemetry is off

BATCH = 8
"""Texts encoded at once. Measured on 2 cores with 185 tokens a text: 4, 8 and 16 give 120, 122 and 119 a second."""

ROUNDED_TO = 16
"""Tokens to a multiple of which batches are padded, so that few shapes are compiled: 119 texts a second, else 112."""

LONG = 256
"""Texts from which on a call gives way to shorter ones: an ingest brings so many passages, an answer fewer."""


class OpenVinoEncoder:
    """A prepared model. Each thread has its own request, and an answer's few texts go before an ingest's many."""

    def __init__(self, folder: Path, prepared_in: Path, precision: str) -> None:
        self.precision = precision
        self._compiled = compiled(ov.Core(), prepared_in, precision)
        self._local = threading.local()
        self._turns = SHARED
        limit = int(json.loads((folder / "sentence_bert_config.json").read_text("utf-8"))["max_seq_length"])
        self._counting = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._counting.no_truncation()
        self._counting.no_padding()
        self._cutting = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._cutting.enable_truncation(limit)
        self._cutting.no_padding()
        self.max_tokens = limit - self._counting.num_special_tokens_to_add(False)
        self.dimension = len(self.encode_query("first call"))

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has, special tokens excluded."""
        return [len(encoding) for encoding in self._counting.encode_batch_fast(texts, add_special_tokens=False)]

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of passages, float32 and of length 1; batched by length inside, given back in order."""
        tokens = [encoding.ids for encoding in self._cutting.encode_batch_fast(texts)]
        order = sorted(range(len(texts)), key=lambda index: len(tokens[index]))
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        running = self._queue(vectors)
        with nullcontext() if len(texts) >= LONG else self._turns.short():
            for start in range(0, len(order), BATCH):
                if len(texts) >= LONG:
                    self._turns.give_way()
                batch = order[start : start + BATCH]
                running.start_async(padded([tokens[index] for index in batch], to=ROUNDED_TO), batch)
            running.wait_all()
        return vectors

    def encode_query(self, text: str) -> np.ndarray:
        """The vector of a query, float32 and of length 1."""
        given = padded([self._cutting.encode(text).ids], to=1)
        with self._turns.short():
            vector: np.ndarray = self._request().infer(given)[0][0].copy()
        return vector

    def _queue(self, vectors: np.ndarray) -> ov.AsyncInferQueue:
        """Runs batches beside each other and puts what comes into the rows of `vectors` that a batch names."""

        def keep(request: Any, batch: list[int]) -> None:  # noqa: ANN401 - openvino.InferRequest, which has no types
            vectors[batch] = request.get_output_tensor(0).data

        queue = ov.AsyncInferQueue(self._compiled)  # as many requests as this processor runs best
        queue.set_callback(keep)
        return queue

    def _request(self) -> Any:  # noqa: ANN401
        if not hasattr(self._local, "request"):
            self._local.request = self._compiled.create_infer_request()
        return self._local.request


def prepare_here(
    folder: Path,
    *,
    cache: Path,
    digest: str,
    weights: Path | None = None,
    on_step: Callable[[int, int], None] | None = None,
) -> tuple[Path, str]:
    """Where the model in `folder` is prepared, now or before, and the precision that is faster here.

    Args:
        folder: a BERT model with mean pooling, as all-MiniLM-L6-v2 is.
        cache: folder of prepared models.
        digest: of the weights; a prepared model serves these weights, this OpenVINO and this processor only.
        weights: the reader's, which is then prepared; None prepares the embedder.
        on_step: told how far the preparation is.

    Raises:
        OSError: the cache cannot be written.
        RuntimeError: OpenVINO cannot convert or compile the model here.
    """
    version = ov.__version__.split("-")[0]
    target = cache / f"{digest[:16]}-openvino-{version}-{_processor()}"
    return target, prepared(folder, target, weights=weights, on_step=on_step)


def load_openvino_encoder(folder: Path, *, cache: Path, digest: str, precision: str | None) -> OpenVinoEncoder:
    """The encoder of the sentence-transformers model in `folder`, in `precision` or, if None, in the faster one here.

    What cannot be had in int8 comes in fp32. Takes and raises what `prepare_here` does.
    """
    place, fastest = prepare_here(folder, cache=cache, digest=digest)
    precision = precision or fastest
    if not (place / f"{precision}.xml").is_file():
        precision = "fp32"
    return OpenVinoEncoder(folder, place, precision)


def _processor() -> str:
    """What tells processors of different abilities apart, as 8 hex digits."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        abilities = next(line for line in lines if line.lower().startswith(("flags", "features")))
    except (OSError, StopIteration):
        abilities = f"{platform.machine()} {platform.processor()}"
    return hashlib.sha256(abilities.encode()).hexdigest()[:8]
