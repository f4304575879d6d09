"""The reader as a torch module: the default embedder's encoder with small heads. Import late: torch takes seconds."""

from pathlib import Path
from typing import Any

import torch
from transformers import BertModel

TOKEN_HEADS = ("start", "end", "evidence")
"""Scores of a token: that it begins the answer, that it ends it, that it stands in a sentence that answers."""
PAIR_HEADS = ("supported", "neutral", "contradicted", "yes", "no")
"""Scores of a pair: how a sentence stands to its quotes; what a passage decides of a question."""
_FROZEN = "encoder.embeddings."


class Network(torch.nn.Module):
    """Gives logits of every token, of shape (rows, tokens, 3), and of the pair, of shape (rows, 5)."""

    def __init__(self, folder: Path) -> None:
        """Starts from the encoder in `folder`; its embeddings stay as they are."""
        super().__init__()
        self.encoder = BertModel.from_pretrained(
            folder,
            add_pooling_layer=False,
            attn_implementation="sdpa",
            attention_probs_dropout_prob=0.0,  # on a CPU attention is a third slower with it
            dtype=torch.float32,
        )
        for parameter in self.encoder.embeddings.parameters():
            parameter.requires_grad_(False)
        width = self.encoder.config.hidden_size
        self.tokens = torch.nn.Linear(width, len(TOKEN_HEADS))
        self.pooled = torch.nn.Linear(width, width)
        self.pair = torch.nn.Linear(width, len(PAIR_HEADS))
        self.dropout = torch.nn.Dropout(0.1)

    def forward(self, input_ids: Any, attention_mask: Any, token_type_ids: Any) -> tuple[Any, Any]:  # noqa: ANN401 - tensors
        """Reads pairs: ids, mask and types, each of shape (rows, tokens)."""
        states = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        pooled = self.dropout(torch.tanh(self.pooled(states[:, 0])))
        return self.tokens(self.dropout(states)), self.pair(pooled)


def save_weights(network: Network, path: Path) -> None:
    """Writes what was learnt in half precision: the layers and heads, without the embeddings that are installed."""
    from safetensors.torch import save_file

    learnt = {name: value for name, value in network.state_dict().items() if not name.startswith(_FROZEN)}
    save_file({name: value.to(torch.float16).contiguous() for name, value in learnt.items()}, path)


def load_network(folder: Path, weights: Path) -> Network:
    """The encoder in `folder` with the layers and heads in `weights`, in fp32.

    Raises:
        RuntimeError: the weights do not fit the encoder.
    """
    from safetensors.torch import load_file

    network = Network(folder)
    learnt = {name: value.float() for name, value in load_file(weights).items()}
    missing, surplus = network.load_state_dict(learnt, strict=False)
    if surplus or any(not name.startswith(_FROZEN) for name in missing):
        raise RuntimeError(f"the weights in {weights} do not fit the encoder")
    return network.eval()
