"""What an evaluation found: figures with their intervals, how two runs differ, what went wrong."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from assistant.cli.display.progress import SECONDS_BETWEEN_LINES
from assistant.cli.display.reports import duration
from assistant.cli.display.wording import count
from assistant.cli.terminal import one_line
from assistant.evaluation.results import Comparison, Difference, Evaluation, Measure, Measured, Report, Timing
from assistant.evaluation.wording import (
    FAULTS,
    MEASURES,
    SHORT,
    SURE,
    asked_from,
    milliseconds,
    p_value,
    share,
    signed,
    wrong_archive,
)
from assistant.types import Skip

SKIPS_SHOWN = 5


@contextmanager
def questions_bar(total: int, *, console: Console) -> Iterator[Callable[[Measured], None]]:
    """A callback that is told of every question measured: a bar in a terminal, a line now and then elsewhere."""
    bar = Progress(
        SpinnerColumn(),
        TextColumn("Asking"),
        BarColumn(bar_width=14),
        MofNCompleteColumn(),
        TextColumn("questions,"),
        TimeRemainingColumn(),
        TextColumn("left"),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    task = bar.add_task("Asking", total=total)
    said = time.monotonic()

    def advance(_: Measured) -> None:
        nonlocal said
        bar.advance(task)
        if not console.is_terminal and time.monotonic() - said >= SECONDS_BETWEEN_LINES:
            said = time.monotonic()
            console.print(f"{int(bar.tasks[0].completed):,} of {count(total, 'question')}", soft_wrap=True)

    with bar:
        yield advance


def evaluation_view(report: Report, *, listed: bool) -> RenderableType:
    """A report in a terminal; `listed` tells that every question that went wrong was written to a page."""
    evaluation = report.evaluation
    parts: list[RenderableType] = [
        Text(headline(evaluation), style="bold"),
        Text(f"Asked from {asked_from(evaluation.as_of)}.\n", style="dim"),
        measures_table(report.measures),
        Text(),
        timings_table(report.timings),
        *(comparison_lines(report.comparison) if report.comparison else []),
        *fault_lines(evaluation, listed=listed),
        *skip_lines(evaluation.skipped),
        "",
    ]
    return Group(*parts)


def headline(evaluation: Evaluation) -> str:
    """What was measured on what, and for how long."""
    what = "searched for" if evaluation.search_only else "asked"
    return (
        f"{count(len(evaluation.measured), 'question')} of {one_line(evaluation.questions)} {what} in "
        f"{count(evaluation.articles, 'article')}, in {duration(evaluation.seconds)}"
    )


def measures_table(measures: Sequence[Measure]) -> Table:
    """Every figure with its interval."""
    table = _table("", "", "95 % interval", "questions")
    for one in measures:
        bounds = f"{share(one.low)} to {share(one.high)}"
        table.add_row(MEASURES[one.name], Text(share(one.mean), style="bold"), bounds, f"{one.questions:,}")
    return table


def timings_table(timings: Sequence[Timing]) -> Table:
    """How long a search and an answer take."""
    table = _table("milliseconds", "half within", "95 % within")
    for one in timings:
        table.add_row(one.name, milliseconds(one.p50), milliseconds(one.p95))
    return table


def comparison_lines(comparison: Comparison) -> list[RenderableType]:
    """How the second of two runs differs from the first."""
    first, second = one_line(comparison.first), one_line(comparison.second)
    head = Text(f"\nFrom “{first}” to “{second}”, {count(comparison.questions, 'question')} in both", style="bold")
    table = _table("", "first", "second", "difference", "95 % interval", "up", "down", "p")
    for one in comparison.differences:
        table.add_row(*_difference_row(one), style="bold" if one.p < SURE else "")
    note = "p is how often chance alone makes as large a difference; below .05 it is shown bold."
    return [head, table, Text(note, style="dim")]


def fault_lines(evaluation: Evaluation, *, listed: bool) -> list[RenderableType]:
    """How many questions went wrong, by the gravest thing that did."""
    worst = Counter(one.faults[0].kind for one in evaluation.measured if one.faults)
    if not worst:
        return [Text("\nNothing went wrong.")]
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right")
    table.add_column()
    for kind, words in FAULTS.items():
        if worst[kind]:
            table.add_row(f"{worst[kind]:,}", words)
    hint = [] if listed else [Text("--report FILE.html shows each question, and why.", style="dim")]
    warning = wrong_archive(evaluation.measured)
    doubts = [Text(warning, style="yellow")] if warning else []
    return [Text("\nWhat went wrong:"), Padding(table, (0, 0, 0, 2)), *doubts, *hint]


def skip_lines(skipped: Sequence[Skip]) -> list[RenderableType]:
    """The questions that were passed over and why, the first few."""
    if not skipped:
        return []
    lines = [Text(f"{one_line(skip.path)} {one_line(skip.reason)}") for skip in skipped[:SKIPS_SHOWN]]
    if (more := len(skipped) - SKIPS_SHOWN) > 0:
        lines.append(Text(f"and {more:,} more; --json lists all"))
    return [Text(f"\n{count(len(skipped), 'question')} could not be asked:"), Padding(Group(*lines), (0, 0, 0, 2))]


def _table(*names: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for index, name in enumerate(names):
        table.add_column(name, justify="right" if index else "left", no_wrap=index > 0)
    return table


def _difference_row(one: Difference) -> list[str]:
    interval = f"{signed(one.low)} to {signed(one.high)}"
    figures = [share(one.first), share(one.second), signed(one.mean), interval]
    return [SHORT[one.name], *figures, f"{one.higher:,}", f"{one.lower:,}", p_value(one.p)]
