"""E-mail files: a newsletter is an article, its sender the outlet."""

import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.errors import MessageError
from email.headerregistry import BaseHeader, HeaderRegistry
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from typing import cast

from assistant.errors import UnreadableFile
from assistant.ingestion.articles import Fields
from assistant.ingestion.cleaning import clean, clean_line, decode, read_bytes
from assistant.ingestion.markup import html_to_text
from assistant.ingestion.metadata.fields import metadata_of

_LARGEST = 50_000_000
_PREFIX = re.compile(r"(?:\[?\s*(?:fwd?|re|aw|wg|tr)\s*(?:\[\d{1,3}\])?:\s*)+", re.I)
_FURNITURE = re.compile(
    r"unsubscribe|opt[- ]out of|manage (?:your )?(?:e-?mail |newsletter )?(?:preferences|subscriptions?)"
    r"|update (?:your )?(?:e-?mail )?preferences|e-?mail preferences"
    r"|(?:view|read|open|see|having trouble|trouble) .{0,40}\b(?:in|on) (?:a |the |your )?(?:web )?browser"
    r"|view (?:this e-?mail |it )?online|you(?:[’']re| are) receiving this|you received this (?:e-?mail|newsletter)"
    r"|forward (?:this )?to a friend|forwarded this (?:e-?mail|newsletter)|add us to your address book"
    r"|this e-?mail was sent to",
    re.I,
)
_LONGEST_HEADER = 2000
"""Characters of a header that are read: the time of Python's parser grows with the square of their number."""
_LONGEST_FURNITURE = 200
"""A longer line that speaks of unsubscribing is part of the news."""

_BROKEN = (
    *(MessageError, LookupError, ValueError, AttributeError, TypeError, AssertionError, RecursionError),
    *(OverflowError, StopIteration),
)
"""What the e-mail package raises for headers and parts that break its grammar."""


def read(path: Path) -> Iterator[Fields]:
    """The article of an e-mail: its HTML part, else its text, without what is only there for subscribers.

    Raises:
        UnreadableFile: it is empty, too large, no e-mail, or has no text.
    """
    data = read_bytes(path, most=_LARGEST, too_large="is larger than {} MB")
    try:
        message = message_from_bytes(data.lstrip(), policy=policy.default.clone(header_factory=_short_header))
        text = next(filter(None, map(_text, _parts(message))), "")
    except _BROKEN as error:
        raise UnreadableFile("is a broken e-mail; save it again") from error
    if not text:
        raise UnreadableFile("is an e-mail without a text")
    known = _metadata(message)
    headed = text.removeprefix(f"{known.title}\n").lstrip()
    yield replace(known, text=headed or text)


def _short_header(name: str, value: str) -> BaseHeader:
    return HeaderRegistry()(name, value[:_LONGEST_HEADER])


def _metadata(message: EmailMessage) -> Fields:
    sender, _ = parseaddr(_header(message, "From"))
    return metadata_of(
        {
            "title": _PREFIX.sub("", _header(message, "Subject"), count=1) or None,
            "outlet": sender or None,
            "published": _date(message),
            "id": _header(message, "Message-ID").strip("<> ") or None,
            "language": _header(message, "Content-Language").partition(",")[0] or None,
        }
    )


def _date(message: EmailMessage) -> str:
    """The date as it was written: the parsed header makes 2001 of the year 1."""
    return next((clean_line(str(value)) for name, value in message.raw_items() if name.lower() == "date"), "")


def _header(message: EmailMessage, name: str) -> str:
    """A header on one line; "" where it is missing or breaks the grammar."""
    try:
        return clean_line(str(message.get(name, "")))
    except _BROKEN:
        return ""


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """The parts that show the message, the HTML first; attachments are none of them."""
    texts = [part for part in message.walk() if part.get_content_maintype() == "text" and not _is_attached(part)]
    yield from (part for part in texts if part.get_content_subtype() == "html")
    yield from (part for part in texts if part.get_content_subtype() == "plain")


def _is_attached(part: object) -> bool:
    message = cast(EmailMessage, part)
    return message.get_content_disposition() == "attachment" or bool(message.get_filename())


def _text(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    content = decode(payload, declared=part.get_content_charset()) if isinstance(payload, bytes) else ""
    shown = html_to_text(content) if part.get_content_subtype() == "html" else content
    return clean("\n".join(line for line in clean(shown).split("\n") if not _is_furniture(line)))


def _is_furniture(line: str) -> bool:
    return len(line) <= _LONGEST_FURNITURE and bool(_FURNITURE.search(line))
