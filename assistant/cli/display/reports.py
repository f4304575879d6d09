"""What an ingest did, and what a library holds."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.filesize import decimal
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from assistant.cli.display.wording import correction_line, count, day, outlet_list
from assistant.cli.terminal import one_line
from assistant.retrieval.understanding.limits import days_in_words
from assistant.types import IngestReport, LibraryStatus, Notice, Skip, Version

SKIPS_SHOWN = 20
NOTED_SHOWN = 3


def report_view(report: IngestReport, *, source: str) -> RenderableType:
    """What an ingest of `source` did."""
    head = Text(
        f"Read {count(report.read, 'article')} in {duration(report.seconds)} from {one_line(source)}", style="bold"
    )
    rows = [
        ("added", report.added),
        ("updated", report.updated),
        ("unchanged", report.unchanged),
        ("removed", report.removed),
        ("skipped", len(report.skipped)),
    ]
    if report.copies:
        rows.insert(2, ("copies among them", report.copies))
    table = pairs([(name, f"{number:,}") for name, number in rows], justify="right")
    return Group(head, table, *skip_lines(report.skipped), *notice_lines(report.notices), "")


def skip_lines(skipped: Sequence[Skip]) -> list[RenderableType]:
    """What was skipped and why, the first few."""
    if not skipped:
        return []
    lines = [
        Text.assemble((one_line(skip.path), "bold"), f": {one_line(skip.reason)}") for skip in skipped[:SKIPS_SHOWN]
    ]
    more = len(skipped) - SKIPS_SHOWN
    if more > 0:
        lines.append(Text(f"and {more:,} more; --report FILE lists all"))
    return [Text("\nSkipped:"), Padding(Group(*lines), (0, 0, 0, 2))]


def notice_lines(notices: Sequence[Notice]) -> list[RenderableType]:
    """What to know about articles that were taken in: each message once, with the first few it is true of."""
    paths: dict[str, list[str]] = {}
    for notice in notices:
        paths.setdefault(notice.message, []).append(one_line(notice.path))
    lines = [_noted(message, where) for message, where in paths.items()]
    return [Text("\nNote:"), Padding(Group(*lines), (0, 0, 0, 2))] if lines else []


def _noted(message: str, paths: Sequence[str]) -> Text:
    files = list(dict.fromkeys(paths))
    more = len(paths) - NOTED_SHOWN
    line = Text.assemble((", ".join(files[:NOTED_SHOWN]), "bold"))
    if len(files) < len(paths):
        return line.append(f", {count(len(paths), 'article')}; --report FILE lists all: {message}")
    return line.append(f" and {more:,} more; --report FILE lists all: {message}" if more > 0 else f": {message}")


def status_view(status: LibraryStatus) -> RenderableType:
    """What a library holds."""
    coverage = status.coverage
    rows = [
        ("Library", one_line(status.path) + (" (demo archive)" if status.demo else "")),
        ("Articles", f"{status.articles:,} in {count(status.passages, 'passage')}"),
        ("Published", days_in_words(coverage.first, coverage.last) or "no dates known"),
        ("Undated", count(coverage.undated, "article") if coverage.undated else ""),
        ("Outlets", outlet_list(coverage.outlets, most=10) or "none known"),
        ("Embedder", one_line(status.embedder)),
        ("On disk", decimal(status.disk)),
    ]
    return pairs([(name, value) for name, value in rows if value])


def history_view(versions: Sequence[Version]) -> RenderableType:
    """The versions of one article, oldest first, with when each was first seen (local time) and its corrections."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("Version", "Seen", "State", "Published", "Characters"):
        table.add_column(name, no_wrap=True, justify="right" if name == "Characters" else "left")
    table.add_column("Title", overflow="fold")
    notes: list[RenderableType] = []
    for kept in versions:
        article = kept.article
        seen = f"{kept.seen.astimezone():%Y-%m-%d %H:%M}"
        title = one_line(article.title or "Untitled")
        table.add_row(str(article.version), seen, kept.state, day(article.published), f"{len(article.text):,}", title)
        notes += [Text(f"{article.version}: {correction_line(note)}") for note in article.corrections]
    return Group(table, Text("\nCorrections:"), Padding(Group(*notes), (0, 0, 0, 2))) if notes else table


def pairs(rows: Sequence[tuple[str, str]], *, justify: str = "left") -> Table:
    """Names and values in two columns."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(justify="right" if justify == "right" else "left", overflow="fold")
    for name, value in rows:
        table.add_row(f"  {name}" if justify == "right" else name, value)
    return table


def duration(seconds: float) -> str:
    """A time taken: "3.2 s", "14 min 40 s"."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"
