"""The default embedder as a torch module with its pooling, for preparation. Import late: torch takes seconds."""

from pathlib import Path
from typing import Any

import torch
from transformers import AutoModel


class Pooled(torch.nn.Module):
    """Gives the vectors of texts: the mean of their tokens, of length 1."""

    def __init__(self, folder: Path) -> None:
        """Reads the BERT model in `folder`, in fp32."""
        super().__init__()
        model = AutoModel.from_pretrained(folder, attn_implementation="sdpa", dtype="float32")
        self.model = model.eval()

    def forward(self, input_ids: Any, attention_mask: Any, token_type_ids: Any) -> Any:  # noqa: ANN401 - tensors
        """Embeds texts: ids, mask and types, each of shape (texts, tokens)."""
        output = self.model(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids)
        summed = (output[0] * attention_mask[..., None].float()).sum(1)
        return torch.nn.functional.normalize(summed, dim=1)
