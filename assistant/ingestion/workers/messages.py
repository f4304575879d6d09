"""What a reading process is told and what it tells: pieces of JSON, each after its length, and articles as JSON."""

import json
import struct
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import IO

from assistant.types import Article, Skip

LONGEST = 1_000_000_000
"""Bytes of the longest message: no article of a file that may be read is nearly as long."""

Message = dict[str, object]

_LENGTH = struct.Struct(">Q")
_ENCODING = ("utf-8", "surrogatepass")
_NAMES = tuple(field.name for field in fields(Article) if field.name != "version")
"""What is told of an article; versions are the library's to count."""


class MalformedMessage(Exception):
    """What came is no message: whoever sent it is not to be trusted any more."""


def send(stream: IO[bytes], message: Mapping[str, object]) -> None:
    """Writes a message and sends it off."""
    data = json.dumps(message, ensure_ascii=False).encode(*_ENCODING)
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> Message | None:
    """The next message; None at the end of the stream, or where it breaks off.

    Raises:
        MalformedMessage: this is none.
    """
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > LONGEST:
        raise MalformedMessage
    data = stream.read(length)
    if len(data) < length:
        return None
    try:
        message = json.loads(data.decode(*_ENCODING))
    except (ValueError, RecursionError) as error:
        raise MalformedMessage from error
    if not isinstance(message, dict):
        raise MalformedMessage
    return message


def to_message(where: str, entry: Article | Skip) -> Message:
    """What was read, and where it stands, as a message."""
    if isinstance(entry, Skip):
        return {"skip": entry.path, "reason": entry.reason}
    values = {name: getattr(entry, name) for name in _NAMES}
    return {"where": where, "article": values | {"published": entry.published and entry.published.isoformat()}}


def from_message(message: Message) -> tuple[str, Article | Skip]:
    """Where something stands, and what was read there.

    Raises:
        MalformedMessage: the message tells of neither an article nor a skip.
    """
    if "skip" in message:
        path = _text(message["skip"])
        return path, Skip(path, _text(message.get("reason")))
    values = message.get("article")
    if not isinstance(values, dict) or values.keys() != set(_NAMES):
        raise MalformedMessage
    return _text(message.get("where")), _article(values)


def _article(values: Mapping[str, object]) -> Article:
    day = _text_or_none(values["published"])
    try:
        published = date.fromisoformat(day) if day is not None else None
    except ValueError as error:
        raise MalformedMessage from error
    return Article(
        id=_text(values["id"]),
        text=_text(values["text"]),
        title=_text_or_none(values["title"]),
        outlet=_text_or_none(values["outlet"]),
        authors=_texts(values["authors"]),
        published=published,
        url=_text_or_none(values["url"]),
        language=_text_or_none(values["language"]),
        path=_text_or_none(values["path"]),
        content_hash=_text(values["content_hash"]),
        corrections=_texts(values["corrections"]),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise MalformedMessage
    return value


def _text_or_none(value: object) -> str | None:
    return None if value is None else _text(value)


def _texts(values: object) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise MalformedMessage
    return tuple(map(_text, values))
