"""Which format a file really is: by its first bytes, where they are sure, and else by its suffix."""

import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.ingestion.articles import Fields
from assistant.ingestion.cleaning import is_binary
from assistant.ingestion.metadata.fields import NAMES
from assistant.types import Skip

HEAD = 16_384
"""How many bytes of a file are looked at."""


def one_article(path: Path) -> int:
    """The count of a format that has one article a file."""
    return 1


@dataclass(frozen=True, slots=True)
class Format:
    """How a format is recognised, read and counted.

    `kind` is the name that `kind_of` gives to its content, `suffixes` are those its files usually have.
    """

    kind: str
    suffixes: tuple[str, ...]
    read: Callable[[Path], Iterator[Fields | Skip]]
    count: Callable[[Path], int] = one_article


_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"PAR1", "parquet"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"PK\x05\x06", "packed"),
)
_SURE = frozenset({"pdf", "docx", "parquet", "html", "feed", "agency", "email"})
"""Kinds that are believed of a file whose suffix says nothing; pictures, tables and code have other kinds."""

_BINARY = frozenset({"pdf", "docx", "parquet", "packed"})
"""Kinds whose files may not be text; where they are, a wrong suffix was given to a text."""

_WIDER = {"ninjs": "json", "gzip": "packed", "one line of json": "json", "one line of ninjs": "ninjs"}
"""What a kind is read as where the table has no format of its own for it."""

_AGREEING = {
    "one line of json": ("json", "jsonl", "ninjs"),
    "one line of ninjs": ("jsonl", "ninjs"),
    "gzip": ("jsonl", "packed"),
    "packed": ("docx",),
    "office": ("docx",),
    "table": ("json", "jsonl", "markdown", "html", "email", "feed", "agency"),
}
"""What a suffix may say of a content that is not sure: one line can be JSON Lines, Office files are all alike."""

_OFFICE = (b"xl/", b"ppt/", b"mimetypeapplication/", b"META-INF/", b"AndroidManifest.xml", b"classes.dex")
_ROOTS = {
    **dict.fromkeys(("rss", "feed", "rdf"), "feed"),
    **dict.fromkeys(("nitf", "newsitem", "newsmessage", "packageitem", "knowledgeitem", "newsml"), "agency"),
    "html": "html",
}
_TEMPLATE = ("<?php", "<%", "{%", "{{")
_HTML_START = re.compile(r"<(?:!doctype\s+html|html|head|body)(?![\w:-])", re.I)
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]{0,60}:)?([A-Za-z_][\w.-]{0,60})(?=[\s/>])")
_SUBSET_END = re.compile(r"\]\s*>")
_OBJECT = re.compile(r'\{\s*(?:"[^"\n]{1,200}"\s*:|$)')
_ARRAY = re.compile(r"\[\s*(?:\{|$)")
_NINJS = re.compile(r'"(?:body_xhtml|versioncreated|versionCreated)"\s*:|"bodies"\s*:\s*\[|/ninjs[/-]')
_HEADER = re.compile(r"([!-9;-~]{1,60}):[ \t]?(?=[^/])")
_LONGEST_HEADER = 1000
_MAIL_MARKS = frozenset({"message-id", "mime-version", "received", "return-path", "content-type"})
_ALIASES = frozenset(alias for names in NAMES.values() for alias in names)


def head_of(path: Path) -> bytes:
    """The first bytes of a file, enough for `kind_of`.

    Raises:
        OSError: it cannot be opened.
    """
    with path.open("rb") as stream:
        return stream.read(HEAD)


def format_of(name: str, head: bytes, formats: Sequence[Format]) -> Format | None:
    """The format a file of this name and start is read by, or None if it is of no kind that is read.

    A wrong suffix is no error: the content wins where it is sure. Under a suffix that no format has only those kinds
    count that cannot be anything else, so that pictures, spreadsheets and code are never taken for articles.
    """
    named = by_suffix(name, formats)
    kind = kind_of(head)
    if named is None:
        return _of_kind(kind, formats) if kind in _SURE and not _is_template(head) else None
    if _agree(named.kind, kind):
        return named
    if kind == "office":
        return None
    return _of_kind("plain" if kind == "text" else kind, formats) or named


def by_suffix(name: str, formats: Sequence[Format]) -> Format | None:
    """The format whose suffix a name has; the longest suffix wins (".jsonl.gz" over ".gz")."""
    lower = name.lower()
    fitting = [(len(suffix), known) for known in formats for suffix in known.suffixes if lower.endswith(suffix)]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def kind_of(head: bytes) -> str:
    """What the first bytes of a file are: a format's kind, else "xml", "office", "gzip", "text" or "binary"."""
    known = next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)
    if known == "gzip":
        return _inside_gzip(head)
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_zip(head)
    if head[257:262] == b"ustar":
        return "packed"
    return known or _kind_of_text(_as_text(head))


def _of_kind(kind: str, formats: Sequence[Format]) -> Format | None:
    found = next((known for known in formats if known.kind == kind), None)
    return found or (_of_kind(_WIDER[kind], formats) if kind in _WIDER else None)


def _agree(named: str, kind: str) -> bool:
    """Whether the suffix may be believed: the content says the same, or too little to tell."""
    if kind == "text":
        return named not in _BINARY
    return named in _AGREEING.get(kind, ()) or kind in (named, "binary", "xml")


def _is_template(head: bytes) -> bool:
    """Whether this is a program's text that only becomes HTML."""
    text = head[:2000].decode("latin-1")
    return any(mark in text for mark in _TEMPLATE)


def _inside_gzip(head: bytes) -> str:
    try:
        inner = zlib.decompressobj(31).decompress(head, HEAD)
    except zlib.error:
        return "gzip"
    if inner[257:262] == b"ustar":
        return "packed"
    return "jsonl" if _kind_of_text(_as_text(inner)) == "jsonl" else "gzip"


def _kind_of_zip(head: bytes) -> str:
    if b"word/" in head:
        return "docx"
    return "office" if b"[Content_Types].xml" in head or any(mark in head for mark in _OFFICE) else "packed"


def _as_text(head: bytes) -> str | None:
    """The start as text, good enough to recognise markup; None for what is no text."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head.decode("utf-16", errors="replace")
    if head[:3] == b"\xef\xbb\xbf":
        head = head[3:]
    return None if is_binary(head) else head.decode("utf-8", errors="replace")


def _kind_of_text(text: str | None) -> str:
    if text is None:
        return "binary"
    text = text.lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        return _kind_of_markup(text)
    if text.startswith(("{", "[")):
        return _kind_of_json(text)
    if _is_mail(text):
        return "email"
    return "table" if _is_table(text) else "text"


def _kind_of_markup(text: str) -> str:
    declared = text.startswith("<?xml")
    text = _after_prolog(text)
    if _HTML_START.match(text):
        return "html"
    root = _ROOT.match(text)
    if root is None:
        return "text"
    kind = _ROOTS.get(root[1].lower())
    if kind == "feed" and root[1].lower() == "rdf" and "purl.org/rss" not in text:
        return "xml"
    return kind or ("xml" if declared else "text")


def _after_prolog(text: str) -> str:
    """What follows the XML declaration, comments and a document type that is not that of HTML."""
    while text.startswith(("<?xml", "<!")) and not _HTML_START.match(text):
        if text.startswith("<!--"):
            _, _, text = text.partition("-->")
        elif text.startswith("<?"):
            _, _, text = text.partition("?>")
        else:
            text = _after_doctype(text)
        text = text.lstrip()
    return text


def _after_doctype(text: str) -> str:
    inner, closing = text.find("["), text.find(">")
    if 0 <= inner < closing:
        end = _SUBSET_END.search(text, inner)
        return text[end.end() :] if end else ""
    return text[closing + 1 :] if closing >= 0 else ""


def _kind_of_json(text: str) -> str:
    first, _, rest = text.partition("\n")
    first, rest = first.strip(), rest.lstrip()
    if first in ("{", "[") or _ARRAY.match(first):
        sure = bool(_ARRAY.match(text) or _OBJECT.match(text))
        return ("ninjs" if _NINJS.search(text) else "json") if sure else "text"
    if not _OBJECT.match(first):
        return "text"
    if first.endswith("}") and rest.startswith("{"):
        return "jsonl"
    return "one line of ninjs" if _NINJS.search(first) else "one line of json"


def _is_mail(text: str) -> bool:
    """Whether a text begins with the headers of an e-mail, From and a technical one among them."""
    names = set()
    for line in text.split("\n"):
        header = _HEADER.match(line)
        if header:
            names.add(header[1].lower())
        elif not (names and line.startswith((" ", "\t"))):
            break
    return "from" in names and not names.isdisjoint(_MAIL_MARKS)


def _is_table(text: str) -> bool:
    """Whether the first line names the columns of a table of articles, a text and another field among them."""
    line = text.partition("\n")[0].strip()
    if len(line) > _LONGEST_HEADER or line.endswith("."):
        return False
    for delimiter in ",;\t|":
        columns = {re.sub(r'[\s"_-]', "", cell).lower() for cell in line.split(delimiter)}
        if not columns.isdisjoint(NAMES["text"]) and len(columns & _ALIASES) >= 2:
            return True
    return False
