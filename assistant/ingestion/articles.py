"""What a format gives (`Fields`), and the `Article` that is made of it."""

import json
import re
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from assistant.language.notes import is_correction
from assistant.types import Article

FEWEST_LETTERS = 30
"""A text with fewer letters than this says nothing that could be quoted."""

_LONGEST_ID = 1000
_PLACE = re.compile(r"[:#]\d+$")
_EDGE = 4
"""How many paragraphs at the start and at the end may be correction notes."""


@dataclass(frozen=True, slots=True)
class Fields:
    """An article as its file tells it, cleaned. What the file does not say is None or empty."""

    text: str
    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: date | None = None
    url: str | None = None
    language: str | None = None
    id: str | None = None
    corrections: tuple[str, ...] = ()
    """Correction notes that came as a field of their own; those in the text are found by `make_article`."""
    place: str = ""
    """Where in its file the article stands, as messages show it: "" for all of it, ":17" a line, "#3" an element."""
    member: str = ""
    """Which file of an archive it stands in: "/2022/a.html"; "" outside archives."""


def without_place(path: str) -> str:
    """The file of a skip's path: "a.jsonl" of "a.jsonl:17"."""
    return _PLACE.sub("", path)


def make_article(fields: Fields, *, fallback_id: str, path: str) -> Article:
    """The article with its id (its own, else its URL, else `fallback_id`), correction notes and content hash."""
    article = Article(
        id=next((name for name in (fields.id, fields.url) if name and len(name) <= _LONGEST_ID), fallback_id),
        text=fields.text,
        title=fields.title,
        outlet=fields.outlet,
        authors=fields.authors,
        published=fields.published,
        url=fields.url,
        language=fields.language,
        path=path,
        corrections=tuple(dict.fromkeys((*fields.corrections, *correction_notes(fields.text)))),
    )
    return replace(article, content_hash=content_hash(article))


def content_hash(article: Article) -> str:
    """SHA-256 (hex) of what readers see of an article; id, path and version do not count."""
    seen = {
        "title": article.title,
        "text": article.text,
        "outlet": article.outlet,
        "authors": article.authors,
        "published": article.published.isoformat() if article.published else None,
        "url": article.url,
        "language": article.language,
        "corrections": article.corrections,
    }
    return sha256(json.dumps(seen, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def correction_notes(text: str) -> tuple[str, ...]:
    """The paragraphs at the start and the end of a text that correct it; they stay in the text as well."""
    paragraphs = [line for line in text.split("\n") if line]
    edges = paragraphs if len(paragraphs) <= 2 * _EDGE else paragraphs[:_EDGE] + paragraphs[-_EDGE:]
    notes = (_note(*pair) for pair in zip(edges, [*edges[1:], ""], strict=True))
    return tuple(dict.fromkeys(note for note in notes if note))


def _note(paragraph: str, following: str) -> str | None:
    """The correction note a paragraph is, with the paragraph after it where it is only the note's heading."""
    if not is_correction(paragraph):
        return None
    is_heading = len(paragraph.split()) <= 2 and following and not is_correction(following)
    return f"{paragraph}\n{following}" if is_heading else paragraph


def has_words(text: str) -> bool:
    """Whether a text has enough letters to be an article."""
    return any(sum(map(str.isalpha, part)) >= FEWEST_LETTERS for part in (text[:200], text))
