"""One ingest: what is new, changed, unchanged or gone, written in batches."""

import os
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import NamedTuple

from assistant.errors import Cancelled, PruneRefused
from assistant.ingestion.articles import without_place
from assistant.ingestion.notices import notices_about
from assistant.ingestion.reading import Articles
from assistant.library import writing
from assistant.library.disk import catalogue
from assistant.library.disk.catalogue import Held
from assistant.library.disk.schema import Database
from assistant.library.embedding import Cut, Embedder, Prepared, cut_articles, embed_passages
from assistant.library.indexes import Indexes
from assistant.library.soundness import hashed, stands
from assistant.library.stages import Stages, read_ahead
from assistant.library.writing import Draft
from assistant.types import Article, IngestProgress, IngestReport, Notice, Phase, ProgressCallback, Skip

_BATCH_ARTICLES = 64
_BATCH_CHARACTERS = 400_000
"""About 512 passages: one write to each store, and what a kill can undo."""

_BATCH_MOVED = 1000
_READ_AHEAD = 128
"""Articles read before they are wanted: two batches."""

_PRUNE_OVER = 20
"""A folder of more articles than this is not emptied by more than half without being asked to."""


@dataclass(slots=True)
class _Batch:
    """What is written at once: new versions, articles that come back, and those whose file or folder is another now."""

    drafts: dict[str, tuple[Draft, Held | None]] = field(default_factory=dict)
    returning: list[int] = field(default_factory=list)
    moved: list[tuple[str, str | None, int]] = field(default_factory=list)
    characters: int = 0

    @property
    def is_full(self) -> bool:
        return (
            len(self.drafts) + len(self.returning) >= _BATCH_ARTICLES
            or len(self.moved) >= _BATCH_MOVED
            or self.characters >= _BATCH_CHARACTERS
        )

    @property
    def articles(self) -> list[Article]:
        return [draft.article for draft, _ in self.drafts.values()]


class _Stored(NamedTuple):
    """What was written of a batch: the keys of its new versions, and how many passages they have."""

    keys: list[int]
    passages: int


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
        self._embedder = embed
        self._total = total
        self._on_progress = on_progress
        self._cancel = cancel
        self._started = time.monotonic()
        self._counts = dict.fromkeys(("read", "added", "updated", "unchanged", "removed", "passages"), 0)
        self._skipped: list[Skip] = []
        self._notices: list[Notice] = []
        self._met: set[int] = set()
        self._begun: dict[str, str | None] = {}
        self._batch = _Batch()
        self._stages = Stages(cut=self._cut, embed=self._embed, store=self._store, done=self._done)
        self._drafted = 0
        self._embedded = 0
        self._embedded_articles = 0.0

    def run(self, items: Iterable[Article | Skip], *, prune: bool) -> IngestReport:
        """Takes in `items`, then removes what the folder no longer has."""
        stop = items.stop if isinstance(items, Articles) else None
        try:
            with read_ahead(items, most=_READ_AHEAD, stop=stop) as ahead:
                for item in ahead:
                    self._stop_if_cancelled()
                    self._meet(item)
            self._flush()
            self._stages.drain()
        except Cancelled:
            self._stages.close()
            raise Cancelled(self._cancelled()) from None
        finally:
            self._stages.close()
        if self._folder:
            self._remove_vanished(prune)
        return IngestReport(
            **self._counts,
            skipped=tuple(self._skipped),
            notices=tuple(self._notices),
            seconds=time.monotonic() - self._started,
        )

    def _meet(self, item: Article | Skip) -> None:
        if isinstance(item, Skip):
            self._skipped.append(item)
        else:
            self._take(item)
        if self._batch.is_full:
            self._flush()

    def _take(self, article: Article) -> None:
        self._counts["read"] += 1
        self._tell("reading", article.path or article.id)
        with self._database.reading() as connection:
            held = catalogue.newest(connection, article.id)
        obstacle = self._obstacle(article, held)
        if obstacle:
            self._skipped.append(Skip(self._relative(article), obstacle))
            return
        article = hashed(article)
        if held is None or not stands(self._database, held, article):
            draft = Draft(writing.next_version(article, held), self._owner(held))
            self._drafted += 1
            self._begun[article.id] = article.path
            self._batch.drafts[article.id] = (draft, held)
            self._batch.characters += len(article.text)
            self._notices += notices_about(article, path=self._relative(article))
            return
        self._met.add(held.key)
        if held.state == "removed":
            self._batch.returning.append(held.key)
        else:
            self._counts["unchanged"] += 1
        if (held.folder, held.article.path) != (self._owner(held), article.path):
            self._batch.moved.append((self._owner(held), article.path, held.key))

    def _obstacle(self, article: Article, held: Held | None) -> str | None:
        """Why `article` cannot be taken in; None if it can."""
        if not article.text.strip():
            return "has no text"
        if not _storable(article):
            return "contains characters that are no text (half of a surrogate pair); save it as UTF-8"
        if article.id in self._begun:
            return f"has the same id ({article.id}) as {self._begun[article.id]}, which was taken"
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

    def _flush(self) -> None:
        batch, self._batch = self._batch, _Batch()
        if batch.drafts or batch.returning or batch.moved:
            self._stages.push(batch)

    def _cut(self, batch: _Batch) -> list[Cut]:
        return cut_articles(batch.articles, embed=self._embedder)

    def _embed(self, batch: _Batch, cuts: list[Cut]) -> list[Prepared]:
        before, all_passages = self._embedded_articles, sum(len(cut.spans) for cut in cuts)
        current = next((article.path or article.id for article in batch.articles), "")

        def after(passages: int) -> None:
            self._embedded += passages
            self._embedded_articles += len(cuts) * passages / max(all_passages, 1)
            self._tell("embedding", current)
            self._stop_if_cancelled()

        prepared = embed_passages(self._database, cuts, embed=self._embedder, on_embedded=after)
        self._embedded_articles = before + len(cuts)
        return prepared

    def _store(self, batch: _Batch, prepared: list[Prepared]) -> _Stored:
        """Writes a batch. Runs in a thread of its own."""
        drafts = [draft for draft, _ in batch.drafts.values()]
        keys = writing.write(self._database, self._indexes, drafts, prepared) if drafts else []
        if batch.returning:
            writing.bring_back(self._database, self._indexes, batch.returning)
        if batch.moved:
            with self._database.writing() as connection:
                connection.executemany("UPDATE articles SET folder = ?, path = ? WHERE key = ?", batch.moved)
        return _Stored(keys, sum(len(spans) for spans, _ in prepared))

    def _done(self, batch: _Batch, stored: _Stored) -> None:
        self._met.update(stored.keys)
        self._counts["passages"] += stored.passages
        updates = sum(held is not None and held.state == "current" for _, held in batch.drafts.values())
        self._counts["updated"] += updates
        self._counts["added"] += len(batch.drafts) - updates + len(batch.returning)
        for article_id in batch.drafts:
            del self._begun[article_id]

    def _remove_vanished(self, prune: bool) -> None:
        with self._database.reading() as connection:
            owned = connection.execute(
                "SELECT key, path FROM articles WHERE folder = ? AND state = 'current'", [self._folder]
            ).fetchall()
        broken = {str(PurePath(self._folder, without_place(skip.path))) for skip in self._skipped}
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

    def _stop_if_cancelled(self) -> None:
        if self._cancel is not None and self._cancel.is_set():
            raise Cancelled(self._cancelled())

    def _cancelled(self) -> str:
        done = self._counts["added"] + self._counts["updated"]
        return f"The ingest was cancelled after {done} articles. They are kept; run it again to go on."

    def _tell(self, phase: Phase, current: str) -> None:
        if self._on_progress is None:
            return
        done = self._counts["read"] - self._drafted + int(self._embedded_articles)
        self._on_progress(IngestProgress(done, self._total, self._embedded, len(self._skipped), current, phase))


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
