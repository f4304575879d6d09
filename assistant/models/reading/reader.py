"""Reading passages for a question, and judging sentences by quotes. `load_reader` loads the model once."""

import hashlib
import logging
import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np

from assistant.errors import Cancelled, ModelError, ModelMissing
from assistant.models.encoders.default_model import default_folder
from assistant.models.encoders.encoder import encodable
from assistant.models.fetching import telemetry_off
from assistant.models.reading.inputs import Judged, Pair, Read, judged_pairs, read_pairs, tokenizer_in
from assistant.models.reading.scores import PassageRead, passage_read
from assistant.models.threads import wait_without_spinning
from assistant.settings import cache_folder

logger = logging.getLogger(__name__)

LONGEST = 384
"""Tokens of question, title and passage together; a passage of the library has 200 or so."""
AT_ONCE = 4
"""Pairs that are read between two looks at whether it is stopped."""
WEIGHTS = Path(__file__).with_name("reader.safetensors")
DIGEST = WEIGHTS.with_suffix(".sha256")


class Judgement(NamedTuple):
    """How a sentence stands to quotes, in shares that add up to 1."""

    supported: float
    neutral: float
    contradicted: float


class Network(Protocol):
    """The model on this machine: in OpenVINO or in torch."""

    def run(self, pairs: Sequence[Pair]) -> list[tuple[np.ndarray, np.ndarray]]:
        """For each pair its logits of shapes (tokens, 3) and (5,)."""


class Reader:
    """A loaded reader; safe to share between threads."""

    def __init__(self, network: Network, folder: Path) -> None:
        """Takes the model, and the folder with its tokenizer."""
        self._network = network
        self._tokenizer = tokenizer_in(folder)

    def read(
        self, question: str, passages: Sequence[tuple[str, str]], *, cancel: threading.Event | None = None
    ) -> list[PassageRead]:
        """What the reader says of each passage, in the order given.

        Args:
            question: what is asked.
            passages: for each, its article's title and day, and its text.
            cancel: set it to stop.

        Raises:
            Cancelled: `cancel` was set.
        """
        rows = [Read(encodable(question), encodable(heading), encodable(text)) for heading, text in passages]
        pairs = read_pairs(rows, self._tokenizer, most=LONGEST)
        return [passage_read(pair, *told) for pair, told in zip(pairs, self._run(pairs, cancel), strict=True)]

    def judge(self, sentence: str, quotes: Sequence[str], *, cancel: threading.Event | None = None) -> list[Judgement]:
        """How a sentence stands to each of some quotes, in the order given; several sentences may make one quote.

        Raises:
            Cancelled: `cancel` was set.
        """
        rows = [Judged(encodable(sentence), encodable(quote)) for quote in quotes]
        pairs = judged_pairs(rows, self._tokenizer, most=LONGEST)
        return [Judgement(*_shares(whole[:3])) for _, whole in self._run(pairs, cancel)]

    def _run(self, pairs: Sequence[Pair], cancel: threading.Event | None) -> list[tuple[np.ndarray, np.ndarray]]:
        """The logits of each pair; they are read in batches of alike length, between which it can be stopped."""
        order = sorted(range(len(pairs)), key=lambda place: len(pairs[place].ids))
        found: dict[int, tuple[np.ndarray, np.ndarray]] = {}
        for start in range(0, len(order), AT_ONCE):
            if cancel and cancel.is_set():
                raise Cancelled("The question was stopped.")
            some = order[start : start + AT_ONCE]
            found |= zip(some, self._network.run([pairs[place] for place in some]), strict=True)
        return [found[place] for place in range(len(pairs))]


def _shares(logits: np.ndarray) -> list[float]:
    shares = np.exp(logits - logits.max())
    return [float(share) for share in shares / shares.sum()]


@lru_cache(maxsize=1)
def load_reader() -> Reader:
    """The reader that comes with Dateline, in the precision that is faster here; loaded once.

    Raises:
        ModelMissing: its weights, or the embedder's that it stands on, are not there.
        ModelError: they are not the published ones.
    """
    telemetry_off()
    wait_without_spinning()
    folder, digest = default_folder(), _checked_digest()
    try:
        from assistant.models.reading.openvino_network import load_openvino_network

        return Reader(load_openvino_network(folder, WEIGHTS, cache=cache_folder() / "encoders", digest=digest), folder)
    except (ImportError, OSError, RuntimeError) as error:
        logger.warning("OpenVINO cannot be used here, so reading is slower: %s", error)
        from assistant.models.reading.torch_network import load_torch_network

        return Reader(load_torch_network(folder, WEIGHTS), folder)


def _checked_digest() -> str:
    repair = "Install Dateline anew: pip install --force-reinstall --no-deps dateline"
    try:
        expected = DIGEST.read_text("utf-8").split()[0]
        digest = hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()
    except (OSError, IndexError) as error:
        raise ModelMissing(f"The reader's weights cannot be read at {WEIGHTS}. {repair}") from error
    if digest != expected:
        raise ModelError(f"The reader's weights at {WEIGHTS} are not the published ones. {repair}")
    return digest
