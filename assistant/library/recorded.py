"""What a library records about how it was made, and whether it can be used that way."""

import secrets
import sqlite3
from pathlib import Path

from assistant.errors import LibraryMismatch
from assistant.library.disk import catalogue
from assistant.library.disk.schema import Database
from assistant.library.passages import PASSAGE_SETTINGS


def identify(database: Database) -> str:
    """The library's own name, 8 hex digits, given to it by the first who opens it."""
    with database.reading() as connection:
        name = catalogue.settings(connection).get("library")
    if name:
        return name
    with database.writing() as connection:
        connection.execute("INSERT OR IGNORE INTO settings VALUES ('library', ?)", [secrets.token_hex(4)])
        return catalogue.settings(connection)["library"]


def made_with(folder: Path) -> str | None:
    """The embedder that the library in `folder` records; None where it is new."""
    path = folder.expanduser() / "catalogue.sqlite"
    if not path.is_file():
        return None
    database = Database(path)
    try:
        with database.reading() as connection:
            return catalogue.settings(connection).get("embedder")
    finally:
        database.close()


def claim(database: Database, embedder: str, dimension: int) -> bool:
    """Records what the passages of a library without articles will be made with. The caller is the one writer.

    Returns whether it was to be made with another embedder before, so that its empty indexes must be made anew.
    """
    with database.writing() as connection:
        made = catalogue.settings(connection).get("embedder")
        if made == embedder or not _is_empty(connection):
            return False
        catalogue.set_settings(connection, embedder=embedder, dimension=dimension, passages=PASSAGE_SETTINGS)
        if made:
            catalogue.set_settings(connection, indexes="stale")
        return made is not None


def check(database: Database, embedder: str | None, dimension: int | None, *, folder: Path) -> None:
    """Raises LibraryMismatch if passages or vectors were made otherwise than asked for; None asks for nothing."""
    with database.reading() as connection:
        if _is_empty(connection):
            return
        settings = catalogue.settings(connection)
    made, numbers = settings.get("embedder"), settings.get("dimension")
    if embedder and embedder != made:
        raise LibraryMismatch(
            f"The library in {folder} was made with the embedder {made}, not {embedder}. Set DATELINE_EMBEDDER back, "
            "or run `dateline rebuild` to embed its articles anew."
        )
    if dimension and str(dimension) != numbers:
        raise LibraryMismatch(
            f"The library in {folder} holds vectors of {numbers} numbers, and the embedder gives {dimension}. Run "
            "`dateline rebuild` to embed its articles anew."
        )
    if settings.get("passages") != PASSAGE_SETTINGS:
        raise LibraryMismatch(
            f"The passages of the library in {folder} were cut by another version of Dateline. Run `dateline rebuild` "
            "to cut them anew; only what changes is embedded again."
        )


def _is_empty(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM articles LIMIT 1").fetchone() is None
