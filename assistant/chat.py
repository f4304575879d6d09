"""The composition root: builds every part from `Settings` and offers them as one `Assistant`."""

import threading
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self, Unpack

from assistant.answering.receipt.verifying import Archive, verify_receipt
from assistant.answering.receipt.writing import write_receipt, write_receipts
from assistant.answering.writing import warm
from assistant.asking import Asked, asked_again, find_passages, stream_answer, tell_timeline
from assistant.library.backup import BytesCallback, back_up
from assistant.library.conversations import Conversations
from assistant.library.listing import Narrowed
from assistant.library.published import Published
from assistant.library.remarks import Remarks
from assistant.parts import Parts
from assistant.retrieval.understanding.understand import Given
from assistant.settings import Settings, read_settings
from assistant.types import (
    Answer,
    Article,
    Backup,
    Citation,
    Coverage,
    Event,
    Filters,
    Finished,
    Found,
    IngestReport,
    LibraryStatus,
    Listed,
    ModelState,
    Passage,
    ProgressCallback,
    ReceiptFormat,
    TimelineEntry,
    Turn,
    Verification,
    Version,
    WatchCallback,
)

if TYPE_CHECKING:
    from assistant.retrieval.langchain import DatelineRetriever


class Assistant:
    """Ingests articles and answers questions about them; safe to share between threads.

    Models are loaded at the first call that needs them. While the user's library is empty, questions go to the demo
    archive, a library of its own: `status().demo` tells.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._parts = Parts(settings)

    @classmethod
    def open(cls, settings: Settings | None = None) -> Self:
        """An assistant with these settings, or those of the environment.

        Raises:
            SettingsError: a setting cannot be used.
            LibraryError: the library cannot be opened.
        """
        assistant = cls(settings or read_settings())
        assistant._parts.own()
        return assistant

    def close(self) -> None:
        """Closes the library and the model; closing twice is fine."""
        self._parts.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def prepare(self, *, on_progress: ProgressCallback | None = None) -> None:
        """Loads the models and, while the library is empty, ingests the demo archive; no answer waits then."""
        self._parts.embedder(self._parts.active(on_progress=on_progress), on_progress=on_progress)
        self._parts.reranker()
        if writer := self._parts.writer():
            warm(writer)

    def ingest(
        self,
        path: Path | str,
        *,
        prune: bool = False,
        follow_links: bool = False,
        on_progress: ProgressCallback | None = None,
        cancel: threading.Event | None = None,
    ) -> IngestReport:
        """Takes in a folder (and removes what is gone from it) or a file; says what was done.

        A file of a folder that broke the process that reads files is left alone until it changes or is given itself.

        Args:
            path: a folder, which is synced, or a file, which is added or updated.
            prune: allows a sync to remove more than half of over 20 articles.
            follow_links: also reads what links in the folder lead to outside of it.
            on_progress: called in this thread.
            cancel: set it to stop; what was reported done stays.

        Raises:
            IngestError: the path is missing or has nothing that can be read.
            PruneRefused: too much would be removed.
            LibraryError: the library cannot be written.
            Cancelled: `cancel` was set.
        """
        return self._parts.ingest(
            self._parts.own(),
            Path(path).expanduser(),
            prune=prune,
            follow_links=follow_links,
            on_progress=on_progress,
            cancel=cancel,
        )

    def watch(
        self,
        folder: Path | str,
        *,
        on_report: WatchCallback,
        cancel: threading.Event,
        follow_links: bool = False,
        on_progress: ProgressCallback | None = None,
    ) -> None:
        """Syncs a folder, then follows it until `cancel` is set: each new, changed or deleted file within seconds.

        A file that cannot be read is reported and followed on. While the folder itself is gone nothing is removed.
        The callbacks are called in this thread. Raises what `ingest` does, of the first sync.
        """
        self._parts.watch(
            Path(folder), on_report=on_report, cancel=cancel, follow_links=follow_links, on_progress=on_progress
        )

    def search(
        self,
        question: str,
        *,
        as_of: date | None = None,
        since: date | None = None,
        until: date | None = None,
        outlets: Sequence[str] = (),
        filters: Filters | None = None,
        history: Sequence[Turn] = (),
        top_k: int = 8,
    ) -> list[Passage]:
        """The `top_k` best passages for a question, best first. No language model is asked, not for a follow-up either.

        Args:
            question: the user's words.
            as_of: the day the question is asked from; None is today.
            since: first day of publication.
            until: last day of publication, included.
            outlets: any of these published it.
            filters: exactly these, nothing inferred.
            history: earlier turns, oldest first; a question may lean on them.
            top_k: how many passages.

        Raises:
            QuestionError: the question is empty or its limits contradict each other.
        """
        given = Given(as_of=as_of, since=since, until=until, outlets=outlets, filters=filters, history=history)
        return list(self.find(question, top_k=top_k, **given).passages)

    def find(self, question: str, *, top_k: int = 8, **given: Unpack[Given]) -> Found:
        """What `search` gives with the query, its limits and notes; with `as_written` no misspelt word is put right."""
        return find_passages(self._parts, question, top_k=top_k, **given)

    def ask(self, question: str, *, cancel: threading.Event | None = None, **asked: Unpack[Asked]) -> Answer:
        """The answer to a question, its every sentence cited; or a refusal.

        Where the settings name a model, it also puts a question that leans on `history` into words that stand alone.
        Takes and raises what `search` does, but for `top_k`; set `cancel` to stop, which raises `Cancelled`. `length`
        is how many sentences an answer has at the most, as the settings say where it is None; `quoted` asks no model.
        """
        events = self.stream(question, cancel=cancel, **asked)
        return next(event.answer for event in events if isinstance(event, Finished))

    def stream(
        self, question: str, *, cancel: threading.Event | None = None, **asked: Unpack[Asked]
    ) -> Iterator[Event]:
        """The events of answering, in order: `Understood`, `Retrieved`, `Token` and `Checked`, `Finished`.

        Takes and raises what `ask` does. Closing the iterator early stops the work.
        """
        return stream_answer(self._parts, question, cancel=cancel, **asked)

    def model_state(self) -> ModelState:
        """Whether the language model of the settings writes, tried now; its name is None where they name none."""
        return self._parts.model_state()

    def timeline(self, topic: str, *, most: int = 20, **given: Unpack[Given]) -> tuple[TimelineEntry, ...]:
        """The dated events of a topic or a question, in the order of their days; at most the `most` relevant ones.

        Takes what `search` does, but for `top_k`, and raises the same. A sentence whose day is not sure tells no event.
        """
        return tell_timeline(self._parts, topic, most=most, **given)

    def article(self, article_id: str, version: int | None = None) -> Article:
        """The article as it is kept, in its newest version or the one named.

        Raises:
            ArticleNotFound: there is none, or not in that version.
        """
        return self._parts.active().article(article_id, version)

    def articles(self, words: str = "", **narrowed: Unpack[Narrowed]) -> list[Listed]:
        """The articles with all of `words` in title, outlet, authors or id, newest first; see `Narrowed` for more."""
        return self._parts.listing(narrowed).articles(words, **narrowed)

    def history(self, article_id: str) -> list[Article]:
        """Every version of an article that is kept, oldest first."""
        return [kept.article for kept in self.versions(article_id)]

    def versions(self, article_id: str) -> list[Version]:
        """The same with when each version was first seen, and which of them stands now."""
        return self._parts.active().versions(article_id)

    def is_superseded(self, citation: Citation) -> bool:
        """Whether the cited article was changed later: another version of it stands now. `article` still gives both."""
        return self._parts.active().is_superseded(citation.article_id, citation.version)

    def conversations(self, owner: str = "") -> Conversations:
        """The conversations that `owner` keeps, in the user's library whichever archive they are about."""
        return self._parts.own().conversations(owner)

    def remarks(self) -> Remarks:
        """What readers said of answers that are wrong."""
        return self._parts.own().remarks

    def receipt(self, answer: Answer, format: ReceiptFormat = "markdown") -> str:
        """The answer as a document that `verify` checks: Markdown and HTML for readers, with the JSON inside.

        Raises:
            ReceiptError: there is no such format.
        """
        return write_receipt(answer, self._parts.state(), format)

    def receipts(self, answers: Sequence[Answer], format: ReceiptFormat = "markdown", *, title: str = "") -> str:
        """The receipts of several answers, such as those of a conversation, in one document; as JSON, a list."""
        return write_receipts(answers, self._parts.state(), format, title=title)

    def verify(self, receipt: Path | str, *, ask_again: bool = False) -> Verification:
        """Which quotes of a receipt, given as its file or its text, still stand in the archive, and what has changed.

        What was checked and what cannot be is in `checked` and `unchecked`; with `ask_again` the question is asked of
        the archive of now, too, and what it answers compared.

        Raises:
            ReceiptError: it is no receipt, or cannot be read.
        """
        library = self._parts.active()
        ask = partial(asked_again, self._parts) if ask_again else None
        return verify_receipt(receipt, archive=Archive(library.versions, library.copies, self._parts.state(), ask))

    def remove(self, article_id: str) -> None:
        """Takes an article out; `restore` brings it back for 30 days."""
        self._parts.own().remove(article_id)

    def restore(self, article_id: str) -> None:
        """Brings a removed article back."""
        self._parts.own().restore(article_id)

    def status(self, *, on_progress: ProgressCallback | None = None) -> LibraryStatus:
        """The state of the library that questions go to; `on_progress` follows the making of the demo archive."""
        library = self._parts.active(on_progress=on_progress)
        return library.status(demo=library is not self._parts.own())

    def coverage(self) -> Coverage:
        """What the archive that questions go to covers."""
        return self._parts.active().coverage()

    def published(self) -> Published:
        """What that archive has day by day: how many articles of each outlet, and which."""
        return self._parts.active().published

    def backup(
        self, path: Path | str, *, on_progress: BytesCallback | None = None, cancel: threading.Event | None = None
    ) -> Backup:
        """Writes the user's library to one file, whoever reads or writes it meanwhile; see `library.backup.unpack`."""
        self._parts.own()
        return back_up(self.settings.library, Path(path), on_progress=on_progress, cancel=cancel)

    def rebuild(self, *, on_progress: ProgressCallback | None = None) -> None:
        """Cuts, embeds and indexes every article anew with the settings of today; a killed rebuild is run again."""
        self._parts.rebuild(on_progress=on_progress)

    def retriever(self, *, top_k: int = 8) -> "DatelineRetriever":
        """This assistant's search as a LangChain `BaseRetriever`."""
        from assistant.retrieval.langchain import DatelineRetriever

        return DatelineRetriever(search=lambda question: self.search(question, top_k=top_k))
