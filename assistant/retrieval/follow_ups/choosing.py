"""One of several things that were listed: "the second one", "the latter"."""

import re
from dataclasses import replace

from assistant.retrieval.follow_ups.answers import items_in
from assistant.retrieval.follow_ups.subjects import Subject

_PLACES = {"first": 0, "former": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "last": -1, "latter": -1}
_ORDINAL = re.compile(
    rf"\bthe (?P<ordinal>{'|'.join(_PLACES)})(?:\s+one)?(?=\W*$|\s+(?:do|did|is|was)\b)", re.IGNORECASE
)


def choose(question: str, subject: Subject) -> tuple[str, Subject]:
    """The question with the name of what it chooses from the newest list, and the subject without the others of it."""
    ordinal = _ORDINAL.search(question)
    if not ordinal:
        return question, subject
    place = _PLACES[ordinal["ordinal"].lower()]
    listed = next((items for text in subject.told if len(items := items_in(text)) > max(place, 1)), [])
    if not listed:
        return question, subject
    left = replace(
        subject,
        phrases=tuple(phrase for phrase in subject.phrases if phrase.text not in listed),
        beside=tuple(phrase for phrase in subject.beside if phrase.text not in listed),
    )
    return question[: ordinal.start()] + listed[place] + question[ordinal.end() :], left
