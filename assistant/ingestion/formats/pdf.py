"""PDF: one article a file, from the text that it holds; pictures of text are not read."""

import io
import logging
import struct
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import bidirectional

from assistant.errors import UnreadableFile
from assistant.ingestion.articles import Fields
from assistant.ingestion.cleaning import clean, read_bytes
from assistant.ingestion.formats.pdf_lines import Line, lines_of_page
from assistant.ingestion.formats.pdf_paragraphs import Block, paragraphs, title_block
from assistant.ingestion.metadata.properties import noted_authors, noted_title
from assistant.ingestion.metadata.shown import read_shown

if TYPE_CHECKING:
    from pypdf import PdfReader

LARGEST_FILE = 100_000_000
MOST_PAGES = 1000
LONGEST_SECONDS = 60.0
"""A file with more bytes or pages, or that takes longer, is a book or hostile, and no article."""
_MOST_CHARACTERS = 10_000_000
_HEAD = 20
"""Among how many paragraphs at the start a noted title is looked for."""
_END = 4096
"""Bytes at the end of a file where its last mark must be: pypdf would give what is left of a file that was cut off."""
_LIMITS = {
    "zlib_maximum_output_length": 30_000_000,
    "lzw_maximum_output_length": 30_000_000,
    "run_length_maximum_output_length": 30_000_000,
    "array_based_stream_maximum_output_length": 30_000_000,
    "stream_decoding_work_maximum_length": 60_000_000,
    "stream_parsing_work_maximum_count": 500_000,
    "xform_maximum_invocations_per_extraction": 500,
}
"""A page of a newspaper has some 50,000 operations; pypdf's own limits let one page take minutes."""

_BROKEN = (
    *(ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, NotImplementedError, OSError),
    *(RecursionError, RuntimeError, TypeError, ValueError, struct.error, zlib.error),
)
"""What pypdf raises on damaged files beside its own errors, as its documentation warns; no OSError is the disk's."""
_DAMAGED = "is damaged or cut off; copy it again from where it came"
_ENCRYPTED = "is encrypted; save it without a password"
_MOST_UNKNOWN = 0.2
"""Share of characters without a meaning from which a text is no text: its fonts do not say what their signs are."""


@dataclass(frozen=True, slots=True)
class _Document:
    """The lines of all pages, and title and author as the file notes them."""

    pages: list[list[Line]]
    title: object
    author: object


def read(path: Path) -> Iterator[Fields]:
    """The article of a PDF file. Its day is what its text shows, never the day on which the file was made.

    Raises:
        UnreadableFile: it is no PDF, encrypted, damaged, too large, or holds no text that can be read.
        OSError: it cannot be opened.
    """
    data = read_bytes(path, most=LARGEST_FILE, too_large="is larger than {} MB; split it or leave its pictures out")
    if b"%PDF-" not in data[:1024]:
        raise UnreadableFile("is no PDF")
    if b"%%EOF" not in data[-_END:]:
        raise UnreadableFile(_DAMAGED)
    document = _read(data)
    _refuse_unreadable("".join(line.text for lines in document.pages for line in lines))
    yield _fields(document, name=path.stem)


def _fields(document: _Document, *, name: str) -> Fields:
    """Title, authors and text, where what the pages show goes before what the file notes."""
    blocks = paragraphs(document.pages)
    title = _title(blocks, noted=noted_title(document.title))
    text = clean("\n\n".join(block.text for block in blocks if block.text != title))
    fields = read_shown(text, name=name, known=Fields(text="", title=title))
    return fields if fields.authors else replace(fields, authors=noted_authors(document.author))


def _title(blocks: list[Block], *, noted: str | None) -> str | None:
    """The large line at the start, unless it is a masthead: then the noted title stands beside it."""
    large = title_block(blocks)
    if not large or not noted:
        return large.text if large else noted
    beside = " ".join(block.text for block in blocks[:_HEAD] if block is not large)
    return noted if noted.casefold() in beside.casefold() else large.text


def _read(data: bytes) -> _Document:
    import pypdf
    from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError, PyPdfError

    try:
        with _silent(), pypdf.apply_configuration(pypdf.get_configuration().with_overwrites(**_LIMITS)):
            reader = pypdf.PdfReader(io.BytesIO(data))
            return _Document(_pages(reader), *_noted(reader))
    except LimitReachedError as error:
        raise UnreadableFile("takes more work to unpack than any article; print it to a new PDF") from error
    except (PyPdfError, DependencyError, *_BROKEN) as error:
        is_locked = isinstance(error, FileNotDecryptedError | DependencyError | NotImplementedError)
        raise UnreadableFile(_ENCRYPTED if is_locked and b"/Encrypt" in data else _DAMAGED) from error


def _pages(reader: "PdfReader") -> list[list[Line]]:
    """The lines of every page.

    Raises:
        UnreadableFile: there are too many pages or characters, or reading takes too long.
    """
    if len(reader.pages) > MOST_PAGES:
        raise UnreadableFile(f"has more than {MOST_PAGES} pages; split it")
    pages: list[list[Line]] = []
    characters, started = 0, time.monotonic()
    for page in reader.pages:
        pages.append(lines_of_page(page))
        characters += sum(len(line.text) for line in pages[-1])
        if characters > _MOST_CHARACTERS or time.monotonic() - started > LONGEST_SECONDS:
            raise UnreadableFile("is too long to be read as one article; split it")
    return pages


def _noted(reader: "PdfReader") -> tuple[object, object]:
    """Title and author of the document's properties, which may be missing or broken where the text is not."""
    from pypdf.errors import PyPdfError

    try:
        noted = reader.metadata
        return (noted.title, noted.author) if noted else (None, None)
    except (PyPdfError, *_BROKEN):
        return None, None


def _refuse_unreadable(text: str) -> None:
    """Raises where the characters of all pages are none that could be quoted."""
    letters = sum(map(str.isalpha, text))
    unknown = sum(1 for character in text if character == "\ufffd" or "\ue000" <= character <= "\uf8ff")
    if unknown > _MOST_UNKNOWN * len(text):
        raise UnreadableFile("does not say which letters its signs stand for; run text recognition (OCR) on it first")
    if not letters:
        raise UnreadableFile("holds no text, only pictures; run text recognition (OCR) on it first")
    if sum(1 for character in text if bidirectional(character) in ("R", "AL")) > letters / 2:
        raise UnreadableFile("is written from right to left, and a PDF mixes up its words; save it as .docx or .txt")


@contextmanager
def _silent() -> Iterator[None]:
    """Keeps pypdf's remarks on odd files from the terminal; a log that the program set up still gets them."""
    logger, silence = logging.getLogger("pypdf"), logging.NullHandler()
    logger.addHandler(silence)
    try:
        yield
    finally:
        logger.removeHandler(silence)
