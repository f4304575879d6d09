"""Misspelt words of a question, put right by the words of the archive."""

from collections.abc import Callable, Iterable, Mapping

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from assistant.language.words import stem, words
from assistant.library.store import Library
from assistant.models.common_words import common_words

SHORTEST = 5
"""Letters of a word that is put right; a shorter one is near to too many others."""
LONG, LONGER = 7, 8
"""From so many letters two mistakes are put right, else one (a letter left out, put in, exchanged or moved by one); and
from so many two letters of the alphabet may differ, else one. In a name none may: another's must not take its place."""
NEAR = 40
"""How many words that are spelt alike are looked at."""

Terms = Callable[[str], Mapping[str, int]]
"""Gives the stems of an archive that begin so, each with how many passages have it."""
Spelt = Callable[[str], str]
"""Gives a word with a stem as an archive spells it; empty where it is not found."""


def spelt_in(library: Library, stemmed: str) -> str:
    """A word with this stem, in lower case, as the best passage for it spells it; empty where none does."""
    passages = library.passages([number for number, _ in library.find_keywords(stemmed, top_k=1)])
    found = (word.text.lower() for passage in passages.values() for word in words(passage.text))
    return next((word for word in found if stem(word) == stemmed), "")


def put_right(text: str, terms: Terms, spelt: Spelt) -> str:
    """The text with its misspelt words put right, where the archive has a word that is spelt almost like one.

    A word is misspelt that neither the archive has nor English commonly. The nearest takes its place, of several the
    one of the same letters, then the one that more passages have.
    """
    right = text
    for word in reversed(words(text)):
        if found := _meant(word.text, terms, spelt):
            right = right[: word.start] + found + right[word.end :]
    return right


def _meant(word: str, terms: Terms, spelt: Spelt) -> str:
    """The word of the archive that a misspelt one stands for, with its capitals; empty where it may be right."""
    lowered = word.lower()
    if len(word) < SHORTEST or not (word.isascii() and word.isalpha()) or lowered in common_words():
        return ""
    if stem(lowered) in terms(stem(lowered)):
        return ""
    known = terms(lowered[0])
    common = [one for one in common_words() if one[0] == lowered[0]]
    counts = dict(known) | {one: known[stem(one)] for one in common if stem(one) in known}
    differing = 0 if word[0].isupper() else 2 if len(word) >= LONGER else 1
    alike = [one for one in _alike(lowered, counts) if len({*lowered} ^ {*one}) <= differing]
    best = min(alike, key=lambda one: (OSA.distance(lowered, one), len({*lowered} ^ {*one}), -counts[one]), default="")
    best = best if best in common else spelt(best)
    return best.capitalize() if word[0].isupper() else best


def _alike(word: str, others: Iterable[str]) -> list[str]:
    most = 2 if len(word) >= LONG else 1
    return [one for one, _, _ in extract(word, tuple(others), scorer=OSA.distance, score_cutoff=most, limit=NEAR)]
