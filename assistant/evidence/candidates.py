"""The sentences of passages that can stand as a quote."""

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.language.notes import dateline_length, is_correction, is_housekeeping
from assistant.language.sentences import sentence_spans
from assistant.types import Passage

_SHORTEST, _LONGEST = 4, 90
"""Words of a sentence that can stand by itself."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a passage; `start` and `end` are offsets into the article."""

    passage: Passage
    start: int
    end: int
    text: str


def candidates(passages: Iterable[Passage], *, corrections: bool = False) -> list[Candidate]:
    """The sentences of the passages that can stand as a quote, in order, none twice.

    A dateline is left off. Sentences about the paper itself are left out, and so are correction notes (which repeat
    what was wrong) unless `corrections` are asked for.
    """
    found: dict[tuple[str, int], Candidate] = {}
    for passage in passages:
        for first, last in sentence_spans(passage.text):
            start = first + dateline_length(passage.text[first:last])
            text = passage.text[start:last]
            if _can_stand(text, corrections):
                key = (passage.article_id, passage.start + start)
                found.setdefault(key, Candidate(passage, passage.start + start, passage.start + last, text))
    return list(found.values())


def _can_stand(text: str, corrections: bool) -> bool:
    if not _SHORTEST <= len(text.split()) <= _LONGEST or is_housekeeping(text):
        return False
    return corrections or not is_correction(text)
