"""The reader in torch, where OpenVINO is not to be had. Import late: torch takes seconds."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from assistant.models.encoders.padding import padded
from assistant.models.reading.inputs import Pair
from assistant.models.reading.network import Network, load_network


class TorchNetwork:
    """A reader in fp32. Safe between threads: reading changes nothing."""

    def __init__(self, network: Network) -> None:
        """Takes a network that learns no more."""
        self._network = network.eval()

    @torch.no_grad()
    def run(self, pairs: Sequence[Pair]) -> list[tuple[np.ndarray, np.ndarray]]:
        """For each pair its logits of shapes (tokens, 3) and (5,)."""
        given = padded([pair.ids for pair in pairs], to=1, types=[pair.types for pair in pairs])
        tokens, whole = self._network(**{name: torch.from_numpy(value) for name, value in given.items()})
        return list(zip(tokens.numpy(), whole.numpy(), strict=True))


def load_torch_network(folder: Path, weights: Path) -> TorchNetwork:
    """The reader with these weights on the encoder in `folder`.

    Raises:
        RuntimeError: they do not fit.
    """
    return TorchNetwork(load_network(folder, weights))
