"""Names that the archive knows, found at a place in a question, also where a word of them is misspelt."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.language.words import words

LEAST_FOR_A_SLIP = 4
"""Letters of a word that may have one slip (a letter more, less, other, or two exchanged), in a name of several."""
LEAST_ALONE = 6
"""Letters of a name of one word that may have a slip: shorter ones are too near to other words."""
LEAST_FOR_TWO = 12
"""Letters of a name in which two words may have a slip."""

Form = tuple[str, ...]
"""The words of a name, each as `plain` gives it."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a question in the form in which names are compared; `owning` where it is a possessive."""

    plain: str
    text: str
    start: int
    end: int
    owning: bool


@dataclass(frozen=True, slots=True)
class Named:
    """A known name where it stands: tokens `first` to `end` (not included), and what it stands for."""

    first: int
    end: int
    values: tuple[str, ...]
    form: Form
    slips: int


@lru_cache(maxsize=20_000)
def plain(word: str) -> str:
    """A word without capitals, accents and apostrophes."""
    if word.isascii() and word.isalnum():
        return word.lower()
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in apart if letter.isalnum())


def tokens(text: str) -> list[Token]:
    """The words of `text` as names are compared with, possessive endings apart."""
    found = []
    for word in words(text):
        bare = word.text.removesuffix("'s").removesuffix("’s")
        owning = bare != word.text or text[word.end : word.end + 1] in ("'", "’")
        if plain(bare):
            found.append(Token(plain(bare), bare, word.start, word.end, owning))
    return found


def form_of(name: str) -> Form:
    """The words of `name`, as they are compared; a possessive in a name stays ("Women's Wear Daily")."""
    return tuple(filter(None, (plain(word.text.replace("’", "'").replace("'s", "")) for word in words(name))))


class NameIndex:
    """Names by their words. Made once; looking at a place of a question costs a few microseconds."""

    def __init__(self, forms: Mapping[Form, Iterable[str]]) -> None:
        """The names to be found: each form with what it stands for."""
        self._values = {form: tuple(dict.fromkeys(values)) for form, values in forms.items() if form}
        self._by_first: dict[str, list[Form]] = {}
        for form in self._values:
            self._by_first.setdefault(form[0], []).append(form)
        self._near: dict[str, list[str]] = {}
        for word in self._by_first:
            for key in _shortened(word):
                self._near.setdefault(key, []).append(word)

    def at(self, text: Sequence[Token], place: int) -> Named | None:
        """The name that begins at token `place`: with the fewest slips, and among those the longest."""
        begun = text[place].plain
        exact = self._best(text, place, self._by_first.get(begun, ()))
        if exact and not exact.slips:
            return exact
        near = {word for key in _shortened(begun) for word in self._near.get(key, ())}
        found = [self._best(text, place, self._by_first[word]) for word in near if is_near(begun, word)]
        return min(filter(None, [exact, *found]), key=_order, default=None)

    def _best(self, text: Sequence[Token], place: int, forms: Iterable[Form]) -> Named | None:
        found = []
        for form in forms:
            slips = _slips(form, text[place : place + len(form)])
            if slips is not None:
                found.append(Named(place, place + len(form), self._values[form], form, slips))
        return min(found, key=_order, default=None)


def is_near(word: str, other: str) -> bool:
    """Whether one slip makes one word the other."""
    if word == other:
        return True
    if abs(len(word) - len(other)) > 1:
        return False
    place = next((i for i, (one, two) in enumerate(zip(word, other, strict=False)) if one != two), None)
    if place is None:
        return True
    rest, rest_of_other = word[place:], other[place:]
    return (
        rest[1:] == rest_of_other[1:]
        or rest[1:] == rest_of_other
        or rest == rest_of_other[1:]
        or (rest[:2] == rest_of_other[1::-1] and rest[2:] == rest_of_other[2:])
    )


def _order(named: Named) -> tuple[int, int, Form]:
    return named.slips, named.first - named.end, named.form


def _slips(form: Form, found: Sequence[Token]) -> int | None:
    """How many words of `found` are misspelt if it is the name `form`; None where it is not.

    Of what is short for a name, "the Times", none may be: it is too near to other words.
    """
    if len(found) < len(form):
        return None
    wrong = [(word, token.plain) for word, token in zip(form, found, strict=True) if word != token.plain]
    least = LEAST_FOR_A_SLIP if len(form) > 1 else LEAST_ALONE
    most = 0 if form[0] == "the" else 2 if sum(map(len, form)) >= LEAST_FOR_TWO else 1
    if len(wrong) > most or any(len(word) < least or not is_near(word, other) for word, other in wrong):
        return None
    return len(wrong)


def _shortened(word: str) -> list[str]:
    """The word and what is left of it without one letter: words that are near each other share one of these."""
    if len(word) < LEAST_FOR_A_SLIP - 1:
        return [word]
    return [word, *(word[:place] + word[place + 1 :] for place in range(len(word)))]
