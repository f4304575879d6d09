"""A real cross-encoder of one layer, its weights set by hand, so that what it must say can be worked out."""

from pathlib import Path

import torch
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing
from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast
from transformers.utils import logging

LONGEST = 64
"""Tokens that it reads of a pair."""


def write_cross_encoder(folder: Path, *, likes: str, labels: int = 1, strength: float = 100.0) -> Path:
    """Writes a model to `folder` that scores a pair higher the larger the share of the word `likes` in it is.

    Every token looks at every token alike (the query and key weights are 0), a token other than `likes` is the zero
    vector, and the head reads the one dimension on which `likes` has a value. Layer normalisation, its epsilon being
    1, keeps differences of length. A pair without the word scores 0; `strength` is the weight of the head.
    """
    vocabulary = {token: number for number, token in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", likes.lower()])}
    configuration = BertConfig(
        vocab_size=len(vocabulary), hidden_size=4, num_hidden_layers=1, num_attention_heads=1, intermediate_size=4,
        max_position_embeddings=LONGEST, num_labels=labels, pad_token_id=0, layer_norm_eps=1.0,
    )  # fmt: skip
    model = BertForSequenceClassification(configuration)
    for name, weights in model.named_parameters():
        weights.data = torch.ones_like(weights) if name.endswith("LayerNorm.weight") else torch.zeros_like(weights)
    bert, layer = model.bert, model.bert.encoder.layer[0]
    bert.embeddings.word_embeddings.weight.data[vocabulary[likes.lower()]] = torch.tensor([3.0, -3.0, 0.0, 0.0])
    for passed_on in (layer.attention.self.value, layer.attention.output.dense, bert.pooler.dense):
        passed_on.weight.data = torch.eye(4)
    model.classifier.weight.data[:, 0] = strength
    bars = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    model.save_pretrained(folder)
    if bars:
        logging.enable_progress_bar()
    _tokenizer(vocabulary).save_pretrained(folder)
    return folder


def _tokenizer(vocabulary: dict[str, int]) -> PreTrainedTokenizerFast:
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = Lowercase()
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]",
        model_max_length=LONGEST,
    )  # fmt: skip
