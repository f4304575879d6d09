"""`ingest --report FILE`: every skip and notice as a line of a file, for a spreadsheet or a program."""

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import typer

from assistant.cli.terminal import one_line
from assistant.errors import IngestError
from assistant.ingestion.problems import Problem, problems_of
from assistant.language.cells import one_line_cell
from assistant.types import IngestReport

SUFFIXES = (".csv", ".jsonl")


class WrittenReport:
    """A file of skips and notices, open for writing."""

    def __init__(self, stream: IO[str], *, as_csv: bool) -> None:
        self._stream = stream
        self._csv = csv.writer(stream) if as_csv else None
        if self._csv:
            self._csv.writerow(Problem._fields)

    def add(self, report: IngestReport) -> None:
        """Writes what was skipped and noted in `report`."""
        for problem in problems_of(report):
            row = problem._replace(reason=one_line(problem.reason))
            if self._csv:
                self._csv.writerow([one_line_cell(value or "") for value in row])
            else:
                self._stream.write(json.dumps(row._asdict(), ensure_ascii=False) + "\n")
        self._stream.flush()


def check_suffix(path: Path | None) -> Path | None:
    """`path`, if its suffix tells how to write it.

    Raises:
        typer.BadParameter: it does not.
    """
    if path and path.suffix.lower() not in SUFFIXES:
        raise typer.BadParameter(f"“{path}” ends in neither .csv nor .jsonl.")
    return path


@contextmanager
def written_report(path: Path | None) -> Iterator[WrittenReport | None]:
    """The file `path`, opened before anything is read so that no ingest ends without its report; None for none.

    Raises:
        IngestError: it cannot be written.
    """
    if path is None:
        yield None
        return
    try:
        stream = path.expanduser().open("w", encoding="utf-8", errors="replace", newline="")
    except OSError as error:
        raise IngestError(
            f"The report {path} cannot be written: {error.strerror}. Nothing was read; name another file."
        ) from error
    with stream:
        yield WrittenReport(stream, as_csv=path.suffix.lower() == ".csv")
