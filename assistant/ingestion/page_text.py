"""The story of a web page, without what stands around it.

Trafilatura finds the story. What is done before and after it holds for any news page: parts of a story that
advertisements split are joined, of two readings of the page the sparing one is taken unless it lost most of the story,
and single lines that invite, advertise or repeat the headline go. Measured by `tests/benchmarks/extraction.py`.
"""

import re
from copy import deepcopy
from typing import TYPE_CHECKING

from assistant.ingestion.cleaning import clean

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

_PROSE = 80
"""Characters from which a paragraph is prose rather than a caption or a button."""
_MOST_LOST = 0.5
"""Share of the fuller reading below which the sparing one has lost part of the story."""
_LONGEST_FURNITURE = 25
_HEAD = 3
_WORD = re.compile(r"\w+")
_FURNITURE_ALONE = re.compile(
    r"(?:advertise?ment|(?:view |show |leave a |post a |join the )?(?:comments?|conversation)|tags|topics|filed under"
    r"|related(?: (?:articles?|stor(?:y|ies)|topics?|content|news|links?))?|recommended(?: for you| stories)?"
    r"|(?:most|trending|popular) (?:read|viewed|popular|now)(?: in .{1,30})?|more on this(?: story)?|explore further"
    r"|read (?:more|next|on)|don.t miss|photo gallery|print(?: this)?(?: article)?|order reprints"
    r"|share(?: this)?(?: article)?|share on \w+|thank(?:s| you)(?: for (?:signing up|subscribing))?"
    r"|sorry|learn more|continue reading|loading"
    r"|https?://\S+|see (?:also|more))[\s:.!…>»\u203a]*",
    re.I,
)
_FURNITURE_START = re.compile(
    r"(?:(?:also )?(?:read|see|watch|listen)(?: (?:more|also|next|on|now))?\s?:|read (?:more|also|next)\b.{0,3}[:|>–-]"
    r"|related(?: (?:articles?|stor(?:y|ies)|content|coverage))?\s?:|also on \S+\.\w|more on this\b|most read in\b"
    r"|(?:like|enjoy(?:ed|ing)?) this (?:story|article)|share this (?:story|article|post)|tell us what you think"
    r"|(?:subscribe|sign up)\b.*\b(?:newsletters?|alerts|inbox|e-?mails?|channel|podcast|updates)\b"
    r"|get\b.*\b(?:newsletters?|inbox|letterbox)\b|(?:click|tap) here (?:to|for)\b|\[?button\b"
    r"|follow .{2,60}\bon (?:twitter|x|facebook|instagram|google news|whatsapp)\b|download (?:our|the) app\b"
    r"|(?:this|the) article has been sent\b|an error (?:has )?occurred|there was an error"
    r"|this copy is for your personal|write to .{3,60}@|(?:copyright|©|\(c\)).{0,60}[12][0-9]{3}|all rights reserved)",
    re.I,
)
"""Lines that are about reading on, sharing and subscribing, by the words that news sites in English use for it."""


def story_of(tree: "HtmlElement", *, title: str | None) -> str:
    """The page's story, paragraphs parted by a blank line; "" where none is found. The tree is left as it was."""
    from trafilatura import bare_extraction

    joined = deepcopy(tree)
    _join_parts(joined)
    fuller = bare_extraction(deepcopy(joined), fast=True, include_comments=False)
    sparing = bare_extraction(joined, favor_precision=True, include_comments=False)
    lost = fuller and (not sparing or len(sparing.text or "") < _MOST_LOST * len(fuller.text or ""))
    best = fuller if lost else sparing
    return clean("\n\n".join(_without_furniture(best.body, title=title))) if best else ""


def _join_parts(tree: "HtmlElement") -> None:
    """Moves the parts of a story into one: elements of prose at the same place, with the same names all the way up.

    Advertisements are set between such parts, and the first would be taken for the whole. Parts of two `article`
    elements are two stories.
    """
    counts: dict[HtmlElement, int] = {}
    for paragraph in tree.iter("p"):
        parent = paragraph.getparent()
        if parent is not None and parent.get("class") and len(_line(paragraph)) >= _PROSE:
            counts[parent] = counts.get(parent, 0) + 1
    first: dict[object, HtmlElement] = {}
    for part in (part for part, paragraphs in counts.items() if paragraphs > 1):
        whole = first.setdefault(_place(part), part)
        if whole is not part:
            whole.extend(list(part))


def _place(part: "HtmlElement") -> object:
    line = (part, *part.iterancestors())
    return tuple((element.tag, element.get("class")) for element in line), next(
        (element for element in line if element.tag == "article"), None
    )


def _without_furniture(body: "_Element", *, title: str | None) -> list[str]:
    """The paragraphs of what was found, but for the title at their start, headings at their end and furniture."""
    blocks = [(element.tag, text) for element in body if (text := _text(element))]
    same = [number for number, (_, text) in enumerate(blocks[:_HEAD]) if title and _words(text) == _words(title)]
    kept = [block for number, block in enumerate(blocks) if number not in same and not _is_furniture(block[1])]
    while kept and kept[-1][0] == "head":
        kept.pop()
    return [text for _, text in kept]


def _is_furniture(text: str) -> bool:
    if len(text.split()) > _LONGEST_FURNITURE:
        return False
    return bool(_FURNITURE_ALONE.fullmatch(text) or _FURNITURE_START.match(text))


def _text(element: "_Element") -> str:
    """A block's words: items and rows on lines of their own, cells parted by a space."""
    if element.tag == "list":
        return "\n".join(filter(None, map(_line, element.iter("item"))))
    if element.tag == "table":
        rows = (" ".join(filter(None, map(_line, row.iter("cell")))) for row in element.iter("row"))
        return "\n".join(filter(None, rows))
    for line_break in element.iter("lb"):
        line_break.tail = f"\n{line_break.tail or ''}"
    lines = "".join(element.itertext()).split("\n") if element.find(".//lb") is not None else [_line(element)]
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def _line(element: "_Element") -> str:
    return " ".join("".join(element.itertext()).split())


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
