"""What is left out of a page before other parsers see it: fields longer than any title, name or date.

Their expressions take time that grows with the square of a field's length, and in that time nothing else is done.
"""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from assistant.errors import UnreadableFile

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_ATTRIBUTES = 200
"""Attributes of one tag: pages have up to 40, and the parser compares each with every one before it."""
LONGEST_META = 2000
MOST_META = 500
MOST_AUTHORS = 30
"""Elements that may name an author, as each name is compared with all others."""
LONGEST_NAME = 300
MOST_NAMES = 400
"""Characters of one value of linked data, and how many values of it, as far as they are looked for there."""
LONGEST_BROKEN = 5000

_TAG = re.compile(r"""<[a-zA-Z][^>=]*+(?:=\s*+(?:"[^"]*+"?|'[^']*+'?)?[^>=]*+)*+""")
_ANYTHING = re.compile(rf"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1|\Z)|(?P<tag>{_TAG.pattern})", re.I | re.S)
"""Comments and scripts as well, as what looks like a tag in them is none; to tell takes four times as long."""
_LONG_TAG = 1000
"""Characters of a tag whose attributes are worth counting."""
_ATTRIBUTE = re.compile(r"""[^\s"'=/>]+(?:\s*=\s*(?:"[^"]*"?|'[^']*'?|[^\s>]*))?""")
_AUTHOR = re.compile("author|creator|byl", re.I)
_LINKED = '//script[@type="application/ld+json" or @type="application/settings+json"]'
_LOOKED_FOR = frozenset(
    "@context @graph @type publisher name legalName alternateName author givenName additionalName familyName "
    "articleSection headline liveBlogUpdate".split()
)
_DEPTH = 6


def refuse_wide_tags(markup: str) -> None:
    """Does nothing where every tag has as many attributes as tags of a page may have.

    Raises:
        UnreadableFile: one has more.
    """
    if not any(map(_is_wide, _TAG.findall(markup))):
        return
    if any(_is_wide(found["tag"] or "") for found in _ANYTHING.finditer(markup)):
        reason = f"is a page with more than {MOST_ATTRIBUTES} attributes in one tag"
        raise UnreadableFile(f"{reason}; save the article alone")


def drop_long_fields(tree: "HtmlElement") -> None:
    """Empties the `meta` elements of a tree that are longer than any title, name or date, or too many."""
    authors = 0
    for number, meta in enumerate(tree.iter("meta")):
        content = meta.get("content", "")
        authors += any(_AUTHOR.search(meta.get(key, "")) for key in ("name", "property", "itemprop"))
        if content and (len(content) > LONGEST_META or number >= MOST_META or authors > MOST_AUTHORS):
            del meta.attrib["content"]


def _is_wide(tag: str) -> bool:
    """Whether a tag has more attributes than tags of a page may have."""
    return len(tag) > _LONG_TAG and next(islice(_ATTRIBUTE.finditer(tag), MOST_ATTRIBUTES, None), None) is not None


def shorten_linked(tree: "HtmlElement") -> None:
    """Leaves of the linked data in a tree only what tells title, authors and outlet."""
    names, broken = iter(range(MOST_NAMES)), LONGEST_BROKEN
    for script in tree.xpath(_LINKED):
        text = script.text or ""
        try:
            script.text = json.dumps(
                _shortened(json.loads(text, strict=False), names, depth=_DEPTH), ensure_ascii=False
            )
        except (ValueError, RecursionError):
            script.text = text[:broken]
            broken = max(0, broken - len(text))


def _shortened(value: object, names: Iterator[int], *, depth: int) -> object:
    """A value without what is not looked for; "" for what is too long, too deep, or after the last of `names`."""
    if not depth or next(names, None) is None:
        return ""
    if isinstance(value, dict):
        looked_for = ((key, inner) for key, inner in value.items() if key in _LOOKED_FOR)
        return {key: _shortened(inner, names, depth=depth - 1) for key, inner in looked_for}
    if isinstance(value, list):
        return [short for inner in value[:MOST_NAMES] if (short := _shortened(inner, names, depth=depth - 1))]
    return "" if isinstance(value, str) and len(value) > LONGEST_NAME else value
