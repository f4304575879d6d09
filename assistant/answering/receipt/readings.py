"""A quote read anew out of its article: who says it, and what explains its words.

A quote is read in the passage that was found, which a receipt does not name, and whom "he" means can hang on where that
begins. So a quote is read in every passage that it may have been found in.
"""

from collections.abc import Iterator

from assistant.evidence.candidates import candidates
from assistant.evidence.quotes import make_quote, whole_span
from assistant.evidence.speakers import LOOKED_BACK
from assistant.language.sentences import paragraph_spans, sentence_spans
from assistant.types import Article, Passage, Quote, Span

_FARTHEST = 8_000
"""Characters of an article before a quote and behind it that are read; no passage has as many."""
_BEHIND = 3
"""Sentences behind a quote with which its passage may end, but for those behind its paragraph."""
_LONG = 600
"""Characters of a sentence that may have been cut into several passages, so that a quote can be a part of it."""


def readings(article: Article, span: Span) -> Iterator[Quote]:
    """The quote at `span`, a place in `article`, as each passage that may have held it reads it.

    None where it is no whole sentence, dateline apart, nor one with the sentence that it leans on; the likeliest
    passages come first.
    """
    for start, end in _surroundings(article.text, span):
        passage = passage_of(article, start, end)
        ending = (one for one in candidates([passage], corrections=True) if one.end == span[1])
        if any(span in ((one.start, one.end), whole_span(one)) for one in ending):
            yield from (make_quote(passage, span, score=1.0, known=known) for known in (article.text, ""))


def _surroundings(text: str, span: Span) -> Iterator[Span]:
    """The stretches of whole sentences around `span` in which it may be read otherwise, the widest first."""
    begin = text.rfind("\n", 0, max(0, span[0] - _FARTHEST)) + 1
    part = text[begin : span[1] + _FARTHEST]
    start, end = span[0] - begin, span[1] - begin
    sentences = sentence_spans(part)
    paragraph = next((one for one in paragraph_spans(part) if one[0] <= start < one[1]), (start, end))
    starts = {first for first, _ in [one for one in sentences if one[0] <= start][-LOOKED_BACK - 1 :]}
    ends = {last for _, last in [one for one in sentences if end <= one[1] <= paragraph[1]][:_BEHIND]}
    if any(first <= start and end <= last and last - first > _LONG for first, last in sentences):
        starts.add(start)
        ends.add(end)
    for first in sorted(starts | {paragraph[0]} if starts else ()):
        yield from ((begin + first, begin + last) for last in sorted(ends | {paragraph[1]}, reverse=True))


def passage_of(article: Article, start: int, end: int) -> Passage:
    """The stretch of an article as a passage, as if it had been cut so."""
    return Passage(
        article.id, article.version, start, end, article.text[start:end], article.title, article.outlet,
        article.authors, article.published, article.url, article.content_hash,
    )  # fmt: skip
