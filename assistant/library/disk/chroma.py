"""One opened Chroma collection. The only module that knows chromadb.

A process reads a Chroma index into memory once, and clients of one path share that memory. So every connection here
is a system of its own: its path is spelled as no other client spells it.
"""

import itertools
import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.errors import LibraryError
from assistant.library.disk.address import Address
from assistant.library.disk.catalogue import Entry

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.config import Settings

    from assistant.library.disk.chroma_client import ServerClient

_SAVE_EVERY = 2000
"""Changes between two savings of the index: a saving costs a tenth of a second, replaying this many changes from
Chroma's log at the next opening about half of one."""

_MOST_AT_ONCE = 5000
"""Chroma takes 5,461 records in a call."""

Batches = Iterable[tuple[Sequence[Entry], np.ndarray]]
"""Passages with their vectors, some at a time."""

_spellings: set[int] = set()
_spelling_lock = threading.Lock()


class IndexDamaged(LibraryError):
    """The vectors are not those of the catalogue, and must be made anew from it."""

    def __init__(self, what: str) -> None:
        """`what` is wrong with them, for people."""
        self.what = what
        super().__init__(
            f"The library's vectors are damaged: {what}. The next command that writes makes them anew, without "
            "embedding anything; `dateline rebuild` does it now."
        )


class Connection:
    """A client with its collection. `users` and `retired` are its holder's to keep."""

    def __init__(self, client: "ClientAPI | ServerClient", name: str, spelling: int = 0) -> None:
        self._client = client
        self._name = name
        self._spelling = spelling
        self._collection = client.get_or_create_collection(
            name,
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine", "sync_threshold": _SAVE_EVERY}},
        )
        self.users = 0
        self.retired = False

    def count(self) -> int:
        """How many passages are in it."""
        return self._collection.count()

    def state(self) -> str:
        """What it was last marked with by anybody; "" for nothing, and where it was dropped meanwhile."""
        from chromadb.errors import NotFoundError

        try:
            found = self._client.get_collection(self._name, embedding_function=None)
        except NotFoundError:
            return ""
        return str((found.metadata or {}).get("state", "")) if found.id == self._collection.id else ""

    def mark(self, state: str) -> None:
        """Keeps `state` beside the passages."""
        self._collection.modify(metadata={"state": state})

    def load(self) -> None:
        """Reads the index into memory and replays what the log holds beyond it."""
        if self._collection.count():
            vectors = np.asarray(self._collection.peek(1)["embeddings"])
            self._collection.query(query_embeddings=list(vectors), n_results=1, include=[])

    def search(self, vector: np.ndarray, count: int) -> list[tuple[int, float]]:
        """Up to `count` passage ids with their cosine similarity, best first."""
        result = self._collection.query(query_embeddings=[vector], n_results=count, include=["distances"])
        distances = result["distances"] or [[]]
        return [(int(i), _similarity(d)) for i, d in zip(result["ids"][0], distances[0], strict=True)]

    def add(self, entries: Sequence[Entry], vectors: np.ndarray) -> None:
        """Puts passages in, over what stood under their ids.

        A record says where its passage stands, and LangChain finds it by that. The text itself is the catalogue's:
        Chroma would index it for a search of its own, which took half the time of adding and two thirds of the disk.
        """
        for some in _slices(len(entries)):
            self._collection.upsert(
                ids=[str(entry.id) for entry in entries[some]],
                embeddings=list(vectors[some]),
                documents=[""] * len(entries[some]),
                metadatas=[_metadata(entry) for entry in entries[some]],
            )

    def remove(self, ids: Sequence[int]) -> None:
        """Takes passages out; those that are not there are passed over."""
        for some in _slices(len(ids)):
            self._collection.delete(ids=[str(number) for number in ids[some]])

    def drop(self) -> None:
        """Deletes the collection."""
        self._client.delete_collection(self._name)

    def close(self) -> None:
        """Ends the connection and frees its memory."""
        self._client.close()  # type: ignore[union-attr]
        with _spelling_lock:
            _spellings.discard(self._spelling)


def connect(folder: Path, name: str) -> Connection:
    """The collection `name` in `folder`, made if it is not there."""
    import chromadb

    with _spelling_lock:
        spelling = next(number for number in itertools.count(1) if number not in _spellings)
        _spellings.add(spelling)
    path = f"{folder}{f'{os.sep}.' * spelling}"
    return Connection(chromadb.PersistentClient(path, settings=_settings()), name, spelling)


def connect_to_server(address: Address, name: str) -> Connection:
    """The collection `name` on the Chroma server at `address`, made if it is not there."""
    from assistant.library.disk.chroma_client import ServerClient

    client = ServerClient(address, _settings())
    try:
        return Connection(client, name)
    except BaseException:
        client.close()
        raise


@contextmanager
def translated(doing: str) -> Iterator[None]:
    """Turns what Chroma and the file system raise into a LibraryError that says what to do."""
    import httpx
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, httpx.HTTPError, OSError, ValueError, KeyError, TypeError) as error:
        raise LibraryError(
            f"The library's vectors cannot be {doing}: {error}. Check that the disk has space and that the library's "
            "folder, or the Chroma server of DATELINE_CHROMA_URL, can be reached; `dateline rebuild` makes them anew."
        ) from error


@contextmanager
def reading_chroma() -> Iterator[None]:
    """Turns what Chroma says of files that it cannot read into IndexDamaged."""
    from chromadb.errors import ChromaError

    try:
        yield
    except ChromaError as error:
        raise IndexDamaged(f"Chroma cannot read them ({error})") from error


def _settings() -> "Settings":
    """No telemetry and no foreign `.env`, whatever the environment says."""
    from chromadb.config import Settings

    return Settings(
        _env_file=None,  # type: ignore[call-arg]
        anonymized_telemetry=False,
        chroma_otel_collection_endpoint="",
        chroma_server_host=None,
    )


def _similarity(distance: float) -> float:
    return 1.0 - float(distance)


def _metadata(entry: Entry) -> dict[str, str | int]:
    passage = entry.passage
    return {
        "article_id": passage.article_id,
        "version": passage.version,
        "start": passage.start,
        "end": passage.end,
    }


def _slices(length: int) -> list[slice]:
    return [slice(start, start + _MOST_AT_ONCE) for start in range(0, length, _MOST_AT_ONCE)]
