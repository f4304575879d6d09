"""The command that measures answers on a file of labelled questions."""

import threading
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.display.evaluation import evaluation_view, questions_bar
from assistant.cli.opening import opened_with, settings_of, stops_on_interrupt
from assistant.cli.options import Json
from assistant.cli.terminal import notices, output, print_json, say, show
from assistant.errors import Cancelled, EvaluationError
from assistant.evaluation.results import Evaluation, Report, read_saved

if TYPE_CHECKING:
    from assistant.settings import Settings

OWN_DAYS = ("question", "today")


def add_to(app: typer.Typer) -> None:
    """Make this command part of `app`."""
    app.command()(evaluate)


def read_days(text: str) -> str:
    """What `--as-of` takes: "question", "today" or a day in ISO form.

    Raises:
        typer.BadParameter: it is none of these.
    """
    try:
        return text if text in OWN_DAYS else date.fromisoformat(text).isoformat()
    except ValueError:
        raise typer.BadParameter(f"“{text}” is neither question, today nor a date such as 2022-02-02.") from None


@dataclass(frozen=True, slots=True)
class Other:
    """What a run is compared with: an earlier one that was saved, or one with other settings."""

    name: str
    saved: Path | None = None
    settings: tuple[tuple[str, str], ...] = ()
    as_of: str | None = None


def read_other(text: str) -> Other:
    """What `--compare` takes: a file that `--json` wrote, or settings such as "as_of=today,answer_length=2".

    Raises:
        typer.BadParameter: it is neither, or no such setting exists.
    """
    if Path(text).expanduser().is_file():
        return Other(Path(text).name, saved=Path(text))
    pairs = [part.partition("=") for part in text.split(",")]
    if not all(name and equals for name, equals, _ in pairs):
        raise typer.BadParameter(f"“{text}” is neither a file nor KEY=VALUE.")
    given = {name.strip(): value.strip() for name, _, value in pairs}
    as_of = given.pop("as_of", None)
    from assistant.settings import Settings

    if unknown := given.keys() - Settings.model_fields.keys():
        known = ", ".join(["as_of", *Settings.model_fields])
        raise typer.BadParameter(f"There is no setting “{min(unknown)}”. Compare may change: {known}.")
    return Other(text, settings=tuple(given.items()), as_of=read_days(as_of) if as_of else None)


Questions = Annotated[
    Path | None, typer.Argument(metavar="QUESTIONS", help="The file of labelled questions.", show_default=False)
]
Remarked = Annotated[
    bool, typer.Option("--remarks", help="Ask what readers called wrongly answered in the page, instead of a file.")
]
AsOf = Annotated[
    str,
    typer.Option(
        "--as-of",
        parser=read_days,
        metavar="question|today|DATE",
        help="The day the questions are asked from: each one's own (today where it has none), today, or this one.",
    ),
]
SearchOnly = Annotated[bool, typer.Option("--search-only", help="Measure the search and leave out the answers.")]
Limit = Annotated[int | None, typer.Option("--limit", metavar="NUMBER", min=1, help="Ask only the first so many.")]
Compare = Annotated[
    Other | None,
    typer.Option(
        "--compare",
        parser=read_other,
        metavar="FILE|KEY=VALUE",
        help="Compare with a run saved by --json, or with a second run under other settings.",
    ),
]
Page = Annotated[
    Path | None,
    typer.Option("--report", metavar="FILE.html", help="Write a page with every question that went wrong, and why."),
]


def evaluate(
    context: typer.Context,
    questions: Questions = None,
    remarks: Remarked = False,
    as_of: AsOf = "question",
    search_only: SearchOnly = False,
    limit: Limit = None,
    compare: Compare = None,
    report: Page = None,
    json: Json = False,
) -> None:
    """Measure search and answers on questions whose answers you know.

    QUESTIONS has one JSON object a line with a “question” and, as far as you
    know them: “answer” (the words that an answer should have), “as_of” (the
    day it is asked from) and “gold_article_ids” (ids or addresses of the
    articles that answer). A question without answer and articles is one that
    should be refused. Files of MultiHop-RAG are read as well. Ctrl-C ends
    with the figures so far.

    --remarks takes the questions from “This answer is wrong” in the page,
    where somebody said what had been right, or that the articles do not say.

    Examples:
      dateline evaluate questions.jsonl
      dateline evaluate questions.jsonl --report report.html
      dateline evaluate questions.jsonl --json > before.json
      dateline evaluate questions.jsonl --compare before.json
      dateline evaluate questions.jsonl --search-only --compare as_of=today
      dateline evaluate --remarks
    """
    if (questions is None) != remarks:
        raise typer.BadParameter("Name either the file of QUESTIONS or --remarks.")
    check_writable(report)
    total = count_asked(settings_of(context), questions, limit)
    saved = read_saved(compare.saved).evaluation if compare and compare.saved else None
    changed = changed_settings(context, compare) if compare and not compare.saved else None
    with stops_on_interrupt() as cancel:
        run = Run(questions, search_only, limit, total, cancel)
        evaluation = run.measure(settings_of(context), as_of=as_of)
        if not evaluation.measured:
            raise Cancelled("No question was measured yet.")
        other = run.measure(changed, as_of=compare.as_of or as_of) if compare and changed else None
    made = report_of(evaluation, saved=saved, other=other, name=compare.name if compare else "")
    if report:
        write_page(made, report)
    if json:
        print_json(made)
    else:
        show(output(), evaluation_view(made, listed=report is not None))
    if cancel.is_set():
        raise Cancelled(f"{len(evaluation.measured):,} of {total:,} questions were measured.")


@dataclass(frozen=True, slots=True)
class Run:
    """What two runs have in common."""

    questions: Path | None
    search_only: bool
    limit: int | None
    total: int
    cancel: threading.Event

    def measure(self, settings: "Settings", *, as_of: str) -> Evaluation:
        """Puts the questions to an assistant of these settings, with a bar in a terminal."""
        from assistant.evaluation.measuring import evaluate

        with opened_with(settings) as assistant, questions_bar(self.total, console=notices()) as on_measured:
            return evaluate(
                assistant,
                self.questions,
                as_of=as_of,
                search_only=self.search_only,
                limit=self.limit,
                on_measured=on_measured,
                cancel=self.cancel,
            )


def report_of(evaluation: Evaluation, *, saved: Evaluation | None, other: Evaluation | None, name: str) -> Report:
    """The figures of a run, and how it differs from a saved one or another one from it."""
    from assistant.evaluation.comparing import compare
    from assistant.evaluation.metrics import measures, timings

    comparison = None
    if saved:
        comparison = compare(saved, evaluation, names=(name, "now"))
    elif other and other.measured:
        comparison = compare(evaluation, other, names=("as set", name))
    return Report(evaluation, measures(evaluation.measured), timings(evaluation.measured), comparison)


def count_asked(settings: "Settings", questions: Path | None, limit: int | None) -> int:
    """How many questions will be asked at the most, of a file or of the library's remarks."""
    from assistant.evaluation.questions import count_questions

    if questions:
        total = count_questions(questions)
    else:
        with opened_with(settings, reading=False) as assistant:
            total = len(assistant.remarks().all())
    return min(total, limit) if limit else total


def changed_settings(context: typer.Context, other: Other) -> "Settings":
    """The settings of the second run; checked before the first is made.

    Raises:
        SettingsError: a value cannot be used.
    """
    from assistant.settings import read_settings

    return read_settings(**(settings_of(context).model_dump() | dict(other.settings)))


def check_writable(path: Path | None) -> None:
    """Finds out before anything is measured whether the report can be written.

    Raises:
        EvaluationError: it cannot.
    """
    if path is None:
        return
    try:
        path.expanduser().open("a", encoding="utf-8").close()
    except OSError as error:
        raise EvaluationError(f"The report {path} cannot be written: {error.strerror}. Name another file.") from error


def write_page(report: Report, path: Path) -> None:
    """Writes the report as a page.

    Raises:
        EvaluationError: it cannot be written.
    """
    from assistant.evaluation.report_page import report_page

    try:
        path.expanduser().write_text(report_page(report), "utf-8", errors="replace")
    except OSError as error:
        raise EvaluationError(f"The report {path} cannot be written: {error.strerror}.") from error
    say(f"The report is in {path}.")
