"""Linked data (JSON-LD) of a web page: the node that tells about its article."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeGuard

_ARTICLE_TYPES = ("article", "posting", "report", "review")
_AROUND = ("@graph", "mainEntity", "mainEntityOfPage")
_DEPTH = 4
_LONGEST = 5_000_000

Node = Mapping[str, object]


def is_article(entry: object) -> TypeGuard[Node]:
    """Whether a node is an article by its type; pages, persons and logos lie beside it."""
    kinds = entry.get("@type") if isinstance(entry, dict) else None
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and kind.lower().endswith(_ARTICLE_TYPES) for kind in kinds)


def article_node(scripts: Iterable[str], *, title: str | None) -> Node:
    """The article's node among the linked data of a page, with the nodes it refers to put in; empty if there is none.

    Of several, such as those of a list of related stories, it is the one with the page's `title`, or else the first.
    """
    nodes = [node for script in scripts for node in _nodes(_load(script), depth=_DEPTH)]
    articles = list(filter(is_article, nodes)) or list(filter(_is_dated_page, nodes))
    titled = (node for node in articles if title and str(node.get("headline")).strip() == title.strip())
    chosen = next(titled, None) or next(iter(articles), {})
    named = {str(node["@id"]): node for node in nodes if "@id" in node and len(node) > 1}
    return {key: _resolved(value, named) for key, value in chosen.items()}


def _is_dated_page(node: Node) -> bool:
    return "datePublished" in node and str(node.get("@type")).lower().endswith("page")


def _load(script: str) -> object:
    """The value of a script, None where it is no JSON: broken linked data is no reason to leave a page unread."""
    try:
        return json.loads(script, strict=False) if len(script) <= _LONGEST else None
    except (ValueError, RecursionError):
        return None


def _nodes(value: object, *, depth: int) -> Iterator[Node]:
    if isinstance(value, list) and depth:
        for entry in value[:1000]:
            yield from _nodes(entry, depth=depth - 1)
    elif isinstance(value, dict):
        yield value
        for key in _AROUND if depth else ():
            yield from _nodes(value.get(key), depth=depth - 1)


def _resolved(value: object, named: Mapping[str, Node]) -> object:
    """A reference (`{"@id": "#publisher"}`) as the node it names; anything else, and each of a list, as it is."""
    if isinstance(value, list):
        return [_resolved(item, named) for item in value]
    if isinstance(value, dict) and value.keys() == {"@id"}:
        return named.get(str(value["@id"]), value)
    return value
