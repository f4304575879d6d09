"""Addresses of one page: with and without tracking, for phones, for readers, over http and https."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

_HOST = re.compile(r"^(?:(?:www\d?|m|mobile|amp|edition|touch)\.)+")
_ENDING = re.compile(r"(?:/(?:amp|index\.[a-z]{3,5}|default\.aspx?)|\.amp(?:\.html)?|/)+$", re.IGNORECASE)
_LEADING = re.compile(r"^/(?:amp|mobile|m)(?=/)", re.IGNORECASE)
_TRACKING = re.compile(
    r"(?:utm_.*|.*clid|_ga|_gl|amp|outputtype|output|cid|cmp|cmpid|cmpref|ncid|icid|mc_.*|mbid|ref|referrer|ref_.*|rss"
    r"|smid|smtyp|partner|share|shared|source|src|sr_share|taid|tpcc|ftag|ocid|sref|emc|via|st|at_.*|ns_.*|intcid)",
    re.IGNORECASE,
)


def page_of(url: str | None) -> str | None:
    """What all addresses of one page have in common: "example.org/2022/02/troops"; None for no page of its own.

    Parameters that tell pages apart (`?id=17`) stay; those that only count readers are left out.
    """
    try:
        parts = urlsplit((url or "").strip())
        host = _HOST.sub("", (parts.hostname or "").lower())
    except ValueError:
        return None
    path = _ENDING.sub("", _LEADING.sub("", parts.path))
    kept = sorted(pair for pair in parse_qsl(parts.query) if not _TRACKING.fullmatch(pair[0]))
    if not host or not (path or kept):
        return None
    return f"{host}{path}" + (f"?{urlencode(kept)}" if kept else "")
