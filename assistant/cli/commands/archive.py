"""Commands about the library: read articles in, see what it holds, build its indexes again."""

from dataclasses import fields
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.display.progress import progress_bar
from assistant.cli.display.reports import report_view, status_view
from assistant.cli.display.wording import count
from assistant.cli.opening import opened, settings_of, stops_on_interrupt
from assistant.cli.options import Json
from assistant.cli.terminal import notices, output, print_json, say, show
from assistant.cli.written_report import check_suffix, written_report
from assistant.errors import IngestError
from assistant.types import IngestReport

Paths = Annotated[list[Path], typer.Argument(metavar="PATH", help="Folders or files of articles.")]
Prune = Annotated[
    bool, typer.Option("--prune", help="Remove vanished articles even where that is most of what the folder gave.")
]
Strict = Annotated[
    bool, typer.Option("--strict", help="Exit with 1 if anything was skipped or noted; the rest is taken in.")
]
FollowLinks = Annotated[
    bool, typer.Option("--follow-links", help="Also read what links in the folder lead to outside of it.")
]
Report = Annotated[
    Path | None,
    typer.Option(
        "--report",
        metavar="FILE",
        callback=check_suffix,
        help="Write every skip and note to this file: .csv, or .jsonl for lines of JSON.",
    ),
]


def add_to(app: typer.Typer) -> None:
    """Make these commands part of `app`."""
    for command in (ingest, status, rebuild):
        app.command()(command)


def ingest(
    context: typer.Context,
    paths: Paths,
    prune: Prune = False,
    follow_links: FollowLinks = False,
    strict: Strict = False,
    report: Report = None,
    json: Json = False,
) -> None:
    """Read articles into the library.

    A folder is kept in step: new articles are added, changed ones updated, and
    those that vanished from it removed. A file is added or updated. Unchanged
    articles cost nothing, so the same command can be run again at any time.

    Examples:
      dateline ingest my-articles/
      dateline ingest export-2022.zip interview.txt
      dateline ingest my-articles/ --strict --report problems.csv
      dateline --library ~/archive ingest my-articles/ --json
    """
    reports = []
    with (
        written_report(report) as file,
        opened(context, reading=False) as assistant,
        stops_on_interrupt() as cancel,
    ):
        for path in paths:
            with progress_bar(console=notices(), cancel=cancel) as on_progress:
                reports.append(
                    assistant.ingest(
                        path, prune=prune, follow_links=follow_links, on_progress=on_progress, cancel=cancel
                    )
                )
            if not json:
                show(output(), report_view(reports[-1], source=str(path)))
            if file:
                file.add(reports[-1])
    if json:
        print_json(add_up(reports))
    if strict:
        refuse_flaws(add_up(reports))


def refuse_flaws(report: IngestReport) -> None:
    """Ends the command with an error if anything was skipped or noted.

    Raises:
        IngestError: something was.
    """
    flaws = [(len(report.skipped), "skipped"), (len({note.article_id for note in report.notices}), "noted")]
    if told := [f"{number:,} {what}" for number, what in flaws if number]:
        raise IngestError(f"--strict: {' and '.join(told)}. Everything that could be read was taken in.")


def add_up(reports: list[IngestReport]) -> IngestReport:
    """One report of several ingests."""
    names = [field.name for field in fields(IngestReport) if field.name not in ("skipped", "notices")]
    sums = {name: sum(getattr(report, name) for report in reports) for name in names}
    return IngestReport(
        **sums,
        skipped=tuple(skip for report in reports for skip in report.skipped),
        notices=tuple(notice for report in reports for notice in report.notices),
    )


def status(context: typer.Context, json: Json = False) -> None:
    """Show what the library holds.

    It tells the number of articles, their outlets and dates, and the room
    they take on disk.

    Examples:
      dateline status
      dateline status --json
    """
    with opened(context) as assistant:
        found = assistant.status()
    if json:
        print_json(found)
    else:
        show(output(), status_view(found))


def rebuild(context: typer.Context) -> None:
    """Build the search indexes again from the articles in the library.

    Needed after another embedder was chosen, and when an index was damaged.
    No article is lost and none is read from its file again.

    Examples:
      dateline rebuild
      DATELINE_EMBEDDER=my-model dateline rebuild
    """
    from assistant.chat import Assistant

    settings = settings_of(context)
    say(f"Every article in {settings.library} is cut, embedded and indexed again, with {settings.embedder}.")
    say("No article is lost. If this is stopped, run it again before asking.")
    with Assistant(settings) as assistant:
        with progress_bar(console=notices()) as on_progress:
            assistant.rebuild(on_progress=on_progress)
        held = assistant.status()
    if held.demo:
        say("The library is empty: there was nothing to build.")
    else:
        say(f"Done: {count(held.articles, 'article')} in {count(held.passages, 'passage')}.")
