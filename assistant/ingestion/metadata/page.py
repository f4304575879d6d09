"""Title, outlet, authors, day, language and address of a web page, as the page itself states them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from assistant.ingestion.articles import Fields
from assistant.ingestion.metadata.bounds import shorten_linked
from assistant.ingestion.metadata.dates import parse_date, written_date
from assistant.ingestion.metadata.fields import metadata_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PUBLISHED = frozenset(
    "article:published_time og:published_time og:article:published_time datepublished article:published "
    "rnews:datepublished parsely-pub-date sailthru.date dc.date.issued dcterms.issued dcterms.created dc.date.created "
    "dc.date dcterms.date pubdate publishdate publish-date publish_date publication_date published_date "
    "article_date_original article.published originalpublicationdate cxenseparse:recs:publishtime datecreated "
    "date".split()
)
"""Names of `meta` elements (and of `itemprop`) whose content is the day of publication, in lower case."""
_NOT_THE_STORY = ("footer", "aside", "nav")
_DATED = re.compile(r"(?:^|[\s_-])(?:date|time|published|pubdate|timestamp|byline|dateline|posted)", re.I)
_UPDATED = re.compile(r"modif|updat", re.I)
_LONGEST_DATE = 120
_MOST_DATED = 20
_MARKS = ("|", "-", "–", "—", "·", "»", "•")
_BYLINE_END = re.compile(
    r"(?:^|\s)(?:(?:published|updated|posted|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b.*|(?:january|february|march|april"
    r"|may|june|july|august|september|october|november|december)(?:\s?[0-9].*)?$)",
    re.I,
)
"""What stands after a name where a page puts its date on the same line."""
_FIRST_DAY = re.compile(r"(?<![0-9])0?1(?![0-9])")
_SAVED_FROM = re.compile(r"<!--\s{0,3}saved from url=\([0-9]{1,5}\)\s{0,3}(https?://[^\s<>\"]{1,2000})", re.I)


def read_head(tree: "HtmlElement", *, markup: str, linked: Mapping[str, object]) -> Fields:
    """The fields of a page without its text; what its linked data says comes first, then its `meta` elements.

    The day is a stated day of publication: of linked data, of a `meta` or `time` element, of the address or of a piece
    of text marked as a date. A day of change, a footer's year or the day of saving are none.
    """
    shown = _shown(tree, markup)
    told = metadata_of(linked)
    names = [name for name in (shown.outlet, told.outlet, _site_name(tree)) if name]
    return replace(
        told,
        id=None,
        title=_without_outlet(told.title or shown.title, names),
        outlet=next(iter(names), None),
        authors=told.authors or shown.authors,
        published=told.published or _published(tree, url=shown.url or told.url),
        url=shown.url or _own_address(told.url),
        language=shown.language or told.language,
    )


def headline(tree: "HtmlElement") -> str | None:
    """The title that a page gives itself for links to it, else its only main heading."""
    given = tree.xpath("string(//meta[@property='og:title' or @name='og:title'][1]/@content)").strip()
    headings = tree.xpath("//h1")
    return given or (" ".join(headings[0].text_content().split()) if len(headings) == 1 else None) or None


def _shown(tree: "HtmlElement", markup: str) -> Fields:
    from trafilatura.metadata import extract_metadata

    bounded = deepcopy(tree)
    shorten_linked(bounded)
    found = extract_metadata(bounded, date_config={"extensive_search": False}, extensive=False)
    saved = _SAVED_FROM.search(markup[:5000])
    addresses = (*tree.xpath("//link[@rel='canonical']/@href"), found.url, saved[1] if saved else None)
    given = {
        "title": headline(tree) or found.title,
        "author": [_BYLINE_END.sub("", author) for author in (found.author or "").split("; ")],
        "site": found.sitename,
        "url": next((address for address in addresses if _own_address(address)), None),
        "language": _language(tree),
    }
    return metadata_of({name: value for name, value in given.items() if value})


def _site_name(tree: "HtmlElement") -> str | None:
    named = tree.xpath("//meta[@property='og:site_name' or @name='og:site_name']/@content")
    return metadata_of({"outlet": named[0]}).outlet if named else None


def _without_outlet(title: str | None, outlets: Iterable[str]) -> str | None:
    """The title without the outlet's name after it ("Bridge closed | Harbor Ledger")."""
    for outlet in outlets:
        start = title[: -len(outlet)].rstrip() if title else ""
        if title and start.endswith(_MARKS) and title.lower().endswith(outlet.lower()):
            return start[:-1].rstrip() or title
    return title


def _own_address(url: str | None) -> str | None:
    """The address of one page; that of a whole site, which careless templates give to every page, is none."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.path.strip("/") or parts.query else None


def _language(tree: "HtmlElement") -> str | None:
    stated = tree.xpath(
        "(/html/@lang | /html/@*[name()='xml:lang'] | //meta[@property='og:locale']/@content)"
        " | //meta[translate(@http-equiv, 'CLANGUE', 'clangue')='content-language']/@content"
    )
    return next(
        (line for name in stated if re.fullmatch(r"[A-Za-z]{2,3}(?:[-_]\w{1,8}){0,3}", line := name.strip())), None
    )


def _published(tree: "HtmlElement", *, url: str | None) -> date | None:
    stated = (day for words in _stated_days(tree) if (day := parse_date(words)))
    return next(stated, None) or _marked_day(tree, url=url)


def _stated_days(tree: "HtmlElement") -> Iterator[str]:
    """What elements that are named for the day of publication say, `meta` elements first, best names first."""
    named = tree.xpath("//meta[@content and (@property or @name or @itemprop)] | //*[@itemprop and @datetime]")
    days: dict[str, str] = {}
    for element in named:
        name = element.get("property") or element.get("name") or element.get("itemprop")
        days.setdefault(name.lower(), element.get("content") or element.get("datetime") or "")
    yield from (days[name] for name in sorted(_PUBLISHED & days.keys(), key=_rank))
    yield from tree.xpath("//time[@pubdate]/@datetime")


def _rank(name: str) -> tuple[bool, str]:
    return name in ("date", "dc.date", "dcterms.date", "datecreated"), name


def _marked_day(tree: "HtmlElement", *, url: str | None) -> date | None:
    """The day in the address, or in the first pieces of the page that are marked as dates."""
    from htmldate import find_date
    from lxml.html import Element

    pieces = _dated_pieces(tree)
    strict = (parse_date(day) for piece in pieces for day in (piece.get("datetime"), _line(piece)) if day)
    written = (written_date(_line(piece)) for piece in pieces)
    if day := next(filter(None, (*strict, *written)), None):
        return day
    reduced, body = Element("html"), Element("body")
    body.extend(map(deepcopy, pieces))
    reduced.extend([Element("head"), body])
    found = find_date(reduced, url=url, extensive_search=False, original_date=True)
    return parse_date(found) if found and _names_day(found, [*map(_line, pieces), url or ""]) else None


def _dated_pieces(tree: "HtmlElement") -> list["HtmlElement"]:
    """Short elements marked as dates by their name, class or property; other stories and updates apart."""
    marked = tree.xpath("//body//time | //body//abbr[@title] | //body//*[@class or @id or @itemprop]")
    return list(_short_pieces(marked))[:_MOST_DATED]


def _short_pieces(marked: Iterable["HtmlElement"]) -> Iterator["HtmlElement"]:
    for element in marked:
        names = " ".join(element.get(name) or "" for name in ("class", "id", "itemprop"))
        dated = element.tag == "time" or (_DATED.search(names) and len(element) <= 5)
        if not dated or _UPDATED.search(names) or _is_apart(element):
            continue
        if len(_line(element)) <= _LONGEST_DATE:
            yield element


def _is_apart(element: "HtmlElement") -> bool:
    return any(ancestor.tag in _NOT_THE_STORY for ancestor in element.iterancestors())


def _line(element: "HtmlElement") -> str:
    return " ".join(element.text_content().split())


def _names_day(found: str, lines: Iterable[str]) -> bool:
    """Whether a day that was read is really there; a month alone is read as its first day."""
    return not found.endswith("-01") or any(_FIRST_DAY.search(line) for line in lines)
