"""Text that other people wrote, made safe to stand in a page."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urlsplit

from assistant.types import Span


@dataclass(frozen=True, slots=True)
class Highlight:
    """A span of a text to be marked. `number` is its citation's, 0 for none; `active` is the one that was asked for."""

    start: int
    end: int
    number: int = 0
    active: bool = False


def escape(text: str | None) -> str:
    """`text` as HTML that reads the same and does nothing, in an element or in a quoted attribute."""
    return html.escape(text or "", quote=True)


def mark_words(text: str, spans: Sequence[Span]) -> str:
    """`text` as HTML with `spans` in `<mark>`; where spans overlap or reach outside, what is left of them is marked."""
    return highlight(text, [Highlight(start, end) for start, end in spans])


def highlight(text: str, highlights: Sequence[Highlight], *, start: int = 0, end: int | None = None) -> str:
    """`text[start:end]` as HTML with what falls in it of the highlights in `<mark>`.

    The text is cut at exact offsets and escaped piece by piece; it is never searched. A highlight that another one
    crosses becomes several marks, which together hold its words.
    """
    end = len(text) if end is None else min(end, len(text))
    inside = [one for one in highlights if one.start < end and one.end > start and one.start < one.end]
    cuts = {start, end} | {min(max(edge, start), end) for one in inside for edge in (one.start, one.end)}
    edges = sorted(cuts)
    return "".join(_piece(text, left, right, inside) for left, right in pairwise(edges))


def web_address(url: str | None) -> str | None:
    """`url` where it is a plain http or https address that a link may lead to, else None."""
    if not url or any(character.isspace() or not character.isprintable() for character in url.strip()):
        return None
    try:
        parts = urlsplit(url.strip())
        named = bool(parts.hostname)
    except ValueError:
        return None
    return url.strip() if named and parts.scheme in {"http", "https"} else None


def _piece(text: str, left: int, right: int, highlights: Sequence[Highlight]) -> str:
    covering = [one for one in highlights if one.start <= left and one.end >= right]
    words = escape(text[left:right])
    if not covering:
        return words
    first = next((one for one in covering if one.active), covering[0])
    number = f' data-number="{first.number}"' if first.number and first.start == left else ""
    active = ' class="active"' if first.active else ""
    return f"<mark{active}{number}>{words}</mark>"
