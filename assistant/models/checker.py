"""Whether quotes entail a sentence, by a model that reads the two together. The model is loaded late."""

import re
import threading
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
    words="a checker",
    setting="DATELINE_CHECKER",
    publisher="cross-encoder",
    otherwise=", or leave it unset: Dateline checks by its rules without one too.",
)
_SUPPORTED = re.compile(r"(?:entail|support|consistent|factual)", re.IGNORECASE)
"""How the label begins that says that the first text supports the second; "not_entailment" does not begin so."""
_BARE = ("Model", "ForMaskedLM")
"""How the names of architectures end that come without a head that judges a pair."""


class Checker:
    """A loaded checker; safe to share between threads, which take turns."""

    def __init__(self, model: "Model", label: int) -> None:
        """Takes the model and the place of its label for "supported"; the place counts for nothing where it is one."""
        self._model = model
        self._label = label
        self._lock = threading.Lock()

    def probability(self, quotes: str, sentence: str) -> float:
        """How likely `quotes` say what `sentence` says: 0 to 1, higher is better.

        That is the share that softmax gives to the label "entailment" or "supported", or the logistic function of the
        score of a model that has but one. What does not fit into the model is cut off at the end of the longer text.

        Raises:
            ModelError: the model's scores are no numbers.
        """
        pair = (encodable(quotes), encodable(sentence))
        with self._lock:
            scores = np.atleast_1d(np.squeeze(self._model.predict([pair], show_progress_bar=False))).astype(np.float64)
        if not np.isfinite(scores).all():
            raise ModelError("The checker's scores are no numbers. Set DATELINE_CHECKER to another, or leave it unset.")
        if len(scores) == 1:
            return float(1 / (1 + np.exp(-np.clip(scores[0], -500, 500))))
        shares = np.exp(scores - scores.max())
        return float(shares[self._label] / shares.sum())


@lru_cache(maxsize=2)
def load_checker(name: str) -> Checker:
    """The checker in the folder `name`, or of that name: a cross-encoder for inference (NLI) or fact-checking.

    It may be downloaded, as sentence-transformers does it, where it is not on this machine. Loaded once.

    Raises:
        ModelMissing: there is no such folder or model.
        ModelError: it is there and cannot be loaded, or none of its labels says "entailment" or "supported".
    """
    telemetry_off()
    wait_without_spinning()
    return fetch(name, KIND, _load)


def _load(place: str, download: bool) -> Checker:
    from sentence_transformers import CrossEncoder as Model
    from torch.nn import Identity

    model = Model(place, local_files_only=not download, model_kwargs={"dtype": "float32"}, activation_fn=Identity())
    if len(model) == 1 and str((model.config.architectures or [""])[0]).endswith(_BARE):
        raise _no_checker(place, "it was not trained to judge pairs")
    return Checker(model, 0 if model.num_labels == 1 else _label(model, place))


def _label(model: "Model", place: str) -> int:
    names = {int(number): str(name) for number, name in (model.config.id2label or {}).items()}
    found = [number for number, name in names.items() if _SUPPORTED.match(name)]
    if len(found) != 1:
        raise _no_checker(place, f"none of its labels says “entailment” or “supported” ({', '.join(names.values())})")
    return found[0]


def _no_checker(place: str, problem: str) -> ModelError:
    return ModelError(
        f"The model {place!r} is no checker: {problem}. Set DATELINE_CHECKER to a cross-encoder for inference, such as "
        "'cross-encoder/nli-deberta-v3-base', or leave it unset."
    )
