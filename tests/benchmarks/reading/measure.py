"""How well a network reads articles that it did not learn from."""

from collections.abc import Callable, Sequence

import numpy as np
import torch
from batches import LONGEST, encode_claims, encode_readings, tensors
from rows import Claim, Reading, Written, heading_of, windows
from tokenizers import Tokenizer

from assistant.language.sentences import sentence_spans
from assistant.models.reading.inputs import Read, read_pairs
from assistant.models.reading.network import Network
from assistant.models.reading.scores import PassageRead, passage_read

Beside = Callable[[dict], list[dict]]


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


def measured(
    network: Network, articles: Sequence[dict], tokenizer: Tokenizer, *, beside: Beside = lambda article: [article]
) -> dict[str, float]:
    """First sentence right over whole articles; refusing; judging claims.

    Args:
        network: what reads.
        articles: whose questions are asked.
        tokenizer: of the network.
        beside: the articles that are read for the questions about one; itself alone, if nothing else is said.
    """
    first: list[bool] = []
    sure: list[float] = []
    unsure: list[float] = []
    for article in articles:
        passages = [
            (heading_of(one), one["text"][slice(*span)])
            for one in beside(article)
            for span in windows(one["text"], 900)
        ]
        for question in article.get("questions") or ():
            rows = [Read(question["q"], heading, passage) for heading, passage in passages]
            found = read(network, rows, tokenizer)
            places = [
                (one, row.passage, span)
                for one, row in zip(found, rows, strict=True)
                for span in sentence_spans(row.passage)
            ]
            spans = [one.best_span(span).worth for one, _, span in places]
            gold = [answer["sentence"] for answer in question["answers"]]
            if gold:
                _, passage, span = places[int(np.argmax(spans))]
                sentence = passage[slice(*span)]
                first.append(any(sentence in told or told in sentence for told in gold))
            (sure if gold else unsure).append(max(spans))
    claims = list(Written(articles).claims())
    supported, not_supported = _judged(network, claims, tokenizer)
    judged = {"claims_area": round(area(supported, not_supported), 3)} if claims else {}
    return judged | {
        "questions": len(sure) + len(unsure),
        "first": round(float(np.mean(first)), 3),
        "here_area": round(area(sure, unsure), 3),
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
