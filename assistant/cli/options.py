"""The options that several commands share, and what the user gave before the command's name."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer


@dataclass(frozen=True, slots=True)
class Given:
    """The options before the command's name."""

    library: Path | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What narrows a question, named as `Assistant.ask` names it."""

    as_of: date | None = None
    since: date | None = None
    until: date | None = None
    outlets: tuple[str, ...] = ()


def read_day(text: str) -> date:
    """The day that `text` names.

    Raises:
        typer.BadParameter: it is no date in ISO form.
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise typer.BadParameter(f"“{text}” is not a date. Write year, month and day, such as 2022-02-02.") from None


Question = Annotated[str, typer.Argument(metavar="QUESTION", help="The question, in quotation marks.")]
AsOf = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=read_day,
        metavar="DATE",
        help="The day the question is asked from (2022-02-02); today if left out.",
    ),
]
Since = Annotated[
    date | None,
    typer.Option("--since", parser=read_day, metavar="DATE", help="Only articles published on this day or later."),
]
Until = Annotated[
    date | None,
    typer.Option("--until", parser=read_day, metavar="DATE", help="Only articles published on this day or earlier."),
]
Outlets = Annotated[
    list[str] | None,
    typer.Option("--outlet", metavar="NAME", help="Only articles of this outlet; may be given several times."),
]
AsWritten = Annotated[
    bool, typer.Option("--as-written", help="Search for the words as they are typed: no misspelling is put right.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else on stdout.")]
