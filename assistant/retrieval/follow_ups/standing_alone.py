"""A question that leans on the ones before it, made to stand alone."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.errors import ModelError
from assistant.language.names import name_stems
from assistant.language.words import nation_stem, words
from assistant.models.writer import Writer
from assistant.retrieval.follow_ups.choosing import choose
from assistant.retrieval.follow_ups.filling import fill, with_brackets
from assistant.retrieval.follow_ups.leaning import Leaning, how_it_leans
from assistant.retrieval.follow_ups.questions import Asked, read_question, stems_of
from assistant.retrieval.follow_ups.rewriting import holds, rewrite, words_lent
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
    return _rewritten(filled, turns[-subject.turns :], writer, cancel)


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
    if not subject.asked or leaning in ("assent", "led"):
        return False
    if leaning == "pointing":
        return True
    if not filled.query.startswith(asked.text.strip()):
        return False
    return leaning != "alone" or (bool(asked.opens) and not changes(subject, asked))


def _rewritten(
    filled: _Filled, history: Sequence[Turn], writer: Callable[[], Writer | None], cancel: threading.Event | None
) -> str:
    """What the model makes of it where that holds, else what was filled in without it and the words that it lends."""
    question, query = filled.asked.text, filled.query
    try:
        model = writer()
    except ModelError:
        return query
    rewritten = rewrite(question, history, writer=model, cancel=cancel) if model else None
    if not rewritten or _goes_back(filled, rewritten):
        return query
    if holds(rewritten, question, history):
        adds = filled.leaning == "alone" or not stems_of(rewritten) <= stems_of(question)
        return with_brackets(rewritten, _meant_otherwise(filled, rewritten), joint=" ") if adds else query
    lent, (body, carried) = words_lent(rewritten, question, history), _parts(query)
    return with_brackets(body, [*carried, *lent]) if lent else query


def _goes_back(filled: _Filled, rewritten: str) -> bool:
    """Whether it names what the conversation is no longer about, as Romania after "And to Poland?"."""
    subject = filled.subject
    phrases = (phrase.text for phrase in (*subject.phrases, *subject.beside))
    spoken_of = (
        filled.query,
        subject.asked,
        subject.frame,
        *subject.people,
        *subject.places[:1],
        *subject.told[:1],
        *phrases,
    )
    known = {nation_stem(word.text) for text in spoken_of for word in words(text)}
    return not set(name_stems(rewritten)) <= known


def _meant_otherwise(filled: _Filled, rewritten: str) -> Iterator[str]:
    """What was put in place without the model, or in brackets, where the model says no word of it; and names in place.

    They take the question to mean different things then, and either may be right: both are searched.
    """
    body, carried = _parts(filled.query)
    own, said, named = stems_of(filled.asked.text), stems_of(rewritten), name_stems(body)
    for part in (body, " ".join(carried)):
        added = [word.text for word in words(part) if stems_of(word.text) - own]
        other = not any(stems_of(word) & said for word in added)
        yield from (word for word in added if other or (part == body and nation_stem(word) in named))


def _parts(query: str) -> tuple[str, list[str]]:
    """A query without its brackets, and the phrases in them."""
    body, opened, carried = query.removesuffix(")").rpartition(" (")
    return (body, carried.split(", ")) if opened and query.endswith(")") else (query, [])
