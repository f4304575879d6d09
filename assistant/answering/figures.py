"""The figures of an answer: what numbers the evidence gives, each cited, with those that differ."""

import re
from collections.abc import Mapping, Sequence

from assistant.answering.citing import cite, place_of
from assistant.evidence.figures.comparing import disagree
from assistant.evidence.figures.finding import find_figures
from assistant.evidence.figures.grouping import superseded
from assistant.evidence.figures.reading import Reading
from assistant.types import Answer, AnswerKind, Citation, Figure, Quote

_LED_UP_TO = re.compile(r"\b(?:in|of|for|from|at|and)\s+$")
_DESCRIBES = re.compile(r"\s+(?!said|says|told|also|has|had|was|later|\w+ed\b)[a-z]+")


def answer_figures(
    question: str,
    quotes: Sequence[Quote],
    citations: Sequence[Citation],
    *,
    kind: AnswerKind,
    origins: Mapping[str, str],
) -> tuple[Figure, ...]:
    """The figures that the quotes of news give for a question, group by group, each group in the order of time.

    Args:
        question: what was asked.
        quotes: the evidence, best first.
        citations: the answer's own; a figure in one of their quotes keeps its number, others get numbers after them.
        kind: what kind of answer is asked.
        origins: for copies the id of the article that they come from, by article id.
    """
    reports = [quote for quote in quotes if cite(0, quote).kind == "news"]
    numbered = {place_of(citation): citation for citation in citations}
    figures = []
    for number, group in enumerate(find_figures(question, reports, kind=kind, origins=origins), start=1):
        for reading in group:
            quote = reading.quote
            citation = numbered.setdefault(place_of(quote), cite(len(numbered) + 1, quote))
            figures.append(make_figure(reading, number, citation, superseded=superseded(reading, group)))
    return tuple(figures)


def disagreements(answer: Answer) -> list[list[Figure]]:
    """The groups of figures that differ, each with a figure that a sentence of the answer cites.

    What the answer does not speak of is not brought up, however much the articles differ there.
    """
    cited = {number for sentence in answer.sentences for number in sentence.citations}
    groups: dict[int, list[Figure]] = {}
    for figure in answer.figures:
        groups.setdefault(figure.group, []).append(figure)
    return [
        group
        for group in groups.values()
        if disagree(group) and any(figure.citation.number in cited for figure in group)
    ]


def make_figure(reading: Reading, group: int, citation: Citation, *, superseded: bool) -> Figure:
    """The figure of a `group` that was read in the quote of `citation`."""
    return Figure(
        value=reading.value,
        unit=reading.counted.name,
        text=reading.text,
        subject=reading.counted.noun,
        status=reading.status,
        group=group,
        citation=citation,
        highest=reading.highest,
        hedge=reading.hedge,
        place=reading.place.text,
        as_of=reading.as_of,
        outlet=citation.outlet,
        speaker=_speaker(citation),
        superseded=superseded,
    )


def _speaker(citation: Citation) -> str | None:
    """Who gives the figure; not a word that ends a longer name ("in Europe") or describes ("Western estimates")."""
    name = citation.speaker
    if not name or " " in name or citation.attribution != "named":
        return name
    at = citation.quote.find(name)
    part = at >= 0 and (_LED_UP_TO.search(citation.quote, 0, at) or _DESCRIBES.match(citation.quote, at + len(name)))
    return None if part else name
