"""RSS, Atom and RDF feeds that were saved as files; each entry that carries its text is an article."""

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

from assistant.errors import UnreadableFile
from assistant.ingestion.articles import Fields
from assistant.ingestion.cleaning import clean, clean_line, decode, read_bytes
from assistant.ingestion.markup import html_to_text, plain_words
from assistant.ingestion.metadata.fields import metadata_of
from assistant.types import Skip

FEWEST_WORDS = 30
"""An entry with fewer words is a teaser that ends where the article begins."""

_LARGEST = 50_000_000
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.-]{1,40})""")
_ENTRY = re.compile(rb"<(?:\w{1,20}:)?(?:item|entry)[\s>]")
_SECTION = re.compile(r"(?<=\S) [»>] ")
_COMMENT = re.compile(r"(?:<|&lt;|&#0{0,5}60;|&#x0{0,5}3c;)!--", re.I)
_MOST_COMMENTS = 2000
"""More starts of comments are left out: the parser's time grows with the square of those that never end."""
_LONG_NAME = re.compile(
    r"(<(?:[\w.-]{1,20}:)?(?:author|creator|contributor|publisher|name|email|managingeditor|webmaster)(?:\s[^<>]{0,300})?>)"
    r"\s{0,100}(?:<!\[CDATA\[)?[^<]{1000,}",
    re.I,
)
"""Longer than any name: the parser looks for an address in it in a time that grows with the square of its length."""
_FIRST_ELEMENT = re.compile(r"<(?=[A-Za-z_])")


def read(path: Path) -> Iterator[Fields | Skip]:
    """The entries of a feed with their text, their place "#3"; a teaser is a `Skip`.

    Raises:
        UnreadableFile: it is too large, not text, no feed, or holds no entries.
    """
    feed = _parse(_markup(path))
    outlet = _outlet(feed.feed.get("title"))
    language = feed.feed.get("language")
    if not feed.entries:
        raise UnreadableFile("is XML without news: no feed with entries, no NITF and no NewsML-G2")
    for number, entry in enumerate(feed.entries):
        yield _read_entry(entry, outlet=outlet, language=language, place=f"#{number}")


def count(path: Path) -> int:
    """How many entries the feed has."""
    if path.stat().st_size > _LARGEST:
        return 1
    return max(1, len(_ENTRY.findall(path.read_bytes())))


def _markup(path: Path) -> str:
    """The text of a feed without its prolog: no declared encoding can be wrong and no entity can grow."""
    data = read_bytes(path, most=_LARGEST, too_large="is larger than {} MB; split it")
    declared = _DECLARED.search(data[:1000])
    text = decode(data, declared=declared[1].decode() if declared else None)
    root = _FIRST_ELEMENT.search(text)
    text = text[root.start() :] if root else ""
    text = _LONG_NAME.sub(r"\1", text)
    return _COMMENT.sub("", text) if len(_COMMENT.findall(text)) > _MOST_COMMENTS else text


def _parse(markup: str) -> Any:  # noqa: ANN401 - feedparser has no types
    """What feedparser finds; it is given bytes, because it would fetch a text that looks like an address.

    Raises:
        UnreadableFile: the markup breaks the parser.
    """
    import feedparser

    headers = {"content-type": "application/xml; charset=utf-8"}
    try:
        return feedparser.parse(
            BytesIO(markup.encode("utf-8", errors="replace")),
            response_headers=headers,
            sanitize_html=True,
            resolve_relative_uris=True,
        )
    except (ValueError, AssertionError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableFile("is a broken feed; fetch it again") from error


def _read_entry(entry: Any, *, outlet: str | None, language: str | None, place: str) -> Fields | Skip:  # noqa: ANN401
    text = max(map(_text, _bodies(entry)), key=len, default="")
    words = len(text.split())
    if words < FEWEST_WORDS:
        reason = f"has only a teaser of {words} words" if words else "has no text"
        return Skip(place, f"{reason}; save the page it links to")
    identity = entry.get("id") or ""
    known = metadata_of(
        {
            "id": identity if ":" in identity else None,
            "title": entry.get("title"),
            "published": entry.get("published") or dict.get(entry, "updated"),
            "authors": [author.get("name", "") for author in entry.get("authors", [])] or entry.get("author"),
            "url": entry.get("link"),
            "outlet": outlet,
            "language": language,
        }
    )
    return replace(known, text=text, place=place)


def _bodies(entry: Any) -> Iterator[dict[str, str]]:  # noqa: ANN401
    yield from entry.get("content", [])
    if "summary" in entry:
        yield entry.get("summary_detail") or {"value": entry["summary"], "type": "text/html"}


def _text(body: dict[str, str]) -> str:
    value = body.get("value") or ""
    return clean(plain_words(value) if body.get("type") == "text/plain" else html_to_text(value))


def _outlet(title: object) -> str | None:
    """Who publishes a feed, by its title: "Harbor Ledger » World" is a section of the Harbor Ledger."""
    line = clean_line(html_to_text(title)) if isinstance(title, str) else ""
    return _SECTION.split(line, maxsplit=1)[0] or None
