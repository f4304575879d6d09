"""Quoted answers and refusals on the dev questions.

    python tests/benchmarks/answers.py LIBRARY      # a library made with `dateline ingest` of the benchmark archive

Prints one JSON line: how often the answer's words stand in the quotes (of the questions whose answer stands in an
article word for word), how often each kind of question is refused, and the time of an answer.
"""

import json
import statistics
import sys
from pathlib import Path

from questions import read_questions, says

from assistant import Answer, Assistant, Settings


def share(flags: list[bool]) -> float:
    return round(sum(flags) / len(flags), 3)


def marked(answer: Answer) -> str:
    return " ".join(sentence.text[start:end] for sentence in answer.sentences for start, end in sentence.marks)


def main() -> None:
    with Assistant.open(Settings(library=Path(sys.argv[1]), model=None)) as assistant:
        assistant.ask("warm up, please")
        questions = read_questions("questions_dev")
        answers = [(labelled, assistant.ask(labelled.question, as_of=labelled.as_of)) for labelled in questions]
        literal = [(labelled.answer or "", answer) for labelled, answer in answers if labelled.literal]
        unanswerable = [assistant.ask(one.question, as_of=one.as_of) for one in read_questions("unanswerable_dev")]
    print(
        json.dumps(
            {
                "literal_questions": len(literal),
                "in_quotes": share(
                    [any(says(words, one.text) for one in answer.sentences) for words, answer in literal]
                ),
                "in_first": share(
                    [any(says(words, one.text) for one in answer.sentences[:1]) for words, answer in literal]
                ),
                "in_marks": share([says(words, marked(answer)) for words, answer in literal]),
                "answerable_refused": share([answer.refusal is not None for _, answer in answers]),
                "unanswerable_refused": share([answer.refusal is not None for answer in unanswerable]),
                "median_words": statistics.median(len(a.text.split()) for _, a in answers if a.refusal is None),
                "answer_p50_ms": round(statistics.median(answer.seconds for _, answer in answers) * 1000),
            }
        )
    )


if __name__ == "__main__":
    main()
