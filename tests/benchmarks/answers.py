"""Quoted answers and refusals on the dev questions: what `dateline evaluate` measures, on two files, in JSON lines.

    python tests/benchmarks/answers.py LIBRARY [today]   # made with `dateline ingest` of the benchmark archive

The first line: how often the answer's words stand in the quotes (of the questions whose answer stands in an article
word for word), how often each kind of question is refused, and the time of an answer. Asked from each question's own
day, or from today. The second line: how often the dev questions are refused once the articles that answer them and
every other one that has the answer's words are taken out of the search; all others stay.
"""

import json
import re
import statistics
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np
from questions import questions_file, read_questions

from assistant import Assistant, Settings
from assistant.evaluation.measuring import evaluate
from assistant.evaluation.metrics import measures, says, timings
from assistant.library.addresses import addresses
from assistant.library.store import Library
from assistant.types import Filters, Passage

ROOM = 10
"""How many times as many passages are found before those of hidden articles are left out."""


class Hiding(Library):
    """A library of which some articles are never found."""

    hidden: frozenset[str] = frozenset()

    def find_dense(self, vector: np.ndarray, *, top_k: int, filters: Filters) -> list[tuple[int, float]]:
        return self._shown(super().find_dense(vector, top_k=ROOM * top_k, filters=filters))[:top_k]

    def find_keywords(self, query: str, *, top_k: int, filters: Filters) -> list[tuple[int, float]]:
        return self._shown(super().find_keywords(query, top_k=ROOM * top_k, filters=filters))[:top_k]

    def _shown(self, found: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
        passages: Mapping[int, Passage] = self.passages([passage_id for passage_id, _ in found])
        return [one for one in found if one[0] in passages and passages[one[0]].article_id not in self.hidden]


def answered(assistant: Assistant, *, as_of: str) -> dict[str, float]:
    dev = evaluate(assistant, questions_file("questions_dev"), as_of=as_of).measured
    unanswerable = evaluate(assistant, questions_file("unanswerable_dev"), as_of=as_of).measured
    found = {measure.name: measure for measure in measures([*dev, *unanswerable])}
    lengths = [len(one.answer.split()) for one in dev if one.answer and not one.refused]
    times = {timing.name: timing for timing in timings(dev)}
    return {
        "literal_questions": found["answer_in_quotes"].questions,
        "in_quotes": round(found["answer_in_quotes"].mean, 3),
        "in_first": round(found["answer_in_first"].mean, 3),
        "in_marks": round(found["answer_in_marks"].mean, 3),
        "answerable_refused": round(found["answerable_refused"].mean, 3),
        "unanswerable_refused": round(found["unanswerable_refused"].mean, 3),
        "median_words": statistics.median(lengths),
        "answer_p50_ms": round(times["answer"].p50),
    }


def refused_without_answer(assistant: Assistant, *, today: bool) -> dict[str, float]:
    """The share of the dev questions that are refused without any article that has the answer."""
    library = assistant._parts.active()
    articles = [assistant.article(one.id) for one in addresses(Path(assistant.status().path))]
    texts = {article.id: f"{article.title or ''}\n{article.text}" for article in articles}
    lowered = {article_id: text.lower() for article_id, text in texts.items()}
    library.__class__ = Hiding
    refused = []
    for labelled in read_questions(questions_file("questions_dev")):
        answer = labelled.answer or ""
        longest = max(re.findall(r"\w+", answer.lower()), key=len)
        maybe = (article_id for article_id, text in lowered.items() if longest in text)
        library.hidden = labelled.gold | {article_id for article_id in maybe if says(answer, texts[article_id])}
        day = date.today() if today else labelled.as_of
        refused.append(assistant.ask(labelled.question, as_of=day).refusal is not None)
    return {"refused_without_answer": round(statistics.mean(refused), 3)}


def main() -> None:
    today = "today" in sys.argv[2:]
    with Assistant.open(Settings(library=Path(sys.argv[1]), model=None)) as assistant:
        print(json.dumps(answered(assistant, as_of="today" if today else "question")), flush=True)
        print(json.dumps(refused_without_answer(assistant, today=today)))


if __name__ == "__main__":
    main()
