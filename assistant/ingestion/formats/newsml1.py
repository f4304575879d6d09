"""NewsML 1, the standard before NewsML-G2 that agencies' archives are full of: one or several news items a file."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.errors import UnreadableFile
from assistant.ingestion.articles import Fields
from assistant.ingestion.cleaning import clean
from assistant.ingestion.formats import nitf
from assistant.ingestion.formats.plain import unwrap
from assistant.ingestion.markup import plain_words
from assistant.ingestion.metadata.fields import metadata_of
from assistant.ingestion.xml_tree import LANGUAGE, first_day, found_words, to_text
from assistant.types import Skip

if TYPE_CHECKING:
    from lxml.etree import _Element

ROOTS = ("NewsML",)
"""Local names of the root elements that `read_tree` understands."""

_DAYS = (
    "NewsManagement/FirstCreated",
    "Identification/NewsIdentifier/DateId",
    "NewsManagement/ThisRevisionCreated",
)
"""Where the day stands, best first."""
_UNSEEN = frozenset({"media", "header", "nav", "figure"})


def read_tree(root: "_Element") -> Iterator[Fields | Skip]:
    """The articles of a NewsML 1 tree; their place is "" for a lone item, "#3" for one of several.

    Raises:
        UnreadableFile: it holds no items.
    """
    items = list(root.iterfind("NewsItem"))
    if not items:
        raise UnreadableFile("is NewsML without items")
    for number, item in enumerate(items):
        yield _read_item(item, place=f"#{number}" if len(items) > 1 else "")


def _read_item(item: "_Element", *, place: str) -> Fields | Skip:
    """The fields of one item, or why there are none; the skip's path is the place alone."""
    status = _formal_name(item, "NewsManagement/Status").lower()
    if status in nitf.NOT_FOR_USE:
        return Skip(place, f"is {status}, not for use")
    known = _metadata(item)
    text = next(filter(None, _texts(item)), "").removeprefix(f"{known.title}\n\n")
    if not text:
        return Skip(place, "has no text")
    text = nitf.with_dateline(text, dateline=found_words(item, ".//NewsLines/DateLine"))
    return replace(known, text=text, published=first_day(item, _DAYS), place=place)


def _metadata(item: "_Element") -> Fields:
    return metadata_of(
        {
            "id": found_words(item, "Identification/NewsIdentifier/PublicIdentifier"),
            "title": found_words(item, ".//NewsLines/HeadLine"),
            "byline": found_words(item, ".//NewsLines/ByLine"),
            "outlet": _formal_name(item, ".//AdministrativeMetadata/Provider/Party")
            or found_words(item, "Identification/NewsIdentifier/ProviderId"),
            "language": _formal_name(item, ".//DescriptiveMetadata/Language") or _language(item),
        }
    )


def _texts(item: "_Element") -> Iterator[str]:
    """What the content items hold as text, in their order."""
    for content in item.iterfind(".//ContentItem"):
        if _formal_name(content, "MediaType").lower() in ("", "text"):
            yield from (_text_of(held) for held in content.iterfind("DataContent"))


def _text_of(held: "_Element") -> str:
    story = held.find("nitf")
    if story is not None:
        return nitf.text_of(story)
    if len(held):
        body = held.find(".//body")
        return to_text(held if body is None else body, as_html={}, unseen=_UNSEEN)
    return unwrap(clean(plain_words("".join(map(str, held.itertext())))))


def _language(item: "_Element") -> str:
    return next((name for element in item.iter() if (name := element.get(LANGUAGE))), "")


def _formal_name(element: "_Element", path: str) -> str:
    return next((name for found in element.iterfind(path) if (name := found.get("FormalName"))), "")
