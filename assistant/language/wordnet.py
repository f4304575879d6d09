"""What WordNet knows of words: which of them stand for each other, which are opposites, which are forms of one.

`wordnet.txt` is an extract of WordNet 3.0: the commoner words, each as `plain_form` gives it, with what it implies
(synonyms, derived words, the next wider word) and its antonyms; and irregular forms. Its licence stands in the file.
"""

from functools import cache
from pathlib import Path

_NOTHING: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
_FILE = Path(__file__).with_name("wordnet.txt")


@cache
def irregular_forms() -> dict[str, str]:
    """Irregular forms of verbs and nouns to their base: "arose" to "arise", "children" to "child"."""
    return dict(line.split("=") for line in _lines() if "=" in line)


def implies(known: str, said: str) -> bool:
    """Whether one word may stand for another: `said` is a synonym of `known`, derived from it, or wider."""
    return said in _words().get(known, _NOTHING)[0]


def knows(word: str) -> bool:
    """Whether it is one of the commoner words of the language, as `plain_form` gives it."""
    return word in _words()


def opposed(one: str, other: str) -> bool:
    """Whether two words are antonyms."""
    return other in _words().get(one, _NOTHING)[1]


@cache
def _words() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    entries = (line.partition(" ") for line in _lines() if "|" in line)
    return {word: _entry(rest) for word, _, rest in entries}


def _entry(rest: str) -> tuple[frozenset[str], frozenset[str]]:
    implied, _, opposite = rest.partition("|")
    return frozenset(implied.split()), frozenset(opposite.split())


@cache
def _lines() -> tuple[str, ...]:
    return tuple(line for line in _FILE.read_text("utf-8").splitlines() if not line.startswith("#"))
