"""A question that leans on the ones before it, made to stand alone."""

from collections.abc import Sequence

from assistant.retrieval.follow_ups.filling import fill
from assistant.retrieval.follow_ups.leaning import how_it_leans
from assistant.retrieval.follow_ups.questions import read_question
from assistant.retrieval.follow_ups.subjects import NOTHING, Subject, after
from assistant.types import Turn

LOOK_BACK = 50
"""How many earlier turns are read."""
LONGEST_EARLIER = 400
"""Characters that are read of an earlier question."""


def stand_alone(question: str, history: Sequence[Turn]) -> str:
    """The question with what it leaves out filled in from earlier turns; unchanged where it stands alone.

    "And to Poland?" after "How many troops are going to Romania?" becomes "How many troops are going to Poland?"; "What
    are its symptoms?" after "Tell me about lung cancer." becomes "What are lung cancer's symptoms?". Where nothing can
    be put in place, the words that carry the subject follow in brackets: "Why? (troops going Romania)".
    """
    subject = NOTHING
    for turn in history[-LOOK_BACK:]:
        subject = _after_turn(subject, turn)
    return _filled(question, subject)


def _filled(question: str, subject: Subject) -> str:
    if not subject.asked:
        return question
    asked = read_question(question)
    return fill(asked, how_it_leans(asked), subject)


def _after_turn(subject: Subject, turn: Turn) -> Subject:
    earlier = " ".join(turn.question[:LONGEST_EARLIER].split())
    asked = read_question(earlier)
    query = _filled(earlier, subject)
    return after(subject, asked, how_it_leans(asked), query=query, answer=turn.answer_text)
