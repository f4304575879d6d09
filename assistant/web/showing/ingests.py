"""An ingest as people follow it: how far it has come, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.types import IngestProgress, IngestReport, Notice, Skip
from assistant.web.showing.escaping import escape
from assistant.web.showing.wording import counted

_SHOWN = 20
"""Skips that are listed; all of them are in the file."""
_NAMED = 3
"""Articles that a note names."""

_PHASES = {
    "preparing": "Preparing the embedding model, once on this machine",
    "reading": "Reading",
    "waiting": "Waiting for another program’s ingest to finish",
    "embedding": "Reading and embedding",
    "removing": "Removing what is gone",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an ingest has come, as plain text; `share` is from 0 to 1, None while it is not known."""

    doing: str
    figures: str = ""
    current: str = ""
    share: float | None = None


def standing_of(progress: IngestProgress | None, *, rate: float | None, folder: str) -> Standing:
    """How an ingest stands; `rate` is in articles a second, `folder` is left out of the name of what is being read."""
    if progress is None:
        return Standing("Taking the files in")
    if progress.phase in ("preparing", "waiting"):
        return Standing(_PHASES[progress.phase])
    total = progress.total
    done = min(progress.done, total) if total else progress.done
    parts = [f"{done:,} of {counted(total, 'article')}" if total else counted(done, "article")]
    if rate:
        parts.append(f"{counted(max(1, round(rate * 60)), 'article')} a minute")
    if rate and total and total > done:
        parts.append(f"{_time((total - done) / rate)} left")
    if progress.skipped:
        parts.append(f"{progress.skipped:,} skipped")
    current = progress.current.removeprefix(folder).lstrip("/\\")
    return Standing(_PHASES[progress.phase], " · ".join(parts), current, done / total if total else None)


def render_report(report: IngestReport, *, replaced: Sequence[str] = ()) -> str:
    """What an ingest did: its numbers in words, what was skipped and why, what to know of the rest."""
    return (
        f'<h3 class="report-head">{escape(summary(report))}</h3>'
        f"{_replaced(replaced)}{_skipped(report.skipped)}{_noted(report.notices)}{_file(report)}"
    )


def render_stopped(problem: str) -> str:
    """Why an ingest ended before it was done, and how to go on with it."""
    return (
        f'<p class="failure" role="alert" dir="auto">{escape(problem)}</p>'
        '<p><button type="button" class="plain go-on">Go on with what was uploaded</button></p>'
    )


def summary(report: IngestReport) -> str:
    """The numbers of a report in a sentence or two."""
    changes = [
        (report.added, "added"),
        (report.updated, "updated"),
        (report.removed, "removed"),
    ]
    told = [f"{counted(number, 'article')} {what}" for number, what in changes if number]
    took = f" in {_time(report.seconds)}" if report.seconds >= 1 else ""
    sentences = [f"{_and(told)}{took}." if told else "Nothing new."]
    if report.copies:
        sentences.append(f"{counted(report.copies, 'article is', 'articles are')} the same text as another one.")
    if report.unchanged:
        sentences.append(f"{counted(report.unchanged, 'article')} unchanged.")
    if report.skipped:
        sentences.append(f"{len(report.skipped):,} skipped.")
    return " ".join(sentences)


def _replaced(names: Sequence[str]) -> str:
    if not names:
        return ""
    listed = ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else "")
    return (
        f'<p class="report-note" dir="auto">Took the place of an earlier upload of the same name: '
        f"<bdi>{escape(listed)}</bdi>. What changed has a version more.</p>"
    )


def _skipped(skipped: Sequence[Skip]) -> str:
    if not skipped:
        return ""
    rows = "".join(
        f'<li><bdi class="skip-path">{escape(skip.path)}</bdi> <span dir="auto">{escape(skip.reason)}</span></li>'
        for skip in skipped[:_SHOWN]
    )
    more = len(skipped) - _SHOWN
    rest = f'<p class="report-note">and {more:,} more, listed in the file</p>' if more > 0 else ""
    return f'<h3 class="label">Skipped</h3><ul class="skips">{rows}</ul>{rest}'


def _noted(notices: Sequence[Notice]) -> str:
    """Each message once, with the first few articles that it is true of."""
    paths: dict[str, list[str]] = {}
    for notice in notices:
        paths.setdefault(notice.message, []).append(notice.path)
    rows = "".join(_note(message, list(dict.fromkeys(where)), len(where)) for message, where in paths.items())
    return f'<h3 class="label">To know</h3><ul class="skips">{rows}</ul>' if rows else ""


def _note(message: str, files: Sequence[str], articles: int) -> str:
    more = len(files) - _NAMED
    names = ", ".join(files[:_NAMED]) + (f" and {more:,} more" if more > 0 else "")
    of = f" ({counted(articles, 'article')})" if articles > len(files) else ""
    return f'<li><bdi class="skip-path">{escape(names)}</bdi>{of} <span dir="auto">{escape(message)}</span></li>'


def _file(report: IngestReport) -> str:
    if not report.skipped and not report.notices:
        return ""
    return '<p><button type="button" class="plain problems">Save this list (CSV)</button></p>'


def _and(parts: Sequence[str]) -> str:
    return ", ".join(parts[:-1]) + (" and " if len(parts) > 1 else "") + parts[-1]


def _time(seconds: float) -> str:
    """A time in words: "40 s", "3 min", "1 h 20 min"."""
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
