"""From quotes to the answer: written where a model is named and holds, quoted otherwise, refused where none answers."""

import threading
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.answering.citing import with_marks
from assistant.answering.quoting import ANSWERS, longest, quote_answer
from assistant.answering.writing import Written, write_answer
from assistant.errors import Cancelled, ModelError
from assistant.models.checker import Checker
from assistant.models.writer import Writer
from assistant.types import AnswerKind, Checked, Citation, Event, Quote, Sentence, Token

STRONG = 0.9
"""The score of a leading quote that is shown even where a model refuses: small models refuse too often."""
_NOTHING = "Nothing that {} wrote stands in the articles."


@dataclass(frozen=True, slots=True)
class Composed:
    """The parts of an `Answer` that come of composing it. `refused` tells that nothing here answers."""

    text: str = ""
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    refused: bool = False
    kind: Literal["quoted", "written"] = "quoted"
    model: str | None = None
    raw: str | None = None
    fallback: str | None = None
    notes: tuple[str, ...] = ()


def compose(
    query: str,
    quotes: Sequence[Quote],
    *,
    kind: AnswerKind,
    most: int,
    writer: Callable[[], Writer | None],
    checker: Callable[[], Checker | None] = lambda: None,
    cancel: threading.Event | None = None,
) -> Generator[Event, None, Composed]:
    """Yields the events of an answer and returns its parts.

    No model is asked where no quote is good enough to answer: no evidence, no writing.

    Raises:
        Cancelled: `cancel` was set.
    """
    _stop_if(cancel)
    if not quotes or quotes[0].score < ANSWERS:
        return Composed(refused=True)
    try:
        model = writer()
        if model is None:
            return (yield from _quote(quotes, most, kind))
        written = yield from write_answer(
            query,
            quotes,
            kind=kind,
            most=longest(most, kind),
            writer=model,
            checker=checker(),
            cancel=cancel,
        )
    except ModelError as error:
        return (yield from _quote(quotes, most, kind, fallback=str(error)))
    if written.sentences:
        return _as_written(written, model.name)
    if written.refused and quotes[0].score < STRONG:
        return Composed(refused=True, kind="written", model=model.name, raw=written.raw)
    reason = f"{model.name} found no answer in these sentences; judge for yourself." if written.refused else _NOTHING
    return (yield from _quote(quotes, most, kind, fallback=reason.format(model.name), raw=written.raw))


def _as_written(written: Written, model: str) -> Composed:
    """What stands of a reply; where all of it was replaced by quotes, it counts as quoted."""
    composed = Composed(with_marks(written.sentences), written.sentences, written.citations, raw=written.raw)
    if not written.own:
        return replace(composed, fallback=written.failure or _NOTHING.format(model))
    notes = (f"{written.failure} What stands here had come and was checked.",) if written.failure else ()
    return replace(composed, kind="written", model=model, notes=notes)


def _quote(
    quotes: Sequence[Quote], most: int, kind: AnswerKind, *, fallback: str | None = None, raw: str | None = None
) -> Generator[Event, None, Composed]:
    sentences, citations = quote_answer(quotes, most=most, kind=kind)
    for index, sentence in enumerate(sentences):
        yield Token(sentence.text if index == 0 else " " + sentence.text)
        yield Checked(index, sentence)
    return Composed(with_marks(sentences), tuple(sentences), tuple(citations), fallback=fallback, raw=raw)


def _stop_if(cancel: threading.Event | None) -> None:
    if cancel is not None and cancel.is_set():
        raise Cancelled("The question was stopped.")
