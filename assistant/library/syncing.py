"""One ingest: what is new, changed, unchanged or gone, written in batches."""

import hashlib
import os
import re
import threading
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePath

from assistant.errors import Cancelled, PruneRefused
from assistant.ingestion.notices import notices_about
from assistant.library import writing
from assistant.library.disk import catalogue
from assistant.library.disk.catalogue import Held
from assistant.library.disk.schema import Database
from assistant.library.embedding import Embedder, prepare
from assistant.library.indexes import Indexes
from assistant.library.writing import Draft
from assistant.types import Article, IngestProgress, IngestReport, Notice, ProgressCallback, Skip

_BATCH_ARTICLES = 64
_BATCH_CHARACTERS = 400_000
"""About 512 passages: one write to each store, and what a kill can undo."""

_PRUNE_OVER = 20
"""A folder of more articles than this is not emptied by more than half without being asked to."""

_ENTRY = re.compile(r"[:#]\d+$")


class Sync:
    """One run over a stream of articles; what it has met and done so far."""

    def __init__(
        self,
        database: Database,
        indexes: Indexes,
        *,
        folder: str,
        within: str = "",
        embed: Embedder,
        total: int | None = None,
        on_progress: ProgressCallback | None = None,
        cancel: threading.Event | None = None,
    ) -> None:
        self._database = database
        self._indexes = indexes
        self._folder = folder
        self._only = within
        self._embed = embed
        self._total = total
        self._on_progress = on_progress
        self._cancel = cancel
        self._started = time.monotonic()
        self._counts = dict.fromkeys(("read", "added", "updated", "unchanged", "removed", "passages"), 0)
        self._skipped: list[Skip] = []
        self._notices: list[Notice] = []
        self._met: set[int] = set()
        self._drafts: dict[str, tuple[Draft, Held | None]] = {}
        self._returning: list[int] = []
        self._moved: list[tuple[str, str | None, int]] = []
        self._embedded = 0

    def run(self, items: Iterable[Article | Skip], *, prune: bool) -> IngestReport:
        """Takes in `items`, then removes what the folder no longer has."""
        for item in items:
            self._stop_if_cancelled()
            if isinstance(item, Skip):
                self._skipped.append(item)
            else:
                self._take(item)
            if self._batch_is_full():
                self._flush()
        self._flush()
        if self._folder:
            self._remove_vanished(prune)
        return IngestReport(
            **self._counts,
            skipped=tuple(self._skipped),
            notices=tuple(self._notices),
            seconds=time.monotonic() - self._started,
        )

    def _take(self, article: Article) -> None:
        self._counts["read"] += 1
        self._tell("reading", article.path or article.id)
        with self._database.reading() as connection:
            held = catalogue.newest(connection, article.id)
        obstacle = self._obstacle(article, held)
        if obstacle:
            self._skipped.append(Skip(article.path or article.id, obstacle))
            return
        article = _hashed(article)
        if held is None or not _same(held.article, article):
            draft = Draft(writing.next_version(article, held), self._owner(held))
            self._drafts[article.id] = (draft, held)
            self._notices += notices_about(article, path=self._relative(article))
            return
        self._met.add(held.key)
        if held.state == "removed":
            self._returning.append(held.key)
            self._counts["added"] += 1
        else:
            self._counts["unchanged"] += 1
        if (held.folder, held.article.path) != (self._owner(held), article.path):
            self._moved.append((self._owner(held), article.path, held.key))

    def _obstacle(self, article: Article, held: Held | None) -> str | None:
        """Why `article` cannot be taken in; None if it can."""
        if not article.text.strip():
            return "has no text"
        if not _storable(article):
            return "contains characters that are no text (half of a surrogate pair); save it as UTF-8"
        if article.id in self._drafts:
            return f"has the same id ({article.id}) as {self._drafts[article.id][0].article.path}, which was taken"
        return self._conflict(article, held) if held else None

    def _conflict(self, article: Article, held: Held) -> str | None:
        """What about the newest version that is held forbids to take in another; None if nothing does."""
        if held.key in self._met:
            return f"has the same id ({article.id}) as {held.article.path}, which was taken"
        if self._folder and held.state == "current" and held.folder not in ("", self._folder):
            return f"has the id {article.id}, which belongs to the folder {held.folder} and stays as it is there"
        if held.state == "current" and held.folder == self._folder and not self._is_read(held.article.path):
            return f"has the same id ({article.id}) as {held.article.path}, which is still there"
        if self._folder and held.state == "removed" and held.removed_by == "user":
            return f"was removed by hand; `dateline restore {article.id}` brings it back"
        return None

    def _relative(self, article: Article) -> str:
        path = article.path or article.id
        return str(PurePath(path).relative_to(self._folder)) if self._folder and _within(path, {self._folder}) else path

    def _is_read(self, path: str | None) -> bool:
        """Whether an article that came from `path` would be met in this run."""
        return not self._only or path == self._only or (path or "").startswith(f"{self._only}{os.sep}")

    def _owner(self, held: Held | None) -> str:
        """The folder that owns an article from now on: the first that had it, while it still does."""
        if held and held.state == "current" and held.folder:
            return held.folder
        return self._folder

    def _batch_is_full(self) -> bool:
        characters = sum(len(draft.article.text) for draft, _ in self._drafts.values())
        return (
            len(self._drafts) + len(self._returning) >= _BATCH_ARTICLES
            or len(self._moved) >= 1000
            or characters >= _BATCH_CHARACTERS
        )

    def _flush(self) -> None:
        drafts = [draft for draft, _ in self._drafts.values()]
        if drafts:
            prepared = prepare(
                self._database,
                [draft.article for draft in drafts],
                embed=self._embed,
                on_embedded=self._after_embedding,
            )
            self._met.update(writing.write(self._database, self._indexes, drafts, prepared))
            updates = sum(held is not None and held.state == "current" for _, held in self._drafts.values())
            self._counts["updated"] += updates
            self._counts["added"] += len(drafts) - updates
            self._counts["passages"] += sum(len(spans) for spans, _ in prepared)
        if self._returning:
            writing.bring_back(self._database, self._indexes, self._returning)
        if self._moved:
            with self._database.writing() as connection:
                connection.executemany("UPDATE articles SET folder = ?, path = ? WHERE key = ?", self._moved)
        self._drafts, self._returning, self._moved, self._embedded = {}, [], [], 0
        if drafts:
            self._tell("embedding", drafts[-1].article.path or drafts[-1].article.id)

    def _remove_vanished(self, prune: bool) -> None:
        with self._database.reading() as connection:
            owned = connection.execute(
                "SELECT key, path FROM articles WHERE folder = ? AND state = 'current'", [self._folder]
            ).fetchall()
        broken = {str(PurePath(self._folder, _ENTRY.sub("", skip.path))) for skip in self._skipped}
        missing = [row for row in owned if row["key"] not in self._met and self._is_read(row["path"])]
        gone = [row["key"] for row in missing if not _within(row["path"], broken)]
        if not gone:
            return
        before = len(owned) - self._counts["added"]
        if not prune and before > _PRUNE_OVER and 2 * len(gone) > before:
            raise PruneRefused(
                f"{len(gone)} of the {before} articles that came from {self._folder} are no longer there. Nothing "
                "was removed, what is new was taken in. If they are meant to go, run `dateline ingest --prune` on it."
            )
        self._stop_if_cancelled()
        self._tell("removing", self._folder)
        writing.take_out(self._database, self._indexes, gone, by="sync")
        self._counts["removed"] += len(gone)

    def _after_embedding(self, passages: int) -> None:
        self._embedded += passages
        self._tell("embedding", next(iter(self._drafts.values()))[0].article.path or "")
        self._stop_if_cancelled()

    def _stop_if_cancelled(self) -> None:
        if self._cancel is not None and self._cancel.is_set():
            raise Cancelled(
                f"The ingest was cancelled after {self._counts['added'] + self._counts['updated']} articles. They are "
                "kept; run it again to go on."
            )

    def _tell(self, phase: str, current: str) -> None:
        if self._on_progress is None:
            return
        done = self._counts["read"] - len(self._drafts)
        passages = self._counts["passages"] + self._embedded
        self._on_progress(
            IngestProgress(done, self._total, passages, len(self._skipped), current, phase)  # type: ignore[arg-type]
        )


def _hashed(article: Article) -> Article:
    if article.content_hash:
        return article
    return replace(article, content_hash=hashlib.sha256(article.text.encode()).hexdigest())


def _same(held: Article, article: Article) -> bool:
    """Whether nothing has changed that a reader of the article would see."""
    return replace(article, text="", path=None, version=0) == replace(held, text="", path=None, version=0)


def _storable(article: Article) -> bool:
    texts = (article.id, article.text, article.title, article.outlet, article.url, article.language, article.path)
    try:
        for text in (*texts, *article.authors, *article.corrections):
            (text or "").encode()
    except UnicodeEncodeError:
        return False
    return True


def _within(path: str | None, broken: set[str]) -> bool:
    """Whether `path` is one of the files or folders that could not be read, wholly or in part, this time."""
    return path is not None and any(str(place) in broken for place in (PurePath(path), *PurePath(path).parents))
