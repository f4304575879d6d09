"""Tables of articles: CSV and TSV with a line of column names, and Parquet; each row is an article."""

import codecs
import csv
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from assistant.errors import UnreadableFile
from assistant.ingestion.articles import Fields
from assistant.ingestion.cleaning import clean_line, encoding_of
from assistant.ingestion.formats.json_article import read_entry
from assistant.ingestion.metadata.fields import NAMES, has_text_field, squeezed
from assistant.types import Skip

if TYPE_CHECKING:
    from pyarrow import ChunkedArray, DataType, Schema

LONGEST_CELL = 50_000_000
"""Characters of the longest cell that is read: an open quotation mark would make the rest of the file one cell."""

_PIECE = 1 << 20
_ROWS = 64
"""How many rows of a Parquet table are held at once."""
_DELIMITERS = ",;\t|"
_ALIASES = frozenset(alias for names in NAMES.values() for alias in names)
_SHOWN_COLUMNS = 8


def read_csv(path: Path) -> Iterator[Fields | Skip]:
    """The articles of a CSV or TSV file, their place ":17" for the line a row begins in.

    Raises:
        UnreadableFile: it is empty, not text, has no column for a text, or a cell that does not end.
    """
    csv.field_size_limit(LONGEST_CELL)
    number = 1
    with path.open(encoding=_encoding(path), errors="replace", newline="") as stream:
        header = next(_lines(stream), "").lstrip("\ufeff")
        if not header.strip():
            raise UnreadableFile("is empty")
        delimiter = _delimiter(header)
        rows = csv.reader(_with(header, _lines(stream)), delimiter=delimiter)
        try:
            columns = _checked(next(rows))
            number = rows.line_num + 1
            for row in rows:
                if row:
                    yield _read_row(columns, row, place=f":{number}")
                number = rows.line_num + 1
        except csv.Error as error:
            reason = f"has a cell at line {number} that does not end; the rows before it were read"
            raise UnreadableFile(reason) from error


def count_csv(path: Path) -> int:
    """About how many rows a table has, by the line ends of its first megabyte; a text in a cell may have some too."""
    with path.open("rb") as stream:
        piece = stream.read(_PIECE)
    quoted = max(1, piece.count(b'"\n') + piece.count(b'"\r\n')) if piece.count(b'"') > 1 else 0
    lines = quoted or piece.count(b"\n")
    return max(1, lines * path.stat().st_size // max(1, len(piece)))


def read_parquet(path: Path) -> Iterator[Fields | Skip]:
    """The articles of a Parquet file, their place "#3" for a row, counted from 0.

    Raises:
        UnreadableFile: it is damaged, or has no column for a text.
    """
    import pyarrow
    from pyarrow import parquet

    number = 0
    try:
        with parquet.ParquetFile(path) as table:
            columns = _readable(table.schema_arrow)
            for batch in table.iter_batches(batch_size=_ROWS, columns=columns, use_threads=False):
                values = {name: _values(column) for name, column in zip(batch.schema.names, batch.columns, strict=True)}
                for row in range(batch.num_rows):
                    yield read_entry({name: cells[row] for name, cells in values.items()}, place=f"#{number}")
                    number += 1
    except (pyarrow.ArrowException, OSError, ValueError, OverflowError) as error:
        if isinstance(error, OSError) and error.errno:
            raise
        raise UnreadableFile(f"is damaged after {number} rows; what stands before was read") from error


def count_parquet(path: Path) -> int:
    """How many rows the file says it has."""
    import pyarrow
    from pyarrow import parquet

    try:
        return max(0, int(parquet.read_metadata(path).num_rows))
    except (pyarrow.ArrowException, ValueError):
        return 1


def _checked(columns: Sequence[str]) -> list[str]:
    """The names of the columns.

    Raises:
        UnreadableFile: none of them is for a text.
    """
    names = [clean_line(name) for name in columns]
    if not has_text_field(dict.fromkeys(names, "filled")):
        shown = ", ".join(name[:40] for name in names[:_SHOWN_COLUMNS] if name) or "none with a name"
        more = ", …" if len(names) > _SHOWN_COLUMNS else ""
        raise UnreadableFile(f"has no column for a text (its columns: {shown}{more}); name that column 'text'")
    return names


def _read_row(columns: Sequence[str], row: Sequence[str], *, place: str) -> Fields | Skip:
    if len(row) > len(columns) and any(row[len(columns) :]):
        return Skip(place, f"has {len(row)} cells, the table {len(columns)} columns; put the text in quotation marks")
    return read_entry(dict(zip(columns, row, strict=False)), place=place)


def _delimiter(header: str) -> str:
    """What parts the cells: what makes most names of fields of the first line, else most cells."""

    def worth(delimiter: str) -> tuple[int, int]:
        names = next(csv.reader([header], delimiter=delimiter), [])
        return len(squeezed(dict.fromkeys(names, "filled")).keys() & _ALIASES), len(names)

    return max(_DELIMITERS, key=worth)


def _with(first: str, others: Iterator[str]) -> Iterator[str]:
    yield first
    yield from others


def _lines(stream: IO[str]) -> Iterator[str]:
    """The lines, in pieces where they are too long for memory."""
    while line := stream.readline(_PIECE):
        yield line


def _encoding(path: Path) -> str:
    """The encoding of a file of any size: UTF-8 unless a byte anywhere in it is wrong, then by what stands there."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as stream:
        piece = first = stream.read(_PIECE)
        found = encoding_of(first)
        try:
            while found == "utf-8" and piece:
                decoder.decode(piece)
                piece = stream.read(_PIECE)
        except UnicodeDecodeError:
            return encoding_of(piece)
    return found


def _readable(schema: "Schema") -> list[str]:
    _checked(schema.names)
    return [name for name in schema.names if not squeezed({name: "filled"}).keys().isdisjoint(_ALIASES)]


def _values(column: "ChunkedArray") -> list[Any]:
    """The cells as JSON would have them: days and times as ISO text, bytes as text."""
    import pyarrow

    kind = column.type
    if pyarrow.types.is_timestamp(kind):
        return [_moment(value, kind) for value in column.cast(pyarrow.int64()).to_pylist()]
    if pyarrow.types.is_dictionary(kind):
        return _values(column.dictionary_decode())
    return [_plain(value) for value in column.to_pylist()]


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return value.decode("utf-8", errors="replace") if isinstance(value, bytes) else value


def _moment(value: int | None, kind: "DataType") -> str | None:
    """The moment as ISO text in the column's time zone, where it can be told, else in UTC; None beyond year 9999."""
    seconds = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[kind.unit]
    try:
        if value is None:
            return None
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=value // seconds)
        return moment.astimezone(_zone(kind.tz)).isoformat()
    except OverflowError:
        return None


def _zone(name: str | None) -> Any:  # noqa: ANN401 - zoneinfo and datetime share no public class
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name) if name else UTC
    except (OSError, ValueError):
        return UTC
