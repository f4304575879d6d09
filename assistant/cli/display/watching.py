"""What a watched folder's changes came to: a line or two each, with the time."""

from rich.text import Text

from assistant.cli.display.reports import SKIPS_SHOWN, duration
from assistant.cli.display.wording import count
from assistant.cli.terminal import one_line
from assistant.types import IngestReport, WatchReport


def change_lines(change: WatchReport, *, folder: str) -> list[Text]:
    """One change: "21:04:10 added harbor.md (3 passages, 0.4 s)", and below it what was skipped and noted."""
    name = one_line(change.path or folder)
    if change.report is None:
        told = [Text(f"{name}: " * bool(change.path) + one_line(change.problem or ""), style="red")]
    else:
        told = _report_lines(change.report, name, whole=not change.path)
    return [Text.assemble((f"{change.at:%H:%M:%S} ", "dim"), line) for line in told]


def summary(report: IngestReport) -> str:
    """What all changes came to: "3 added, 1 updated, 0 removed"."""
    return f"{report.added:,} added, {report.updated:,} updated, {report.removed:,} removed"


def _report_lines(report: IngestReport, name: str, *, whole: bool) -> list[Text]:
    done = {what: number for what in ("added", "updated", "removed") if (number := getattr(report, what))}
    lines = [Text(_done(report, done, name))] if done or whole else []
    lines += [
        Text.assemble(("skipped ", "yellow"), f"{one_line(skip.path)}: {one_line(skip.reason)}")
        for skip in report.skipped[:SKIPS_SHOWN]
    ]
    if (more := len(report.skipped) - SKIPS_SHOWN) > 0:
        lines.append(Text(f"skipped {more:,} more"))
    notes: dict[str, list[str]] = {}
    for note in report.notices:
        notes.setdefault(note.path, []).append(note.message.partition(":")[0])
    lines += [
        Text(f"note {one_line(path)}: {one_line('; '.join(messages))}")
        for path, messages in list(notes.items())[:SKIPS_SHOWN]
    ]
    return lines or [Text(f"{name}: nothing has changed")]


def _done(report: IngestReport, done: dict[str, int], name: str) -> str:
    taken = f"{count(report.passages, 'passage')}, " if report.passages else ""
    cost = f"({taken}{duration(report.seconds)})"
    if list(done.values()) == [1] and not report.skipped:
        return f"{next(iter(done))} {name} {cost}"
    changes = ", ".join(f"{number:,} {what}" for what, number in done.items())
    return f"{name}: {changes or 'nothing has changed'} {cost}"
