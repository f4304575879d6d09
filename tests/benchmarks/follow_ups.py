"""Follow-ups of TREC CAsT 2019-2020: the words of the hand-made rewrite that are found in our query.

    python tests/benchmarks/follow_ups.py                              # without a model: all 620 turns after the first
    python tests/benchmarks/follow_ups.py --model gguf:PATH --turns 120 # with one: a sample of them, at most 15 minutes

The history of a turn are the raw utterances before it; 2019 and 2020 have no answers. Query and rewrite are compared by
the sets of their content stems (`assistant.language.words.content_stems`); recall is the share of the rewrite's
stems that the query has, precision the share of the query's that the rewrite has, both averaged over the turns. The
rules were made on the topics with even numbers; those with odd numbers were kept aside. Prints one JSON line a run.
"""

import argparse
import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from questions import SHARED

from assistant.language.words import content_stems
from assistant.models.writer import Writer, load_writer
from assistant.retrieval.follow_ups import rewriting
from assistant.retrieval.follow_ups.standing_alone import stand_alone
from assistant.types import Turn

LONGEST_RUN = 15 * 60
"""Seconds after which no further turn is begun."""
PATIENCE = 120.0
"""Seconds that a turn may take here, so that the words do not depend on what else the machine does; how many turns took
longer than the product waits is counted."""
PRODUCT_PATIENCE = rewriting.PATIENCE
SEED = 2019


@dataclass(frozen=True, slots=True)
class Case:
    """A turn after the first of its topic, and what a person made of it."""

    topic: int
    history: tuple[Turn, ...]
    question: str
    rewrite: str


def read_cases() -> list[Case]:
    path = SHARED / "data" / "trec_cast" / "turns.jsonl"
    if not path.is_file():
        sys.exit(f"There is no {path}. Set DATELINE_SHARED to the folder of labelled sets.")
    topics: dict[tuple[int, int], list[dict[str, str]]] = {}
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["year"] in (2019, 2020):
            topics.setdefault((row["year"], int(row["topic"])), []).append(row)
    return [
        Case(topic, tuple(Turn(row["utterance"].strip(), "") for row in rows[:index]), rows[index]["utterance"].strip(),
             rows[index]["manual_rewrite"])
        for (_, topic), rows in topics.items()
        for index in range(1, len(rows))
    ]  # fmt: skip


def score(cases: Sequence[Case], queries: Sequence[str]) -> dict[str, float]:
    recalls, precisions = [], []
    for case, query in zip(cases, queries, strict=True):
        wanted, found = set(content_stems(case.rewrite)), set(content_stems(query))
        recalls.append(len(wanted & found) / len(wanted))
        precisions.append(len(wanted & found) / len(found) if found else 1.0)
    return {
        "turns": len(cases),
        "recall": round(statistics.mean(recalls), 3),
        "precision": round(statistics.mean(precisions), 3),
    }


def by_half(cases: Sequence[Case], queries: Sequence[str]) -> dict[str, dict[str, float]]:
    pairs = list(zip(cases, queries, strict=True))
    halves = {"all": pairs, "made_on": [], "kept_aside": []}
    for case, query in pairs:
        halves["kept_aside" if case.topic % 2 else "made_on"].append((case, query))
    return {name: score([case for case, _ in half], [query for _, query in half]) for name, half in halves.items()}


def timed(cases: Sequence[Case], ask: Callable[[Case], str]) -> tuple[list[str], list[float]]:
    queries, seconds, started = [], [], time.perf_counter()
    for case in cases:
        before = time.perf_counter()
        if before - started > LONGEST_RUN:
            break
        queries.append(ask(case))
        seconds.append(time.perf_counter() - before)
    return queries, seconds


def report(name: str, cases: Sequence[Case], ask: Callable[[Case], str]) -> None:
    queries, seconds = timed(cases, ask)
    times = {
        "p50_ms": round(statistics.median(seconds) * 1000, 2),
        "longest_ms": round(max(seconds) * 1000, 1),
        "too_late": sum(took > PRODUCT_PATIENCE for took in seconds),
    }
    print(json.dumps({"query": name, **by_half(cases[: len(queries)], queries), **times}))


class Counting:
    """Gives the model and counts how often it was asked for."""

    def __init__(self, writer: Writer) -> None:
        self.writer, self.times = writer, 0

    def __call__(self) -> Writer:
        self.times += 1
        return self.writer


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--model")
    options.add_argument("--turns", type=int, default=120)
    chosen = options.parse_args()
    cases = read_cases()
    if not chosen.model:
        report("as asked", cases, lambda case: case.question)
        report("without a model", cases, lambda case: stand_alone(case.question, case.history))
        return
    sample = random.Random(SEED).sample(cases, chosen.turns)
    rewriting.PATIENCE = PATIENCE
    writer = load_writer(chosen.model, url=None, key=None, timeout=PATIENCE)
    counting = Counting(writer)
    try:
        report("without a model, same turns", sample, lambda case: stand_alone(case.question, case.history))
        report("with the model", sample, lambda case: stand_alone(case.question, case.history, counting))
        print(json.dumps({"asked_the_model": counting.times, "model": Path(chosen.model).name}))
    finally:
        writer.close()


if __name__ == "__main__":
    main()
