"""XML of news agencies to a tree without namespaces, and pieces of it to text. Nothing outside the file is read."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import UnreadableFile
from assistant.ingestion.cleaning import clean, clean_line, decode, read_bytes
from assistant.ingestion.markup import html_to_text
from assistant.ingestion.metadata.dates import parse_date

if TYPE_CHECKING:
    from lxml.etree import XMLSyntaxError, _Element

LARGEST_XML = 50_000_000
MOST_TAGS = 4_000_000
"""Bytes and tags of the largest file that is read: as a tree, 49 MB of agency news took 270 MB, this many tags 800."""

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
"""The attribute `xml:lang`."""

_DECLARED = re.compile(rb"""\s{0,20}<\?xml\s[^>]{0,200}?\bencoding\s{0,5}=\s{0,5}["']([A-Za-z0-9._-]{1,40})["']""")
_DECLARATION = re.compile(r"\s*(?:<\?xml\s[^>]{0,300}\?>)?\s*")
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCE = re.compile(
    r"<!\[CDATA\[(?:.*?\]\]>|.*)|<!--(?:.*?-->|.*)|&(?:#[0-9]{1,7};|#x[0-9a-f]{1,6};|[a-z][a-z0-9]{0,31};)?",
    re.I | re.S,
)
_KNOWN_TO_XML = frozenset({"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"})
_ESCAPED = {"<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;", "'": "&apos;"}
_LONGEST_REASON = 100
_BOMB = re.compile("entity|amplification", re.I)
_ENTITIES = "declares entities of its own, which can hide a bomb or another file; save it without its DOCTYPE"


def read_root(path: Path) -> "_Element":
    """The root element of an XML file, every name in it without its namespace and prefix.

    Entities that HTML knows and bare ampersands are understood, control characters dropped, a wrong declaration of the
    encoding overruled by the bytes. No DTD is loaded and no entity expanded.

    Raises:
        UnreadableFile: it is empty, too large, not text, no XML, cut off, nested too deeply or declares entities.
        OSError: it cannot be opened.
    """
    data = read_bytes(path, most=LARGEST_XML, too_large="is larger than {} MB of XML; split it")
    if data.count(b"<") > MOST_TAGS:
        raise UnreadableFile("has more markup than any message of an agency; split it")
    return parse(_decode(data))


def parse(text: str) -> "_Element":
    """The root element of an XML text, as `read_root` gives it.

    Raises:
        UnreadableFile: it is no XML, cut off, nested too deeply or declares entities.
    """
    from lxml import etree

    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(_mend(text).encode(), parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableFile(_reason(error)) from error
    document = root.getroottree().docinfo.internalDTD
    if document is not None and next(document.iterentities(), None) is not None:
        raise UnreadableFile(_ENTITIES)
    return _without_namespaces(root)


def name_of(element: "_Element") -> str:
    """The name of an element, without its namespace."""
    return str(element.tag)


def words(element: "_Element | None") -> str:
    """All words inside an element on one line; "" for None."""
    return clean_line("".join(map(str, element.itertext()))) if element is not None else ""


def found_words(element: "_Element", *paths: str) -> str:
    """The words of the first element with any, of those found by these paths; "" where there is none."""
    found = (words(inner) for path in paths for inner in element.iterfind(path))
    return next(filter(None, found), "")


def first_day(element: "_Element", paths: Sequence[str]) -> date | None:
    """The first day that stands at one of the `paths` below an element, in their order."""
    days = (parse_date(words(found)) for path in paths for found in element.iterfind(path))
    return next((day for day in days if day), None)


def to_text(element: "_Element", *, as_html: Mapping[str, str], unseen: frozenset[str] = frozenset()) -> str:
    """What a reader sees of an element: paragraphs parted by blank lines, table rows and list items on lines.

    `as_html` tells the HTML elements that others stand for; what is inside `unseen` ones is left out. The tree is
    changed on the way.
    """
    from lxml import etree

    for inner in list(element.iter(etree.Element)):
        if inner.tag in unseen:
            inner.clear(keep_tail=True)
        name = name_of(inner)
        inner.tag = as_html.get(name, name if name.isalnum() else "span")
    markup = etree.tostring(element, encoding="unicode", with_tail=False)
    return clean("\n".join(line.strip() for line in html_to_text(markup).split("\n")))


def _decode(data: bytes) -> str:
    """The text of the bytes: UTF-8 if they are, else by the encoding declared, else by what they look like."""
    declared = _DECLARED.match(data)
    if declared and b"\0" not in data[:100]:
        for encoding in ("utf-8", declared[1].decode("ascii")):
            try:
                return data.decode(encoding)
            except (LookupError, ValueError):
                continue
    return decode(data)


def _mend(text: str) -> str:
    """The text without its declaration and forbidden characters, every reference one that XML knows by itself."""
    return _REFERENCE.sub(_mended, _FORBIDDEN.sub("", _DECLARATION.sub(_line_ends, text, count=1)))


def _line_ends(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _mended(match: re.Match[str]) -> str:
    reference = match[0]
    if reference.startswith("<!") or reference in _KNOWN_TO_XML:
        return reference
    characters = _FORBIDDEN.sub("", unescape(reference)) if len(reference) > 1 else reference
    if characters == reference:
        return f"&amp;{reference[1:]}"
    return "".join(_ESCAPED.get(character, character) for character in characters)


def _reason(error: "XMLSyntaxError") -> str:
    problem = (error.msg or "it is not well-formed").partition(", line ")[0].split("\n")[0][:_LONGEST_REASON]
    if _BOMB.search(problem):
        return _ENTITIES
    if "xcessive depth" in problem:
        return "is XML that is nested too deeply"
    if "too long" in problem:
        return "is XML that holds a name or a piece of text longer than any article"
    line, column = error.position
    shown = problem if problem[:2].isupper() else problem[:1].lower() + problem[1:]
    return f"is broken XML at line {line}, column {column}: {shown}"


def _without_namespaces(root: "_Element") -> "_Element":
    from lxml import etree

    for element in root.iter(etree.Element):
        name = str(element.tag)
        if name[0] == "{":
            element.tag = name.rpartition("}")[2]
    etree.cleanup_namespaces(root)
    return root
