"""What a library finds beside what is nearest."""

import numpy as np

from assistant.library.disk import cached_vectors
from assistant.library.disk.scope import Scope
from assistant.library.store import Library


def assert_finds_the_nearest(library: Library, *, questions: int = 8) -> None:
    """The ten passages found are as near as the ten nearest of the catalogue, and as near as they are said to be."""
    with library._database.reading() as connection:
        ids, vectors = cached_vectors.scoped_vectors(connection, Scope())
    place = {int(number): row for row, number in enumerate(ids)}
    chance = np.random.default_rng(len(ids))
    for _ in range(questions):
        question = vectors[chance.integers(len(ids))] + 0.05 * chance.standard_normal(vectors.shape[1])
        question = (question / np.linalg.norm(question)).astype(np.float32)
        similarities = vectors @ question
        hits = library.find_dense(question, top_k=10)
        np.testing.assert_allclose([told for _, told in hits], np.sort(similarities)[::-1][:10], atol=1e-4)
        np.testing.assert_allclose([told for _, told in hits], [similarities[place[n]] for n, _ in hits], atol=1e-4)
