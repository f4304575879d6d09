"""Saved web pages: one article a file. Nothing that a page refers to is ever fetched."""

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import UnreadableFile
from assistant.ingestion.articles import Fields
from assistant.ingestion.cleaning import decode, read_bytes
from assistant.ingestion.metadata.bounds import drop_long_fields, refuse_wide_tags
from assistant.ingestion.metadata.fields import from_mapping, has_text_field
from assistant.ingestion.metadata.linked import Node, article_node
from assistant.ingestion.metadata.page import headline, read_head
from assistant.ingestion.page_text import story_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LARGEST_PAGE = 20_000_000
"""Bytes of the largest page that is read: the parser's own limit."""
MOST_TAGS = 50_000
"""Tags of the longest page that is read: news has 500 to 10,000, a hostile page of this many takes seconds."""
_DEEPEST = 200
"""Levels of elements: the parser builds no more than 255, and takes what lies below for text."""

_CHARSET = re.compile(rb"<meta[^<>]{0,200}?charset\s{0,3}=\s{0,3}[\"']?\s{0,3}([\w.:-]{2,40})", re.I)
_XML_ENCODING = re.compile(rb"\s{0,100}<\?xml[^<>]{0,100}?encoding\s{0,3}=\s{0,3}[\"']([\w.:-]{2,40})", re.I)
_START = 4096


def read(path: Path) -> Iterator[Fields]:
    """The article of a saved page.

    Raises:
        UnreadableFile: it is empty, not text, too large, or holds nothing that reads like a story.
    """
    data = read_bytes(path, most=LARGEST_PAGE, too_large="is a page larger than {} MB; save the article alone")
    yield read_page(decode(data, declared=declared_encoding(data)))


def read_page(markup: str) -> Fields:
    """The article of a page's markup, whole or cut off.

    Raises:
        UnreadableFile: it is too large, or holds nothing that reads like a story.
    """
    tree = _parse(markup)
    linked = article_node(tree.xpath("//script[@type='application/ld+json']/text()"), title=headline(tree))
    fields = read_head(tree, markup=markup, linked=linked)
    text = _fuller(story_of(tree, title=headline(tree) or fields.title), linked)
    if not text:
        raise UnreadableFile("is a page without a story: it holds no text but menus and links")
    return replace(fields, text=text)


def _parse(markup: str) -> "HtmlElement":
    """The page's tree.

    Raises:
        UnreadableFile: there are too many tags, they are nested too deeply, or there is nothing at all.
    """
    from trafilatura.utils import load_html

    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    if markup.count("<") > MOST_TAGS:
        raise UnreadableFile(f"is a page of more than {MOST_TAGS:,} tags; save the article alone")
    refuse_wide_tags(markup)
    markup = markup.replace("\0", "")
    tree: HtmlElement | None = load_html(markup)
    if tree is None or tree.tag != "html":
        tree = load_html(f"<html><body>{markup}</body></html>")
    if tree is None:
        raise UnreadableFile("is a page without any text")
    if any(sum(1 for _ in leaf.iterancestors()) > _DEEPEST for leaf in tree.iter() if not len(leaf)):
        raise UnreadableFile(f"is a page whose elements are nested more than {_DEEPEST} deep; save the article alone")
    drop_long_fields(tree)
    return tree


def _fuller(story: str, linked: Node) -> str:
    """The story; the body of the linked data where the page shows less than half of it, or the same unparagraphed."""
    if not has_text_field(linked):
        return story
    try:
        body = from_mapping(linked).text
    except UnreadableFile:
        return story
    return body if len(body) > 2 * len(story) or body.split() == story.split() else story


def declared_encoding(data: bytes) -> str | None:
    """The encoding that a page says it is in, by its XML declaration or the first `meta` element that names one."""
    found = _XML_ENCODING.match(data) or _CHARSET.search(data[:_START])
    return found[1].decode("ascii", "replace") if found else None
