"""ninjs, the JSON of news agencies, versions 1, 2 and 3: its object as the flat fields that any export could have."""

from collections.abc import Iterator, Mapping

from assistant.errors import UnreadableFile
from assistant.ingestion.cleaning import clean, clean_line
from assistant.ingestion.formats.nitf import NOT_FOR_USE
from assistant.ingestion.markup import html_to_text
from assistant.ingestion.metadata.dates import parse_date
from assistant.language.notes import says_changed

_DATES = ("embargoed", "firstcreated", "contentcreated", "versioncreated")
"""Where the day stands, best first: the end of an embargo, the first version, the text's own day, this version."""
_MARKS = frozenset({"versioncreated", "firstcreated", "pubstatus", "representationtype", "bodies", "bodyxhtml"})
_TEXT_TYPES = frozenset({"", "text", "composite"})
_OUTLETS = ("provider", "copyrightholder", "source", "infosources", "infosource")
_MARKED_UP = ("html", "xml")
"""What names a body with paragraphs ("body_xhtml", "application/xhtml+xml"); others may have lost theirs."""


def is_ninjs(entry: Mapping[str, object]) -> bool:
    """Whether an object is a ninjs item: it has a `uri`, and a field that other exports do not have beside one."""
    return isinstance(entry.get("uri"), str) and not _MARKS.isdisjoint(map(_squeezed, entry))


def flattened(entry: Mapping[str, object]) -> dict[str, object]:
    """The item's fields under the names of a plain export (`metadata.fields.NAMES`). Associated items are left out.

    Raises:
        UnreadableFile: it is a picture, a video or the like, or must not be used (withheld, canceled).
    """
    item = {_squeezed(name): value for name, value in entry.items()}
    kind, status = _word(item.get("type")), _word(item.get("pubstatus"))
    if kind not in _TEXT_TYPES:
        raise UnreadableFile(f"is no text but of the type {kind[:40]}")
    if status in NOT_FOR_USE:
        raise UnreadableFile(f"is {status}, not for use")
    return {
        "id": item["uri"],
        "url": item["uri"],
        "title": _headline(item),
        "text": next(_bodies(item), ""),
        "byline": item.get("byline") or item.get("by") or item.get("authors"),
        "published": next((item[name] for name in _DATES if parse_date(item.get(name))), None),
        "outlet": next((item[name] for name in _OUTLETS if item.get(name)), None),
        "language": item.get("language"),
        "corrections": [note for note in (item.get("correction"), _note(item)) if note],
    }


def _bodies(item: Mapping[str, object]) -> Iterator[str]:
    """The text in each form that the item gives it, as paragraphs; those with markup first."""
    forms = [(name, value) for name, value in item.items() if name.startswith("body")]
    for many in (item.get("bodies"), item.get("body")):
        listed = many if isinstance(many, list) else []
        forms += [(_form(body), body.get("value")) for body in listed if isinstance(body, dict)]
    texts = [(any(mark in form for mark in _MARKED_UP), value) for form, value in forms if isinstance(value, str)]
    for is_marked_up, value in sorted(texts, key=lambda text: not text[0]):
        text = clean("\n".join(line.strip() for line in html_to_text(value).split("\n"))) if is_marked_up else value
        if text.strip():
            yield text


def _form(body: Mapping[str, object]) -> str:
    """What a body of `bodies` says of its form: its type, role and name."""
    names = ("contenttype", "contentType", "role", "name")
    return " ".join(str(body[name]) for name in names if name in body).lower()


def _headline(item: Mapping[str, object]) -> object:
    """The main headline of several, else the only one."""
    several = item.get("headlines") or item.get("headline")
    listed = [headline for headline in several if isinstance(headline, dict)] if isinstance(several, list) else []
    if not listed:
        return several or item.get("title")
    main = [headline for headline in listed if _word(headline.get("role") or headline.get("name")) in ("", "main")]
    chosen = (main or listed)[0]
    return chosen.get("value") or chosen.get("text")


def _note(item: Mapping[str, object]) -> str:
    """The note of the editors, if it tells of a change."""
    note = item.get("ednote")
    return note if isinstance(note, str) and says_changed(note) else ""


def _squeezed(name: str) -> str:
    """A field's name as all versions of the standard spell it: `versionCreated` and `body_text` have neither."""
    return name.lower().replace("_", "")


def _word(value: object) -> str:
    return clean_line(value.rpartition(":")[2]).lower() if isinstance(value, str) else ""
