"""Answers in the articles' own words."""

from collections.abc import Sequence

from assistant.answering.citing import number_quotes
from assistant.evidence.choosing import choose
from assistant.types import Citation, Quote, Sentence

ANSWERS = 0.5
"""The least score of a leading quote. A quote's score is fitted so that 0.5 parts answering from refusing."""


def quote_answer(quotes: Sequence[Quote], *, most: int) -> tuple[list[Sentence], list[Citation]]:
    """The sentences and citations of an answer in quotes; both empty where no quote answers.

    Args:
        quotes: best first.
        most: how many sentences at the most.
    """
    if not quotes or quotes[0].score < ANSWERS:
        return [], []
    chosen = choose(quotes, most=most, least_score=ANSWERS / 2)
    citations = number_quotes(chosen)
    sentences = [
        Sentence(quote.text, (citation.number,), support="quoted", marks=quote.marks, glosses=quote.glosses)
        for quote, citation in zip(chosen, citations, strict=True)
    ]
    return sentences, citations
