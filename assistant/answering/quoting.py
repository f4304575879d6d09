"""Answers in the articles' own words."""

from collections.abc import Sequence

from assistant.answering.citing import number_quotes
from assistant.evidence.choosing import choose
from assistant.types import AnswerKind, Citation, Quote, Sentence

ANSWERS = 0.5
"""The least score of a leading quote. A quote's score is fitted so that 0.5 parts answering from refusing."""


LONGER: tuple[AnswerKind, ...] = ("list", "explanation", "digest")
"""What is asked for here may take `MORE` sentences more."""
MORE = 2


def quote_answer(
    quotes: Sequence[Quote], *, most: int, kind: AnswerKind = "other"
) -> tuple[list[Sentence], list[Citation]]:
    """The sentences and citations of an answer in quotes; both empty where no quote answers.

    Args:
        quotes: best first.
        most: how many sentences at the most.
        kind: what kind of answer is wanted; of a list or an explanation, the sentences of an article stand together.
    """
    if not quotes or quotes[0].score < ANSWERS:
        return [], []
    chosen = choose(quotes, most=longest(most, kind), least_score=ANSWERS / 2)
    if kind in LONGER:
        chosen = _grouped(chosen)
    citations = number_quotes(chosen)
    sentences = [
        Sentence(quote.text, (citation.number,), support="quoted", marks=quote.marks, glosses=quote.glosses)
        for quote, citation in zip(chosen, citations, strict=True)
    ]
    return sentences, citations


def longest(most: int, kind: AnswerKind) -> int:
    """How many sentences an answer of a kind may have, where others have `most`."""
    return most + MORE * (kind in LONGER)


def _grouped(quotes: Sequence[Quote]) -> list[Quote]:
    """The best quote, then those of its article, then of each other article, in the order of its best one."""
    articles = list(dict.fromkeys(quote.passage.article_id for quote in quotes))
    return sorted(quotes, key=lambda quote: articles.index(quote.passage.article_id))
