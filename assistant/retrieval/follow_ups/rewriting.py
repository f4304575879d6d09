"""A question that leans on earlier ones, rewritten by a language model and checked against them."""

import re
import threading
import time
from collections.abc import Iterable, Iterator, Sequence

from assistant.errors import Cancelled, ModelError
from assistant.language.kinds import answer_kind
from assistant.language.names import name_stems
from assistant.language.notes import addresses_model
from assistant.language.words import content_stems, is_content, nation_stem, stem, words
from assistant.models.prompts import fill
from assistant.models.writer import Writer
from assistant.retrieval.follow_ups.answers import opening_of
from assistant.types import Turn

SHOWN = 4
"""How many earlier questions a model is shown: the first and the last ones. Reading more makes a small one slow."""
LONGEST_SHOWN = 200
"""Characters of an earlier question, and of the answer before the question, that it is shown."""
MOST_ADDED = 160
"""How many characters a rewritten question may be longer than the question."""
PATIENCE = 20.0
"""Seconds after which the question is searched without the model."""
KEPT = 0.8
"""The share of the question's content words that must stand in what the model wrote."""

_FIGURE = frozenset("0123456789$€£")
_SCALES = frozenset("thousand million billion trillion percent".split())


def rewrite(
    question: str, history: Sequence[Turn], *, writer: Writer, cancel: threading.Event | None = None
) -> str | None:
    """What `writer` makes of `question` so that it stands alone; None where it fails, is late or does not hold.

    It holds where it is one line and not much longer, asks for the same kind of answer in the question's own words, and
    brings no name or number that the question and the earlier turns have not.

    Raises:
        Cancelled: `cancel` was set.
    """
    late = _Late(time.monotonic() + PATIENCE, cancel)
    try:
        reply = _first_line(writer.stream(_messages(question, history), cancel=late), most=len(question) + MOST_ADDED)
    except ModelError:
        return None
    except Cancelled:
        if cancel is not None and cancel.is_set():
            raise
        return None
    rewritten = _plain(reply)
    return rewritten if holds(rewritten, question, history) else None


def holds(rewritten: str, question: str, history: Sequence[Turn]) -> bool:
    """Whether `rewritten` is `question` with nothing added but what the earlier turns say."""
    if not rewritten or "\n" in rewritten or len(rewritten) > len(question) + MOST_ADDED or addresses_model(rewritten):
        return False
    own = answer_kind(question)
    if own != "other" and answer_kind(rewritten) != own:
        return False
    return _keeps(rewritten, question) and _brings_nothing(rewritten, question, history)


class _Late(threading.Event):
    """A cancel flag that is also set once it is too late."""

    def __init__(self, deadline: float, cancel: threading.Event | None) -> None:
        super().__init__()
        self._deadline = deadline
        self._cancel = cancel

    def is_set(self) -> bool:
        return time.monotonic() > self._deadline or (self._cancel is not None and self._cancel.is_set())


def _messages(question: str, history: Sequence[Turn]) -> list[tuple[str, str]]:
    shown = [*history[:1], *history[1:][-(SHOWN - 1) :]]
    earlier = " / ".join(_shortened(turn.question) for turn in shown)
    answer = _shortened(opening_of(history[-1].answer_text)) if history else ""
    earlier = f"{earlier} / Answer: {answer}" if answer else earlier
    return [("system", fill("rewrite")), ("user", fill("rewrite_question", earlier=earlier, question=question))]


def _shortened(text: str) -> str:
    return " ".join(text.split())[:LONGEST_SHOWN]


def _first_line(pieces: Iterator[str], *, most: int) -> str:
    """The first line of a reply, read no further than it goes."""
    reply = ""
    for piece in pieces:
        reply += piece
        if "\n" in reply.strip() or len(reply) > most:
            break
    return reply.strip().partition("\n")[0]


def _plain(reply: str) -> str:
    line = re.sub(r"^\s*(?:rewritten|question|last question)\s*:\s*", "", reply, flags=re.IGNORECASE)
    return line.strip().strip('"“”').strip()


def _keeps(rewritten: str, question: str) -> bool:
    asked, found = set(content_stems(question)), set(content_stems(rewritten))
    if not set(name_stems(question)) <= set(map(nation_stem, _words(rewritten))):
        return False
    return len(asked & found) >= KEPT * len(asked)


def _brings_nothing(rewritten: str, question: str, history: Sequence[Turn]) -> bool:
    """Whether every word that carries content was asked before, or is a name or a figure of an answer."""
    known = {form for text in (question, *(turn.question for turn in history)) for form in _forms(_words(text))}
    for answer in (opening_of(turn.answer_text) for turn in history):
        figures = [word for word in _words(answer) if word[0] in _FIGURE or word.lower() in _SCALES]
        known |= {*name_stems(answer), *_forms(figures)}
    new = [word for word in _words(rewritten) if not set(_forms([word])) & known]
    return not any(is_content(word) for word in new)


def _forms(parts: Iterable[str]) -> Iterator[str]:
    for word in parts:
        yield stem(word)
        yield nation_stem(word)


def _words(text: str) -> list[str]:
    return [word.text for word in words(text)]
