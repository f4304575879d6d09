"""Joining: found passages that follow each other in an article become one, as a reader would have it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from assistant.types import Passage

MOST_JOINED = 3
"""How many passages become one at the most."""
LONGEST = 3_000
"""Characters of a joined passage at the most: what fits on a screen."""
_WIDEST = 20
"""Characters of white space between neighbours at the most; between paragraphs there are one or two."""

TextOf = Callable[[str, int], str]
"""The text of an article, by its id and version."""


def join_neighbours(passages: Sequence[Passage], *, text_of: TextOf) -> list[Passage]:
    """The passages, those that stand next to each other in the same version of an article joined.

    A joined passage has the place and the score of the best of them and the reprints of all, which carry it or a part
    of it. Its text is the article's own from the first one's start to the last one's end, white space and all.

    Args:
        passages: best first.
        text_of: asked only about articles of which neighbours may have been found.
    """
    lookup = cache(text_of)
    after = _followers(passages, lookup)
    before = {second: first for first, second in after.items()}
    joined: list[Passage] = []
    taken: set[int] = set()
    for place, best in enumerate(passages):
        if place not in taken:
            run = _run(place, passages, before=before, after=after, taken=taken)
            taken.update(run)
            joined.append(_joined(best, [passages[one] for one in run], lookup))
    return joined


def _followers(passages: Sequence[Passage], text_of: TextOf) -> dict[int, int]:
    """The place in the list of the passage that follows in the text, by the place of the one before it."""

    def position(place: int) -> tuple[str, int, int]:
        return passages[place].article_id, passages[place].version, passages[place].start

    in_order = sorted(range(len(passages)), key=position)
    return {one: next_ for one, next_ in pairwise(in_order) if _follows(passages[one], passages[next_], text_of)}


def _follows(first: Passage, second: Passage, text_of: TextOf) -> bool:
    if (first.article_id, first.version) != (second.article_id, second.version):
        return False
    if not 0 <= second.start - first.end <= _WIDEST:
        return False
    return not text_of(first.article_id, first.version)[first.end : second.start].strip()


def _run(
    place: int, passages: Sequence[Passage], *, before: Mapping[int, int], after: Mapping[int, int], taken: set[int]
) -> list[int]:
    """The places of the passages that are joined with the one at `place`, in the order of the text, itself included.

    The better neighbour of the two comes first, until the joined passage is long enough.
    """
    run = [place]
    while len(run) < MOST_JOINED:
        longer = [[before[run[0]], *run]] if run[0] in before else []
        longer += [[*run, after[run[-1]]]] if run[-1] in after else []
        fitting = [one for one in longer if not taken & set(one) and _length(one, passages) <= LONGEST]
        if not fitting:
            break
        run = min(fitting, key=sum)
    return run


def _length(run: Sequence[int], passages: Sequence[Passage]) -> int:
    return passages[run[-1]].end - passages[run[0]].start


def _joined(best: Passage, run: Sequence[Passage], text_of: TextOf) -> Passage:
    if len(run) == 1:
        return best
    start, end = run[0].start, run[-1].end
    text = text_of(best.article_id, best.version)[start:end]
    reprints = dict.fromkeys(article_id for passage in (best, *run) for article_id in passage.reprints)
    return replace(best, start=start, end=end, text=text, reprints=tuple(reprints))
