"""Citations: the numbers in an answer and what they stand for."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.answering.sources import article_kind
from assistant.language.notes import is_correction
from assistant.language.sentences import sentence_spans
from assistant.types import Citation, Quote, Sentence

_MARK = re.compile(
    r"\s*[\[【]\s*(?:(?:quote|source|article|evidence)s?\s+)?[\^#]?(\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*)\s*(?:†[^\]】]{0,20})?[\]】]",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"(?<=\d[\]】])\s*(?:,|;|and|&)\s*(?=[\[【]\s*\d)")
_OPEN_MARK = re.compile(r"\s*[\[【][^\]】]{0,24}$|\s+$")


@dataclass(frozen=True, slots=True)
class Cited:
    """A sentence as a model wrote it, without its marks, and the numbers that stood in them."""

    text: str
    numbers: tuple[int, ...]


def split_marks(raw: str) -> list[Cited]:
    """The sentences of what a model wrote, each with the numbers of its marks: `[1]`, `[1, 2]`, `[1][2]`, `【1】`.

    A mark belongs to the sentence that it stands in or right behind.
    """
    clean, marks = _take_out(_BETWEEN.sub("", raw))
    spans = sentence_spans(clean)
    numbers: list[list[int]] = [[] for _ in spans]
    for position, found in marks:
        before = [index for index, (start, _) in enumerate(spans) if start < position]
        if before:
            numbers[before[-1]] += [number for number in found if number not in numbers[before[-1]]]
    return [Cited(clean[start:end], tuple(found)) for (start, end), found in zip(spans, numbers, strict=True)]


def readable(raw: str) -> str:
    """What of a model's unfinished words can be shown: no marks, and nothing that may still become one."""
    clean, _ = _take_out(_BETWEEN.sub("", raw))
    return _OPEN_MARK.sub("", clean)


def number_quotes(quotes: Iterable[Quote]) -> list[Citation]:
    """Citations for the quotes, numbered from 1; a quote that comes again keeps its first number."""
    found: dict[tuple[str, int, int, int], Citation] = {}
    for quote in quotes:
        found.setdefault(place_of(quote), cite(len(found) + 1, quote))
    return list(found.values())


def place_of(item: Quote | Citation) -> tuple[str, int, int, int]:
    """What tells a quote from every other: its article with the version, and where in it the quote stands."""
    article = item.passage if isinstance(item, Quote) else item
    return article.article_id, article.version, item.start, item.end


def cite(number: int, quote: Quote) -> Citation:
    """The citation of a quote under a number."""
    passage = quote.passage
    return Citation(
        number=number,
        article_id=passage.article_id,
        version=passage.version,
        quote=quote.text,
        start=quote.start,
        end=quote.end,
        title=passage.title,
        outlet=passage.outlet,
        authors=passage.authors,
        published=passage.published,
        url=passage.url,
        content_hash=passage.content_hash,
        speaker=quote.speaker,
        role=quote.role,
        attribution=quote.attribution,
        direct=quote.direct,
        kind=_kind(quote),
        reprints=passage.reprints,
    )


def with_marks(sentences: Sequence[Sentence]) -> str:
    """The text of an answer: each sentence followed by its `[n]` marks."""
    return " ".join(
        sentence.text + "".join(f" [{number}]" for number in sentence.citations) for sentence in sentences
    ).strip()


def _take_out(raw: str) -> tuple[str, list[tuple[int, list[int]]]]:
    pieces: list[str] = []
    marks: list[tuple[int, list[int]]] = []
    length = end = 0
    for mark in _MARK.finditer(raw):
        pieces.append(raw[end : mark.start()])
        length += mark.start() - end
        marks.append((length, _numbers(mark.group(1))))
        end = mark.end()
    pieces.append(raw[end:])
    return "".join(pieces), marks


def _numbers(inside: str) -> list[int]:
    found: list[int] = []
    for part in re.split(r"\s*[,;]\s*", inside):
        ends = [int(number) for number in re.findall(r"\d+", part)]
        found += range(ends[0], ends[-1] + 1) if ends[-1] - ends[0] < 10 else ends
    return found


def _kind(quote: Quote) -> Literal["news", "opinion", "correction"]:
    if is_correction(quote.text):
        return "correction"
    return article_kind(quote.passage.title, quote.passage.url)
