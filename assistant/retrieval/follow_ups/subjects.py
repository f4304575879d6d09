"""What a conversation has come to speak of."""

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.retrieval.follow_ups.answers import READ
from assistant.retrieval.follow_ups.leaning import Leaning
from assistant.retrieval.follow_ups.pronouns import find_pronouns
from assistant.retrieval.follow_ups.questions import Asked, Phrase, read_question, stems_of

MOST_PHRASES = 8
"""How many phrases of one subject are remembered."""
MOST_TOLD = 6
"""How many earlier texts, answers and questions, may lend a name."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The phrases that a conversation is about, newest first, and what stood beside them.

    The last of `phrases` is the one that the subject began with. `beside` holds the other names of the question that
    the newest comes from and `times` its times; `people` and `places` are names, newest first. `asked` is the last
    question as it stands alone, `frame` the last one with a subject of its own, `told` the last answers and questions,
    `turns` how many turns it is spoken of.
    """

    phrases: tuple[Phrase, ...] = ()
    beside: tuple[Phrase, ...] = ()
    times: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    asked: str = ""
    frame: str = ""
    told: tuple[str, ...] = ()
    turns: int = 0


NOTHING = Subject()


def after(subject: Subject, asked: Asked, leaning: Leaning, *, query: str, answer: str) -> Subject:
    """The subject once `asked` was understood as `query` and answered."""
    understood, body = read_question(query), read_question(query.partition(" (")[0])
    changed = leaning == "alone" and changes(subject, asked)
    phrases = () if changed else _without_replaced(subject, asked, query)
    if asked.focus and (leaning in ("alone", "more", "led") or not subject.asked):
        phrases = _with_newest(asked.focus if leaning != "led" else _led_to(asked.focus, understood), phrases)
    moved = phrases != subject.phrases or leaning == "led"
    return Subject(
        phrases=phrases,
        beside=_beside(understood, phrases) if moved else subject.beside,
        times=understood.times or (() if moved else subject.times),
        people=_newest_first((phrase.text for phrase in body.phrases if phrase.person), subject.people),
        places=_newest_first((phrase.text for phrase in body.phrases if phrase.after == "place"), subject.places),
        asked=query,
        frame=query if not subject.frame or _has_a_subject(asked, leaning) else subject.frame,
        told=(answer, asked.text, *subject.told)[:MOST_TOLD],
        turns=1 if changed else subject.turns + 1,
    )


def _without_replaced(subject: Subject, asked: Asked, query: str) -> tuple[Phrase, ...]:
    """The phrases but for names that another took the place of: "What about Poland?"."""
    if query.startswith(asked.text):
        return subject.phrases
    return tuple(p for p in subject.phrases if not p.named or p.text in query or p.text not in subject.frame)


def _led_to(focus: Phrase, understood: Asked) -> Phrase:
    """What is spoken of now: after "And to Poland?" still the troops, after "And Airbus?" Airbus."""
    if not focus.named or understood.focus is None or focus.text in understood.focus.text:
        return focus
    return understood.focus


def _has_a_subject(asked: Asked, leaning: Leaning) -> bool:
    """Whether another name or time can be put in this question: not in "Why?", nor in "Who said that?"."""
    if leaning == "pointing":
        return not any(pronoun.sort == "matter" for pronoun in find_pronouns(asked.text))
    return leaning not in ("assent", "bare")


def changes(subject: Subject, asked: Asked) -> bool:
    """Whether a question that stands alone turns to something else.

    What shares a word with the subject does not, nor does "What is X?" or "Tell me about X" where the answers spoke of
    X, or there are none.
    """
    if any(phrase.stems & asked.stems for phrase in (*subject.phrases, *subject.beside)):
        return False
    introduced = asked.opens in ("identity", "more") or (
        asked.opens == "plea" and not any(p.named for p in asked.phrases)
    )
    return not introduced or not _spoken_of(asked, subject)


def _spoken_of(asked: Asked, subject: Subject) -> bool:
    answers = [answer[:READ] for answer in subject.told[::2] if answer]
    if not answers or asked.focus is None:
        return True
    return any(asked.focus.stems & stems_of(answer) for answer in answers)


def _with_newest(focus: Phrase, phrases: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    others = tuple(phrase for phrase in phrases if phrase.text != focus.text)
    if len(others) >= MOST_PHRASES:
        others = (*others[: MOST_PHRASES - 2], others[-1])
    return (focus, *others)


def _beside(understood: Asked, phrases: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    focus = phrases[0].text if phrases else ""
    return tuple(
        phrase for phrase in understood.phrases if (phrase.named or phrase.after == "tail") and phrase.text != focus
    )


def _newest_first(new: Iterable[str], old: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*new, *old)))[:MOST_PHRASES]
