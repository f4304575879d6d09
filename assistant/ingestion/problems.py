"""What an ingest left out or noted, as the rows of a table: for a spreadsheet or a program."""

from typing import NamedTuple

from assistant.types import IngestReport


class Problem(NamedTuple):
    """A skip or a notice; its fields are the table's columns. `path` and `article_id` are as others named them."""

    kind: str
    path: str
    article_id: str | None
    reason: str


def problems_of(report: IngestReport) -> list[Problem]:
    """Every skip of a report, then every notice."""
    skipped = [Problem("skipped", skip.path, None, skip.reason) for skip in report.skipped]
    return skipped + [Problem("note", note.path, note.article_id, note.message) for note in report.notices]
