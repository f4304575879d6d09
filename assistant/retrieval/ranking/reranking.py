"""Reranking: the first passages of a search ordered again by a model that reads question and passage together."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.models.cross_encoder import CrossEncoder
from assistant.types import Passage

RERANKED = 30
"""How many passages are read with the question. A model of six layers takes 1.4 s for them on two
cores."""


def rerank(
    query: str, passages: Sequence[Passage], *, cross_encoder: CrossEncoder, top: int = RERANKED
) -> list[Passage]:
    """The passages, the first `top` of them in the order of search score times likelihood, the others after them.

    The model knows nothing of days: of five monthly reports on one figure it takes each to answer. So it does not
    replace the search's own order, in which new ones stand first; it decides where it is sure, and that order where it
    is not, or finds several alike.

    The scores stay and change hands: whoever stands third has what the third one had. They go down the list as before,
    into the rest of it, and keep the spread that choosing sentences counts on, whichever model is named.

    Args:
        query: what was searched.
        passages: best first, their scores above 0.
        cross_encoder: says how likely a text answers the query.
        top: how many are read; further ones keep their places.

    Raises:
        ModelError: the model's scores are no numbers.
    """
    read = passages[:top]
    likely = cross_encoder.probabilities(query, [_as_read(passage) for passage in read])
    worth = [passage.score * float(probability) for passage, probability in zip(read, likely, strict=True)]
    order = sorted(range(len(read)), key=lambda place: -worth[place])
    ordered = [replace(passages[place], score=held.score) for place, held in zip(order, read, strict=True)]
    return [*ordered, *passages[top:]]


def _as_read(passage: Passage) -> str:
    """The passage after its article's title, without which "he" and "the bill" could be anybody's."""
    return f"{passage.title}\n{passage.text}" if passage.title else passage.text
