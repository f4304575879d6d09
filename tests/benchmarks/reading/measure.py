"""How well a network reads articles that it did not learn from."""

from collections.abc import Sequence

import numpy as np
import torch
from batches import LONGEST, encode_claims, encode_readings, tensors
from rows import Claim, Reading, Written, heading_of, windows
from tokenizers import Tokenizer

from assistant.language.sentences import sentence_spans
from assistant.models.reading.inputs import Read, read_pairs
from assistant.models.reading.network import Network
from assistant.models.reading.scores import PassageRead, passage_read


@torch.no_grad()
def read(network: Network, rows: Sequence[Read], tokenizer: Tokenizer) -> list[PassageRead]:
    """What the network says of each row."""
    network.eval()
    found = []
    for start in range(0, len(rows), 8):
        some = rows[start : start + 8]
        pairs = read_pairs(some, tokenizer, most=LONGEST)
        batch = tensors(encode_readings([Reading(*row) for row in some], tokenizer))
        tokens, whole = network(batch.ids, batch.mask, batch.types)
        found += [passage_read(pair, t.numpy(), w.numpy()) for pair, t, w in zip(pairs, tokens, whole, strict=True)]
    return found


def area(right: Sequence[float], wrong: Sequence[float]) -> float:
    """The chance that one of `right` is above one of `wrong` (area under the ROC curve)."""
    a, b = np.asarray(right), np.asarray(wrong)
    return float((a[:, None] > b[None, :]).mean() + (a[:, None] == b[None, :]).mean() / 2)


def measured(network: Network, articles: Sequence[dict], tokenizer: Tokenizer) -> dict[str, float]:
    """First sentence right, by span and by evidence, over whole articles; refusing; judging claims."""
    by_span, by_proof, by_both, sure, unsure, sure_proof, unsure_proof = [], [], [], [], [], [], []
    for article in articles:
        cut = windows(article["text"], 900)
        for question in article.get("questions") or ():
            rows = [Read(question["q"], heading_of(article), article["text"][slice(*span)]) for span in cut]
            told = read(network, rows, tokenizer)
            places = [
                (one, row, span) for one, row in zip(told, rows, strict=True) for span in sentence_spans(row.passage)
            ]
            sentences = [row.passage[slice(*span)] for _, row, span in places]
            spans = np.array([one.best_span(span).worth for one, _, span in places])
            proofs = np.array([one.evidence_of(span) for one, _, span in places])
            gold = [answer["sentence"] for answer in question["answers"]]
            if gold:
                right = np.array([any(s in g or g in s for g in gold) for s in sentences])
                by_span.append(right[spans.argmax()])
                by_proof.append(right[proofs.argmax()])
                by_both.append(right[(spans / 2 + proofs).argmax()])
            (sure if gold else unsure).append(spans.max())
            (sure_proof if gold else unsure_proof).append(proofs.max())
    claims = list(Written(articles).claims())
    supported, not_supported = _judged(network, claims, tokenizer)
    return {
        "questions": len(sure) + len(unsure),
        "first_by_span": round(float(np.mean(by_span)), 3),
        "first_by_evidence": round(float(np.mean(by_proof)), 3),
        "first_by_both": round(float(np.mean(by_both)), 3),
        "here_area": round(area(sure, unsure), 3),
        "here_area_evidence": round(area(sure_proof, unsure_proof), 3),
        "claims_area": round(area(supported, not_supported), 3),
    }


@torch.no_grad()
def _judged(network: Network, claims: Sequence[Claim], tokenizer: Tokenizer) -> tuple[list[float], list[float]]:
    network.eval()
    right, wrong = [], []
    for start in range(0, len(claims), 16):
        some = claims[start : start + 16]
        batch = tensors(encode_claims(some, tokenizer))
        _, pair = network(batch.ids, batch.mask, batch.types)
        shares = torch.softmax(pair[:, :3], dim=1)[:, 0].tolist()
        for claim, share in zip(some, shares, strict=True):
            (right if claim.label == "supported" else wrong).append(share)
    return right, wrong
