"""The two indexes kept in step with the catalogue, and searches in them that show only what the catalogue shows."""

import logging
import secrets
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from math import ceil
from pathlib import Path

import numpy as np

from assistant.errors import LibraryMismatch
from assistant.library.disk import cached_vectors, catalogue
from assistant.library.disk.catalogue import Entry
from assistant.library.disk.chroma import IndexDamaged
from assistant.library.disk.in_folder import VectorsInFolder
from assistant.library.disk.keywords import KeywordIndex
from assistant.library.disk.on_server import VectorsOnServer
from assistant.library.disk.schema import Database
from assistant.library.disk.scope import Scope
from assistant.library.disk.signs import Signs
from assistant.library.disk.vectors import VectorIndex
from assistant.library.moment import Moment, moment
from assistant.library.nearest import Hits, are_true, held_after, nearest

logger = logging.getLogger(__name__)

_EXACT_UP_TO = 3_000
"""Passages in a span that are always compared one by one, 3 to 5 ms a thousand."""

_SIFT_AT_LEAST = 500
"""Neighbours that are asked for at least: among 1,000,000 that finds .999 of the ten nearest in 4 ms, asking for 130
finds .992; and of passages that lie apart from all others .5 % are missed, and not 1.1 %."""

_SIFT_UP_TO = 1_000
"""Most neighbours that are asked for and sifted: for more, comparing the signs of all in the span is as quick. Where a
subject has its time, a span may hold none of the nearest thousands."""

_COMPARED = 2_000
"""Passages whose signs are most like the question's that are compared exactly: of the ten nearest .999 are among them
in 53,000 and in 100,000 of 1,000,000, .995 in all of these."""

_RECENT_UP_TO = 4_000
_RECENT_SHARE = 0.02
"""Passages, and what share of the archive if that is more, that another process may have added before this one opens
Chroma anew, 5 s at 1,000,000; until then they are compared one by one from memory, a millisecond for 5,000."""

_ARTICLES_AT_ONCE = 256

_EVERYTHING = Scope()


class Indexes:
    """Vectors and keywords of one library. Many threads may search while one of them writes."""

    def __init__(self, database: Database, folder: Path, *, embedder: str | None, chroma_url: str | None) -> None:
        self.embedder = embedder
        """What the vectors that are searched for are embedded with; None for whatever the library was made with."""
        place = VectorsOnServer(chroma_url, database) if chroma_url else VectorsInFolder(folder)
        self.vectors = VectorIndex(place, database)
        self.keywords = KeywordIndex(folder)
        self._signs = Signs(folder)
        self._database = database
        self._vectors_lock = threading.Lock()
        self._keywords_lock = threading.Lock()
        self._vectors_at = Moment()
        self._keywords_at = Moment()
        self.mended_from = 0.0
        """When, by the monotonic clock, readers may next try to mend what could not be mended."""
        self._session = ""
        self._writing = False
        self._begun = False
        self._total = 0
        self._horizon = -1
        self._recent = (np.zeros(0, dtype=np.int64), np.zeros((0, 0), dtype=np.float32))

    @property
    def missing(self) -> bool:
        """Whether one of the two is not on disk at all."""
        return self.vectors.missing or self.keywords.missing

    def find_dense(self, vector: np.ndarray, *, top_k: int, scope: Scope) -> Hits:
        """Ids of the nearest visible passages in `scope` with their cosine similarity, best first."""
        with self._database.reading() as connection:
            now = self._refresh_vectors(connection)
            allowed = catalogue.count_passages(connection, scope) if scope.narrows else self._total
            top_k = min(top_k, allowed)
            if top_k < 1:
                return []
            if scope.narrows and allowed <= _EXACT_UP_TO:
                return nearest(vector, *cached_vectors.scoped_vectors(connection, scope), top_k)
            neighbours = ceil(1.2 * top_k * self._total / allowed) + 10
            found = self._sift(connection, vector, top_k, scope, neighbours) if neighbours <= _SIFT_UP_TO else []
            return found if len(found) == top_k else self._compare(connection, vector, top_k, scope, now)

    def compare(self, vector: np.ndarray, *, top_k: int, scope: Scope) -> Hits:
        """What `find_dense` finds, from the catalogue's vectors alone: slower, and whatever became of the index."""
        with self._database.reading() as connection:
            now = moment(connection)
            self._check_embedder(connection, now)
            top_k = min(top_k, catalogue.count_passages(connection, scope))
            return self._compare(connection, vector, top_k, scope, now) if top_k else []

    def find_keywords(self, text: str, *, top_k: int, scope: Scope) -> Hits:
        """Ids of the visible passages in `scope` that share most with the words of `text`, with their BM25 score."""
        with self._database.reading() as connection:
            self._refresh_keywords(connection)
            count = top_k + 10
            among = catalogue.passages_in(connection, scope) if scope.authors else None
            while top_k > 0:
                hits = self.keywords.search(text, count, scope, among=among)
                visible = catalogue.visible(connection, [number for number, _ in hits], scope)
                found = [hit for hit in hits if hit[0] in visible]
                if len(found) >= top_k or len(hits) < count:
                    return found[:top_k]
                count *= 2
        return []

    def rarity(self, words: Iterable[str]) -> dict[str, float]:
        """How much each of `words` tells in this archive, at least 0; see `KeywordIndex.rarity`."""
        with self._database.reading() as connection:
            self._refresh_keywords(connection)
        return self.keywords.rarity(words)

    def terms(self, beginning: str) -> dict[str, int]:
        """The stems in this archive that begin so, each with how many passages have it."""
        with self._database.reading() as connection:
            self._refresh_keywords(connection)
        return self.keywords.terms(beginning)

    @contextmanager
    def session(self) -> Iterator[None]:
        """Makes this the one writer. The caller holds the writer's lock.

        If another process wrote since this one last did, the vectors are opened anew first: saved from a stale
        memory they would lose what the other wrote.
        """
        with self._vectors_lock:
            with self._database.writing() as connection:
                if catalogue.settings(connection).get("session") != self._session:
                    self.vectors.close()
                    self._horizon = -1
                self._session = secrets.token_hex(8)
                catalogue.set_settings(connection, session=self._session)
            self._writing, self._begun = True, False
        try:
            yield
        except BaseException:
            self.vectors.close()
            self._horizon = -1
            raise
        else:
            with self._vectors_lock, self._database.reading() as connection:
                self._signs.keep(connection, moment(connection).kind)
                if self.vectors.is_open:
                    self._horizon = catalogue.last_settled(connection)
        finally:
            self._writing = False

    def add(self, entries: Sequence[Entry], vectors: np.ndarray) -> None:
        """Puts passages in both indexes; nobody is shown them before their article is current."""
        if entries:
            self._begin()
            self.vectors.add(entries, vectors)
            self.keywords.change(add=entries)

    def remove(self, ids: Sequence[int]) -> None:
        """Takes passages out of both indexes."""
        if ids:
            self._begin()
            self.vectors.remove(ids)
            self.keywords.change(remove=ids)

    def replace(self) -> None:
        """Makes both indexes anew from the catalogue's current articles. Killed meanwhile, the next writer does it.

        Must be called within a session.
        """
        with self._replacing():
            self.vectors.replace(self._batches())
            self.keywords.replace(entries for entries, _ in self._batches())

    def close(self) -> None:
        """Closes both indexes."""
        self.vectors.close()
        self.keywords.close()

    def _begin(self) -> None:
        """Before a session's first change: mends the vectors if they are damaged, and marks them as its own."""
        if self._begun:
            return
        try:
            self.vectors.begin()
        except IndexDamaged as error:
            logger.warning("The library's vectors are damaged: %s. They are made anew from the catalogue.", error.what)
            with self._replacing():
                self.vectors.replace(self._batches())
            self.vectors.begin()
        self._begun = True

    @contextmanager
    def _replacing(self) -> Iterator[None]:
        """What is killed within is done again by the next writer."""
        with self._database.writing() as connection:
            catalogue.set_settings(connection, indexes="stale")
        self._signs.clear()
        yield
        with self._database.writing() as connection:
            catalogue.set_settings(connection, indexes="ready")
            catalogue.advance(connection, "epoch")
            catalogue.advance(connection, "generation")
        self._vectors_at = Moment()

    def _batches(self) -> Iterator[tuple[list[Entry], np.ndarray]]:
        with self._database.reading() as connection:
            keys = catalogue.keys_in_state(connection, "current")
        for start in range(0, len(keys), _ARTICLES_AT_ONCE):
            with self._database.reading() as connection:
                entries = catalogue.entries(connection, keys[start : start + _ARTICLES_AT_ONCE])
                yield entries, cached_vectors.vectors_of(connection, [entry.id for entry in entries])

    def _refresh_keywords(self, connection: sqlite3.Connection) -> None:
        now = moment(connection)
        if now == self._keywords_at:
            return
        with self._keywords_lock:
            if now.epoch != self._keywords_at.epoch:
                self.keywords.close()
            self.keywords.reload()
            self._keywords_at = now

    def _refresh_vectors(self, connection: sqlite3.Connection) -> Moment:
        now = moment(connection)
        if now == self._vectors_at:
            return now
        with self._vectors_lock:
            if now == self._vectors_at:
                return now
            self._check_embedder(connection, now)
            if now.epoch != self._vectors_at.epoch and not self._writing:
                self._horizon = -1
            self._catch_up(connection)
            self._total = catalogue.count_passages(connection, _EVERYTHING)
            self._vectors_at = now
            return now

    def _check_embedder(self, connection: sqlite3.Connection, now: Moment) -> None:
        self.embedder = self.embedder or now.embedder
        if now.embedder != self.embedder and catalogue.count_passages(connection, _EVERYTHING):
            raise LibraryMismatch(
                f"The library was rebuilt with the embedder {now.embedder} while it was open with {self.embedder}. "
                "Start again to use it."
            )

    def _catch_up(self, connection: sqlite3.Connection) -> None:
        """Opens the vectors anew where too much is missing in them; the rest is kept at hand to be compared."""
        if self._writing:
            self._horizon = catalogue.last_settled(connection)
        elif self._horizon < 0:
            self._reopen(connection)
        elif catalogue.count_after(connection, self._horizon) > max(_RECENT_UP_TO, _RECENT_SHARE * self._total):
            try:
                self._reopen(connection)
            except IndexDamaged as error:
                logger.warning("%s Searching goes on with those read before.", error)
        self._recent = held_after(self._horizon, connection, *self._recent)

    def _reopen(self, connection: sqlite3.Connection) -> None:
        # before opening: what comes meanwhile is then found twice and not never
        horizon = catalogue.last_settled(connection)
        self.vectors.reopen()
        self._horizon = horizon

    def _sift(self, connection: sqlite3.Connection, vector: np.ndarray, top_k: int, scope: Scope, count: int) -> Hits:
        """The best of the visible ones among the nearest, at least `count` of them."""
        hits = self.vectors.search(vector, max(_SIFT_AT_LEAST, count)) + nearest(vector, *self._recent, top_k)
        best = sorted(dict(hits).items(), key=lambda hit: -hit[1])
        visible = catalogue.visible(connection, [number for number, _ in best], scope)
        found = [hit for hit in best if hit[0] in visible][:top_k]
        if not are_true(found, connection, vector):
            raise self.vectors.distrust("they give a passage another place than the catalogue does")
        return found

    def _compare(
        self, connection: sqlite3.Connection, vector: np.ndarray, top_k: int, scope: Scope, now: Moment
    ) -> Hits:
        """The nearest in `scope`, however few of the archive's nearest lie there: by their signs, then exactly."""
        keys = np.array(catalogue.keys_in(connection, scope), dtype=np.int64) if scope.narrows else None
        count = max(_COMPARED, 10 * top_k)
        likely = self._signs.nearest(connection, vector, kind=now.kind, articles=keys, count=count)
        return nearest(vector, *cached_vectors.visible_vectors(connection, likely, scope), top_k)
