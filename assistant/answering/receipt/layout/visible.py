"""Text that others wrote, made ready for a document: nothing hidden in it, its marks as pieces, its address if safe."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from urllib.parse import urlsplit

from assistant.types import Span

_CONTROLS = (code for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\n\t\r")
_TURNING = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_HIDDEN = dict.fromkeys((*_CONTROLS, *_TURNING), "�")
"""Control characters, and those that make a line read in another order than it is written."""
_UNSAFE_IN_ADDRESS = frozenset("<>\"'`\\^{}|[]")


def visible(text: str) -> str:
    """`text` with a visible character for each that would hide or turn what it says."""
    return text.translate(_HIDDEN)


def marked_pieces(text: str, marks: Sequence[Span]) -> Iterator[tuple[str, bool]]:
    """The pieces of `text` in order, each with whether a mark covers it; marks outside of the text mark nothing."""
    length = len(text)
    inside = [(max(0, start), min(end, length)) for start, end in marks if start < end]
    edges = sorted({0, length, *(edge for span in inside for edge in span if 0 <= edge <= length)})
    for start, end in pairwise(edges):
        yield text[start:end], any(first <= start and end <= last for first, last in inside)


def web_address(url: str | None) -> str:
    """`url` where it is a plain http or https address that a link may lead to, else nothing."""
    if not url or not url.isprintable() or " " in url or _UNSAFE_IN_ADDRESS & set(url):
        return ""
    try:
        parts = urlsplit(url)
        named = bool(parts.hostname)
    except ValueError:
        return ""
    return url if named and parts.scheme in ("http", "https") else ""
