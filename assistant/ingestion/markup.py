"""HTML inside a field to paragraphs of plain text. Linear in the text's length, whatever the markup."""

import re
from html import unescape

_TOKEN = re.compile(r"<!--|<(/?)([a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])[^<>]*>|<[!?][^<>]*>")
_SPACES = re.compile(r"\s+")
_BARE_AMPERSAND = re.compile(r"&(?!#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|[a-zA-Z][a-zA-Z0-9]{1,30};)")

_UNSEEN = frozenset({"script", "style", "template", "svg", "iframe", "head", "noscript", "object"})
_PARAGRAPHS = (
    "address article aside blockquote body div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr "
    "html main nav ol p pre section table ul"
)
_BREAKS = {
    **{slash + name: "\n\n" for slash in ("", "/") for name in _PARAGRAPHS.split()},
    **dict.fromkeys(("br", "li", "tr", "dt", "dd"), "\n"),
    **dict.fromkeys(("td", "th", "option"), " "),
}
"""What a tag stands for; blocks break before and after, lines only before."""

_STARTS_AS_HTML = re.compile(
    r"\s*<(?:!doctype|html|body|article|section|main|div|p|h[1-6]|ul|ol|table|figure|blockquote|header)\b[^<>]*>", re.I
)
_HTML_INSIDE = re.compile(
    r"</p>\s{0,20}<p\b|<br\s?/?>\s{0,20}<br\s?/?>|<a\s[^<>]{0,20}href=[^<>]{1,2000}>[^<>]{1,500}</a>", re.I
)


def plain_words(text: str) -> str:
    """The text without its markup, if it clearly is HTML; a text that only mentions a tag stays as it is."""
    text = _unescape_all(text) if "&" in text else text
    return html_to_text(text) if "<" in text and _is_html(text) else text


def html_to_text(markup: str) -> str:
    """What a reader sees of a piece of HTML: blocks become paragraphs, scripts and styles are dropped."""
    pieces: list[str] = []
    position = 0
    while match := _TOKEN.search(markup, position):
        if position < match.start():
            pieces.append(_seen(markup[position : match.start()]))
        name = (match[2] or "").lower()
        pieces.append(_BREAKS.get(match[1] + name if name else "", ""))
        position = _after(markup, match, name=name)
    pieces.append(_seen(markup[position:]))
    return "".join(pieces)


def _is_html(text: str) -> bool:
    return bool(_STARTS_AS_HTML.match(text) and text.rstrip().endswith(">")) or bool(_HTML_INSIDE.search(text))


def _unescape_all(text: str) -> str:
    """`AT&amp;T` to `AT&T`, but only in a text that was escaped throughout, that is without a bare ampersand."""
    return text if _BARE_AMPERSAND.search(text) else unescape(text)


def _seen(text: str) -> str:
    return unescape(_SPACES.sub(" ", text))


def _after(markup: str, match: re.Match[str], *, name: str) -> int:
    """Where reading goes on: past a comment, or past the whole of an element that is not shown."""
    if not name and match[0] == "<!--":
        end = markup.find("-->", match.end())
        return len(markup) if end < 0 else end + len("-->")
    if match[1] or name not in _UNSEEN or match[0].endswith("/>"):
        return match.end()
    closing = re.compile(rf"</{name}\b[^<>]*>", re.I).search(markup, match.end())
    return closing.end() if closing else len(markup)
