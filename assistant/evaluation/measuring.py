"""Puts labelled questions to an `Assistant` and judges what comes back."""

import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, cast

from assistant.errors import Cancelled, EvaluationError, QuestionError
from assistant.evaluation.faults import find_faults
from assistant.evaluation.gold import Gold, GoldArticles
from assistant.evaluation.metrics import says
from assistant.evaluation.questions import Labelled, OnSkip, read_questions, remarked_questions
from assistant.evaluation.results import Evaluation, Measured
from assistant.types import Answer, Event, Filters, Passage, Skip, Understood

if TYPE_CHECKING:
    from assistant.chat import Assistant

DEPTH = 60
"""How many passages are searched for; one is enough for an article."""

REMARKS = "readers' remarks"
"""What the questions are called that come from no file."""

OnMeasured = Callable[[Measured], None]
"""Called after each question, in the measuring thread."""


def evaluate(
    assistant: "Assistant",
    questions: Path | None,
    *,
    as_of: str = "question",
    search_only: bool = False,
    limit: int | None = None,
    on_measured: OnMeasured | None = None,
    cancel: threading.Event | None = None,
) -> Evaluation:
    """What came of the questions in a file or in readers' remarks, each put to `assistant`.

    Args:
        assistant: whose archive and settings are measured.
        questions: a file that `read_questions` reads; None for what readers said of wrong answers in the page.
        as_of: the day all are asked from: "today", a day in ISO form, or "question" for each one's own (today for
            one that has none).
        search_only: leave out the answers.
        limit: how many questions are asked at the most.
        on_measured: called after each question.
        cancel: set it to stop; what was measured until then is given.

    Raises:
        EvaluationError: the file cannot be read, or nothing in it, or no remark, is a question.
        AssistantError: the archive or a model cannot be used.
    """
    started, created = time.perf_counter(), datetime.now(UTC)
    skipped: list[Skip] = []
    asked = (
        remarked_questions(assistant.remarks().all(), on_skip=skipped.append)
        if questions is None
        else read_questions(questions, on_skip=skipped.append)
    )
    labelled = islice(asked, limit)
    found = measure(assistant, labelled, as_of=as_of, search_only=search_only, on_skip=skipped.append, cancel=cancel)
    measured = []
    for one in found:
        measured.append(one)
        if on_measured:
            on_measured(one)
    stopped = bool(cancel and cancel.is_set())
    if not (measured or stopped):
        raise EvaluationError(_nothing_left(questions, skipped))
    status = assistant.status()
    return Evaluation(
        questions=str(questions or REMARKS),
        library=status.path,
        articles=status.articles,
        embedder=status.embedder,
        model=assistant.settings.model,
        as_of=as_of,
        search_only=search_only,
        created=created,
        seconds=time.perf_counter() - started,
        measured=tuple(measured),
        skipped=tuple(skipped),
        stopped=stopped,
    )


def measure(
    assistant: "Assistant",
    questions: Iterator[Labelled],
    *,
    as_of: str,
    search_only: bool,
    on_skip: OnSkip,
    cancel: threading.Event | None = None,
) -> Iterator[Measured]:
    """One result a question, in order, until `cancel` is set; a question that cannot be asked is told to `on_skip`."""
    articles = GoldArticles(assistant)
    assistant.search("Loads the model, so that no question pays for that.")
    for labelled in questions:
        if cancel and cancel.is_set():
            return
        try:
            yield _measure_one(assistant, labelled, articles.of(labelled), as_of, search_only, cancel)
        except QuestionError as error:
            on_skip(Skip(labelled.id, f"could not be asked: {error}"))
        except Cancelled:
            return


def _measure_one(
    assistant: "Assistant",
    labelled: Labelled,
    gold: Gold,
    as_of: str,
    search_only: bool,
    cancel: threading.Event | None,
) -> Measured:
    day = _day(labelled, as_of)
    started = time.perf_counter()
    passages = assistant.search(labelled.question, as_of=day, top_k=DEPTH)
    milliseconds = (time.perf_counter() - started) * 1000
    ranks, found = rank_gold(passages, gold.ids)
    measured = Measured(
        id=labelled.id,
        question=labelled.question,
        as_of=day,
        answerable=labelled.answerable,
        expected=labelled.answer,
        gold=tuple(sorted(gold.ids)),
        absent=gold.absent,
        ranks=ranks,
        relevant=len(ranks) + len(gold.ids - found) + len(gold.absent),
        search_ms=milliseconds,
    )
    if not search_only:
        answer = assistant.ask(labelled.question, as_of=day, cancel=cancel)
        measured = _with_answer(measured, answer, expected=_expected_words(assistant, labelled, gold))
    faults = find_faults(
        measured,
        needs_all=bool(labelled.evidence),
        depth=DEPTH,
        article=assistant.article,
        filters=lambda: _understood(assistant, labelled.question, day),
    )
    return replace(measured, faults=faults)


def rank_gold(passages: list[Passage], gold: frozenset[str]) -> tuple[tuple[int, ...], frozenset[str]]:
    """Where gold articles stand among the articles of `passages` (from 1, ascending), and which of them were found.

    An article stands where its first passage does, for itself and for its reprints. Gold articles that stand in one
    place as each other's copies count once there and not again below.
    """
    carriers: dict[str, set[str]] = {}
    for passage in passages:
        carriers.setdefault(passage.article_id, {passage.article_id}).update(passage.reprints)
    ranks, found = list[int](), frozenset[str]()
    for rank, ids in enumerate(carriers.values(), start=1):
        if fresh := gold & ids - found:
            ranks.append(rank)
            found |= fresh
    return tuple(ranks), found


def _with_answer(measured: Measured, answer: Answer, *, expected: str | None) -> Measured:
    sentences = [sentence.text for sentence in answer.sentences]
    marked = " ".join(one.text[start:end] for one in answer.sentences for start, end in one.marks)
    return replace(
        measured,
        refused=answer.refusal is not None,
        in_quotes=any(says(expected, text) for text in sentences) if expected else None,
        in_first=any(says(expected, text) for text in sentences[:1]) if expected else None,
        in_marks=says(expected, marked) if expected else None,
        answer=answer.text,
        ask_ms=answer.seconds * 1000,
    )


def _expected_words(assistant: "Assistant", labelled: Labelled, gold: Gold) -> str | None:
    """The answer, where its words can be expected in quotes: an article that answers has them, or none is named."""
    literal = labelled.literal
    if literal is None and labelled.answer and (gold.ids or gold.absent):
        literal = any(says(labelled.answer, assistant.article(article_id).text) for article_id in gold.ids)
    return labelled.answer if literal is not False else None


def _day(labelled: Labelled, as_of: str) -> date:
    if as_of == "question":
        return labelled.as_of or date.today()
    return date.today() if as_of == "today" else date.fromisoformat(as_of)


def _understood(assistant: "Assistant", question: str, as_of: date) -> Filters:
    with closing(cast(Generator[Event], assistant.stream(question, as_of=as_of))) as events:
        return next(event.filters for event in events if isinstance(event, Understood))


def _nothing_left(questions: Path | None, skipped: list[Skip]) -> str:
    if not skipped and questions is None:
        return "Nobody has called an answer wrong yet: the page has “This answer is wrong” below each."
    if not skipped:
        return f'{questions} is empty. Write one question a line: {{"question": "…", "answer": "…"}}.'
    first = skipped[0]
    return f"No question of {questions or REMARKS} could be asked: {first.path} {first.reason}" + (
        f", and {len(skipped) - 1:,} more." if len(skipped) > 1 else "."
    )
