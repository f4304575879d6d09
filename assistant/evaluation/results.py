"""What an evaluation gives: one result a question, figures over all of them, and how two runs differ."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from assistant.errors import EvaluationError
from assistant.types import Skip

FaultKind = Literal[
    "answered", "refused", "words_missing", "absent", "outside", "not_found", "deep", "partly", "not_first"
]
"""What can go wrong with a question; `faults.py` tells each."""

MeasureName = Literal[
    "hit@1",
    "hit@5",
    "hit@10",
    "mrr@10",
    "ndcg@10",
    "all_gold@10",
    "answer_in_quotes",
    "answer_in_first",
    "answer_in_marks",
    "answerable_refused",
    "unanswerable_refused",
]
"""What is measured; `metrics.py` tells each."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What went wrong with a question, and the particulars of it in words."""

    kind: FaultKind
    detail: str


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of one question.

    `gold` are the ids of the articles that answer it, `absent` what names those that the archive has not. `ranks` are
    where gold articles stand among the articles found, ascending; those that stand together as copies have one rank.
    `relevant` is how many ranks there would be if everything were found. `search_ms` is 0 and everything from
    `refused` on None where that was not measured; `in_quotes`, `in_first` and `in_marks` (the expected words stand in
    the answer's sentences, the first of them, the marked words) also where no such words are to be expected.
    """

    id: str
    question: str
    as_of: date
    answerable: bool
    expected: str | None
    gold: tuple[str, ...]
    absent: tuple[str, ...]
    ranks: tuple[int, ...]
    relevant: int
    search_ms: float
    refused: bool | None = None
    in_quotes: bool | None = None
    in_first: bool | None = None
    in_marks: bool | None = None
    answer: str | None = None
    ask_ms: float | None = None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One run of a questions file. `as_of` is "question", "today" or a day; `stopped` tells that it was cut short."""

    questions: str
    library: str
    articles: int
    embedder: str
    model: str | None
    as_of: str
    search_only: bool
    created: datetime
    seconds: float
    measured: tuple[Measured, ...]
    skipped: tuple[Skip, ...] = ()
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """The mean of one measure, between 0 and 1, with the bounds of its 95 % interval, over how many questions."""

    name: MeasureName
    mean: float
    low: float
    high: float
    questions: int


@dataclass(frozen=True, slots=True)
class Timing:
    """How long a search or an answer takes, in milliseconds: at the median and at the 95th percentile."""

    name: Literal["search", "answer"]
    p50: float
    p95: float


@dataclass(frozen=True, slots=True)
class Difference:
    """How a measure differs between two runs: the mean of second minus first over the questions both have.

    `low` and `high` bound its 95 % interval; `p` is how often chance alone would make as large a difference.
    `higher` and `lower` count the questions whose value rose and fell.
    """

    name: MeasureName
    first: float
    second: float
    mean: float
    low: float
    high: float
    p: float
    higher: int
    lower: int
    questions: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs over the same questions. `changed` has every question that fared otherwise, first and second."""

    first: str
    second: str
    questions: int
    differences: tuple[Difference, ...]
    changed: tuple[tuple[Measured, Measured], ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A run with its figures and, where two were compared, how they differ."""

    evaluation: Evaluation
    measures: tuple[Measure, ...]
    timings: tuple[Timing, ...]
    comparison: Comparison | None = None


def read_saved(path: Path) -> Report:
    """The report that `dateline evaluate --json` wrote.

    Raises:
        EvaluationError: the file cannot be read or is something else.
    """
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(Report).validate_json(path.expanduser().read_bytes())
    except OSError as error:
        raise EvaluationError(f"{path} cannot be read: {error.strerror}.") from error
    except ValidationError as error:
        raise EvaluationError(
            f"{path} is not what `dateline evaluate --json` writes. Save a run with "
            "`dateline evaluate QUESTIONS --json > before.json` and name that file."
        ) from error
