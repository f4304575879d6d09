"""What could answer: the names, numbers, times and short phrases of a sentence, and what a question asks for."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.language.names import name_spans
from assistant.language.quantities import quantities
from assistant.language.times import time_spans
from assistant.language.words import content_stems, is_content, nation_stem, stem, words
from assistant.types import Span

Sort = Literal["name", "number", "time", "phrase"]
"""What a filler is, by its form."""

LONGEST_PHRASE = 3
"""Words of a phrase at the most."""
_ASKED_FOR = re.compile(
    r"\b(?:what|which)(?:\s+(?:is|was|are|were))?(?:\s+the\s+names?\s+of)?(?:\s+of\s+(?:the|these|those)(?:\s+following)?)?"
    r"(?:\s+(?:the|an?|one|two|three))?\s+",
    re.IGNORECASE,
)
_NO_TYPE = frozenset("kind type sort name names item thing things following".split())
_VERBS = frozenset(
    "said won became began made got did lost left took went hit saw came rose fell sold bought led held gave grew shook"
    " announced is was are were has have had will would can could should may might do does did says told kept set cut"
    " struck stole built drew drove found met paid put ran sent shot spent stood taught wrote broke chose claims plans"
    " remains remain swept brought".split()
)
"""Words that end the noun phrase after "which"."""
_PRAISE = frozenset("new popular major famous anticipated blockbuster big biggest top special main key".split())
"""Words before a noun that say nothing of its kind."""
_POSSESSIVE = re.compile(r"[’']s?$")
_DULL = _VERBS | frozenset(
    "according also new first last year years week weeks day days month months time people part way lot number one two"
    " three many several recent recently including around nearly about more most less least just even still back like"
    " known called named former good well long high old big top make makes making take takes taking go goes going come"
    " comes coming get gets getting see seen use used using say saying added told asked reported reports today tuesday"
    " wednesday thursday friday monday saturday sunday".split()
)
"""Words that no phrase begins or ends with."""
_BREAK = re.compile(r"[^\w\s’'-]|\s-\s")


@dataclass(frozen=True, slots=True)
class Filler:
    """Words of a sentence that could fill the gap a question leaves; `span` is in the sentence."""

    span: Span
    text: str
    sort: Sort
    key: frozenset[str]
    """Its words as they are compared, so that "Sweden" is itself wherever it stands."""


@lru_cache(maxsize=1_000)
def asked_for(question: str) -> str:
    """What "which" or "what" asks for: "island nation", "virus", "" where the question does not say."""
    for match in _ASKED_FOR.finditer(question):
        found: list[str] = []
        for word in words(question[match.end() : match.end() + 60]):
            lowered = word.text.lower()
            if lowered == "of" and found and set(found) <= _NO_TYPE:
                found.clear()
                continue
            if not is_content(word.text) or lowered in _VERBS or (found and lowered.endswith(("ed", "ing", "ly"))):
                break
            if lowered.endswith("ly") or lowered in _PRAISE:
                continue
            found.append(_POSSESSIVE.sub("", lowered))
            if len(found) == LONGEST_PHRASE or found[-1] != lowered:
                break
        if found and not set(found) <= _NO_TYPE:
            return " ".join(found)
    return ""


def fillers(sentence: str, question: str) -> list[Filler]:
    """Everything in `sentence` that could fill what `question` leaves open, and that it does not say itself."""
    known = known_words(question)
    figures = {quantity.value for quantity in quantities(question)}
    taken: list[Span] = []
    found: list[Filler] = []

    def take(span: Span, sort: Sort) -> None:
        key = _key(sentence[slice(*span)])
        if key and not key <= known and not any(span[0] < end and start < span[1] for start, end in taken):
            found.append(Filler(span, sentence[slice(*span)], sort, key))
        taken.append(span)

    for quantity in quantities(sentence):
        if quantity.value not in figures and sentence[quantity.span[1] : quantity.span[1] + 1] != "-":
            take(quantity.span, "number")
    for span in time_spans(sentence):
        take(span, "time")
    for span in name_spans(sentence):
        take(span, "name")
    for span in _phrases(sentence, tuple(taken), known):
        found.append(Filler(span, sentence[slice(*span)], "phrase", _key(sentence[slice(*span)])))
    return found


@lru_cache(maxsize=1_000)
def known_words(question: str) -> frozenset[str]:
    """The stems of what a question says, its names also as nations and their people share them."""
    return frozenset(content_stems(question)) | {nation_stem(word.text) for word in words(question)}


def _key(text: str) -> frozenset[str]:
    return frozenset(
        nation_stem(word.text) if word.text[0].isupper() else stem(word.text)
        for word in words(text)
        if is_content(word.text)
    )


def _phrases(sentence: str, taken: tuple[Span, ...], known: frozenset[str]) -> list[Span]:
    """Runs of one to three content words in lower case that stand outside of what is `taken`."""
    runs: list[list[Span]] = [[]]
    end = 0
    for word in words(sentence):
        free = not any(word.start < stop and start < word.end for start, stop in taken)
        plain = free and is_content(word.text) and word.text[0].isalpha() and len(word.text) > 2
        if not plain or _BREAK.search(sentence[end : word.start]):
            runs.append([])
        if plain:
            runs[-1].append((word.start, word.end))
        end = word.end
    spans = [
        (run[first][0], run[last][1])
        for run in runs
        for first in range(len(run))
        for last in range(first, min(len(run), first + LONGEST_PHRASE))
    ]
    return [span for span in spans if _tells(sentence[slice(*span)], known)]


def _tells(phrase: str, known: frozenset[str]) -> bool:
    parts = [word.text.lower() for word in words(phrase)]
    ends = (parts[0], parts[-1])
    if any(part in _DULL or part.endswith("ly") for part in ends) or parts[-1].endswith("ing"):
        return False
    return not any(stem(part) in known for part in ends)
