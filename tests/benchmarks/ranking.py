"""Ranking on the dev questions: article-level hit@k and MRR@10, with the day the question was asked and without.

A passage stands for its reprints too, which are shown with it.

    python tests/benchmarks/ranking.py LIBRARY      # a library made with `dateline ingest` of the benchmark archive

Prints one JSON line for each of the two.
"""

import json
import statistics
import sys
import time
from datetime import date
from pathlib import Path

from questions import Labelled, read_questions

from assistant import Assistant, Settings

DEPTH = 60


def rank_of_gold(assistant: Assistant, labelled: Labelled, as_of: date) -> tuple[int, float]:
    """The rank of the first gold article (0 for none) and the milliseconds that the search took."""
    started = time.perf_counter()
    passages = assistant.search(labelled.question, as_of=as_of, top_k=DEPTH)
    elapsed = (time.perf_counter() - started) * 1000
    articles: dict[str, set[str]] = {}
    for passage in passages:
        articles.setdefault(passage.article_id, {passage.article_id}).update(passage.reprints)
    ranks = [rank for rank, carriers in enumerate(articles.values(), 1) if carriers & labelled.gold]
    return (ranks[0] if ranks else 0), elapsed


def main() -> None:
    questions = read_questions("questions_dev")
    with Assistant.open(Settings(library=Path(sys.argv[1]), model=None)) as assistant:
        assistant.search("warm up")
        for name, today in (("as_of", None), ("today", date.today())):
            found = [rank_of_gold(assistant, labelled, today or labelled.as_of) for labelled in questions]
            ranks, times = zip(*found, strict=True)
            total = len(ranks)
            figures = {f"hit@{k}": round(sum(0 < rank <= k for rank in ranks) / total, 3) for k in (1, 5, 10)}
            mrr = sum(1 / rank for rank in ranks if 0 < rank <= 10) / total
            speed = {"p50_ms": statistics.median(times), "p95_ms": statistics.quantiles(times, n=20)[-1]}
            print(json.dumps({"asked": name, "questions": total, **figures, "mrr@10": round(mrr, 3)} | {
                key: round(value, 1) for key, value in speed.items()
            }))  # fmt: skip


if __name__ == "__main__":
    main()
