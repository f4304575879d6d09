"""Rows that ask who said something, made of the written articles: asked is a piece of what somebody says there."""

import random
import re
from collections.abc import Iterator, Sequence
from typing import Any

from rows import WINDOWS, Reading, heading_of, windows

from assistant.evidence.speakers import find_speaker
from assistant.language.sentences import sentence_spans
from assistant.types import Span

FORMS = (
    "Who said {}?", "Who said that {}?", "who said “{}”", "Who told reporters that {}?", "Which person said {}?",
    "Who was it that said {}?", "who says {}",
)  # fmt: skip
LEAST, MOST = 4, 10
"""Words of the piece that is asked about."""
ELSEWHERE = 2
"""How many passages in which somebody says something else each of the questions is asked of."""
_QUOTED = re.compile(r"[“\"]([^“”\"]+)[”\"]")
_REPORTED = re.compile(r"\b(?:said|says|told \w+) (?:that )?([^“”\",;]+)")
_NO_WORDS = " ,.;:—–-"


def said_readings(articles: Sequence[dict[str, Any]], chance: random.Random, *, share: float) -> Iterator[Reading]:
    """For a share of the articles a question who said something, with a passage that tells it and some that do not."""
    told = [
        (article, *chance.choice(found))
        for article in articles
        if chance.random() < share
        and (found := [one for span in sentence_spans(article["text"]) if (one := _said(article["text"], span))])
    ]
    for article, sentence, named, said in told:
        if question := _question(said, chance):
            yield from _rows(article, sentence, named, question, chance)
            yield from (_elsewhere(question, *chance.choice(told)[:2]) for _ in range(ELSEWHERE))


def _said(text: str, span: Span) -> tuple[Span, Span, str] | None:
    """A sentence, the words in it that name who says it ("he" too), and what is said; None where that is not sure."""
    sentence, speaker = text[slice(*span)], find_speaker(text, span)
    said = _QUOTED.search(sentence) or _REPORTED.search(sentence)
    if not (speaker.name and said):
        return None
    named = _named(sentence, speaker.name) or speaker.meant_by or (0, 0)
    if named[1] <= named[0] or (said.start(1) < named[1] and named[0] < said.end(1)):
        return None
    return span, (span[0] + named[0], span[0] + named[1]), said.group(1)


def _named(sentence: str, name: str) -> Span | None:
    """Where a sentence has a name in full, or its last word alone."""
    last = name.split()[-1]
    at = sentence.find(last)
    if at < 0:
        return None
    end = at + len(last)
    return (end - len(name), end) if sentence[:end].endswith(name) else (at, end)


def _question(said: str, chance: random.Random) -> str:
    words = said.split()
    if len(words) < LEAST:
        return ""
    first = chance.randrange(len(words) - LEAST + 1)
    piece = " ".join(words[first : first + chance.randint(LEAST, MOST)]).strip(_NO_WORDS)
    return chance.choice(FORMS).format(piece[:1].lower() + piece[1:])


def _rows(
    article: dict[str, Any], sentence: Span, named: Span, question: str, chance: random.Random
) -> Iterator[Reading]:
    cut = windows(article["text"], chance.choice(WINDOWS))
    for begin, end in cut:
        inside = begin <= sentence[0] and sentence[1] <= end
        if not inside and chance.random() > 1.5 / len(cut):
            continue
        spans = ((named[0] - begin, named[1] - begin),) if inside else ()
        told = ((sentence[0] - begin, sentence[1] - begin),) if inside else ()
        yield Reading(question, heading_of(article), article["text"][begin:end], spans, told, kind="who", source="said")


def _elsewhere(question: str, article: dict[str, Any], sentence: Span) -> Reading:
    """The question with the passage of another article in which somebody says something."""
    around = next(span for span in windows(article["text"], WINDOWS[-1]) if span[1] >= sentence[1])
    return Reading(question, heading_of(article), article["text"][slice(*around)], kind="who", source="said")
