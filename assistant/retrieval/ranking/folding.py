"""Copies folded: of the passages that articles share, one is shown and the other articles are its reprints."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from assistant.language.words import words
from assistant.types import Passage

RUN = 5
"""Words of the runs by which passages are compared."""
CARRIED = 0.8
"""A passage is carried by another article where this share of its runs of words stands there, and every figure."""


@dataclass(frozen=True, slots=True)
class _Words:
    """What a passage says, or several: runs of words, and the figures among them."""

    runs: set[tuple[str, ...]] = field(default_factory=set)
    figures: set[str] = field(default_factory=set)

    def add(self, other: "_Words") -> None:
        self.runs.update(other.runs)
        self.figures.update(other.figures)

    def carry(self, other: "_Words") -> bool:
        """Whether `other` stands in these words, small edits aside. An edit of a figure is not small."""
        shared = len(self.runs & other.runs)
        return shared >= CARRIED * len(other.runs) and shared > 0 and other.figures <= self.figures


def fold_copies(passages: Sequence[Passage], origins: Mapping[str, str]) -> list[Passage]:
    """The passages without those that copies say again, each with the ids of its reprints.

    Passages of the same words are folded wherever they stand. Those of copies are folded too where they are cut
    otherwise or slightly edited, into the copy that stands best; what only another one says stays.

    Args:
        passages: best first.
        origins: the id of the article that an article is a copy of; articles without copies are not in it.
    """
    copied = [passage for passage in passages if passage.article_id in origins]
    groups = {origin: _Group() for origin in origins.values()}
    for passage in copied:
        groups[origins[passage.article_id]].take(passage)
    shown: list[Passage] = []
    for best, reprints in _equal(passages):
        group = groups.get(origins.get(best.article_id, ""))
        if group is None:
            shown.append(replace(best, reprints=reprints))
        elif group.show(best):
            ids = (*reprints, *group.carriers(best))
            shown.append(replace(best, reprints=tuple(dict.fromkeys(ids))))
    return shown


class _Group:
    """The copies of one article: what of each was found, and which of them are shown."""

    def __init__(self) -> None:
        self._found: dict[str, _Words] = {}
        self._shown: set[str] = set()

    def take(self, passage: Passage) -> None:
        self._found.setdefault(passage.article_id, _Words()).add(_words(passage.text))

    def show(self, passage: Passage) -> bool:
        """Whether `passage` says more than what was found of the articles shown so far; if so it is shown with them.

        Its words may be cut otherwise there: what is missing in a better passage then stands in the next one.
        """
        said = _Words()
        for article_id in self._shown - {passage.article_id}:
            said.add(self._found[article_id])
        if said.carry(_words(passage.text)):
            return False
        self._shown.add(passage.article_id)
        return True

    def carriers(self, passage: Passage) -> list[str]:
        """The other articles whose found passages say all that `passage` says."""
        said = _words(passage.text)
        return [
            article_id
            for article_id, found in self._found.items()
            if article_id != passage.article_id and found.carry(said)
        ]


def _equal(passages: Sequence[Passage]) -> list[tuple[Passage, tuple[str, ...]]]:
    """The best of each group of passages with the same words, and the ids of the other articles that have them."""
    groups: dict[str, list[Passage]] = {}
    for passage in passages:
        groups.setdefault(" ".join(passage.text.split()), []).append(passage)
    return [
        (best, tuple(dict.fromkeys(other.article_id for other in others if other.article_id != best.article_id)))
        for best, *others in groups.values()
    ]


@lru_cache(maxsize=1_000)
def _words(text: str) -> _Words:
    found = [word.text.lower() for word in words(text)]
    runs = {tuple(found[start : start + RUN]) for start in range(max(1, len(found) - RUN + 1))}
    return _Words(runs, {word for word in found if any(map(str.isdigit, word))})
