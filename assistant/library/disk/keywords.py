"""The keyword index in Tantivy: BM25 over text and title. The only module that knows tantivy."""

import shutil
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import LibraryError
from assistant.library.disk.catalogue import Entry
from assistant.library.disk.keyword_files import KeywordFiles, KeywordsDamaged, damaged_by
from assistant.library.disk.scope import Scope, outlet_key

if TYPE_CHECKING:
    import tantivy

_TITLE_WEIGHT = 0.35
"""What a word in the title counts beside one in the text: the title stands beside every passage of an article."""

_MOST_TERMS = 64
"""Distinct words of a question that are searched, the rarest in the archive first; more would only cost time."""

_MEMORY = 32_000_000
"""Bytes the writer fills before it writes a segment; a batch needs a tenth of it."""

_LONGEST_WORD = 40


class KeywordIndex:
    """The keyword index of one library; safe to share between threads. Opened by the first use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "tantivy"
        self._files = KeywordFiles(self._folder)
        self._suspect = False
        self._index: tantivy.Index | None = None
        self._lock = threading.Lock()

    @property
    def missing(self) -> bool:
        """Whether there is no index on disk at all."""
        return not self._folder.exists()

    @property
    def damaged(self) -> bool:
        """Whether damage was met, and is there still."""
        return self._suspect and not self.is_sound()

    def is_sound(self) -> bool:
        """Whether the files are what was written and can be opened; those looked through before are not read again."""
        try:
            self._files.check()
            with self._translated("opened"):
                self._opened()
        except KeywordsDamaged:
            self._suspect = True
            return False
        self._suspect = False
        return True

    def count(self) -> int:
        """How many passages the index says that it has, without opening it; -1 where it cannot be read."""
        return self._files.count()

    def search(
        self, text: str, count: int, scope: Scope, *, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Up to `count` ids of passages in `scope` that share a word with `text`, with their BM25 score, best first.

        `text` is words, never a query language. Passages that have since been taken out may be among the ids. The
        index has no authors: for a scope of authors `among` names the passages in it.
        """
        with self._translated("searched"):
            self._files.require_unchanged()
            index = self._opened()
            searcher = index.searcher()
            query = _query(index.schema, _rarest(searcher, _terms(text)), scope, among)
            if query is None:
                return []
            hits = searcher.search(query, limit=count, count=False).hits
            ids = searcher.fast_field_values("id", [address for _, address in hits])
            return [(int(number), float(score)) for number, (score, _) in zip(ids, hits, strict=True)]

    def rarity(self, words: Iterable[str]) -> dict[str, float]:
        """How much each of `words` tells: log((passages + 1) / (passages with it + 1/2)), at least 0."""
        with self._translated("searched"):
            self._files.require_unchanged()
            searcher = self._opened().searcher()
            every, analyzer = searcher.num_docs + 1, _analyzer()
            found = {}
            for word in words:
                seen = min((searcher.doc_freq("text", term) for term in analyzer.analyze(word)), default=every)
                found[word] = max(0.0, log(every / (seen + 0.5)))
            return found

    def terms(self, beginning: str) -> dict[str, int]:
        """The stems of the texts that begin so, lower case and without accents, each with how many passages have it."""
        with self._translated("searched"):
            self._files.require_unchanged()
            return dict(self._opened().searcher().terms_with_prefix("text", beginning))

    def change(self, *, add: Sequence[Entry] = (), remove: Sequence[int] = ()) -> None:
        """Takes out the passages `remove`, puts `add` in, and makes both lasting in one step."""
        with self._translated("written"):
            index = self._opened()
            _change(index, add, remove)
            index.reload()

    def clean(self) -> None:
        """Deletes what a killed write left: Tantivy would stumble over a file that it means to write again."""
        with self._translated("repaired"):
            _writer(self._opened()).garbage_collect_files()

    def reload(self) -> None:
        """Makes later searches see what any process wrote."""
        with self._translated("read"):
            self._files.check()
            self._opened().reload()

    def close(self) -> None:
        """Lets go of the index; the next use opens it again."""
        with self._lock:
            self._index = None

    def replace(self, batches: Iterable[Sequence[Entry]]) -> None:
        """Puts an index made of `batches` in the place of this one. Killed meanwhile, the old one stays."""
        folder = self._folder.with_name("tantivy.new")
        with self._translated("rebuilt"):
            shutil.rmtree(folder, ignore_errors=True)
            index = _open(folder)
            for entries in batches:
                _change(index, entries, ())
            self.close()
            shutil.rmtree(self._folder, ignore_errors=True)
            folder.rename(self._folder)
            self._suspect = False

    def _opened(self) -> "tantivy.Index":
        with self._lock:
            if self._index is None:
                self._files.check()
                try:
                    self._index = _open(self._folder)
                except BaseException as error:
                    if not isinstance(error, ValueError) and not _is_panic(error):
                        raise
                    # a damaged footer, or the format of another version of Tantivy
                    raise damaged_by(f"it cannot be opened ({error})") from error
            return self._index

    @contextmanager
    def _translated(self, doing: str) -> Iterator[None]:
        """Turns what Tantivy raises, panics too, into a LibraryError that says what to do. The index is opened anew."""
        try:
            yield
        except KeywordsDamaged:
            self._give_up()
            raise
        except BaseException as error:
            if not isinstance(error, ValueError | OSError | RuntimeError | TypeError) and not _is_panic(error):
                raise
            self._give_up()
            self._files.check(anew=True)  # says which file it was, if it was one
            with suppress(OSError):
                self._opened()
            self._suspect = False
            raise LibraryError(
                f"The library's keyword index cannot be {doing}: {error}. Check that the disk has space and that the "
                "library's folder can be read and written; `dateline rebuild` makes the index anew."
            ) from error

    def _give_up(self) -> None:
        self._suspect = True
        self.close()


def _open(folder: Path) -> "tantivy.Index":
    import tantivy

    folder.mkdir(parents=True, exist_ok=True)
    schema = (
        tantivy.SchemaBuilder()
        .add_integer_field("id", indexed=True, fast=True)
        .add_text_field("text", tokenizer_name="news", index_option="freq")
        .add_text_field("title", tokenizer_name="news", index_option="freq")
        .add_text_field("outlet", tokenizer_name="raw", index_option="basic")
        .add_integer_field("published", indexed=True, fast=True)
        .build()
    )
    index = tantivy.Index(schema, path=str(folder))
    index.register_tokenizer("news", _analyzer())
    index.config_reader(reload_policy="manual")
    index.reload()
    return index


def _analyzer() -> "tantivy.TextAnalyzer":
    """Words in lower case, without accents, stemmed: the same for articles and questions."""
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    return (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.remove_long(_LONGEST_WORD))
        .filter(Filter.lowercase())
        .filter(Filter.ascii_fold())
        .filter(Filter.stemmer("english"))
        .build()
    )


def _change(index: "tantivy.Index", add: Sequence[Entry], remove: Sequence[int]) -> None:
    import tantivy

    writer = _writer(index)
    for number in remove:
        writer.delete_documents_by_term("id", number)
    for entry in add:
        writer.add_document(tantivy.Document(**_fields(entry)))
    writer.commit()
    writer.wait_merging_threads()


def _writer(index: "tantivy.Index") -> "tantivy.IndexWriter":
    return index.writer(heap_size=_MEMORY, num_threads=1)


def _fields(entry: Entry) -> dict[str, Any]:
    passage = entry.passage
    fields: dict[str, Any] = {"id": entry.id, "text": passage.text}
    if passage.title:
        fields["title"] = passage.title
    if passage.outlet:
        fields["outlet"] = outlet_key(passage.outlet)
    if passage.published:
        fields["published"] = passage.published.toordinal()
    return fields


def _terms(text: str) -> list[str]:
    return list(dict.fromkeys(_analyzer().analyze(text)))


def _rarest(searcher: "tantivy.Searcher", terms: list[str]) -> list[str]:
    if len(terms) <= _MOST_TERMS:
        return terms
    known = [(frequency, term) for term in terms if (frequency := searcher.doc_freq("text", term))]
    return [term for _, term in sorted(known)[:_MOST_TERMS]]


def _query(
    schema: "tantivy.Schema", terms: list[str], scope: Scope, among: Sequence[int] | None
) -> "tantivy.Query | None":
    from tantivy import Occur, Query

    if not terms:
        return None
    words = [(Occur.Should, Query.term_query(schema, "text", term, "freq")) for term in terms]
    words += [
        (Occur.Should, Query.boost_query(Query.term_query(schema, "title", term, "freq"), _TITLE_WEIGHT))
        for term in terms
    ]
    narrowing = [(Occur.Must, Query.const_score_query(query, 0.0)) for query in _narrowing(schema, scope, among)]
    return Query.boolean_query([(Occur.Must, Query.boolean_query(words)), *narrowing])


def _narrowing(schema: "tantivy.Schema", scope: Scope, among: Sequence[int] | None) -> list["tantivy.Query"]:
    from tantivy import FieldType, Query

    if among is not None:
        return [Query.term_set_query(schema, "id", list(among))]
    queries = []
    if scope.since or scope.until:
        first, last = scope.since or date.min, scope.until or date.max
        queries.append(Query.range_query(schema, "published", FieldType.Integer, first.toordinal(), last.toordinal()))
    if scope.outlets:
        queries.append(Query.term_set_query(schema, "outlet", [outlet_key(outlet) for outlet in scope.outlets]))
    return queries


def _is_panic(error: BaseException) -> bool:
    """Whether Rust code gave up: such an exception is no `Exception`, and its class cannot be imported."""
    return type(error).__module__ == "pyo3_runtime"
