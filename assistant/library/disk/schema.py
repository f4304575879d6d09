"""The catalogue's file: its tables, their upgrades, and connections to it that every thread can borrow."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import LibraryError, LibraryMismatch
from assistant.library.disk.place import Place, require_catalogue, require_new

_FIRST = """
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE articles (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'current', 'superseded', 'removed')),
    indexed INTEGER NOT NULL DEFAULT 0,
    folder TEXT NOT NULL DEFAULT '',
    path TEXT,
    title TEXT,
    outlet TEXT,
    outlet_key TEXT,
    authors TEXT NOT NULL DEFAULT '[]',
    published TEXT,
    url TEXT,
    language TEXT,
    content_hash TEXT NOT NULL,
    corrections TEXT NOT NULL DEFAULT '[]',
    passages INTEGER NOT NULL DEFAULT 0,
    seen TEXT NOT NULL,
    removed TEXT,
    removed_by TEXT CHECK (removed_by IN ('user', 'sync')),
    UNIQUE (id, version)
);
CREATE INDEX articles_by_date ON articles (state, published, outlet_key, passages);
CREATE INDEX articles_by_folder ON articles (folder, state);
CREATE INDEX articles_unsettled ON articles (state) WHERE indexed AND state != 'current';

CREATE TABLE texts (article INTEGER PRIMARY KEY REFERENCES articles (key), text TEXT NOT NULL);

CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES articles (key),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    vector INTEGER NOT NULL
);
CREATE INDEX passages_by_article ON passages (article, id, vector);

CREATE TABLE vectors (key INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, vector BLOB NOT NULL);

CREATE TABLE recut (article INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, vector INTEGER NOT NULL);
CREATE INDEX recut_by_article ON recut (article);
"""
# `articles.indexed`: its passages may stand in Chroma and Tantivy. `texts` is apart, so that marking an article does
# not rewrite its text. `passages.vector` is a key of `vectors`, which caches every vector ever computed by the
# SHA-256 of embedder and text. AUTOINCREMENT: an id that an index may still hold is never given to another passage.
# `recut` holds what a rebuild has cut and embedded so far.

_COPIES = """
CREATE TABLE sketches (
    article INTEGER PRIMARY KEY REFERENCES articles (key),
    shingles INTEGER NOT NULL,
    signature BLOB NOT NULL,
    page TEXT,
    credits TEXT NOT NULL
);
CREATE INDEX sketches_by_page ON sketches (page) WHERE page IS NOT NULL;

CREATE TABLE bands (hash INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (hash, article)) WITHOUT ROWID;

CREATE TABLE copies (article INTEGER NOT NULL, other INTEGER NOT NULL, PRIMARY KEY (article, other)) WITHOUT ROWID;

CREATE TABLE origins (article INTEGER PRIMARY KEY REFERENCES articles (key), origin INTEGER NOT NULL);
CREATE INDEX origins_by_origin ON origins (origin);
"""
# What `assistant.library.copies` finds. `sketches` and `bands` hold the current articles and nothing else; a catalogue
# of version 1 gets them from the next process that writes, and has no groups until then. `copies` holds a pair both
# ways. `origins` holds only articles that have copies.

_ASKED = """
CREATE TABLE conversations (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    title TEXT NOT NULL,
    created TEXT NOT NULL,
    changed TEXT NOT NULL,
    deleted TEXT
) WITHOUT ROWID;
CREATE INDEX conversations_by_owner ON conversations (owner, changed);

CREATE TABLE turns (
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    answer TEXT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (conversation, position)
);

CREATE TABLE remarks (
    id TEXT PRIMARY KEY,
    answer TEXT NOT NULL,
    text TEXT NOT NULL,
    "right" TEXT,
    created TEXT NOT NULL
) WITHOUT ROWID;
"""
# `turns.answer` and `remarks.answer` are an `Answer` as JSON; `turns.words` is what is searched: question and answer in
# small letters.

MIGRATIONS = (_FIRST, _COPIES, _ASKED)
"""What brings a catalogue from version n to n + 1; the version is `PRAGMA user_version`."""

_PAGE_SIZE = 8192
"""Five vectors of 384 numbers fill such a page to 94 %; of the default 4096 they would waste a quarter."""

_MAPPED = 1 << 30
"""Bytes read through the page cache without copying: fetching 5,000 vectors takes 9 ms so, 20 ms otherwise."""

_PATIENCE = 30
"""Seconds that a connection waits for another one's write."""

_IDLE = 16
"""Connections kept open for the next borrower; a busy page has about as many threads."""


class Database:
    """The catalogue's file. Connections are lent to one thread at a time and none outlives `close`."""

    def __init__(self, path: Path, *, named: Path | None = None) -> None:
        """Opens `path`, creates it if absent and upgrades it if it is older.

        Args:
            path: the catalogue's file.
            named: the path that users know it by, where that leads through links; they may come to lead elsewhere.

        Raises:
            LibraryMismatch: a newer Dateline wrote it.
            LibraryError: it cannot be opened or is not a catalogue, or another one was lost here.
        """
        require_catalogue(path)
        self._path = path
        self._idle: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._closed = False
        with translated(path):
            self._kept = _connect(path)  # while it is open no file can be taken for this one, and its log stays
        try:
            with translated(path):
                _upgrade(self._kept, path)
            self.place = Place(named or path)
        except BaseException:
            self._kept.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection whose queries all see one moment of the catalogue."""
        with self._borrowed() as connection:
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                _roll_back(connection)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection whose changes are all kept, on disk, when the block ends, or none if it raises.

        Where the library was moved, deleted or replaced meanwhile it raises too: what was written may then be lost.
        """
        with self._borrowed() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                _roll_back(connection)
                raise
            connection.execute("COMMIT")
            self.place.check()

    def close(self) -> None:
        """Closes every idle connection; those on loan are closed when they come back."""
        with self._lock:
            self._closed = True
            idle, self._idle = [*self._idle, self._kept], []
        for connection in idle:
            connection.close()

    @contextmanager
    def _borrowed(self) -> Iterator[sqlite3.Connection]:
        connection = self._take()
        try:
            with translated(self._path):
                yield connection
        except BaseException:
            connection.close()
            raise
        self._give_back(connection)

    def _take(self) -> sqlite3.Connection:
        with self._lock:
            if self._closed:
                raise LibraryError("This library was closed. Open it again to use it.")
        self.place.check()  # also before connecting, which would make a catalogue where there is none
        with self._lock:
            if self._idle:
                return self._idle.pop()
        with translated(self._path):
            return _connect(self._path)

    def _give_back(self, connection: sqlite3.Connection) -> None:
        with self._lock:
            if not self._closed and len(self._idle) < _IDLE:
                self._idle.append(connection)
                return
        connection.close()


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turns what SQLite raises into a LibraryError that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        said = str(error)[:200]  # it may say a whole article that it cannot read
        raise LibraryError(f"The catalogue {path} cannot be used: {said}. {_advice(said)}") from error


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:  # a full disk has ended it already
        connection.execute("ROLLBACK")


def _advice(message: str) -> str:
    if "full" in message or "disk I/O" in message:
        return "Free some disk space and run the command again; what was reported done is kept."
    if "locked" in message or "busy" in message:
        return "Another program holds it; try again when that has finished."
    if any(told in message for told in ("not a database", "malformed", "decode")):
        return "Restore the library's folder from a backup, or move it away and ingest the articles again."
    return "Check that the library's folder can be read and written, or name another with DATELINE_LIBRARY."


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
    try:
        connection.row_factory = sqlite3.Row
        connection.execute(f"PRAGMA page_size = {_PAGE_SIZE}")
        _log_ahead(connection)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA mmap_size = {_MAPPED}")
        connection.create_function("casefold", 1, str.casefold, deterministic=True)
    except BaseException:
        connection.close()
        raise
    return connection


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Switches a new catalogue to write-ahead logging, which SQLite refuses to all but one, without waiting."""
    given_up = time.monotonic() + _PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > given_up:
                raise
            time.sleep(0.01)


def _upgrade(connection: sqlite3.Connection, path: Path) -> None:
    if _version(connection) == len(MIGRATIONS):
        return
    connection.execute("BEGIN EXCLUSIVE")
    version = _version(connection)
    if version > len(MIGRATIONS):
        raise LibraryMismatch(
            f"The library in {path.parent} was written by a newer Dateline (catalogue version {version}, this one "
            f"knows {len(MIGRATIONS)}). Upgrade with `pip install --upgrade dateline`."
        )
    if not version:
        require_new(path)  # a catalogue whose log was lost may have no tables
    for migration in MIGRATIONS[version:]:
        for statement in migration.split(";\n"):
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    connection.execute("COMMIT")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
