"""NewsML-G2: a news item, or a message that holds several."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.errors import UnreadableFile
from assistant.ingestion.articles import Fields
from assistant.ingestion.cleaning import clean
from assistant.ingestion.formats import nitf
from assistant.ingestion.formats.plain import unwrap
from assistant.ingestion.markup import html_to_text, plain_words
from assistant.ingestion.metadata.fields import metadata_of
from assistant.ingestion.xml_tree import LANGUAGE, first_day, found_words, name_of, to_text, words
from assistant.language.notes import says_changed
from assistant.types import Skip

if TYPE_CHECKING:
    from lxml.etree import _Element

ROOTS = ("newsItem", "newsMessage", "packageItem", "conceptItem", "knowledgeItem", "planningItem")
"""Local names of the root elements that `read_tree` understands; only news items are articles."""

_TEXT_CLASSES = frozenset({"", "text", "composite"})
_DAYS = ("itemMeta/embargoed", "itemMeta/firstCreated", "contentMeta/contentCreated", "itemMeta/versionCreated")
"""Where the day stands, best first: the end of an embargo, the first version, the text's own day, this version."""
_UNSEEN = frozenset({"header", "nav", "figure"})
"""Elements of a page around its text: its headline and slugs again, menus, pictures with their captions."""
_OUTLETS = ("itemMeta/provider", "rightsInfo/copyrightHolder", "contentMeta/infoSource")


def read_tree(root: "_Element") -> Iterator[Fields | Skip]:
    """The articles of a NewsML-G2 tree; their place is "" for a lone item, "#3" for one of a message.

    Items that are withheld or canceled, pictures and packages are skips with their reason.

    Raises:
        UnreadableFile: its message holds no items.
    """
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
    text = text.removeprefix(f"{known.title}\n\n")
    return replace(
        known, text=nitf.with_dateline(text, dateline=dateline), published=first_day(item, _DAYS), place=place
    )


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
            "outlet": _outlet(item),
            "language": _language(item),
            "corrections": list(dict.fromkeys(_notes(item))),
        }
    )


def _notes(item: "_Element") -> Iterator[str]:
    """The notes of the editors that tell of a change and are meant for readers."""
    for element in item.iterfind("itemMeta/edNote"):
        note, is_correction = words(element), "correction" in element.get("role", "").lower()
        if note and "nonpublic" not in element.get("pubconstraint", "") and (is_correction or says_changed(note)):
            yield note


def _headline(item: "_Element") -> str:
    """The main headline, else the first, else the item's title."""
    headlines = list(item.iterfind("contentMeta/headline"))
    main = [headline for headline in headlines if headline.get("role", "main").endswith("main")]
    return next(filter(None, map(words, (*main, *headlines, *item.iterfind("itemMeta/title")))), "")


def _authors(item: "_Element") -> list[str]:
    """The byline, else the names of the persons who made the item."""
    bylines = [line for element in item.iterfind("contentMeta/by") if (line := words(element))]
    creators = (element for element in item.iterfind("contentMeta/creator") if not _is_organisation(element))
    return bylines or [name for creator in creators if (name := _written_name(creator))]


def _is_organisation(party: "_Element") -> bool:
    return party.get("type", "").lower().endswith(("organisation", "organization"))


def _outlet(item: "_Element") -> str:
    """The provider's name, else the copyright holder's, else the source's; codes only where no name is written."""
    parties = [party for path in _OUTLETS for party in item.iterfind(path)]
    return next(filter(None, (tell(party) for tell in (_written_name, _coded_name) for party in parties)), "")


def _written_name(party: "_Element") -> str:
    return found_words(party, "name", "organisationDetails/name") or party.get("literal", "")


def _coded_name(party: "_Element") -> str:
    """The end of a party's code ("nprov:MERIDIAN"), else its address."""
    return party.get("qcode", "").rpartition(":")[2] or party.get("uri", "")


def _language(item: "_Element") -> str:
    told = next((tag for element in item.iterfind("contentMeta/language") if (tag := element.get("tag"))), "")
    return told or item.get(LANGUAGE, "")


def _texts(item: "_Element") -> Iterator[str]:
    """The text in each form that the item gives it, the one with paragraphs first."""
    for holder in item.iterfind("contentSet/inlineXML"):
        yield from (_text_of(content) for content in holder)
    for inline in item.iterfind("contentSet/inlineData"):
        kind = inline.get("contenttype", "text/plain").lower()
        if kind.startswith("text/") and not inline.get("encoding"):
            told = "".join(map(str, inline.itertext()))
            yield clean(html_to_text(told)) if "html" in kind else unwrap(clean(plain_words(told)))


def _text_of(content: "_Element") -> str:
    if content.tag in nitf.ROOTS:
        return nitf.text_of(content)
    body = content.find("body")
    return to_text(content if body is None else body, as_html={}, unseen=_UNSEEN)


def _code(element: "_Element | None") -> str:
    """The last part of a controlled value: "canceled" of "stat:canceled"."""
    code = (element.get("qcode") or element.get("uri") or "") if element is not None else ""
    return code.replace("/", ":").rpartition(":")[2].lower()
