"""The command that follows a folder."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.commands.archive import FollowLinks, add_up
from assistant.cli.display.progress import progress_bar
from assistant.cli.display.reports import report_view
from assistant.cli.display.watching import change_lines, summary
from assistant.cli.opening import opened, stops_on_interrupt
from assistant.cli.options import Json
from assistant.cli.terminal import notices, output, print_json, say, show
from assistant.types import IngestProgress, IngestReport, ProgressCallback, WatchReport

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of articles, followed with its subfolders.")]


def add_to(app: typer.Typer) -> None:
    """Make this command part of `app`."""
    app.command()(watch)


def watch(context: typer.Context, folder: Folder, follow_links: FollowLinks = False, json: Json = False) -> None:
    """Follow a folder: every change is in the library within seconds.

    First the folder is read as `dateline ingest` does. Then each file that is
    added, changed or deleted is taken in as soon as it is written to its end,
    until Ctrl-C. A file that cannot be read is told and followed on. While the
    folder itself is gone, nothing is removed. With --json, one line a change.

    Examples:
      dateline watch my-articles/
      dateline --library ~/archive watch /mnt/newsroom/wires --json
    """
    with opened(context, reading=False) as assistant, stops_on_interrupt() as cancel:
        told = _Told(folder, json=json)
        told.bar = told.beginning.enter_context(progress_bar(console=notices(), cancel=cancel))
        with told.beginning:
            assistant.watch(
                folder,
                on_report=told.tell,
                cancel=cancel,
                follow_links=follow_links,
                on_progress=told.show_progress,
            )
    say(f"Stopped watching {folder}: {summary(add_up(told.reports))} in all.")


@dataclass(slots=True)
class _Told:
    """What was told so far: the first sync with a bar and a whole report, every later change with a line."""

    folder: Path
    json: bool
    beginning: ExitStack = field(default_factory=ExitStack)
    bar: ProgressCallback | None = None
    reports: list[IngestReport] = field(default_factory=list)
    waiting: bool = False

    def show_progress(self, progress: IngestProgress) -> None:
        """Moves the bar of the first sync; of later ones, tells once where another ingest is waited for."""
        if not self.reports and self.bar:
            self.bar(progress)
        elif progress.phase == "waiting" and not self.waiting:
            self.waiting = True
            say("Another ingest is writing to the library; waiting for it.")

    def tell(self, change: WatchReport) -> None:
        """Prints one change."""
        self.beginning.close()
        self.waiting = False
        first = not self.reports
        self.reports.append(change.report or IngestReport())
        if self.json:
            print_json(change)
        elif first and change.report:
            show(output(), report_view(change.report, source=str(self.folder)))
        else:
            for line in change_lines(change, folder=str(self.folder)):
                output().print(line, soft_wrap=True)
        if first:
            say(f"Watching {self.folder}; Ctrl-C ends.")
