"""The question of a receipt asked again: whether the archive still answers as the receipt says."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from textwrap import shorten

from assistant.answering.refusing import NEAREST
from assistant.types import Answer, AskedAgain, Citation, Refusal, Sentence

Ask = Callable[[Answer], Answer]
"""Asks the question of an answer again, as it was understood, and from the same day; the articles' own words answer."""
_SHOWN = 160
"""Characters of a sentence that a difference repeats."""


def ask_again(told: Answer, ask: Ask) -> AskedAgain:
    """What the archive answers now, beside what an answer `told`.

    Raises:
        AssistantError: the question cannot be asked.
    """
    now = ask(told)
    if told.kind == "written" or not stands_alone(told):
        return AskedAgain(now, compared=False)
    return AskedAgain(now, compared=True, differences=tuple(_differences(told, now)))


def stands_alone(answer: Answer) -> bool:
    """Whether the question was searched for as it was put: what leaned on earlier ones cannot be understood anew."""
    return " ".join(answer.question.split()).casefold() == answer.query.casefold()


def _differences(told: Answer, now: Answer) -> Iterator[str]:
    if replace(told.filters, outside=0) != replace(now.filters, outside=0):
        yield "It was searched within other limits."
    if told.refusal and now.refusal:
        yield from _of_refusals(told, told.refusal, now, now.refusal)
    elif told.refusal or now.refusal:
        yield "It was answered, not refused." if told.refusal else "It was refused, not answered."
    else:
        yield from _of_sentences(told, now)


def _of_refusals(told: Answer, then: Refusal, now: Answer, reason: Refusal) -> Iterator[str]:
    if then.reason != reason.reason:
        yield f"The reason is another one: {reason.reason}"
    if then.coverage != reason.coverage:
        yield "The archive covers something else."
    places = [[(one.article_id, one.start, one.end) for one in answer.passages[:NEAREST]] for answer in (told, now)]
    if places[0] != places[1]:
        yield "Other passages are nearest."


def _of_sentences(told: Answer, now: Answer) -> Iterator[str]:
    then, here = _quotes(told), _quotes(now)
    yield from (
        f"It answers with this as well: “{_short(words)}”" for place, words in here.items() if place not in then
    )
    yield from (
        f"It does not answer with this: “{_short(words)}”" for place, words in then.items() if place not in here
    )
    if then.keys() == here.keys() and list(then) != list(here):
        yield "The same sentences stand in another order."
    if list(then) == list(here) and _around(told) != _around(now):
        yield "The same sentences come with other speakers, marks, explanations or copies."
    if list(then) == list(here) and told.sources != now.sources:
        yield "The sources are counted otherwise."
    if _figures(told) != _figures(now):
        yield "Other figures are found."
    if told.notes != now.notes:
        yield "Other notes come with it."


def _quotes(answer: Answer) -> dict[tuple[object, ...], str]:
    """The words of each sentence by the place that its quotes stand at, in order."""
    places = {citation.number: (citation.article_id, citation.start, citation.end) for citation in answer.citations}
    return {tuple(places.get(number) for number in one.citations): one.text for one in answer.sentences}


def _around(answer: Answer) -> tuple[Sequence[Sentence], Sequence[Citation]]:
    """What is told of the sentences, but for the numbers of versions, which another archive may not share."""
    return answer.sentences, [replace(citation, version=0) for citation in answer.citations]


def _figures(answer: Answer) -> set[tuple[object, ...]]:
    return {
        (one.citation.article_id, one.citation.start, one.text, one.group, one.superseded) for one in answer.figures
    }


def _short(text: str) -> str:
    return shorten(text, _SHOWN, placeholder=" …")
