"""A question with what it leaves open put in its place, or behind it in brackets."""

import re
from collections.abc import Iterable, Sequence

from assistant.language.names import name_spans
from assistant.language.times import time_spans
from assistant.language.words import Word, is_content, words
from assistant.retrieval.follow_ups.answers import people_in
from assistant.retrieval.follow_ups.leaning import LEAD, Leaning
from assistant.retrieval.follow_ups.light import INTERJECTIONS
from assistant.retrieval.follow_ups.pronouns import Pronoun, find_pronouns
from assistant.retrieval.follow_ups.questions import Asked, Phrase, stems_of
from assistant.retrieval.follow_ups.subjects import Subject
from assistant.retrieval.follow_ups.swapping import swap
from assistant.types import Span

MOST_WORDS = 12
"""How many words are added in brackets."""
NEAR = 3
"""How many phrases back a conversation is still about what it began with; more gave no better words on half of TREC
CAsT 2019-2020."""
MOST_BESIDE = 2
"""How many names that stood beside the newest phrase are added."""
_IN_A_PLACE = re.compile(r"(?:in|to|from|at)\s+(?:the\s+)?[A-Z]")
_TOWARDS = re.compile(r"\b(?:go|goes|going|gone|went|fly|flying|travel|travelling|move|moving|sent|send|get)\s+$", re.I)
_WHO = re.compile(r"\W*who\b", re.IGNORECASE)
_TOGETHER = re.compile(r"\b(?:in common|differ\w*|compare\w*|each other|both|alike|similar)\b", re.IGNORECASE)


def fill(asked: Asked, leaning: Leaning, subject: Subject) -> str:
    """`asked` as it stands alone after what the conversation was about."""
    if leaning == "assent":
        return subject.asked
    question = asked.text.strip()
    bare = LEAD.sub("", question)
    if leaning != "pointing" and (swapped := swap(bare, subject.frame)):
        return swapped
    if leaning == "alone":
        return with_brackets(question, _mentioned(asked, subject))
    if leaning == "pointing":
        return _pointing(asked, subject)
    if leaning in ("bare", "led"):
        return with_brackets(question, _matter(subject, without=_replaced_place(bare, subject)), joint=" ")
    return with_brackets(question, [*_mentioned(asked, subject), *_context(subject, question)])


def with_brackets(question: str, phrases: Iterable[str], *, joint: str = ", ") -> str:
    """The question and, in brackets, what of `phrases` it does not say already."""
    said, room = set(stems_of(question)), MOST_WORDS
    added: list[str] = []
    for phrase in phrases:
        count = len(words(phrase))
        if stems_of(phrase) - said and count <= room:
            added.append(phrase)
            said |= stems_of(phrase)
            room -= count
    return f"{question} ({joint.join(added)})" if added else question


def _pointing(asked: Asked, subject: Subject) -> str:
    filled, open_sorts = asked.text, set()
    for pronoun in reversed(find_pronouns(asked.text)):
        if standing := _standing_for(pronoun, asked.text, subject):
            owner = standing + ("" if not pronoun.possessive else "'" if standing.endswith("s") else "'s")
            filled = filled[: pronoun.start] + owner + filled[pronoun.end :]
        else:
            open_sorts.add(pronoun.sort)
    if not asked.stems or open_sorts & {"matter", "person", "group"} or not subject.phrases:
        return with_brackets(filled, _matter(subject), joint=" ")
    return with_brackets(filled, [*_mentioned(asked, subject), *_context(subject, filled)])


def _standing_for(pronoun: Pronoun, question: str, subject: Subject) -> str | None:
    """What can be put in the pronoun's place; None where nothing fits."""
    if pronoun.sort == "person":
        return _person(subject)
    if pronoun.sort == "place":
        lead = "to" if _TOWARDS.search(question[: pronoun.start]) else "in"
        return f"{lead} {subject.places[0]}" if subject.places else None
    if pronoun.sort == "group":
        return _group(question, subject)
    return _thing(subject) if pronoun.sort == "thing" else None


def _person(subject: Subject) -> str | None:
    """Who was said or asked to have spoken last, else a name that the conversation is about."""
    told = (person for text in subject.told[::2] for person in people_in(text))
    known = next(iter(subject.people), None) or next(told, None)
    newest = subject.phrases[0] if subject.phrases else None
    return known or (newest.text if newest and newest.named and newest.after in ("", "of") else None)


def _thing(subject: Subject) -> str | None:
    known = subject.phrases
    if known and known[0].text in subject.people:
        known = subject.beside or known  # "What did Kirby say about NATO?" "What is its budget?"
    fitting = [phrase for phrase in known if not phrase.plural] or [phrase for phrase in known if phrase.named]
    return _with_article(next(iter(fitting), None))


def _group(question: str, subject: Subject) -> str | None:
    if _WHO.match(subject.told[1]):
        return None  # whoever the answer names
    many = [phrase for phrase in subject.phrases if phrase.plural]
    if not many and len(subject.phrases) > 1 and _TOGETHER.search(question):
        return f"{subject.phrases[1].text} and {subject.phrases[0].text}"
    spoke = [phrase for phrase in subject.phrases if phrase.text in subject.people]
    return _with_article(next(iter([*many, *spoke]), None))


def _with_article(phrase: Phrase | None) -> str | None:
    if phrase is None:
        return None
    return f"the {phrase.text}" if phrase.definite else phrase.text


def _mentioned(asked: Asked, subject: Subject) -> list[str]:
    """The full phrase of which the question repeats one word: "the bridge" of "Tanner Street Bridge"."""
    single = [phrase.stems for phrase in asked.phrases if phrase.definite and len(phrase.stems) == 1]
    known = [*subject.phrases, *subject.beside]
    return [phrase.text for phrase in known if any(stems < phrase.stems for stems in single)][:1]


def _context(subject: Subject, filled: str) -> list[str]:
    """What the conversation is about: its newest phrase unless one was put in place, its first, and what is beside."""
    if not subject.phrases:
        return _matter(subject)
    placed = [phrase for phrase in subject.phrases if phrase.text in filled]
    newest = placed or [phrase for phrase in subject.phrases[:NEAR] if phrase.named] or subject.phrases
    first = subject.phrases[-1:] if len(subject.phrases) <= NEAR else ()
    beside = subject.beside[:MOST_BESIDE] if newest[0] == subject.phrases[0] else ()
    times = () if time_spans(filled) else subject.times[:1]
    return [*(phrase.text for phrase in (*([] if placed else newest[:1]), *first, *beside)), *times]


def _replaced_place(bare: str, subject: Subject) -> str:
    """The place that "in Poland" takes the place of."""
    return subject.places[0] if subject.places and _IN_A_PLACE.match(bare) else ""


def _matter(subject: Subject, *, without: str = "") -> list[str]:
    """What the last question was about, in its own words."""
    asked = subject.asked
    kept = [*name_spans(asked), *time_spans(asked)]
    return [word.text for word in words(asked) if _carries(word, kept) and word.text not in without]


def _carries(word: Word, kept: Sequence[Span]) -> bool:
    if any(start <= word.start < end for start, end in kept):
        return True
    return is_content(word.text) and word.text.lower() not in INTERJECTIONS
