"""What several articles report on a topic, a sentence each, the newest first: for "what is the latest on …"."""

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from assistant.evidence.candidates import Candidate, candidates
from assistant.evidence.quotes import make_quote, whole_span
from assistant.language.names import name_stems
from assistant.language.words import nation_stems
from assistant.models.embedder import Embedder
from assistant.types import Passage, Quote

COMPARED = 3
"""Sentences of a passage that are compared to the topic: news is told from its beginning."""
LEAD, BEHIND = 600, 0.8
"""Characters from which a sentence is no beginning of its article, and what its cosine counts then."""
RELEVANT, NEAR_BEST = 0.35, 0.6
"""The least cosine of topic and sentence with its title, and the least share of the best one's."""
SURE = 0.9
"""The score of the first quote; each further one has a little less, so that they stay in their order."""


def tell_digest(topic: str, passages: Sequence[Passage], *, embedder: Embedder, most: int) -> tuple[Quote, ...]:
    """The sentence of each of the `most` relevant articles that tells most of the topic, the newest article first."""
    found = list(_leads(topic, passages))
    if not found:
        return ()
    texts = [f"{one.passage.title or ''}. {one.text}" for one in found]
    vectors = np.asarray(embedder.embed([topic, *texts]))
    meanings = vectors[1:] @ vectors[0] * np.array([BEHIND if one.start > LEAD else 1.0 for one in found])
    floor = max(RELEVANT, NEAR_BEST * float(meanings.max()))
    best: dict[str, Candidate] = {}
    for place in np.argsort(-meanings):
        if meanings[place] >= floor:
            best.setdefault(found[place].passage.article_id, found[place])
    newest = sorted([*best.values()][:most], key=lambda one: one.passage.published or date.min, reverse=True)
    return tuple(make_quote(one.passage, whole_span(one), score=SURE - place / 100) for place, one in enumerate(newest))


def _leads(topic: str, passages: Sequence[Passage]) -> Iterator[Candidate]:
    """The first sentences of the passages that name all that the topic names."""
    names = set(name_stems(topic))
    for passage in passages:
        if names <= nation_stems(f"{passage.title or ''} {passage.text}"):
            yield from candidates([passage])[:COMPARED]
