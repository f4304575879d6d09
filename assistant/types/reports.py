"""What an ingest did and what a library holds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from assistant.types.answers import Coverage


@dataclass(frozen=True, slots=True)
class Skip:
    """A file, or an entry in one, that was not taken in, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What to know about an article that was taken in: something it lacks, or why it may be hard to find."""

    path: str
    article_id: str
    message: str


Phase = Literal["preparing", "reading", "waiting", "embedding", "removing"]
"""What an ingest is doing."""


@dataclass(frozen=True, slots=True)
class IngestProgress:
    """How far an ingest has come; `total` is in articles, None while unknown; `current` is the path being read.

    While the embedding model is being prepared, once on a machine, `done` and `total` count its steps.
    """

    done: int
    total: int | None
    passages: int
    skipped: int
    current: str
    phase: Phase = "embedding"


ProgressCallback = Callable[[IngestProgress], None]
"""Called in the ingesting thread, often; keep it quick."""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest did, in numbers of articles; `notices` are about those added and updated."""

    read: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    copies: int = 0
    passages: int = 0
    skipped: tuple[Skip, ...] = ()
    notices: tuple[Notice, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class WatchReport:
    """What came of one change in a watched folder: a file was taken in, or there was a problem.

    `path` is relative to the folder, and "" where all of it was read; `report` is None where nothing could be done.
    """

    at: datetime
    path: str
    report: IngestReport | None = None
    problem: str | None = None


WatchCallback = Callable[[WatchReport], None]
"""Called in the watching thread, once a change."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup of a library holds: articles, the catalogue's `bytes`, its schema version and its SHA-256."""

    path: str
    made: datetime
    articles: int
    bytes: int
    schema: int
    embedder: str
    sha256: str


@dataclass(frozen=True, slots=True)
class LibraryStatus:
    """The library's state. `disk` is in bytes; `demo` tells the demo archive from the user's own articles."""

    path: str
    articles: int
    passages: int
    coverage: Coverage
    embedder: str
    disk: int
    demo: bool = False


@dataclass(frozen=True, slots=True)
class ModelState:
    """Whether the language model that the settings name writes: `seconds` to its first words, or its `problem`.

    `name` is None where the settings name none, and answers are quotes.
    """

    name: str | None
    seconds: float | None = None
    problem: str | None = None
