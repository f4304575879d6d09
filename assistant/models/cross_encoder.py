"""How well a passage answers a question, by a model that reads the two together. The model is loaded late."""

import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from assistant.errors import ModelError
from assistant.models.encoders.encoder import encodable
from assistant.models.fetching import Kind, fetch, telemetry_off
from assistant.models.threads import wait_without_spinning

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder as Model

KIND = Kind(
    words="a reranker",
    setting="DATELINE_RERANKER",
    publisher="cross-encoder",
    otherwise=", or leave it unset: Dateline ranks without one too.",
)
BATCH = 8
"""Pairs read at once: 30 of 200 tokens take 1.4 s on two cores, and 1.8 s in one batch, where short ones are padded."""
_BARE = ("Model", "ForMaskedLM")
"""How the names of architectures end that come without a head that scores a pair."""


class CrossEncoder:
    """A loaded cross-encoder; safe to share between threads, which take turns: two at once would be no quicker."""

    def __init__(self, model: "Model") -> None:
        self._model = model
        self._lock = threading.Lock()
        self.probabilities("first call", ["of the tokenizer"])

    def probabilities(self, query: str, texts: Sequence[str]) -> np.ndarray:
        """How likely each of `texts` answers `query`: float64 of shape (texts,), in (0, 1), higher is better.

        That is the logistic function of the model's score before its own activation, which differs from model to
        model (none, or the logistic function itself) and would leave several at exactly 1. What does not fit into
        the model is cut off at the end.

        Raises:
            ModelError: the model's scores are no numbers.
        """
        if not texts:
            return np.zeros(0)
        pairs = [(encodable(query), encodable(text)) for text in texts]
        with self._lock:
            values = np.asarray(self._model.predict(pairs, batch_size=BATCH, show_progress_bar=False), dtype=np.float64)
        if not np.isfinite(values).all():
            raise ModelError(
                "The reranker's scores are no numbers. Set DATELINE_RERANKER to another, or leave it unset."
            )
        return np.asarray(1 / (1 + np.exp(-np.clip(values, -500, 500))))


@lru_cache(maxsize=2)
def load_cross_encoder(name: str) -> CrossEncoder:
    """The cross-encoder in the folder `name`, or of that name; loaded once.

    It may be downloaded, as sentence-transformers does it, where it is not on this machine.

    Raises:
        ModelMissing: there is no such folder or model.
        ModelError: it is there and cannot be loaded, or it is no model that gives a pair one score.
    """
    telemetry_off()
    wait_without_spinning()
    return fetch(name, KIND, _load)


def _load(place: str, download: bool) -> CrossEncoder:
    from sentence_transformers import CrossEncoder as Model
    from torch.nn import Identity

    model = Model(place, local_files_only=not download, model_kwargs={"dtype": "float32"}, activation_fn=Identity())
    _check(model, place)
    return CrossEncoder(model)


def _check(model: "Model", name: str) -> None:
    if model.num_labels != 1:
        problem = f"gives a pair {model.num_labels} scores where one is needed"
    elif len(model) == 1 and str((model.config.architectures or [""])[0]).endswith(_BARE):
        problem = "was not trained to score pairs"
    else:
        return
    raise ModelError(
        f"The model {name!r} is no reranker: it {problem}. Set DATELINE_RERANKER to a cross-encoder for ranking, such "
        "as 'cross-encoder/ms-marco-MiniLM-L6-v2', or leave it unset."
    )
