"""How far an ingest has come: a bar in a terminal, a line now and then elsewhere."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from rich.console import Console, RenderableType
from rich.live import Live
from rich.progress import BarColumn, Progress, SpinnerColumn, Task, TextColumn

from assistant.cli.display.wording import count
from assistant.cli.terminal import one_line
from assistant.types import IngestProgress, ProgressCallback

PHASES = {
    "preparing": "Preparing the embedding model, once on this machine",
    "reading": "Reading",
    "waiting": "Waiting for another ingest",
    "embedding": "Embedding",
    "removing": "Removing what is gone",
}
SECONDS_BETWEEN_LINES = 5.0
"""Where there is no bar: how long until the next line."""
SPEED_PERIOD = 120.0
"""Seconds over which the rate is averaged: articles are done in batches, some seconds apart."""


@contextmanager
def progress_bar(*, console: Console, cancel: threading.Event | None = None) -> Iterator[ProgressCallback]:
    """A callback for `Assistant.ingest` that shows what it is told; a `cancel` that is set is shown as stopping."""
    bar = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=14),
        TextColumn("{task.fields[figures]}", markup=False),
        console=console,
        speed_estimate_period=SPEED_PERIOD,
    )
    task_id = bar.add_task("Opening", total=None, figures="", passages=0)
    task = bar.tasks[0]
    said = time.monotonic()

    def draw() -> RenderableType:
        if cancel and cancel.is_set():
            bar.update(task_id, description="Stopping")
        bar.update(task_id, figures=figures(task))
        return bar.get_renderable()

    def show(progress: IngestProgress) -> None:
        nonlocal said
        doing = PHASES[progress.phase]
        bar.update(
            task_id,
            completed=progress.done,
            total=progress.total,
            description=doing,
            passages=progress.passages,
        )
        if not console.is_terminal and time.monotonic() - said >= SECONDS_BETWEEN_LINES:
            said = time.monotonic()
            parts = [doing, figures(task), one_line(progress.current)]
            console.print("; ".join(part for part in parts if part), soft_wrap=True)

    live = Live(get_renderable=draw, console=console, transient=True, refresh_per_second=10)
    with live if console.is_terminal else nullcontext():
        yield show


def figures(task: Task) -> str:
    """What is known of "120 of 3,723 articles, 4.1/s, 14:40 left"; until there is a rate, the passages done."""
    if (task.completed == 0 and not task.total) or task.description == PHASES["preparing"]:
        return ""
    done = f"{int(task.completed):,}"
    parts = [f"{done} of {int(task.total):,} articles" if task.total else f"{done} articles"]
    if task.speed:
        parts.append(f"{task.speed:,.1f}/s")
    elif task.fields["passages"]:
        parts.append(count(task.fields["passages"], "passage"))
    if task.time_remaining:
        parts.append(f"{clock(task.time_remaining)} left")
    return ", ".join(parts)


def clock(seconds: float) -> str:
    """A time to come: "0:05", "14:40", "1:02:10"."""
    minutes, seconds = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
