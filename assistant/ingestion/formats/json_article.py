"""JSON: an article, an array of articles, an object that holds such an array, schema.org JSON-LD, or ninjs."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.errors import UnreadableFile
from assistant.ingestion.articles import Fields
from assistant.ingestion.cleaning import LARGEST_FILE, read_text
from assistant.ingestion.formats import ninjs
from assistant.ingestion.metadata.fields import from_mapping, has_text_field
from assistant.ingestion.metadata.linked import is_article
from assistant.types import Skip

_WRAPPERS = ("articles", "items", "results", "data", "docs", "response", "entries", "posts")
_DEPTH = 4
_SMALL = 20_000
_TITLE_KEY = re.compile(rb'"(?:title|headline)"\s?:', re.I)


def read(path: Path) -> Iterator[Fields | Skip]:
    """The articles of a JSON file; their place is "" for the only one, "#3" for an element of an array.

    Raises:
        UnreadableFile: it is empty, too large, not text or not JSON, or holds no article.
    """
    found = False
    for place, entry in _entries(load(read_text(path)), depth=_DEPTH):
        found = True
        yield read_entry(entry, place=place)
    if not found:
        raise UnreadableFile("holds no articles")


def count(path: Path) -> int:
    """About how many articles the file holds: as many as it has titles. A small file is taken for one article."""
    if not _SMALL < path.stat().st_size <= LARGEST_FILE:
        return 1
    return max(1, len(_TITLE_KEY.findall(path.read_bytes())))


def load(text: str) -> Any:  # noqa: ANN401 - whatever the file holds
    """The value of a JSON text. Control characters inside strings are let through, they are cleaned out later.

    Raises:
        UnreadableFile: it is not JSON, or is nested deeper than any article.
    """
    try:
        return json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        where = f"column {error.colno}" if error.lineno == 1 else f"line {error.lineno}, column {error.colno}"
        problem = error.msg[:1].lower() + error.msg[1:].removesuffix(" starting at")
        hint = "; if each line is an article of its own, name it .jsonl" if error.msg == "Extra data" else ""
        raise UnreadableFile(f"is broken JSON at {where}: {problem}{hint}") from error
    except ValueError as error:
        raise UnreadableFile("is JSON with a number that is too long") from error
    except RecursionError as error:
        raise UnreadableFile("is JSON that is nested too deeply") from error


def read_entry(entry: object, *, place: str) -> Fields | Skip:
    """The fields of one entry, or why there are none; the skip's path is the place alone."""
    if not isinstance(entry, dict):
        return Skip(place, "is no article: it should be an object with a text")
    try:
        return from_mapping(ninjs.flattened(entry) if ninjs.is_ninjs(entry) else entry, place=place)
    except UnreadableFile as error:
        return Skip(place, str(error))


def _entries(value: object, *, depth: int) -> Iterator[tuple[str, object]]:
    """What may be an article in a JSON value, with its place."""
    if isinstance(value, list):
        yield from ((f"#{index}", entry) for index, entry in enumerate(value))
    elif isinstance(value, dict) and isinstance(graph := value.get("@graph"), list):
        yield from ((f"#{index}", entry) for index, entry in enumerate(graph) if is_article(entry))
    elif isinstance(value, dict) and (inner := _wrapped(value)) is not None and depth:
        yield from _entries(inner, depth=depth - 1)
    else:
        yield "", value


def _wrapped(value: dict[str, object]) -> object | None:
    """What an object that is no article itself keeps under "articles", "results" or the like."""
    if has_text_field(value):
        return None
    inside = (value[name] for name in _WRAPPERS if isinstance(value.get(name), list | dict))
    return next(inside, None)
