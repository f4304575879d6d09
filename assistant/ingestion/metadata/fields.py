"""From an object of a news export to `Fields`, by the field names that exports really have."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from urllib.parse import urlsplit

from assistant.errors import UnreadableFile
from assistant.ingestion.articles import Fields
from assistant.ingestion.cleaning import clean, clean_line
from assistant.ingestion.markup import plain_words
from assistant.ingestion.metadata.dates import parse_date
from assistant.ingestion.metadata.names import parse_authors

NAMES = {
    "id": ("id", "guid", "uuid", "articleid"),
    "title": ("title", "headline", "name"),
    "text": (
        *("text", "body", "content", "articlebody", "fulltext", "maintext", "articletext", "bodytext"),
        *("contenttext", "contenthtml", "bodyhtml"),
    ),
    "outlet": ("outlet", "publisher", "publication", "sourcename", "sitename", "source", "site", "sourcedomain"),
    "published": (
        *(
            "published",
            "publishedat",
            "datepublished",
            "publicationdate",
            "publisheddate",
            "datepublish",
            "publishdate",
        ),
        *("pubdate", "publishedon", "firstpublished", "date", "created", "createdat", "timestamp"),
    ),
    "authors": ("authors", "author", "byline", "creator", "creators", "writer", "writers"),
    "url": ("url", "link", "canonicalurl", "weburl", "permalink", "uri", "mainentityofpage"),
    "language": ("language", "lang", "inlanguage"),
    "corrections": ("corrections", "correction"),
}
"""Names of each field, best first, in lower case and without `_`, `-` and spaces: `published_at` is `publishedat`."""

_INNER_NAMES = ("name", "rendered", "value", "@value", "#text", "$oid", "$date", "$numberLong", "@id")
_INNER_BODIES = ("rendered", "text", "html", "content", "value", "@value", "#text")
"""Where an object keeps the value itself: schema.org, WordPress, XML turned to JSON, MongoDB."""
_MISSING = frozenset({"", "none", "null", "nan", "n/a", "undefined", "~"})
_DEPTH = 4


def from_mapping(mapping: Mapping[str, object], *, place: str = "") -> Fields:
    """The fields of one exported article.

    Raises:
        UnreadableFile: it has no text.
    """
    values = squeezed(mapping)
    text = next((body for value in _values(values, "text") if (body := _body(value, depth=_DEPTH))), "")
    if not text:
        raise UnreadableFile("has no text")
    return _fields(values, text=text, place=place)


def metadata_of(mapping: Mapping[str, object]) -> Fields:
    """The fields of what stands beside a text, such as front matter; their text is empty."""
    return _fields(squeezed(mapping), text="", place="")


def has_text_field(mapping: Mapping[str, object]) -> bool:
    """Whether an object has a field for an article's text, filled or not."""
    return not squeezed(mapping).keys().isdisjoint(NAMES["text"])


def _fields(values: Mapping[str, object], *, text: str, place: str) -> Fields:
    return Fields(
        text=text,
        title=next(_lines(values, "title"), None),
        outlet=next((_outlet(line) for line in _lines(values, "outlet")), None),
        authors=next((names for value in _values(values, "authors") if (names := parse_authors(value))), ()),
        published=next((day for value in _values(values, "published") if (day := _day(value))), None),
        url=next((line for line in _lines(values, "url") if _is_web_address(line)), None),
        language=next((_language(line) for line in _lines(values, "language")), None),
        id=next(_lines(values, "id"), None),
        corrections=tuple(_corrections(values)),
        place=place,
    )


def squeezed(mapping: Mapping[str, object]) -> dict[str, object]:
    """The mapping with its keys as `NAMES` spells them; of two that become one, the first that is filled stays."""
    values: dict[str, object] = {}
    for key, value in mapping.items():
        if value not in (None, ""):
            values.setdefault(str(key).lower().replace("_", "").replace("-", "").replace(" ", ""), value)
    return values


def _values(values: Mapping[str, object], name: str) -> Iterator[object]:
    return (values[alias] for alias in NAMES[name] if alias in values)


def _lines(values: Mapping[str, object], name: str) -> Iterator[str]:
    """The values of a field that are words, each on one line."""
    words = (_words(value, depth=_DEPTH) for value in _values(values, name))
    lines = (clean_line(plain_words(word)) for word in words)
    return (line for line in lines if line.lower() not in _MISSING)


def _words(value: object, *, depth: int) -> str:
    """A value as words: the string itself, a number's digits, an object's name, a list's first item with any."""
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) < 10**40 else ""
    inside = _inside(value, _INNER_NAMES) if depth else []
    return next(filter(None, (_words(inner, depth=depth - 1) for inner in inside)), "")


def _inside(value: object, names: Iterable[str]) -> Iterable[object]:
    if isinstance(value, dict):
        return [value[name] for name in names if name in value]
    return value if isinstance(value, list) else []


def _body(value: object, *, depth: int) -> str:
    """A text field as paragraphs; each item of a list is one."""
    if isinstance(value, str):
        return clean(plain_words(value))
    if not depth:
        return ""
    if isinstance(value, list):
        return "\n\n".join(filter(None, (_body(item, depth=depth - 1) for item in value)))
    return next(filter(None, (_body(inner, depth=depth - 1) for inner in _inside(value, _INNER_BODIES))), "")


def _day(value: object) -> date | None:
    """The day of a field; `{"$date": {"$numberLong": "1643760000000"}}` is how MongoDB exports one."""
    return parse_date(value) or (parse_date(_words(value, depth=_DEPTH)) if isinstance(value, dict | list) else None)


def _corrections(values: Mapping[str, object]) -> Iterator[str]:
    for value in _values(values, "corrections"):
        notes = value if isinstance(value, list) else [value]
        yield from filter(None, (_body(note, depth=_DEPTH) for note in notes))


def _outlet(line: str) -> str:
    """An outlet's name; of one that is told by its address, the host ("https://www.example.com/" is "example.com")."""
    if not _is_web_address(line):
        return line
    return (_address(line) or line).removeprefix("www.")


def _is_web_address(line: str) -> bool:
    return line.lower().startswith(("http://", "https://")) and bool(_address(line)) and " " not in line


def _address(line: str) -> str | None:
    try:
        return urlsplit(line).hostname
    except ValueError:
        return None


def _language(line: str) -> str:
    """A language tag as BCP 47 writes it ("en", "pt-BR"); a language's name stays as it is."""
    code, *rest = line.replace("_", "-").split("-")
    return "-".join([code.lower(), *rest]) if len(code) in (2, 3) else line
