"""Word (DOCX): one article a file. What was deleted or hidden in it is left out, what was inserted is kept."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import UnreadableFile
from assistant.ingestion.articles import Fields
from assistant.ingestion.cleaning import clean, clean_line
from assistant.ingestion.metadata.fields import metadata_of
from assistant.ingestion.metadata.properties import noted_authors, noted_title
from assistant.ingestion.metadata.shown import read_shown

if TYPE_CHECKING:
    from lxml.etree import _Element

LARGEST_FILE = 100_000_000
LARGEST_UNPACKED = 200_000_000
"""Bytes of a file and of all its parts together: Word's own files with many photos stay below."""
_MOST_PARTS = 10_000
_HIGHEST_RATIO = 200
_SMALL = 10_000_000
"""A file whose parts have fewer bytes than this can do no harm, however well they were packed."""
_MAIN_PART = "word/document.xml"
_PROLOGUE = 4096

_HEAD = 6
"""How many paragraphs at the start may hold the title, where a style says so."""
_NAMESPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_UNREAD = frozenset({"pPr", "rPr", "del", "moveFrom", "Fallback", "txbxContent", "instrText", "delText"})
_CHARACTERS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}

_BROKEN = (
    *(ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, NotImplementedError, OSError),
    *(RecursionError, RuntimeError, SyntaxError, TypeError, ValueError, struct.error, zipfile.BadZipFile, zlib.error),
)
"""What python-docx and zipfile raise on damaged files; the file is in memory by then, so no OSError is the disk's."""


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph or a table, and the name of the paragraph's style."""

    text: str
    style: str = ""


def read(path: Path) -> Iterator[Fields]:
    """The article of a Word file: its title by style or properties, else what its text shows.

    Raises:
        UnreadableFile: it is no DOCX, encrypted, damaged, or unpacks to far more than any article.
        OSError: it cannot be opened.
    """
    with path.open("rb") as stream:
        data = stream.read(LARGEST_FILE + 1)
    _refuse_unsafe(data)
    yield _read(data, name=path.stem)


def _refuse_unsafe(data: bytes) -> None:
    """Looks at the file without unpacking it, and raises where python-docx should not open it."""
    if not data.strip():
        raise UnreadableFile("is empty")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        is_locked = "EncryptedPackage".encode("utf-16-le") in data
        raise UnreadableFile(
            "is encrypted; save it without a password" if is_locked else "is an old Word file; save it as .docx"
        )
    if len(data) > LARGEST_FILE:
        raise UnreadableFile(f"is larger than {LARGEST_FILE // 1_000_000} MB; save it without its pictures")
    if not data.startswith(b"PK"):
        raise UnreadableFile("is no Word file; save it as .docx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _refuse_bombs(package, size=len(data))
    except _BROKEN as error:
        raise UnreadableFile("is damaged or cut off; copy it again from where it came") from error


def _refuse_bombs(package: zipfile.ZipFile, *, size: int) -> None:
    parts = package.infolist()
    unpacked = sum(part.file_size for part in parts)
    too_dense = unpacked > _SMALL and unpacked > _HIGHEST_RATIO * size
    if len(parts) > _MOST_PARTS or unpacked > LARGEST_UNPACKED or too_dense:
        raise UnreadableFile("unpacks to far more than an article; save it without its pictures")
    if _MAIN_PART not in package.namelist():
        raise UnreadableFile("is a zip file, but no Word file")
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            with package.open(part) as stream:
                start = stream.read(_PROLOGUE).replace(b"\0", b"")
            if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                raise UnreadableFile("declares entities of its own, which no Word file does; save it as .docx again")


def _read(data: bytes, *, name: str) -> Fields:
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        styles = {style.style_id: style.name or "" for style in document.styles}
        blocks = [block for block in _blocks(document.element.body, styles) if block.text]
        properties = document.core_properties
        noted = (properties.title, properties.author, properties.language)
    except _BROKEN as error:
        raise UnreadableFile("is damaged; open it in Word and save it as .docx again") from error
    if not blocks:
        raise UnreadableFile("holds no text")
    return _fields(blocks, noted=noted, name=name)


def _fields(blocks: list[_Block], *, noted: tuple[str, str, str], name: str) -> Fields:
    """The fields of the blocks, with title, author and language as they are `noted` in the file's properties."""
    styled = next((block for style in ("title", "heading 1") for block in _head(blocks) if block.style == style), None)
    title = clean_line(styled.text) if styled else noted_title(noted[0])
    text = clean("\n\n".join(block.text for block in blocks if block is not styled))
    known = replace(metadata_of({"language": noted[2]}), title=title)
    fields = read_shown(text, name=name, known=known)
    return fields if fields.authors else replace(fields, authors=noted_authors(noted[1]))


def _head(blocks: list[_Block]) -> list[_Block]:
    return blocks[:_HEAD] if len(blocks) > 1 else []


def _blocks(parent: "_Element", styles: dict[str, str]) -> Iterator[_Block]:
    """The paragraphs and tables inside an element, in their order; text boxes come after their paragraph."""
    for child in parent:
        name = _name(child)
        if name == "p":
            yield _Block(_words(child), _style(child, styles))
            for box in _text_boxes(child):
                yield from _blocks(box, styles)
        elif name == "tbl":
            yield _Block("\n".join(filter(None, (_row(row) for row in child.iterfind(f"{_NAMESPACE}tr")))))
        elif name not in _UNREAD:
            yield from _blocks(child, styles)


def _row(row: "_Element") -> str:
    """A table's row on one line."""
    cells = (clean_line(" ".join(map(_words, cell.iter(f"{_NAMESPACE}p")))) for cell in row.iterfind(f"{_NAMESPACE}tc"))
    return " ".join(filter(None, cells))


def _words(paragraph: "_Element") -> str:
    return clean("".join(_pieces(paragraph))).strip()


def _pieces(element: "_Element") -> Iterator[str]:
    for child in element:
        name = _name(child)
        if name == "t":
            yield child.text or ""
        elif name in _CHARACTERS:
            yield _CHARACTERS[name]
        elif name not in _UNREAD and not (name == "r" and _is_hidden(child)):
            yield from _pieces(child)


def _is_hidden(run: "_Element") -> bool:
    hidden = run.find(f"{_NAMESPACE}rPr/{_NAMESPACE}vanish")
    return hidden is not None and hidden.get(f"{_NAMESPACE}val", "true") not in ("0", "false", "off")


def _text_boxes(paragraph: "_Element") -> Iterator["_Element"]:
    """The text boxes that hang on a paragraph itself; of a box's two forms (for new and old Word) the first."""
    for box in paragraph.iter(f"{_NAMESPACE}txbxContent"):
        around = [_name(outer) for outer in box.iterancestors()]
        if next(box.iterancestors(f"{_NAMESPACE}p")) is paragraph and "Fallback" not in around:
            yield box


def _style(paragraph: "_Element", styles: dict[str, str]) -> str:
    named = paragraph.find(f"{_NAMESPACE}pPr/{_NAMESPACE}pStyle")
    return styles.get(named.get(f"{_NAMESPACE}val", ""), "").lower() if named is not None else ""


def _name(element: "_Element") -> str:
    """The local name of an element; "" for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
