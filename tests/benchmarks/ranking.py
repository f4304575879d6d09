"""How well and how fast questions are searched for: with the day each was asked on, and today.

    python tests/benchmarks/ranking.py LIBRARY      # the dev questions of the data folder
    python tests/benchmarks/ranking.py LIBRARY --questions tests/benchmarks/wikinews_questions.jsonl

LIBRARY holds the articles that the questions are about. The data folder (DATELINE_SHARED, default ../shared) has them:

    dateline --library LIBRARY ingest ../shared/data/realtimeqa/articles.jsonl.gz      # for the dev questions
    dateline --library LIBRARY ingest ../shared/data/wikinews/articles.jsonl           # for those about Wikinews

Prints JSON lines: the figures of `dateline evaluate --search-only` for either day, in which an article stands for its
copies, and the time of a search for eight passages, of everything and of the week before the question. By then every
question was asked once, so that nothing is loaded for it.
"""

import argparse
import json
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import numpy as np
from questions import questions_file

from assistant import Assistant, Settings
from assistant.evaluation.measuring import evaluate
from assistant.evaluation.metrics import measures
from assistant.evaluation.results import Measured
from assistant.types import Filters

FIGURES = ("hit@1", "hit@5", "hit@10", "mrr@10", "ndcg@10")
WEEK = timedelta(days=7)


def figures(measured: Sequence[Measured]) -> dict[str, float]:
    found = {measure.name: measure.mean for measure in measures(measured)}
    return {name: round(found[name], 3) for name in FIGURES}


def speed(assistant: Assistant, asked: Sequence[Measured], *, past: timedelta | None) -> dict[str, float]:
    """The milliseconds of a search, at the median and at the 95th percentile."""
    times = []
    for one in asked:
        filters = Filters(since=one.as_of - past, until=one.as_of) if past else None
        started = time.perf_counter()
        assistant.search(one.question, as_of=one.as_of, filters=filters, top_k=8)
        times.append((time.perf_counter() - started) * 1000)
    p50, p95 = np.percentile(times, (50, 95))
    return {"p50_ms": round(p50, 1), "p95_ms": round(p95, 1)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library", type=Path, metavar="LIBRARY")
    parser.add_argument("--questions", type=Path, metavar="FILE")
    given = parser.parse_args()
    questions = given.questions or questions_file("questions_dev")
    with Assistant.open(Settings(library=given.library, model=None)) as assistant:
        asked, today = (
            evaluate(assistant, questions, as_of=day, search_only=True).measured for day in ("question", "today")
        )
        for name, measured in (("as_of", asked), ("today", today)):
            print(json.dumps({"asked": name, "questions": len(measured), **figures(measured)}))
        for name, past in (("everything", None), ("the week before", WEEK)):
            print(json.dumps({"searched": name, **speed(assistant, asked, past=past)}))


if __name__ == "__main__":
    main()
