"""Trains the reader: `python tests/benchmarks/reading/train.py STATE` (see README.md beside this file).

Everything is seeded; the state is saved every few minutes, and the same command goes on where a killed one was.
"""

import argparse
import hashlib
import json
import math
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from batches import Batch, Encoded, batches, encode_claims, encode_readings, shuffled, tensors
from measure import measured
from rows import Others, Written, cluster_of, generic_claims, generic_readings, read_lines
from said import said_readings

from assistant.models.encoders.default_model import default_folder
from assistant.models.reading.inputs import tokenizer_in
from assistant.models.reading.network import Network, save_weights
from assistant.models.reading.reader import WEIGHTS

WRITTEN, ALIKE = (Path(__file__).with_name(f"{name}.jsonl.gz") for name in ("written", "look_alikes"))
SEED = 20261130
SAVE_EVERY = 240.0
"""Seconds."""
WARM_UP = 0.06
DECAY = 0.01
CLIP = 1.0
AVERAGED = 3
"""How many rounds' ends the published weights are the mean of."""
NEAR = 3.0
"""How much a token of a sentence that only looks like an answer counts among the evidence."""


@dataclass(frozen=True, slots=True)
class Round:
    """One pass over some rows: which, and between which learning rates."""

    name: str
    generic: float
    claims: float
    written: float
    rate: tuple[float, float]
    alike: int = 0
    """How often the look-alikes are gone through."""
    said: float = 0.0
    """The share of the articles that are asked who said something."""


ROUNDS = (
    # The first written round of the state of 30 November held its rate at 1.45e-4 until step 485 of 1,331.
    Round("generic", 0.3, 0.25, 0.0, (2e-4, 1.5e-4)),
    Round("written 1", 0.08, 0.1, 1.0, (2.27e-4, 5e-6)),
    Round("written 2", 0.05, 0.3, 1.0, (1.3e-4, 5e-6)),
    Round("look-alikes", 0.03, 0.0, 0.4, (1.1e-4, 3e-6), alike=2, said=0.8),
    Round("who said", 0.02, 0.0, 0.25, (8e-5, 3e-6), alike=2, said=0.8),
)


def split(articles: Sequence[dict]) -> tuple[list[dict], list[dict]]:
    """Articles to learn from, and a tenth of them kept for validation, by the ids of their clusters."""
    kept = {one for one in map(cluster_of, articles) if random.Random(f"{SEED} {one}").random() < 0.1}
    parts: tuple[list[dict], list[dict]] = ([], [])
    for article in articles:
        parts[cluster_of(article) in kept].append(article)
    return parts


class Data:
    """All rows, encoded round by round."""

    def __init__(self, written: Sequence[dict], alike: Sequence[dict], generic: Path, tokenizer) -> None:
        self._tokenizer = tokenizer
        self._written, self._alike = Written(written), Written(alike)
        self._others = Others(written)
        self._questions = generic_readings(generic / "generic_questions.jsonl.gz")
        self._claims = generic_claims(generic / "generic_claims.jsonl.gz")

    def batches_of(self, number: int) -> list[list[Encoded]]:
        """The batches of a round, in their order."""
        wanted, chance = ROUNDS[number], random.Random(SEED + number)
        questions = chance.sample(self._questions, round(wanted.generic * len(self._questions)))
        claims = chance.sample(self._claims, round(wanted.claims * len(self._claims)))
        if wanted.written:
            written = list(self._written.readings(SEED + number, others=self._others))
            questions += (
                written if wanted.written == 1.0 else chance.sample(written, int(wanted.written * len(written)))
            )
        for again in range(wanted.alike):
            questions += self._alike.readings(SEED + 100 * number + again, others=self._others)
        questions += said_readings([*self._written.articles, *self._alike.articles], chance, share=wanted.said)
        if wanted.claims and wanted.written:
            claims += self._written.claims()
        parts = encode_readings(questions, self._tokenizer), encode_claims(claims, self._tokenizer)
        return list(shuffled([batches(part, chance) for part in parts], chance))


def loss_of(network: Network, batch: Batch) -> torch.Tensor:
    """What is wrong with the network's scores of a batch, a number."""
    tokens, pair = network(batch.ids, batch.mask, batch.types)
    if batch.passage.sum() == 0:
        return _judging(pair[:, :3], batch.label)
    seen = batch.passage.clone()
    seen[:, 0] = 1
    total = torch.zeros(())
    for place, gold in ((0, batch.starts), (1, batch.ends)):
        told = gold.clone()
        told[:, 0] = (~batch.here).float()
        shares = torch.log_softmax(tokens[..., place].masked_fill(seen == 0, -1e4), dim=1)
        total = total - torch.logsumexp(shares.masked_fill(told == 0, -1e4), dim=1).mean() / 2
    weights = batch.passage * (1 + (NEAR - 1) * batch.near) * (1 + 2 * batch.evidence)
    wrong = torch.nn.functional.binary_cross_entropy_with_logits(tokens[..., 2], batch.evidence, reduction="none")
    total = total + 2 * ((wrong * weights).sum(1) / weights.sum(1).clamp(min=1)).mean()
    if (batch.decided >= 0).any():
        rows = batch.decided >= 0
        total = total + rows.float().mean() * torch.nn.functional.cross_entropy(pair[rows, 3:], batch.decided[rows] - 3)
    return total


def _judging(pair: torch.Tensor, label: torch.Tensor) -> torch.Tensor:
    shares = torch.log_softmax(pair, dim=1)
    known = shares.gather(1, label.clamp(min=0)[:, None])[:, 0]
    unsupported = torch.logsumexp(shares[:, 1:], dim=1)
    return -torch.where(label == -2, unsupported, known).mean()


def rate(number: int, share: float) -> float:
    """The learning rate at a share of a round, 0 to 1, between its two along a line; the first round is warmed up."""
    first, last = ROUNDS[number].rate
    warm = min(1.0, (share + 1e-4) / WARM_UP) if number == 0 else 1.0
    return warm * (first + (last - first) * share)


class Training:
    """A network with its optimizer and place in the rounds; saved in a folder."""

    def __init__(self, folder: Path, network: Network) -> None:
        self._path = folder / "state.pt"
        self.network = network
        learnt = [parameter for parameter in network.parameters() if parameter.requires_grad]
        self.optimizer = torch.optim.AdamW(learnt, lr=1e-4, weight_decay=DECAY)
        self.round, self.step, self.seconds = 0, 0, 0.0
        if self._path.exists():
            self._load()

    def _load(self) -> None:
        state = torch.load(self._path, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.round, self.step, self.seconds = state["round"], state["step"], state["seconds"]

    def end_of(self, number: int) -> Path:
        """The file with the weights after round `number`, from 1."""
        return self._path.with_name(f"after-{number}.pt")

    def save(self) -> None:
        """Saves all of it, in one step."""
        state = {"network": self.network.state_dict(), "optimizer": self.optimizer.state_dict()}
        place = {"round": self.round, "step": self.step, "seconds": self.seconds}
        torch.save(state | place, self._path.with_suffix(".new"))
        self._path.with_suffix(".new").replace(self._path)


def train(
    training: Training, data: Data, *, check: Callable[[Network], dict[str, Any]], rounds: int
) -> Iterator[dict[str, Any]]:
    """Trains to the end, and tells how it goes; `check` measures what a round came to."""
    while training.round < rounds:
        every = data.batches_of(training.round)
        torch.manual_seed(SEED + 1000 * training.round + training.step)
        saved = told = time.monotonic()
        losses: list[float] = []
        for rows in every[training.step :]:
            started = time.monotonic()
            losses.append(_step(training, rows, training.step / len(every)))
            training.step += 1
            training.seconds += time.monotonic() - started
            if time.monotonic() - saved > SAVE_EVERY:
                training.save()
                saved = time.monotonic()
            if time.monotonic() - told > 60:
                loss, minutes = round(sum(losses) / len(losses), 3), round(training.seconds / 60, 1)
                place = {"round": ROUNDS[training.round].name, "step": training.step, "of": len(every)}
                yield place | {"loss": loss, "minutes": minutes}
                told, losses = time.monotonic(), []
        after = {"after": ROUNDS[training.round].name, "minutes": round(training.seconds / 60, 1)}
        training.save()
        yield after | check(training.network)
        training.round, training.step = training.round + 1, 0
        training.save()
        torch.save(training.network.state_dict(), training.end_of(training.round))


def publish(training: Training, folder: Path) -> dict:
    """Writes the mean of what the last rounds came to, in half precision, with its digest, as the package has it.

    Averaged weights of one run read a little better than either: Izmailov et al., "Averaging Weights Leads to Wider
    Optima and Better Generalization", UAI 2018. Gives their size and digest.
    """
    if not training.round:
        raise SystemExit("no round is done yet: there is nothing to publish")
    ends = [
        torch.load(training.end_of(number), weights_only=True) for number in range(1, training.round + 1)[-AVERAGED:]
    ]
    means = {name: sum(end[name].float() for end in ends) / len(ends) for name in ends[0]}
    training.network.load_state_dict({name: mean.to(ends[0][name].dtype) for name, mean in means.items()})
    path = folder / WEIGHTS.name
    save_weights(training.network, path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    path.with_suffix(".sha256").write_text(f"{digest}  {path.name}\n", "utf-8")
    return {"published": str(path), "bytes": path.stat().st_size, "sha256": digest}


def _step(training: Training, rows: list[Encoded], share: float) -> float:
    training.network.train()
    for group in training.optimizer.param_groups:
        group["lr"] = rate(training.round, share)
    loss = loss_of(training.network, tensors(rows))
    if not math.isfinite(loss.item()):
        raise SystemExit("the loss is no number")
    training.optimizer.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(training.network.parameters(), CLIP)
    training.optimizer.step()
    return loss.item()


def main() -> None:
    """Reads the arguments and trains."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("state", type=Path, help="folder of the state, made if it is not there")
    parser.add_argument("--written", type=Path, default=WRITTEN, help="the written articles")
    parser.add_argument("--generic", type=Path, required=True, help="folder of the generic sets")
    parser.add_argument("--rounds", type=int, default=len(ROUNDS))
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--publish", type=Path, metavar="FOLDER", help="write the weights of the state there, and stop")
    options = parser.parse_args()
    options.state.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(options.threads)
    torch.manual_seed(SEED)
    torch.set_flush_denormal(True)
    folder = default_folder()
    tokenizer = tokenizer_in(folder)
    (learnt, kept), (alike, kept_alike) = split(read_lines(options.written)), split(read_lines(ALIKE))
    training = Training(options.state, Network(folder))
    if options.publish:
        print(json.dumps(publish(training, options.publish)))
        return

    def check(network: Network) -> dict[str, Any]:
        told = measured(network, kept_alike, tokenizer, beside=Written(kept_alike).beside)
        return measured(network, kept, tokenizer) | {"look_alikes": told}

    data = Data(learnt, alike, options.generic, tokenizer)
    with (options.state / "log.jsonl").open("a") as log:
        for told in train(training, data, check=check, rounds=options.rounds):
            line = json.dumps(told)
            print(line, flush=True)
            print(line, file=log, flush=True)
    print(json.dumps(publish(training, options.state)))


if __name__ == "__main__":
    sys.exit(main())
