"""Quoted answers and refusals on the dev questions: what `dateline evaluate` measures, on two files, in one line.

    python tests/benchmarks/answers.py LIBRARY      # a library made with `dateline ingest` of the benchmark archive

Prints one JSON line: how often the answer's words stand in the quotes (of the questions whose answer stands in an
article word for word), how often each kind of question is refused, and the time of an answer.
"""

import json
import statistics
import sys
from pathlib import Path

from questions import questions_file

from assistant import Assistant, Settings
from assistant.evaluation.measuring import evaluate
from assistant.evaluation.metrics import measures, timings


def main() -> None:
    with Assistant.open(Settings(library=Path(sys.argv[1]), model=None)) as assistant:
        answered = evaluate(assistant, questions_file("questions_dev")).measured
        unanswerable = evaluate(assistant, questions_file("unanswerable_dev")).measured
    found = {measure.name: measure for measure in measures([*answered, *unanswerable])}
    lengths = [len(one.answer.split()) for one in answered if one.answer and not one.refused]
    times = {timing.name: timing for timing in timings(answered)}
    print(
        json.dumps(
            {
                "literal_questions": found["answer_in_quotes"].questions,
                "in_quotes": round(found["answer_in_quotes"].mean, 3),
                "in_first": round(found["answer_in_first"].mean, 3),
                "in_marks": round(found["answer_in_marks"].mean, 3),
                "answerable_refused": round(found["answerable_refused"].mean, 3),
                "unanswerable_refused": round(found["unanswerable_refused"].mean, 3),
                "median_words": statistics.median(lengths),
                "answer_p50_ms": round(times["answer"].p50),
            }
        )
    )


if __name__ == "__main__":
    main()
