"""Written answers to the dev questions, each from its own day, as JSON lines: one a question, then the shares.

    python tests/benchmarks/writing.py LIBRARY MODEL [--sample N] [--rows]   # MODEL as in DATELINE_MODEL

A sample is the same for the same N. The shares: of the questions whose answer stands in an article word for word and
that are not refused, how many have it in what is shown (`says_answer`) and how many in the writer's own sentences
(`writer_says_answer`); of all sentences of answers that a model was asked for, how many cite something, how many are
the writer's own and supported, and how many supported ones have a figure that their quotes have not. `first` is the
time to the first words, `seconds` that of the whole answer. With `--rows` each question's own line is printed, too.
"""

import argparse
import json
import random
import re
import statistics
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from questions import questions_file, read_questions

from assistant import Assistant, Settings
from assistant.evaluation.metrics import says
from assistant.evaluation.questions import Labelled
from assistant.types import Answer, Citation, Finished, Sentence, Token

SEED = 7
_FIGURE = re.compile(r"\d[\d,.]*\d|\d")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answer and the seconds to the first words."""

    labelled: Labelled
    answer: Answer
    first: float

    @property
    def writer_was_asked(self) -> bool:
        """Whether a model wrote something, or was to."""
        return self.answer.kind == "written" or self.answer.fallback is not None


def ask(assistant: Assistant, labelled: Labelled) -> Asked:
    """The answer to a question, timed."""
    began, first = time.perf_counter(), 0.0
    for event in assistant.stream(labelled.question, as_of=labelled.as_of):
        if isinstance(event, Token) and event.text.strip():
            first = first or time.perf_counter() - began
        if isinstance(event, Finished):
            return Asked(labelled, event.answer, first)
    raise AssertionError("a stream ends with its answer")


def sentences(asked: Iterable[Asked]) -> list[tuple[Sentence, list[Citation]]]:
    """The sentences of the answers with what each cites."""
    return [
        (sentence, [one for one in each.answer.citations if one.number in sentence.citations])
        for each in asked
        for sentence in each.answer.sentences
    ]


def unknown_figures(sentence: Sentence, cited: Sequence[Citation]) -> bool:
    """Whether a supported sentence has figures that stand in none of its quotes, nor in their days."""
    days = (f"{one.published.year} {one.published.day}" for one in cited if one.published)
    known = set(_FIGURE.findall(" ".join([*(one.quote for one in cited), *days]).replace(",", "")))
    return sentence.support == "supported" and bool(set(_FIGURE.findall(sentence.text.replace(",", ""))) - known)


def shares(assistant: Assistant, asked: Sequence[Asked]) -> dict[str, float]:
    """All figures of a run."""
    literal = [one for one in asked if one.labelled.literal and not one.answer.refusal]
    tried = [one for one in asked if one.writer_was_asked]
    told = sentences(tried)
    citations = [citation for one in asked for citation in one.answer.citations]
    times = sorted(one.first for one in tried)
    return {
        "questions": len(asked),
        "refused": _share(one.answer.refusal is not None for one in asked),
        "fell_back": _share(one.answer.fallback is not None for one in tried),
        "literal_answered": len(literal),
        "says_answer": _share(says(one.labelled.answer or "", one.answer.text) for one in literal),
        "writer_says_answer": _share(says(one.labelled.answer or "", own_words(one.answer)) for one in literal),
        "sentences": len(told),
        "cite": _share(bool(cited) for _, cited in told),
        "own_and_supported": _share(sentence.support == "supported" for sentence, _ in told),
        "unknown_figures": sum(unknown_figures(sentence, cited) for sentence, cited in told),
        "citations_resolve": _share(resolves(assistant, citation) for citation in citations),
        "first_p50": round(statistics.median(times), 2),
        "first_p95": round(times[int(0.95 * (len(times) - 1))], 2),
        "seconds_p50": round(statistics.median(one.answer.seconds for one in tried), 2),
    }


def own_words(answer: Answer) -> str:
    """What of an answer is the writer's own."""
    return " ".join(sentence.text for sentence in answer.sentences if sentence.support == "supported")


def resolves(assistant: Assistant, citation: Citation) -> bool:
    """Whether the quote stands in the article where the citation says."""
    text = assistant.article(citation.article_id, citation.version).text
    return text[citation.start : citation.end] == citation.quote


def row(asked: Asked) -> dict[str, object]:
    """A question's own line."""
    answer = asked.answer
    return {
        "question": asked.labelled.question, "expected": asked.labelled.answer, "literal": asked.labelled.literal,
        "raw": answer.raw, "shown": answer.text, "support": [one.support for one in answer.sentences],
        "refused": answer.refusal is not None, "fallback": answer.fallback, "first": round(asked.first, 2),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("library", type=Path)
    parser.add_argument("model")
    parser.add_argument("--sample", type=int, help="how many of the questions; all of them where not given")
    parser.add_argument("--rows", action="store_true")
    given = parser.parse_args()
    questions = read_questions(questions_file("questions_dev"))
    if given.sample:
        questions = random.Random(SEED).sample(questions, given.sample)
    with Assistant.open(Settings(library=given.library, model=given.model)) as assistant:
        assistant.prepare()
        asked = []
        for labelled in questions:
            asked.append(ask(assistant, labelled))
            if given.rows:
                print(json.dumps(row(asked[-1])), flush=True)
        print(json.dumps(shares(assistant, asked)))


def _share(values: Iterable[bool]) -> float:
    found = list(values)
    return round(sum(found) / len(found), 3) if found else 0.0


if __name__ == "__main__":
    main()
