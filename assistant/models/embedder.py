"""Text to vectors. `load_embedder` chooses the model and checks it; `Embedder` is what the other rooms hold."""

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np

from assistant.errors import ModelError
from assistant.models.encoders.default_model import (
    DIMENSION,
    PRECISIONS,
    is_default,
    load_default,
    prepare_default,
    recorded_as,
)
from assistant.models.encoders.encoder import Encoder, encodable
from assistant.models.encoders.remembering_encoder import RememberingEncoder
from assistant.models.fetching import Kind, fetch, local_folder, telemetry_off
from assistant.models.threads import wait_without_spinning

KIND = Kind(
    words="an embedding model",
    setting="DATELINE_EMBEDDER",
    publisher="sentence-transformers",
    otherwise="; 'all-MiniLM-L6-v2' comes with Dateline.",
)
OnStep = Callable[[int, int], None]


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

    def remembering(self) -> "Embedder":
        """The same model with the vectors it embedded lately kept in memory, for what asks for the same ones again."""
        return Embedder(RememberingEncoder(self._encoder), name=self.name)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has, special tokens excluded, however long it is."""
        return self._encoder.count_tokens([encodable(text) for text in texts])

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """One vector a text, in the order given: float32 of shape (texts, dimension), each of length 1.

        Raises:
            ModelError: the library's vectors are of a precision that this machine cannot compute.
        """
        if not self.name.endswith(f"/{self._encoder.precision}"):
            raise ModelError(
                f"The library's vectors were made with {self.name}, which this machine cannot compute: it can be "
                "asked, but nothing can be added. Install nncf and openvino, or run `dateline rebuild`."
            )
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return self._encoder.encode([encodable(text) for text in texts])

    def embed_query(self, text: str) -> np.ndarray:
        """The vector of a query: float32 of shape (dimension,), of length 1.

        Its dot product with a passage's vector is their cosine similarity: higher is nearer.
        """
        return self._encoder.encode_query(encodable(text))


def identify(name: str, *, made_with: str | None = None) -> tuple[str | None, int]:
    """What a library is opened with: the `Embedder.name` and `Embedder.dimension` of the embedder called `name`.

    Of the default model, which is not loaded for this, the precision is that of `made_with`; it is None where a library
    records no embedder yet, and then the name is None too: it will be the one that is fastest here.

    Raises:
        ModelError: as `load_embedder`, for another model than the default.
    """
    if is_default(name):
        precision = precision_of(made_with) or "fp32"
        return (recorded_as(precision) if made_with else None), DIMENSION
    embedder = load_embedder(name)
    return embedder.name, embedder.dimension


def prepare_embedder(name: str, *, on_step: OnStep) -> None:
    """Does beforehand what loading `name` needs only once on a machine, telling how many steps of how many are done.

    Raises:
        ModelError: as `load_embedder`.
    """
    if is_default(name):
        prepare_default(on_step)


@lru_cache(maxsize=4)
def load_embedder(name: str, *, precision: str | None = None) -> Embedder:
    """The embedder called `name`: the default's name, a folder, or any sentence-transformers name; loaded once.

    The default is never looked for on the network. Another name may be downloaded, as sentence-transformers does it.

    Args:
        name: which model.
        precision: of the default, "int8" or "fp32"; None is the faster one here.

    Raises:
        ModelMissing: there is no such folder or model.
        ModelError: it is there and cannot be loaded, or the default's weights are not the published ones.
    """
    telemetry_off()
    wait_without_spinning()
    if is_default(name):
        encoder = load_default(precision)
        return Embedder(encoder, name=recorded_as(precision or encoder.precision))
    folder = local_folder(name, KIND)
    from assistant.models.encoders.torch_encoder import load_torch_encoder

    torch_encoder = fetch(name, KIND, load_torch_encoder)
    label = folder.resolve().name if folder else name
    return Embedder(torch_encoder, name=f"{label}@{torch_encoder.weights_digest()[:12]}/{torch_encoder.precision}")


def precision_of(made_with: str | None) -> str | None:
    """The precision of the default model that a library was made with; None for any other embedder."""
    return next((precision for precision in PRECISIONS if made_with == recorded_as(precision)), None)
