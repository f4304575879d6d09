"""A question that leans on the ones before it, made to stand alone."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.errors import ModelError
from assistant.models.writer import Writer
from assistant.retrieval.follow_ups.choosing import choose
from assistant.retrieval.follow_ups.filling import fill, with_brackets
from assistant.retrieval.follow_ups.leaning import Leaning, how_it_leans
from assistant.retrieval.follow_ups.questions import Asked, read_question, stems_of
from assistant.retrieval.follow_ups.rewriting import rewrite
from assistant.retrieval.follow_ups.subjects import NOTHING, Subject, after, changes
from assistant.types import Turn

LOOK_BACK = 50
"""How many earlier turns are read."""
LONGEST_EARLIER = 400
"""Characters that are read of an earlier question."""


@dataclass(frozen=True, slots=True)
class _Filled:
    """A question as it stands alone, as it was read, how it leans, and the subject that it was read by."""

    query: str
    asked: Asked
    leaning: Leaning
    subject: Subject


def stand_alone(
    question: str,
    history: Sequence[Turn],
    writer: Callable[[], Writer | None] | None = None,
    *,
    cancel: threading.Event | None = None,
) -> str:
    """The question with what it leaves out filled in from earlier turns; unchanged where it stands alone.

    "And to Poland?" after "How many troops are going to Romania?" becomes "How many troops are going to Poland?"; "What
    are its symptoms?" after "Tell me about lung cancer." becomes "What are lung cancer's symptoms?". Where nothing can
    be put in place, the words that carry the subject follow in brackets: "Why? (troops going Romania)".

    Args:
        question: the user's words.
        history: earlier turns, oldest first.
        writer: gives the model that rewrites a question which leans on them, None for none. It is asked only then, and
            what fails, comes late or does not hold is replaced by what is done without it.
        cancel: set it to stop the model.

    Raises:
        Cancelled: `cancel` was set while the model wrote.
    """
    subject = NOTHING
    turns = recent(history)
    for turn in turns:
        subject = _after_turn(subject, turn)
    filled = _fill(question, subject)
    if writer is None or not _is_for_a_model(filled):
        return filled.query
    return _rewritten(filled, turns, writer, cancel) or filled.query


def recent(history: Sequence[Turn]) -> list[Turn]:
    """The earlier turns that are read, with what is read of their questions, in one line each."""
    return [replace(turn, question=" ".join(turn.question[:LONGEST_EARLIER].split())) for turn in history[-LOOK_BACK:]]


def _fill(question: str, subject: Subject) -> _Filled:
    chosen, left = choose(question, subject)
    asked = read_question(chosen)
    leaning = how_it_leans(asked)
    return _Filled(fill(asked, leaning, left) if subject.asked else question, asked, leaning, left)


def _after_turn(subject: Subject, turn: Turn) -> Subject:
    filled = _fill(turn.question, subject)
    return after(filled.subject, filled.asked, filled.leaning, query=filled.query, answer=turn.answer_text)


def _is_for_a_model(filled: _Filled) -> bool:
    """Whether the question leaves open what cannot be put in its place surely, as a name or a time can."""
    subject, asked, leaning = filled.subject, filled.asked, filled.leaning
    if not subject.asked or leaning == "assent":
        return False
    if leaning == "pointing":
        return True
    if not filled.query.startswith(asked.text.strip()):
        return False
    return leaning != "alone" or (bool(asked.opens) and not changes(subject, asked))


def _rewritten(
    filled: _Filled, history: Sequence[Turn], writer: Callable[[], Writer | None], cancel: threading.Event | None
) -> str | None:
    """What the model makes of it, and in brackets what it left out; None where it adds nothing to what leans."""
    question = filled.asked.text
    try:
        model = writer()
    except ModelError:
        return None
    rewritten = rewrite(question, history, writer=model, cancel=cancel) if model else None
    if not rewritten or (filled.leaning != "alone" and stems_of(rewritten) <= stems_of(question)):
        return None
    added = filled.query.rpartition(" (")[2].rstrip(")") if filled.query.endswith(")") else ""
    return with_brackets(rewritten, added.split(", ")) if added else rewritten
