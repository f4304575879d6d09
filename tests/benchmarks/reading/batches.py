"""Rows as tensors, in batches of alike lengths."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from rows import Claim, Reading
from tokenizers import Tokenizer

from assistant.models.reading.inputs import Judged, Pair, Read, judged_pairs, read_pairs
from assistant.types import Span

LONGEST = 320
"""Tokens of a row; what is longer is cut off at its end."""
AT_ONCE = 3600
"""Tokens of a batch, padding included."""
LABELS = {"supported": 0, "neutral": 1, "contradicted": 2, "unsupported": -2}
NONE = -1


@dataclass(frozen=True, slots=True)
class Encoded:
    """A row's tokens and what is to be learnt of them. Masks are over tokens."""

    ids: list[int]
    types: list[int]
    passage: list[int]
    starts: list[int]
    ends: list[int]
    evidence: list[int]
    near: list[int]
    here: bool
    label: int
    decided: int


def encode_readings(rows: Sequence[Reading], tokenizer: Tokenizer) -> list[Encoded]:
    """Questions with passages; what answers beyond the longest row's end is left out with its row."""
    given = [Read(row.question, row.heading, row.passage) for row in rows]
    pairs = read_pairs(given, tokenizer, most=LONGEST)
    return [found for row, pair in zip(rows, pairs, strict=True) if (found := _reading(row, pair)) is not None]


def _reading(row: Reading, pair: Pair) -> Encoded | None:
    def masked(spans: Sequence[Span]) -> list[int]:
        places = enumerate(pair.offsets, start=pair.first)
        return [at for at, (b, e) in places if any(b < end and start < e for start, end in spans)]

    told = [inside for span in row.spans if (inside := masked([span]))]
    evidence = masked(row.sentences)
    if (row.sentences and not evidence) or len(told) < len(row.spans):
        return None  # what answers was cut off
    starts = [inside[0] for inside in told] if row.spans else evidence
    ends = [inside[-1] for inside in told] if row.spans else evidence
    passage = list(range(pair.first, pair.first + len(pair.offsets)))
    decided = {"yes": 3, "no": 4}.get(row.decided, NONE)
    return Encoded(
        pair.ids, pair.types, passage, starts, ends, evidence, masked(row.near), bool(evidence), NONE, decided
    )


def encode_claims(rows: Sequence[Claim], tokenizer: Tokenizer) -> list[Encoded]:
    """Claims with quotes."""
    pairs = judged_pairs([Judged(row.claim, row.quotes) for row in rows], tokenizer, most=LONGEST)
    return [
        Encoded(pair.ids, pair.types, [], [], [], [], [], False, LABELS[row.label], NONE)
        for row, pair in zip(rows, pairs, strict=True)
    ]


def batches(rows: Sequence[Encoded], chance: random.Random) -> list[list[Encoded]]:
    """The rows in batches of alike length, in an order by chance."""
    ordered = sorted(rows, key=lambda row: len(row.ids) + chance.uniform(-8, 8))
    found: list[list[Encoded]] = []
    for row in ordered:
        if found and (len(found[-1]) + 1) * len(row.ids) <= AT_ONCE:
            found[-1].append(row)
        else:
            found.append([row])
    chance.shuffle(found)
    return found


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors of some rows: masks of shape (rows, tokens) in float32, labels of shape (rows,)."""

    ids: torch.Tensor
    mask: torch.Tensor
    types: torch.Tensor
    passage: torch.Tensor
    starts: torch.Tensor
    ends: torch.Tensor
    evidence: torch.Tensor
    near: torch.Tensor
    here: torch.Tensor
    label: torch.Tensor
    decided: torch.Tensor


def tensors(rows: Sequence[Encoded]) -> Batch:
    """Some rows as a batch, padded to the longest."""
    shape = (len(rows), max(len(row.ids) for row in rows))
    ids, types, mask = torch.zeros(shape, dtype=torch.long), torch.zeros(shape, dtype=torch.long), torch.zeros(shape)
    masks = {name: torch.zeros(shape) for name in ("passage", "starts", "ends", "evidence", "near")}
    for place, row in enumerate(rows):
        ids[place, : len(row.ids)] = torch.tensor(row.ids)
        types[place, : len(row.ids)] = torch.tensor(row.types)
        mask[place, : len(row.ids)] = 1
        for name, filled in masks.items():
            filled[place, getattr(row, name)] = 1
    return Batch(
        ids, mask.long(), types, **masks,
        here=torch.tensor([row.here for row in rows]),
        label=torch.tensor([row.label for row in rows]),
        decided=torch.tensor([row.decided for row in rows]),
    )  # fmt: skip


def shuffled(parts: Sequence[list[list[Encoded]]], chance: random.Random) -> Iterator[list[Encoded]]:
    """The batches of several kinds, mixed."""
    every = [batch for part in parts for batch in part]
    chance.shuffle(every)
    return iter(every)
