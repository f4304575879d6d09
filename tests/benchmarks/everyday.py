"""Everyday questions about the Wikinews articles, graded by the words that a right answer has, in JSON lines.

    dateline --library LIBRARY ingest ../shared/data/wikinews/articles.jsonl
    python tests/benchmarks/everyday.py LIBRARY            # the questions of the data folder; --show N lists wrong ones

The first line is for all questions, then comes one for each kind. `right`: what is shown has a word of each group that
a right answer has; `first`: its first sentence has; `clean`: every article cited is one that answers. Near misses and
what lies outside of the archive are right where they are refused. Questions are asked from their own day, but for
`--today`.
"""

import argparse
import json
import re
import statistics
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from questions import SHARED

from assistant import Assistant, Settings
from assistant.types import Answer, Turn

QUESTIONS = SHARED / "data" / "everyday" / "questions_dev.jsonl"


@dataclass(frozen=True, slots=True)
class Graded:
    """How one question was answered; `refuse` tells that it must be refused."""

    refuse: bool
    refused: bool
    right: bool
    first: bool
    clean: bool


def grade(row: Mapping[str, Any], answer: Answer) -> Graded:
    """Compares an answer with what a row of the questions accepts."""
    refused = answer.refusal is not None
    if row["refuse"]:
        return Graded(True, refused, refused, refused, True)
    shown = [sentence.text for sentence in answer.sentences]
    clean = bool(shown) and all(citation.article_id in row["articles"] for citation in answer.citations)
    return Graded(False, refused, _holds(row, " ".join(shown)), bool(shown) and _holds(row, shown[0]), refused or clean)


def _holds(row: Mapping[str, Any], text: str) -> bool:
    return all(any(re.search(one, text, re.IGNORECASE) for one in group) for group in row["accept"])


def summary(graded: Sequence[Graded]) -> dict[str, float]:
    """The shares of some questions."""
    answerable = [one for one in graded if not one.refuse]
    others = [one for one in graded if one.refuse]
    shares: dict[str, float] = {"questions": len(graded)}
    if answerable:
        names = {"right": "right", "first": "first", "refused_wrongly": "refused", "clean": "clean"}
        for shown, name in names.items():
            shares[shown] = round(statistics.mean(getattr(one, name) for one in answerable), 3)
    if others:
        shares["refused_rightly"] = round(statistics.mean(one.refused for one in others), 3)
    return shares


def main() -> None:
    """Asks every question and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library", type=Path, metavar="LIBRARY")
    parser.add_argument("--questions", type=Path, default=QUESTIONS)
    parser.add_argument("--model", help="the language model that writes; without it answers are quotes")
    parser.add_argument("--today", action="store_true")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="list the first N that are wrong")
    given = parser.parse_args()
    rows = [json.loads(line) for line in given.questions.read_text("utf-8").splitlines() if line.strip()]
    kinds, times = defaultdict(list), []
    with Assistant.open(Settings(library=given.library, model=given.model)) as assistant:
        for row in rows:
            history = [Turn(turn["question"], turn["answer"]) for turn in row.get("history") or []]
            as_of = None if given.today else date.fromisoformat(row["as_of"])
            started = time.perf_counter()
            answer = assistant.ask(row["question"], as_of=as_of, history=history)
            times.append(1000 * (time.perf_counter() - started))
            kinds[row["kind"]].append(grade(row, answer))
            if not kinds[row["kind"]][-1].right and given.show > 0:
                given.show -= 1
                wanted = (row["gold"] or ["a refusal"])[0]
                print(f"{row['id']} {row['kind']}: {row['question']}\n  {answer.text[:300]}\n  wanted: {wanted[:200]}")
    p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    every = [one for graded in kinds.values() for one in graded]
    print(json.dumps({"kind": "all", **summary(every), "p50_ms": round(p50), "p95_ms": round(p95)}))
    for kind, graded in sorted(kinds.items()):
        print(json.dumps({"kind": kind, **summary(graded)}))


if __name__ == "__main__":
    main()
