"""A sentence of a passage as a quote: with who says it, what explains its words, and the neighbour that it leans on."""

import re

from assistant.evidence.candidates import Candidate
from assistant.evidence.glosses import find_glosses
from assistant.evidence.speakers import find_speaker
from assistant.language.notes import dateline_length
from assistant.language.sentences import sentence_spans
from assistant.types import Gloss, Passage, Quote, Span

LONGEST = 600
"""Characters of a sentence with the one before it; a longer pair is no quote."""
_LEANS = re.compile(r"[“\"'‘]?(?:It|He|She|They|This|That|These|Those|His|Her|Its|Their)\b")


def make_quote(passage: Passage, span: Span, *, score: float, known: str = "", marks: tuple[Span, ...] = ()) -> Quote:
    """The quote at `span`, a place in the article, one sentence or a sentence with the one before it.

    The last of them tells the speaker, whose word it is.

    Args:
        passage: what it stands in.
        span: offsets into the article.
        score: of the quote.
        known: more text of the same article, for full names.
        marks: the answering words, in the quote's text.
    """
    start, end = span[0] - passage.start, span[1] - passage.start
    text = passage.text[start:end]
    parts = _parts(passage.text, (start, end))
    speakers = [find_speaker(passage.text, part, known=known) for part in parts]
    glosses = tuple(
        Gloss(gloss.position + part[0] - start, gloss.text)
        for part, said in zip(parts, speakers, strict=True)
        for gloss in find_glosses(passage.text, part, said, published=passage.published)
    )
    speaker = speakers[-1]
    return Quote(
        passage,
        *span,
        text,
        score,
        marks=marks,
        speaker=speaker.name,
        role=speaker.role,
        attribution=speaker.attribution,
        direct=speaker.direct,
        glosses=glosses,
    )


def whole_span(candidate: Candidate) -> Span:
    """Where a sentence that can be understood alone stands in its article, or one that cannot with the one before it.

    A sentence that opens with "It" or "They" leans on what goes before, if its passage and paragraph have that.
    """
    own = (candidate.start, candidate.end)
    if not _LEANS.match(candidate.text):
        return own
    passage = candidate.passage
    at = candidate.start - passage.start
    before = [one for one in sentence_spans(passage.text[:at]) if one[1] <= at][-1:]
    if not before or "\n" in passage.text[before[0][1] : at] or own[1] - passage.start - before[0][0] > LONGEST:
        return own
    start = before[0][0] + dateline_length(passage.text[slice(*before[0])])
    return passage.start + start, candidate.end


def _parts(text: str, span: Span) -> list[Span]:
    """The two sentences of a span, or its only one."""
    inside = [(max(one[0], span[0]), one[1]) for one in sentence_spans(text) if one[0] < span[1] and span[0] < one[1]]
    if len(inside) == 2 and inside[1][1] == span[1]:
        return inside
    return [span]
