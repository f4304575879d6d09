"""The figures that a question is about, out of all that its evidence gives."""

import re
from collections.abc import Mapping, Sequence
from itertools import islice

from assistant.evidence.figures.acting import actions
from assistant.evidence.figures.comparing import Asked, disagree, is_marked
from assistant.evidence.figures.counting import unit_of
from assistant.evidence.figures.grouping import group_figures
from assistant.evidence.figures.placing import name_stem, names_in
from assistant.evidence.figures.reading import Reading, read_figures
from assistant.language.times import time_spans
from assistant.language.words import content_stems, nation_stems, stem, words
from assistant.types import AnswerKind, Quote

RELEVANT = 0.05
"""The least score of a sentence whose figures are read: low, for what a figure counts is asked of it by itself."""
_HOME = "usa"
"""A name that a domestic report leaves unsaid."""
_SMALL_WORDS = frozenset(content_stems("near around close outside along across inside total number figure"))
_HOW_MANY = re.compile(
    r"\bhow\s+many\s+((?:[\w’'.-]+\s+){0,4}?)(?=(?:are|were|is|was|have|had|has|did|do|does|will|would|in|of|to|on|at)\b|[?.]|$)",
    re.IGNORECASE,
)


def find_figures(
    question: str, quotes: Sequence[Quote], *, kind: AnswerKind, origins: Mapping[str, str]
) -> list[list[Reading]]:
    """The figures of the evidence that count what `question` asks, in groups that measure the same.

    Where the question asks for no number only groups are given that disagree.
    """
    asked = asked_of(question)
    close = [quote for quote in quotes if quote.score >= RELEVANT]
    units = asked_units(question, close) if kind == "number" else frozenset()
    readings = [reading for quote in close for reading in read_figures(quote, units=units)]
    if kind == "number":
        counts = bool(_noun_asked(question))
        fitting = [reading for reading in readings if _may_be_asked(reading, asked)]
        readings = [reading for reading in fitting if counts or is_marked(reading)]
    about = [reading for reading in readings if _is_about(reading, asked)]
    groups = group_figures(about, asked=asked, origins=origins)
    return groups if kind == "number" else [group for group in groups if disagree(group)]


def asked_units(question: str, quotes: Sequence[Quote]) -> frozenset[str]:
    """The units that a question asks for: the noun after "how many", else that of the first figure that answers."""
    if noun := _noun_asked(question):
        return frozenset({noun})
    marked = (reading for quote in quotes if quote.marks for reading in read_figures(quote) if is_marked(reading))
    return frozenset(reading.counted.unit for reading in islice(marked, 1))


def asked_of(question: str) -> Asked:
    """A question as figures are held against it."""
    times = time_spans(question)
    plain = "".join(
        " " if any(start <= at < end for start, end in times) else letter for at, letter in enumerate(question)
    )
    named = frozenset(name_stem(plain[slice(*span)]) for span in names_in(plain))
    stems = frozenset(content_stems(plain))
    told = {stem(word.text) for start, end in names_in(plain) for word in words(plain[start:end])}
    unit = _noun_asked(question)
    others = [word.text for word in words(plain) if unit_of(word.text) == unit or actions(word.text, unit="")]
    return Asked(stems, named, actions(plain, unit=""), stems - told - _SMALL_WORDS - set(map(stem, others)))


def _noun_asked(question: str) -> str:
    """The unit of the noun after "how many"; empty where none is asked for."""
    asked = _HOW_MANY.search(question)
    return next((unit for word in reversed(asked.group(1).split()) if (unit := unit_of(word))), "") if asked else ""


def _may_be_asked(reading: Reading, asked: Asked) -> bool:
    """Whether nothing else is said to be done than what is asked: no wounded where the dead are counted."""
    return not asked.actions or not reading.actions or bool(asked.actions & reading.actions)


def _is_about(reading: Reading, asked: Asked) -> bool:
    """Whether the figure belongs to the question: by its names, and by what else it speaks of.

    A figure without a place belongs to the names of its sentence and title.
    """
    passage = reading.quote.passage
    if asked.rest and not asked.rest & frozenset(content_stems(f"{passage.title or ''} {reading.quote.text}")):
        return False
    named = asked.named - {_HOME}
    if not named or named & ({reading.owner} | reading.place.names):
        return True
    if reading.place.names:
        return False
    text = f"{passage.title or ''} {reading.quote.text}"
    said = nation_stems(text)
    return all(set(name.split()) <= said for name in named)
