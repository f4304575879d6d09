"""NITF, the XML of single news articles: one article a file."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from assistant.errors import UnreadableFile
from assistant.ingestion.articles import Fields
from assistant.ingestion.metadata.dates import parse_date
from assistant.ingestion.metadata.fields import metadata_of
from assistant.ingestion.xml_tree import LANGUAGE, found_words, to_text, words
from assistant.language.notes import says_changed
from assistant.types import Skip

if TYPE_CHECKING:
    from lxml.etree import _Element

ROOTS = ("nitf",)
"""Local names of the root elements that `read_tree` understands."""

NOT_FOR_USE = frozenset({"canceled", "cancelled", "withheld"})
"""What IPTC's standards call an article that must not be shown: taken back, or not yet let go."""

_AS_HTML = {
    **dict.fromkeys(("body.content", "block", "nitf-table", "fn", "note"), "div"),
    **{"hl1": "h1", "hl2": "h2", "bq": "blockquote", "credit": "p"},
}
_UNSEEN = frozenset({"media", "nitf-table-metadata"})
_LANGUAGES = (LANGUAGE, "lang", "baselang")
_WORD = re.compile(r"[^\W\d_]{2}")
_DAYS = (
    ("head/pubdata", "date.publication"),
    ("head/docdata/date.issue", "norm"),
    ("head/docdata/date.release", "norm"),
    ("body/body.head/dateline/story.date", "norm"),
)
"""Where the day stands, best first: in print, given out by the agency, released, told by the dateline."""


def read_tree(root: "_Element") -> Iterator[Fields | Skip]:
    """The article of a NITF tree.

    Raises:
        UnreadableFile: it has no text, or must not be used (withheld, canceled).
    """
    status = _attribute(root, "head/docdata", "management-status").lower()
    if status in NOT_FOR_USE:
        raise UnreadableFile(f"is {status}, not for use")
    yield fields_of(root)


def fields_of(root: "_Element") -> Fields:
    """The fields of a NITF tree. Pictures and their captions are no part of the text.

    Raises:
        UnreadableFile: it has no text.
    """
    known = metadata_of(
        {
            "id": _attribute(root, "head/docdata/doc-id", "id-string"),
            "title": found_words(root, "body/body.head/hedline/hl1", "body/body.head/hedline", "head/title"),
            "byline": _authors(root),
            "outlet": _outlet(root),
            "url": _attribute(root, "head/pubdata", "ex-ref"),
            "language": _language(root),
            "corrections": _notes(root),
        }
    )
    text = text_of(root)
    if not text:
        raise UnreadableFile("has no text")
    return replace(known, text=text, published=_published(root))


def text_of(root: "_Element") -> str:
    """The dateline and the paragraphs of a NITF tree."""
    dateline = found_words(root, "body/body.head/dateline")
    bodies = root.iterfind("body/body.content")
    text = "\n\n".join(filter(None, (to_text(body, as_html=_AS_HTML, unseen=_UNSEEN) for body in bodies)))
    return with_dateline(text, dateline=dateline)


def with_dateline(text: str, *, dateline: str) -> str:
    """The text after its dateline, which becomes a line of its own unless it stands in the text already.

    A dateline without a word is a date for machines.
    """
    is_missing = _WORD.search(dateline) and dateline not in text
    return f"{dateline}\n\n{text}" if text and is_missing else text


def _published(root: "_Element") -> date | None:
    days = (parse_date(element.get(name)) for path, name in _DAYS for element in root.iterfind(path))
    return next((day for day in days if day), None)


def _outlet(root: "_Element") -> str:
    """The publication, else who holds the copyright, else who distributes."""
    return (
        _attribute(root, "head/pubdata", "name")
        or _attribute(root, "head/docdata/doc.copyright", "holder")
        or found_words(root, "body/body.head/distributor", "body/body.head/rights/rights.owner")
    )


def _authors(root: "_Element") -> list[str]:
    """The persons marked in the bylines, else the bylines' words without the titles (`byttl`)."""
    persons = [words(person) for person in root.iterfind("body/body.head/byline/person")]
    if persons:
        return persons
    bylines = list(root.iterfind("body/body.head/byline"))
    for byline in bylines:
        for title in byline.iterfind(".//byttl"):
            title.clear(keep_tail=True)
    return [words(byline) for byline in bylines]


def _language(root: "_Element") -> str:
    elements = (root, *root.iterfind("body"), *root.iterfind("body/body.content"))
    return next((name for element in elements for key in _LANGUAGES if (name := element.get(key))), "")


def _notes(root: "_Element") -> list[str]:
    """Notes of corrections, and those messages of the editors that tell of a change."""
    corrections = [element.get("info", "") for element in root.iterfind("head/docdata/correction")]
    messages = [element.get("info", "") for element in root.iterfind("head/docdata/ed-msg")]
    messages += [words(note) for note in root.iterfind("body/body.head/note")]
    return list(dict.fromkeys(filter(None, (*corrections, *filter(says_changed, messages)))))


def _attribute(root: "_Element", path: str, name: str) -> str:
    return next((value for element in root.iterfind(path) if (value := element.get(name))), "")
