"""Embedding the default model with OpenVINO, in fp32: the same vectors as torch's, sooner, and without importing torch.

The model is converted once, with torch, and kept in the user's cache.
"""

import json
import os
import shutil
import sys
import tempfile
import threading
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type] # else importing openvino starts telemetry
import openvino as ov  # noqa: E402 - after telemetry is off

BATCH = 16
"""Texts encoded at once: more gain nothing on a CPU."""


class OpenVinoEncoder:
    """A converted model with mean pooling, in fp32. Each thread has its own request, so a query waits for no ingest."""

    precision = "fp32"

    def __init__(self, model: Path, folder: Path) -> None:
        config = {"INFERENCE_PRECISION_HINT": "f32", "PERFORMANCE_HINT": "LATENCY"}
        self._compiled = ov.Core().compile_model(str(model), "CPU", config)
        self._local = threading.local()
        limit = int(json.loads((folder / "sentence_bert_config.json").read_text("utf-8"))["max_seq_length"])
        self._counting = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._counting.no_truncation()
        self._counting.no_padding()
        self._cutting = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._cutting.enable_truncation(limit)
        self._cutting.enable_padding()
        self.max_tokens = limit - self._counting.num_special_tokens_to_add(False)
        self.dimension = len(self.encode_query("first call"))

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has, special tokens excluded."""
        return [len(encoding) for encoding in self._counting.encode_batch_fast(texts, add_special_tokens=False)]

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of passages, float32 and of length 1; sorted by length and batched inside, given back in order."""
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            vectors[batch] = self._vectors([texts[index] for index in batch])
        return vectors

    def encode_query(self, text: str) -> np.ndarray:
        """The vector of a query, float32 and of length 1."""
        vector: np.ndarray = self._vectors([text])[0]
        return vector

    def _vectors(self, texts: Sequence[str]) -> np.ndarray:
        encodings = self._cutting.encode_batch(list(texts))
        ids = np.array([encoding.ids for encoding in encodings], dtype=np.int64)
        mask = np.array([encoding.attention_mask for encoding in encodings], dtype=np.int64)
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        tokens = self._request().infer(given)[0]
        summed = (tokens * mask[..., None]).sum(axis=1)
        normalised: np.ndarray = summed / np.linalg.norm(summed, axis=1, keepdims=True)
        return normalised.astype(np.float32)

    def _request(self) -> Any:  # noqa: ANN401 - openvino.InferRequest, which has no types
        if not hasattr(self._local, "request"):
            self._local.request = self._compiled.create_infer_request()
        return self._local.request


def load_openvino_encoder(folder: Path, *, cache: Path, digest: str) -> OpenVinoEncoder:
    """The encoder of the sentence-transformers model in `folder`, converted now where `cache` has it not.

    Args:
        folder: a BERT model with mean pooling, as all-MiniLM-L6-v2 is.
        cache: folder of converted models.
        digest: of the weights; a converted model serves these weights and this OpenVINO only.

    Raises:
        OSError: the cache cannot be written.
        RuntimeError: OpenVINO cannot convert or compile the model here.
        ImportError: torch or transformers are not there to convert with.
    """
    prepared = cache / f"{digest[:16]}-openvino-{ov.__version__.split('-')[0]}-fp32"
    if not (prepared / "model.xml").is_file():
        _convert(folder, prepared)
    return OpenVinoEncoder(prepared / "model.xml", folder)


def _convert(folder: Path, prepared: Path) -> None:
    """Writes the converted model beside its place and moves it there, so that a killed process leaves nothing half."""
    import torch
    from transformers import AutoModel
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    prepared.parent.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings(), tempfile.TemporaryDirectory(dir=prepared.parent) as working:
        warnings.simplefilter("ignore")
        model = AutoModel.from_pretrained(folder, attn_implementation="eager", dtype="float32").eval()
        names = ("input_ids", "attention_mask", "token_type_ids")
        example = {name: torch.ones(1, 8, dtype=torch.long) for name in names}
        converted = ov.convert_model(model, example_input=example)
        ov.save_model(converted, Path(working) / "new" / "model.xml", compress_to_fp16=False)
        shutil.rmtree(prepared, ignore_errors=True)
        try:
            os.replace(Path(working) / "new", prepared)  # noqa: PTH105 - of a folder
        except OSError:
            if not (prepared / "model.xml").is_file():  # else another process was first
                raise
