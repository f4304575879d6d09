"""NewsML-G2: a news item, or a message that holds several."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import UnreadableFile
from assistant.ingestion.articles import Fields
from assistant.ingestion.cleaning import clean
from assistant.ingestion.formats import nitf
from assistant.ingestion.markup import html_to_text
from assistant.ingestion.metadata.dates import parse_date
from assistant.ingestion.metadata.fields import metadata_of
from assistant.ingestion.xml_tree import LANGUAGE, found_words, name_of, read_root, to_text, words
from assistant.types import Skip

if TYPE_CHECKING:
    from lxml.etree import _Element

ROOTS = ("newsItem", "newsMessage", "packageItem", "conceptItem", "knowledgeItem", "planningItem")
"""Local names of the root elements that `read` understands; only news items are articles."""

_TEXT_CLASSES = frozenset({"", "text", "composite"})
_DAYS = ("itemMeta/firstCreated", "itemMeta/versionCreated", "contentMeta/contentCreated")
"""Where the day stands, best first: the item's first version went out on the day of publication."""
_OUTLETS = ("itemMeta/provider", "contentMeta/infoSource", "rightsInfo/copyrightHolder")
_NAMES = ("literal", "qcode", "uri")


def read(path: Path) -> Iterator[Fields | Skip]:
    """The articles of a NewsML-G2 file; their place is "" for a lone item, "#3" for one of a message.

    Items that are withheld or canceled, pictures and packages are skips with their reason.

    Raises:
        UnreadableFile: it is no NewsML-G2, broken or too large, or its message holds no items.
    """
    yield from read_tree(read_root(path))


def read_tree(root: "_Element") -> Iterator[Fields | Skip]:
    """The articles of a NewsML-G2 tree, as `read` gives them."""
    if root.tag not in ROOTS:
        raise UnreadableFile(f"is no NewsML-G2: its root element is {name_of(root)}")
    if root.tag != "newsMessage":
        yield _read_item(root, place="")
        return
    items = list(root.iterfind("itemSet/*"))
    if not items:
        raise UnreadableFile("is a news message without items")
    for number, item in enumerate(items):
        yield _read_item(item, place=f"#{number}")


def _read_item(item: "_Element", *, place: str) -> Fields | Skip:
    """The fields of one item, or why there are none; the skip's path is the place alone."""
    if reason := _no_article(item):
        return Skip(place, reason)
    text = next(filter(None, _texts(item)), "")
    if not text:
        elsewhere = item.find("contentSet/remoteContent") is not None
        return Skip(place, "has no text of its own: it points to another file" if elsewhere else "has no text")
    dateline = found_words(item, "contentMeta/dateline")
    known = _metadata(item)
    return replace(known, text=nitf.with_dateline(text, dateline=dateline), published=_published(item), place=place)


def _no_article(item: "_Element") -> str | None:
    """Why an item is no article, if it is none."""
    if item.tag != "newsItem":
        return f"is a {name_of(item)}, no article of its own"
    status = _code(item.find("itemMeta/pubStatus"))
    if status in nitf.NOT_FOR_USE:
        return f"is {status}, not for use"
    kind = _code(item.find("itemMeta/itemClass"))
    return None if kind in _TEXT_CLASSES else f"is no text but of the class {kind}"


def _metadata(item: "_Element") -> Fields:
    guid = item.get("guid", "")
    return metadata_of(
        {
            "id": guid,
            "url": guid,
            "title": _headline(item),
            "byline": _authors(item),
            "outlet": next(filter(None, (_name(element) for path in _OUTLETS for element in item.iterfind(path))), ""),
            "language": _language(item),
            "corrections": [note for element in item.iterfind("itemMeta/edNote") if (note := words(element))],
        }
    )


def _headline(item: "_Element") -> str:
    """The main headline, else the first, else the item's title."""
    headlines = list(item.iterfind("contentMeta/headline"))
    main = [headline for headline in headlines if headline.get("role", "main").endswith("main")]
    return next(filter(None, map(words, (*main, *headlines, *item.iterfind("itemMeta/title")))), "")


def _authors(item: "_Element") -> list[str]:
    """The byline, else the names of the persons who made the item."""
    bylines = [line for element in item.iterfind("contentMeta/by") if (line := words(element))]
    creators = (element for element in item.iterfind("contentMeta/creator") if not _is_organisation(element))
    return bylines or [name for creator in creators if (name := found_words(creator, "name") or creator.get("literal"))]


def _is_organisation(party: "_Element") -> bool:
    return party.get("type", "").lower().endswith(("organisation", "organization"))


def _name(party: "_Element") -> str:
    """The name of a party: as it is written, else the end of its code ("nprov:MERIDIAN"), else its address."""
    codes = (party.get(name, "") for name in _NAMES)
    written = found_words(party, "name", "organisationDetails/name")
    return written or next((code if "://" in code else code.rpartition(":")[2] for code in codes if code), "")


def _language(item: "_Element") -> str:
    told = next((tag for element in item.iterfind("contentMeta/language") if (tag := element.get("tag"))), "")
    return told or item.get(LANGUAGE, "")


def _published(item: "_Element") -> date | None:
    days = (parse_date(words(element)) for path in _DAYS for element in item.iterfind(path))
    return next((day for day in days if day), None)


def _texts(item: "_Element") -> Iterator[str]:
    """The text in each form that the item gives it, the one with paragraphs first."""
    for holder in item.iterfind("contentSet/inlineXML"):
        yield from (_text_of(content) for content in holder)
    for inline in item.iterfind("contentSet/inlineData"):
        kind = inline.get("contenttype", "text/plain").lower()
        if kind.startswith("text/") and not inline.get("encoding"):
            told = "".join(map(str, inline.itertext()))
            yield clean(html_to_text(told) if "html" in kind else told)


def _text_of(content: "_Element") -> str:
    if content.tag in nitf.ROOTS:
        return nitf.text_of(content)
    body = content.find("body")
    return to_text(content if body is None else body, as_html={})


def _code(element: "_Element | None") -> str:
    """The last part of a controlled value: "canceled" of "stat:canceled"."""
    code = (element.get("qcode") or element.get("uri") or "") if element is not None else ""
    return code.replace("/", ":").rpartition(":")[2].lower()
