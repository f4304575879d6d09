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
from assistant.models.prompts import fill, read_prompt
from assistant.models.writer import Message, Writer
from assistant.retrieval.follow_ups.answers import opening_of
from assistant.types import Turn

SHOWN = 4
"""How many earlier questions a model is shown: the first and the last ones. Reading more makes a small one slow."""
LONGEST_SHOWN = 200
"""Characters of an earlier question, and of the answer before the question, that it is shown."""
MOST_ADDED = 160
"""How many characters a rewritten question may be longer than the question."""
PATIENCE = 10.0
"""Seconds after which the question is searched without the model: about as long as anybody stays with a question that
shows nothing yet (Nielsen, Usability Engineering, 1993), and five times what a model of 1.5 B takes on two cores."""
KEPT = 0.8
"""The share of the question's content words that must stand in what the model wrote."""
KEPT_TO_LEND = 0.5
"""The same for what does not hold, but whose words from earlier turns are taken."""

_FIGURE = frozenset("0123456789$€£")
_SCALES = frozenset("thousand million billion trillion percent".split())


def rewrite(
    question: str, history: Sequence[Turn], *, writer: Writer, cancel: threading.Event | None = None
) -> str | None:
    """What `writer` makes of `question` so that it stands alone, not checked yet; None where it fails or is late.

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
    return _plain(reply)


def holds(rewritten: str, question: str, history: Sequence[Turn]) -> bool:
    """Whether `rewritten` is `question` with nothing added but what the earlier turns say.

    It is where it is one line and not much longer, asks for the same kind of answer in the question's own words, and
    brings no name, number or other word that the question and the earlier turns have not.
    """
    if not _is_a_question(rewritten, question):
        return False
    own = answer_kind(question)
    if own != "other" and answer_kind(rewritten) != own:
        return False
    return _keeps(rewritten, question) and not _brought(rewritten, question, history)


def words_lent(rewritten: str, question: str, history: Sequence[Turn]) -> list[str]:
    """The words that the earlier turns and a rewritten question share, where that does not hold but is meant well.

    None where it brings a name or a number of its own, repeats an earlier question, or leaves most of `question` out,
    which says something itself.
    """
    if not content_stems(question) or _kept(rewritten, question) < KEPT_TO_LEND:
        return []
    if not _is_a_question(rewritten, question):
        return []
    brought, named = _brought(rewritten, question, history), set(name_stems(rewritten))
    if any(_is_figure(word) or nation_stem(word) in named for word in brought):
        return []
    if any(set(content_stems(rewritten)) == set(content_stems(turn.question)) for turn in history):
        return []
    return [word for word in _words(rewritten) if is_content(word) and not _is_figure(word) and word not in brought]


class _Late(threading.Event):
    """A cancel flag that is also set once it is too late."""

    def __init__(self, deadline: float, cancel: threading.Event | None) -> None:
        super().__init__()
        self._deadline = deadline
        self._cancel = cancel

    def is_set(self) -> bool:
        return time.monotonic() > self._deadline or (self._cancel is not None and self._cancel.is_set())


def _messages(question: str, history: Sequence[Turn]) -> list[Message]:
    shown = [*history[:1], *history[1:][-(SHOWN - 1) :]]
    earlier = " / ".join(_shortened(turn.question) for turn in shown)
    answer = _shortened(opening_of(history[-1].answer_text)) if history else ""
    earlier = f"{earlier} / Answer: {answer}" if answer else earlier
    asked = fill("rewrite_question", earlier=earlier, question=question)
    return [("system", read_prompt("rewrite")), *_examples(), ("user", asked)]


def _examples() -> Iterator[Message]:
    """Conversations whose last question was rewritten, as if this model had done it: small ones learn from no other."""
    for example in read_prompt("rewrite_examples").split("\n\n"):
        asked, lead, rewritten = example.rpartition("Rewritten:")
        yield "user", asked + lead
        yield "assistant", rewritten.strip()


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


def _is_a_question(rewritten: str, question: str) -> bool:
    """Whether it is one line, not much longer than the question, and no order to a model."""
    if not rewritten or "\n" in rewritten or len(rewritten) > len(question) + MOST_ADDED:
        return False
    return not addresses_model(rewritten)


def _keeps(rewritten: str, question: str) -> bool:
    if not set(name_stems(question)) <= set(map(nation_stem, _words(rewritten))):
        return False
    return _kept(rewritten, question) >= KEPT


def _kept(rewritten: str, question: str) -> float:
    """The share of the question's content words that are left."""
    asked = set(content_stems(question))
    return len(asked & set(content_stems(rewritten))) / len(asked) if asked else 1.0


def _brought(rewritten: str, question: str, history: Sequence[Turn]) -> list[str]:
    """The words that carry content and were not asked before, nor are a name or a figure of an answer."""
    known = {form for text in (question, *(turn.question for turn in history)) for form in _forms(_words(text))}
    for answer in (opening_of(turn.answer_text) for turn in history):
        known |= {*name_stems(answer), *_forms(filter(_is_figure, _words(answer)))}
    return [word for word in _words(rewritten) if is_content(word) and not set(_forms([word])) & known]


def _is_figure(word: str) -> bool:
    return word[0] in _FIGURE or word.lower() in _SCALES


def _forms(parts: Iterable[str]) -> Iterator[str]:
    for word in parts:
        yield stem(word)
        yield nation_stem(word)


def _words(text: str) -> list[str]:
    return [word.text for word in words(text)]
