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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from batches import Batch, Encoded, batches, encode_claims, encode_readings, shuffled, tensors
from measure import measured
from rows import Others, Written, generic_claims, generic_readings, read_lines

from assistant.models.encoders.default_model import default_folder
from assistant.models.reading.inputs import tokenizer_in
from assistant.models.reading.network import Network, save_weights
from assistant.models.reading.reader import WEIGHTS

WRITTEN = Path(__file__).with_name("written.jsonl.gz")
SEED = 20261130
SAVE_EVERY = 240.0
"""Seconds."""
WARM_UP = 0.06
DECAY = 0.01
CLIP = 1.0
NEAR = 3.0
"""How much a token of a sentence that only looks like an answer counts among the evidence."""


@dataclass(frozen=True, slots=True)
class Round:
    """One pass over some rows: which, and between which learning rates."""

    name: str
    generic: float
    claims: float
    written: bool
    rate: tuple[float, float]


ROUNDS = (
    # The first written round of the state of 30 November held its rate at 1.45e-4 until step 485 of 1,331.
    Round("generic", 0.3, 0.25, False, (2e-4, 1.5e-4)),
    Round("written 1", 0.08, 0.1, True, (2.27e-4, 5e-6)),
    Round("written 2", 0.05, 0.3, True, (1.3e-4, 5e-6)),
)


def split(articles: Sequence[dict]) -> tuple[list[dict], list[dict]]:
    """Articles to learn from, and a tenth of them kept for validation, by their ids."""
    kept = {one["id"] for one in articles if random.Random(f"{SEED} {one['id']}").random() < 0.1}
    return [one for one in articles if one["id"] not in kept], [one for one in articles if one["id"] in kept]


class Data:
    """All rows, encoded round by round."""

    def __init__(self, written: Sequence[dict], generic: Path, tokenizer) -> None:
        self._tokenizer = tokenizer
        self._written = Written(written)
        self._others = Others(written)
        self._questions = generic_readings(generic / "generic_questions.jsonl.gz")
        self._claims = generic_claims(generic / "generic_claims.jsonl.gz")

    def batches_of(self, number: int) -> list[list[Encoded]]:
        """The batches of a round, in their order."""
        wanted, chance = ROUNDS[number], random.Random(SEED + number)
        questions = chance.sample(self._questions, round(wanted.generic * len(self._questions)))
        claims = chance.sample(self._claims, round(wanted.claims * len(self._claims)))
        if wanted.written:
            questions += self._written.readings(SEED + number, others=self._others)
            claims += self._written.claims()
        read, judged = encode_readings(questions, self._tokenizer), encode_claims(claims, self._tokenizer)
        return list(shuffled([batches(read, chance), batches(judged, chance)], chance))


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


def train(training: Training, data: Data, *, check: Sequence[dict], tokenizer, rounds: int) -> Iterator[dict]:
    """Trains to the end, and tells how it goes."""
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
        yield after | measured(training.network, check, tokenizer)
        training.round, training.step = training.round + 1, 0
        training.save()
        torch.save(training.network.state_dict(), training.end_of(training.round))


def publish(training: Training, folder: Path) -> dict:
    """Writes the mean of what the last two rounds came to, in half precision, with its digest, as the package has it.

    Averaged weights of one run read a little better than either: Izmailov et al., "Averaging Weights Leads to Wider
    Optima and Better Generalization", UAI 2018. Gives their size and digest.
    """
    if not training.round:
        raise SystemExit("no round is done yet: there is nothing to publish")
    ends = [torch.load(training.end_of(number), weights_only=True) for number in range(1, training.round + 1)[-2:]]
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
    learnt, check = split(read_lines(options.written))
    training = Training(options.state, Network(folder))
    if options.publish:
        print(json.dumps(publish(training, options.publish)))
        return
    data = Data(learnt, options.generic, tokenizer)
    with (options.state / "log.jsonl").open("a") as log:
        for told in train(training, data, check=check, tokenizer=tokenizer, rounds=options.rounds):
            line = json.dumps(told)
            print(line, flush=True)
            print(line, file=log, flush=True)
    print(json.dumps(publish(training, options.state)))


if __name__ == "__main__":
    sys.exit(main())
