"""`Library`: a folder in which articles are kept and found. A thin shell over the modules beside it."""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Self

import numpy as np

from assistant.library import writing
from assistant.library.conversations import Conversations
from assistant.library.copies import groups
from assistant.library.disk import cached_vectors, catalogue
from assistant.library.disk.folder import CATALOGUE, bytes_used
from assistant.library.disk.schema import Database
from assistant.library.disk.scope import Scope
from assistant.library.embedding import Embedder
from assistant.library.indexes import Indexes
from assistant.library.listing import Listing
from assistant.library.lookup import find_article, key_of, versions_of
from assistant.library.nearest import Hits
from assistant.library.published import Published
from assistant.library.rebuilding import rebuild
from assistant.library.recorded import check, claim, identify
from assistant.library.remarks import Remarks
from assistant.library.sessions import heal_if_free, made_folder, mended, write_session
from assistant.library.soundness import Sound, sound, warn_of_damage
from assistant.library.syncing import Sync
from assistant.types import (
    Article,
    Coverage,
    Filters,
    IngestReport,
    LibraryStatus,
    Passage,
    ProgressCallback,
    Skip,
    Version,
)

EVERYTHING = Filters()


class Library:
    """Articles, kept and searchable. Threads may share it; processes may open the same folder beside each other."""

    def __init__(self, folder: Path, database: Database, indexes: Indexes) -> None:
        self._folder = folder
        self._database = database
        self._indexes = indexes
        self._writing = partial(write_session, folder, database, indexes)
        self._mended = partial(mended, folder, database, indexes)
        self.published = Published(database)
        self.listing = Listing(database)
        """The articles in lists, as people go through them."""
        self.remarks = Remarks(database)
        """What readers said of answers that are wrong."""

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        embedder_name: str | None = None,
        dimension: int | None = None,
        chroma_url: str | None = None,
        rebuilding: bool = False,
    ) -> Self:
        """The library in `folder`, made if it is not there; what a killed ingest left is undone first.

        Args:
            folder: holds everything of the library.
            embedder_name: what the passages are embedded with; None opens for reading whatever it was made with.
            dimension: length of that embedder's vectors.
            chroma_url: a Chroma server that keeps the vectors; None keeps them in the folder.
            rebuilding: open it whatever it was made with, to call `rebuild`.

        Raises:
            LibraryMismatch: another embedder, other passage settings or a newer Dateline made it.
            LibraryError: it cannot be read or written.
        """
        named, folder = folder.expanduser().absolute(), made_folder(folder)
        database = Database(folder / CATALOGUE, named=named / CATALOGUE)
        try:
            if not rebuilding:
                check(database, embedder_name, dimension, folder=folder)
            identify(database)
            indexes = Indexes(database, folder, embedder=embedder_name, chroma_url=chroma_url)
            heal_if_free(folder, database, indexes)
        except BaseException:
            database.close()
            raise
        return cls(folder, database, indexes)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def check(self) -> None:
        """Raises LibraryError if the folder was moved, deleted or replaced since; whatever uses it looks as well."""
        self._database.place.check()

    def close(self) -> None:
        """Closes the library; it can be opened again."""
        self._indexes.close()
        self._database.close()

    def ingest(
        self,
        articles: Iterable[Article | Skip],
        *,
        folder: str | None,
        within: str = "",
        embed: Embedder,
        prune: bool = False,
        total: int | None = None,
        on_progress: ProgressCallback | None = None,
        cancel: threading.Event | None = None,
    ) -> IngestReport:
        """Adds and updates `articles`; with a `folder`, removes what came from it before and is not among them.

        `within` names one file of the folder: only that was read, and only what came from it can be gone. An article
        whose file is among the skips stays. Waits for another process that is writing. What was reported
        done stays done whatever happens.

        Raises:
            PruneRefused: over half of a folder's more than 20 articles would be removed, and `prune` is not set.
            Cancelled: the flag was set.
            LibraryMismatch: `embed` is not what the library was made with.
            LibraryError: the library cannot be written.
        """
        with self._writing(on_progress=on_progress, cancel=cancel):
            if claim(self._database, embed.name, embed.dimension):
                self._indexes.replace()
            check(self._database, embed.name, embed.dimension, folder=self._folder)
            self._indexes.embedder = embed.name
            sync = Sync(
                self._database,
                self._indexes,
                folder=folder or "",
                within=within,
                embed=embed,
                total=total,
                on_progress=on_progress,
                cancel=cancel,
            )
            with self._database.reading() as connection:
                last = catalogue.last_key(connection)
            report = sync.run(articles, prune=prune)
            with self._database.reading() as connection:
                return replace(report, copies=groups.count_joined(connection, after=last))

    def remove(self, article_id: str) -> None:
        """Removes an article; it can be restored for 30 days, and no sync of its folder adds it again.

        Raises:
            ArticleNotFound: there is no such article.
        """
        with self._writing():
            writing.take_out(self._database, self._indexes, [key_of(self._database, article_id, "current")], by="user")

    def restore(self, article_id: str) -> None:
        """Brings a removed article back, without embedding anything.

        Raises:
            ArticleNotFound: no such article was removed in the last 30 days.
        """
        with self._writing():
            writing.bring_back(self._database, self._indexes, [key_of(self._database, article_id, "removed")])

    def rebuild(
        self,
        embed: Embedder,
        *,
        on_progress: ProgressCallback | None = None,
        cancel: threading.Event | None = None,
    ) -> None:
        """Makes passages, vectors and indexes anew, and warns of damaged articles. Killed, it is called again."""
        with self._writing(on_progress=on_progress, cancel=cancel):
            rebuild(self._database, self._indexes, embed=embed, on_progress=on_progress, cancel=cancel)
        warn_of_damage(self._database)

    def versions(self, article_id: str) -> list[Version]:
        """Every version of an article, oldest first, with when it was seen and what became of it; empty for none."""
        return versions_of(self._database, article_id)

    def article(self, article_id: str, version: int | None = None) -> Article:
        """An article as it is now, or in an earlier `version`, also of one that was removed.

        Raises:
            ArticleNotFound: no such article, or not in that version.
        """
        return find_article(self._database, article_id, version)

    def is_superseded(self, article_id: str, version: int) -> bool:
        """Whether another version of an article stands now; of one that was removed none does."""
        with self._database.reading() as connection:
            return catalogue.standing(connection, article_id) not in (version, None)

    def find_dense(self, vector: np.ndarray, *, top_k: int, filters: Filters = EVERYTHING) -> Hits:
        """Ids of the passages nearest to `vector` that `filters` let through, best first, with cosine similarity."""
        scope = Scope.of(filters)
        return self._mended(
            lambda: self._indexes.find_dense(vector, top_k=top_k, scope=scope),
            instead=lambda: self._indexes.compare(vector, top_k=top_k, scope=scope),
        )

    def find_keywords(self, text: str, *, top_k: int, filters: Filters = EVERYTHING) -> Hits:
        """Ids of the passages that share words with `text` and that `filters` let through, best first, with BM25."""
        return self._mended(lambda: self._indexes.find_keywords(text, top_k=top_k, scope=Scope.of(filters)))

    def rarity(self, words: Iterable[str]) -> dict[str, float]:
        """How much each of `words` tells here: log((passages + 1) / (passages with it + 1/2)), at least 0."""
        return self._mended(partial(self._indexes.rarity, list(words)))

    def terms(self, beginning: str) -> dict[str, int]:
        """The stems of words here that begin so, each with how many passages have it."""
        return self._mended(partial(self._indexes.terms, beginning))

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        """The passages `ids` that are still there, with score 0."""
        with self._database.reading() as connection:
            return catalogue.passages(connection, ids)

    def sound(self, passages: Sequence[Passage]) -> Sound:
        """Those of `passages` whose articles are what was taken in, which alone may be quoted, and what of the rest."""
        return sound(self._database, passages)

    def passages_of(self, article_id: str) -> list[Passage]:
        """The passages of an article in the order of its text; empty if there is no such article."""
        with self._database.reading() as connection:
            return catalogue.passages_of(connection, article_id)

    def origins(self, article_ids: Iterable[str]) -> dict[str, str]:
        """The id of the article that each of `article_ids` is a copy of; its own for an origin; none without copies."""
        with self._database.reading() as connection:
            return groups.origins(connection, article_ids)

    def copies(self, article_id: str) -> list[Article]:
        """An article with its copies, the origin first; only itself where it has none; empty if it is not there."""
        with self._database.reading() as connection:
            return groups.group(connection, article_id)

    def vectors(self, ids: Sequence[int]) -> np.ndarray:
        """The vectors of the passages `ids`, float32 of shape (ids, dimension), in their order.

        Raises:
            LibraryError: one of them is no longer there.
        """
        with self._database.reading() as connection:
            return cached_vectors.vectors_of(connection, ids)

    def count_outside(self, filters: Filters) -> int:
        """How many passages `filters` hide. An article without a date is outside every span of dates."""
        with self._database.reading() as connection:
            return catalogue.count_outside(connection, Scope.of(filters))

    def is_empty(self) -> bool:
        """Whether no article can be found here: a look that costs nothing."""
        with self._database.reading() as connection:
            return not catalogue.has_articles(connection)

    def coverage(self) -> Coverage:
        """What the archive covers; gone through again only when that has changed."""
        return self.published.coverage()

    def authors(self) -> list[str]:
        """Every author of an article, as the articles spell them."""
        with self._database.reading() as connection:
            return catalogue.authors(connection)

    def conversations(self, owner: str) -> Conversations:
        """What `owner` asked here."""
        return Conversations(self._database, owner=owner)

    @property
    def generation(self) -> str:
        """Another one whenever an article came, changed or went; asking costs next to nothing."""
        with self._database.reading() as connection:
            return catalogue.settings(connection).get("generation", "0")

    @property
    def made_with(self) -> str | None:
        """The name of the embedder that the vectors were made with; None while there are none."""
        with self._database.reading() as connection:
            return catalogue.settings(connection).get("embedder")

    def status(self, demo: bool = False) -> LibraryStatus:
        """The library's state; `demo` is passed on, and a demo library inside this one is not counted."""
        covered = self.coverage()
        with self._database.reading() as connection:
            passages = catalogue.count_passages(connection, Scope())
        embedder = self.made_with or self._indexes.embedder or ""
        held = covered.articles, passages, covered
        return LibraryStatus(str(self._folder), *held, embedder, bytes_used(self._folder), demo)
