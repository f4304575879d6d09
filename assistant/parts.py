"""What an assistant is made of: libraries and models, each built from the settings at the first call that needs it."""

import hashlib
import threading
from contextlib import suppress
from pathlib import Path

from assistant.answering.receipt.contents import state_of
from assistant.errors import AssistantError, LibraryError
from assistant.ingestion.reading import count_articles, read_articles, read_one, stored_path
from assistant.ingestion.watching import watch_folder
from assistant.ingestion.workers.quarantine import Quarantine
from assistant.library.listing import Listing, Narrowed
from assistant.library.recorded import made_with
from assistant.library.store import Library
from assistant.models.checker import Checker, load_checker
from assistant.models.cross_encoder import CrossEncoder, load_cross_encoder
from assistant.models.embedder import Embedder, identify, load_embedder, precision_of, prepare_embedder
from assistant.models.trying import try_writer
from assistant.models.writer import Writer, load_writer
from assistant.retrieval.understanding.inferring import Known, known_of
from assistant.settings import Settings, shipped
from assistant.types import ArchiveState, IngestProgress, IngestReport, ModelState, ProgressCallback, WatchCallback

_SHIPPED = "shipped.sha256"
"""In the demo's library: the digest of the archive that it was made of."""
_LEFT_ALONE = "left_alone.json"
"""In the user's library: the files that broke the process that read them."""


class Parts:
    """Builds each part once, whichever thread asks first, and closes them all."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._lock = threading.RLock()
        self._closed = False
        self._libraries: dict[Path, Library] = {}
        self._embedders: dict[str | None, Embedder] = {}
        self._remembering: dict[str, Embedder] = {}
        self._known: dict[Library, tuple[str, Known]] = {}
        self._writer: Writer | None = None
        self._demo_synced = False

    def own(self) -> Library:
        """The user's library."""
        return self._open(self.settings.library)

    def active(self, *, on_progress: ProgressCallback | None = None) -> Library:
        """The library that questions go to: the user's, or the demo archive while that is empty.

        The demo archive is ingested when it is first asked for, and again when another one is shipped.
        """
        own = self.own()
        if not own.is_empty():
            return own
        with self._lock:
            demo_folder = self.settings.library / "demo"
            demo = self._open(demo_folder)
            self._fill(demo, demo_folder / _SHIPPED, on_progress=on_progress)
            return demo

    def listing(self, narrowed: Narrowed) -> Listing:
        """The articles in lists: the user's that were removed, or those of the library that questions go to."""
        return (self.own() if narrowed.get("removed") else self.active()).listing

    def state(self) -> ArchiveState:
        """The state of the library that questions go to."""
        library = self.active()
        return state_of(library, demo=library is not self.own())

    def _fill(self, demo: Library, record: Path, *, on_progress: ProgressCallback | None) -> None:
        """Ingests the shipped archive unless `record` says that it was; a killed ingest leaves no record."""
        if self._demo_synced:
            return
        digest = _digest(shipped("corpus"))
        if not record.is_file() or record.read_text("utf-8") != digest:
            # some installers lay a package out as links into their cache
            self.ingest(demo, shipped("corpus"), prune=True, follow_links=True, on_progress=on_progress)
            with suppress(OSError):  # without the record it is only looked through again
                record.write_text(digest, "utf-8")
        self._demo_synced = True

    def ingest(
        self,
        library: Library,
        path: Path,
        *,
        prune: bool = False,
        follow_links: bool = False,
        on_progress: ProgressCallback | None = None,
        cancel: threading.Event | None = None,
    ) -> IngestReport:
        """Reads `path` into `library`; see `Assistant.ingest`."""
        quarantine = self._quarantine()
        articles = read_articles(path, follow_links=follow_links, quarantine=quarantine, cancel=cancel)
        total = count_articles(path, follow_links=follow_links, quarantine=quarantine, cancel=cancel)
        if on_progress:
            on_progress(IngestProgress(0, total, 0, 0, str(path), "reading"))
        return library.ingest(
            articles,
            folder=str(path.resolve()) if path.is_dir() else None,
            embed=self.embedder(library, on_progress=on_progress),
            prune=prune,
            total=total,
            on_progress=on_progress,
            cancel=cancel,
        )

    def watch(
        self,
        folder: Path,
        *,
        on_report: WatchCallback,
        cancel: threading.Event,
        follow_links: bool = False,
        on_progress: ProgressCallback | None = None,
    ) -> None:
        """Follows `folder` into the user's library; see `Assistant.watch`."""
        library, root = self.own(), folder.expanduser().resolve()

        def sync(file: Path | None) -> IngestReport:
            if file is None:
                return self.ingest(library, root, follow_links=follow_links, on_progress=on_progress, cancel=cancel)
            return library.ingest(
                read_one(root, file, follow_links=follow_links, quarantine=self._quarantine(), cancel=cancel),
                folder=str(root),
                within=stored_path(file),
                embed=self.embedder(library, on_progress=on_progress),
                on_progress=on_progress,
                cancel=cancel,
            )

        watch_folder(
            root,
            sync=sync,
            on_report=on_report,
            cancel=cancel,
            ignored=self.settings.library,
            follow_links=follow_links,
        )

    def rebuild(self, *, on_progress: ProgressCallback | None = None) -> None:
        """Rebuilds the user's library with the embedder of the settings; nobody else uses it meanwhile."""
        with self._lock:
            if opened := self._libraries.get(self.settings.library):
                opened.check()
                opened.close()
                del self._libraries[self.settings.library]
            with self._new_library(self.settings.library, rebuilding=True) as library:
                library.rebuild(self._embedder(None, on_progress), on_progress=on_progress)

    def embedder(self, library: Library, *, on_progress: ProgressCallback | None = None) -> Embedder:
        """The embedding model that `library` was made with, or is best made with; loaded once."""
        return self._embedder(precision_of(library.made_with), on_progress)

    def asking_embedder(self, library: Library) -> Embedder:
        """The same for questions: it keeps the vectors of the sentences that they meet."""
        embedder = self.embedder(library)
        with self._lock:
            return self._remembering.setdefault(embedder.name, embedder.remembering())

    def _embedder(self, precision: str | None, on_progress: ProgressCallback | None) -> Embedder:
        def tell(done: int, total: int) -> None:
            if on_progress:
                on_progress(IngestProgress(done, total, 0, 0, self.settings.embedder, "preparing"))

        with self._lock:
            if precision not in self._embedders:
                prepare_embedder(self.settings.embedder, on_step=tell)
                embedder = load_embedder(self.settings.embedder, precision=precision)
                self._embedders |= {precision: embedder, precision_of(embedder.name): embedder}
            return self._embedders[precision]

    def known(self, library: Library) -> Known:
        """What `library` knows of its own, read anew when an article came, changed or went."""
        generation = library.generation
        kept = self._known.get(library)
        if kept is None or kept[0] != generation:
            kept = self._known[library] = (generation, known_of(library))
        return kept[1]

    def reranker(self) -> CrossEncoder | None:
        """The cross-encoder that orders what is found; None where the settings name none. Loaded once."""
        name = self.settings.reranker
        if not name:
            return None
        with self._lock:
            return load_cross_encoder(name)

    def checker(self) -> Checker | None:
        """The model that checks sentences beside the rules; None where the settings name none. Loaded once."""
        name = self.settings.checker
        if not name:
            return None
        with self._lock:
            return load_checker(name)

    def writer(self) -> Writer | None:
        """The language model that writes answers; None where the settings name none."""
        settings = self.settings
        if not settings.model:
            return None
        with self._lock:
            if self._writer is None:
                key = settings.model_key.get_secret_value() if settings.model_key else None
                self._writer = load_writer(
                    settings.model, url=settings.model_url, key=key, timeout=settings.model_timeout
                )
            return self._writer

    def model_state(self) -> ModelState:
        """Whether the language model of the settings writes; it is loaded, and asked for a word."""
        try:
            writer = self.writer()
        except AssistantError as error:
            return ModelState(self.settings.model, problem=str(error))
        return try_writer(writer) if writer else ModelState(None)

    def close(self) -> None:
        """Closes what was built; closing twice is fine."""
        with self._lock:
            self._closed = True
            for library in self._libraries.values():
                library.close()
            self._libraries.clear()
            self._known.clear()
            if self._writer:
                self._writer.close()
            self._writer = None

    def _quarantine(self) -> Quarantine:
        return Quarantine(self.settings.library.expanduser() / _LEFT_ALONE)

    def _open(self, folder: Path) -> Library:
        with self._lock:
            if self._closed:
                raise LibraryError("This assistant was closed. Open another with Assistant.open().")
            if folder not in self._libraries:
                self._libraries[folder] = self._new_library(folder)
            else:
                self._libraries[folder].check()
            return self._libraries[folder]

    def _new_library(self, folder: Path, *, rebuilding: bool = False) -> Library:
        name, dimension = identify(self.settings.embedder, made_with=made_with(folder))
        chroma_url = self.settings.chroma_url
        return Library.open(
            folder,
            embedder_name=name,
            dimension=dimension,
            chroma_url=chroma_url.get_secret_value() if chroma_url else None,
            rebuilding=rebuilding,
        )


def _digest(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    parts = (f"{path.relative_to(folder)}\0".encode() + path.read_bytes() for path in files)
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()
