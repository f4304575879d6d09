"""By what names articles are known outside the library: their address, their title."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.library.disk import catalogue
from assistant.library.disk.schema import Database


@dataclass(frozen=True, slots=True)
class Address:
    """An article's id with what else may name it."""

    id: str
    url: str | None
    title: str | None
    outlet: str | None


def addresses(folder: Path) -> Iterator[Address]:
    """The addresses of all articles that stand in the library in `folder`.

    Raises:
        LibraryError: it cannot be read.
    """
    database = Database(folder / "catalogue.sqlite")
    try:
        with database.reading() as connection:
            yield from (Address(*row) for row in catalogue.addresses(connection))
    finally:
        database.close()
