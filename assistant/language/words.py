"""Words of a text: their spans, their stems, and which of them carry content."""

import re
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"[$€£]?\d[\d,.]*\d|[$€£]?\d|(?:[^\W\d_]\.){2,}|[^\W_]+(?:[’'][^\W_]+)*")

STOP_WORDS = frozenset(
    "a about above after again all also am an and any are as at be because been before being below between both but "
    "by can could did do does doing down during each else few for from further get gets got had has have having he "
    "her here hers him his how i if in into is it its just let may me might more most much many must my no nor not of "
    "off on once only or other our out over own per please same shall she should so some such tell than that the "
    "their them then there these they this those through to too under until up upon us very was we were what when "
    "where which while who whom whose why will with would you your s t d ll re ve m".split()
)
"""Words that carry no content of their own."""

_ENGLISH_ONLY = frozenset("the and of to in that is was for with on as it by from are be has have said".split())
_SAME = {
    "u.s.": "usa", "u.s.a.": "usa", "u.k.": "uk", "u.n.": "un", "e.u.": "eu", "america": "usa", "american": "usa",
    "americans": "usa", "britain": "uk", "british": "uk", "ukrainian": "ukrain", "ukrainians": "ukrain",
}  # fmt: skip
_BEGINNING = 3
"""Letters that stemming leaves as they are."""
_NATION = re.compile(r"(?<=[a-z]{4})(?:ians?|ia|ans?|n)$")
_snowball = snowballstemmer.stemmer("english")
_stemming = threading.Lock()
"""The stemmer works on one word at a time: two threads in it spoil each other's."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands in its text."""

    text: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """The words of `text` in order: letters with inner apostrophes, figures with their separators, "U.S."."""
    return [Word(match.group(), match.start(), match.end()) for match in _WORD.finditer(text)]


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The form under which `word` is compared: lower case, without a possessive, Snowball English.

    Figures lose their thousands separators ("1,000" becomes "1000"); "US" and "U.S." become "usa".
    """
    if word[0].isdigit() or word[0] in "$€£":
        return word.replace(",", "").rstrip(".").lstrip("$€£")
    if word in ("US", "USA"):
        return "usa"
    lowered = word.lower().replace("’", "'")
    lowered = lowered.removesuffix("'s").removesuffix("'")
    return _SAME.get(lowered) or _stem_of(lowered)


def _stem_of(word: str) -> str:
    with _stemming:
        return str(_snowball.stemWord(word))


def content_stems(text: str) -> list[str]:
    """The stems of the content words of `text`, in order, with repetitions."""
    return [found for word in _WORD.findall(text) if (found := _content_stem(word))]


@lru_cache(maxsize=200_000)
def _content_stem(word: str) -> str:
    return stem(word) if is_content(word) else ""


@lru_cache(maxsize=200_000)
def is_content(word: str) -> bool:
    """Whether `word` carries content: not a stop word, not a lone letter. "US" is a country, "us" is not."""
    if word == "US":
        return True
    lowered = word.lower().replace("’", "'").removesuffix("'s")
    return lowered not in STOP_WORDS and (len(lowered) > 1 or not lowered.isascii() or lowered.isdigit())


class Finder:
    """Finds given stems in many texts without stemming every word of them: only those that begin like one of them."""

    def __init__(self, stems: Iterable[str], *, names: Iterable[str] = ()) -> None:
        """Looks for `stems` as `stem` gives them, and for `names` as `nation_stem` does."""
        self._stems, self._names = frozenset(stems), frozenset(names)
        self._met: dict[str, tuple[str | None, str]] = {}
        wanted = self._stems | self._names
        same = (word for word, meant in _SAME.items() if meant in wanted)
        self._beginnings = frozenset(word[:_BEGINNING] for word in (*wanted, *same, *("us" for _ in wanted & {"usa"})))

    def find(self, text: str) -> tuple[list[str], set[str]]:
        """The content words of `text` in order, each as its stem or as "" if it is none of the stems; and the names."""
        found: list[str] = []
        names: set[str] = set()
        for word in _WORD.findall(text):
            meant = self._met.get(word) or self._meet(word)
            if meant[0] is not None:
                found.append(meant[0])
            if meant[1]:
                names.add(meant[1])
        return found, names

    def _meet(self, word: str) -> tuple[str | None, str]:
        """The stem of `word`, "" for one that is not looked for and None for no content; and the name that it is."""
        like = not word[0].isalpha() or word[:_BEGINNING].lower() in self._beginnings
        stemmed = _content_stem(word) if like else ""
        name = nation_stem(word) if like and word[0].isupper() else ""
        meant = stemmed if stemmed in self._stems else "" if is_content(word) else None
        self._met[word] = meant, name if name in self._names else ""
        return self._met[word]


@lru_cache(maxsize=200_000)
def nation_stem(word: str) -> str:
    """A coarser form that a country shares with its people: "Romania", "Romanian" and "Romanians" are one."""
    stemmed = stem(word)
    lowered = word.lower().replace("’s", "").replace("'s", "")
    coarse = _NATION.sub("", lowered)
    return stemmed if stemmed in ("usa", "uk", "un", "eu") else coarse


def nation_stems(text: str) -> set[str]:
    """What `nation_stem` makes of every word of `text`."""
    return {nation_stem(word.text) for word in words(text)}


def looks_english(text: str) -> bool:
    """Whether a text of some length reads as English, by the share of its commonest words (at least one in 12)."""
    found = [word.strip("“”\"'‘’.,;:!?()") for word in text[:4000].lower().split()]
    return len(found) < 20 or sum(word in _ENGLISH_ONLY for word in found) > len(found) / 12
