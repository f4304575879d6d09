"""A question with what it leaves open put in its place, or behind it in brackets."""

import re
from collections.abc import Iterable, Sequence

from assistant.language.names import name_spans
from assistant.language.times import time_spans
from assistant.language.words import Word, is_content, words
from assistant.retrieval.follow_ups.answers import item_of, people_in
from assistant.retrieval.follow_ups.leaning import LEAD, Leaning
from assistant.retrieval.follow_ups.light import INTERJECTIONS
from assistant.retrieval.follow_ups.pronouns import Pronoun, find_pronouns
from assistant.retrieval.follow_ups.questions import Asked, Phrase, stems_of
from assistant.retrieval.follow_ups.subjects import Subject
from assistant.types import Span

MOST_WORDS = 12
"""How many words are added in brackets."""
_BARE_NAME = re.compile(
    r"^(?:(?P<preposition>to|in|for|from|of|with|by|at|on|about)\s+)?(?P<name>.+?)\W*$", re.IGNORECASE
)
_ASKS = re.compile(
    r"^(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|who|what|why)\b", re.IGNORECASE
)
_TO_TIME = re.compile(r"^(?:(?:in|on|during|for|from|since|by)\s+)?(?:the\s+)?$", re.IGNORECASE)
_TIME_LEAD = re.compile(r"\b(?:in|on|during|since)\s+$", re.IGNORECASE)
_ORDINAL = re.compile(
    r"\bthe (?P<ordinal>first|second|third|fourth|fifth|last|latter|former)(?:\s+one)?(?=\W*$|\s+(?:do|did|is|was)\b)",
    re.IGNORECASE,
)
_WHO = re.compile(r"\W*who\b", re.IGNORECASE)
_TOGETHER = re.compile(r"\b(?:in common|differ\w*|compare\w*|each other|both|alike|similar)\b", re.IGNORECASE)


def fill(asked: Asked, leaning: Leaning, subject: Subject) -> str:
    """`asked` as it stands alone after what the conversation was about."""
    if leaning == "assent":
        return subject.asked
    question = asked.text.strip()
    if chosen := _chosen(question, subject):
        return with_brackets(chosen, _context(subject, chosen))
    if leaning != "pointing" and (swapped := _swap(LEAD.sub("", question), subject.frame)):
        return swapped
    if leaning == "alone":
        return with_brackets(question, _mentioned(asked, subject))
    if leaning == "pointing":
        return _pointing(asked, subject)
    if leaning in ("bare", "led"):
        return with_brackets(question, _matter(subject), joint=" ")
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


def _swap(bare: str, earlier: str) -> str | None:
    """The earlier question with its name or time replaced by the one that `bare` consists of; None where it is neither.

    What stands in brackets behind the earlier question stays there.
    """
    body, bracket, rest = earlier.partition(" (")
    swapped = _swap_time(bare, body) or _swap_name(bare, body)
    return swapped + bracket + rest if swapped else None


def _swap_time(bare: str, earlier: str) -> str | None:
    text = bare if time_spans(bare) else f"in {bare}"
    times = time_spans(text)
    if len(times) != 1 or text[times[0][1] :].strip(" ?.!") or not _TO_TIME.match(text[: times[0][0]]):
        return None
    old = time_spans(earlier)
    if not old:
        return _appended(earlier, bare)
    start, end = old[-1]
    lead = _TIME_LEAD.search(earlier[:start])
    return earlier[: lead.start() if lead else start] + _unmarked(bare) + earlier[end:]


def _swap_name(bare: str, earlier: str) -> str | None:
    match = _BARE_NAME.match(bare)
    new = name_spans("of " + match["name"]) if match else []
    if not match or len(new) != 1 or new[0][1] - new[0][0] < len(match["name"]) - 4 or _ASKS.match(bare):
        return None
    old = name_spans(earlier)
    if not old:
        return _appended(earlier, bare) if (match["preposition"] or "about").lower() != "about" else None
    start, end = _counterpart(earlier, old, match["preposition"])
    return earlier[:start] + match["name"] + earlier[end:]


def _counterpart(earlier: str, names: list[Span], preposition: str | None) -> Span:
    """The last name that follows the same preposition, else any, else the last of all."""
    for lead in (preposition, "(?:to|in|for|from|of|with|by|at|on|about)"):
        alike = [span for span in names if lead and re.search(rf"\b{lead}\s+(?:the\s+)?$", earlier[: span[0]], re.I)]
        if alike:
            return alike[-1]
    return names[-1]


def _appended(earlier: str, bare: str) -> str:
    return f"{_unmarked(earlier)} {_unmarked(bare)}?"


def _unmarked(text: str) -> str:
    return text.strip().rstrip(" ?.!")


def _chosen(question: str, subject: Subject) -> str | None:
    """The question with "the second one" replaced by what stood second in the newest list."""
    ordinal = _ORDINAL.search(question)
    if not ordinal:
        return None
    items = (item_of(text, ordinal["ordinal"]) for text in subject.told)
    item = next((item for item in items if item), None)
    return question[: ordinal.start()] + item + question[ordinal.end() :] if item else None


def _pointing(asked: Asked, subject: Subject) -> str:
    filled, open_sorts = asked.text, set()
    for pronoun in reversed(find_pronouns(asked.text)):
        if standing := _standing_for(pronoun, asked.text, subject):
            owner = standing + ("" if not pronoun.possessive else "'" if standing.endswith("s") else "'s")
            filled = filled[: pronoun.start] + owner + filled[pronoun.end :]
        else:
            open_sorts.add(pronoun.sort)
    if not asked.stems or open_sorts & {"matter", "person"} or not subject.phrases:
        return with_brackets(filled, _matter(subject), joint=" ")
    return with_brackets(filled, [*_mentioned(asked, subject), *_context(subject, filled)])


def _standing_for(pronoun: Pronoun, question: str, subject: Subject) -> str | None:
    """What can be put in the pronoun's place; None where nothing fits."""
    if pronoun.sort == "person":
        told = (person for text in subject.told[::2] for person in people_in(text))
        return next(iter(subject.people), None) or next(told, None)
    if pronoun.sort == "place":
        return f"in {subject.places[0]}" if subject.places else None
    if pronoun.sort == "group":
        return _group(question, subject)
    return _thing(subject) if pronoun.sort == "thing" else None


def _thing(subject: Subject) -> str | None:
    known = subject.phrases
    if known and known[0].text in subject.people:
        known = subject.beside  # "What did Kirby say about NATO?" "What is its budget?"
    fitting = (phrase for phrase in known if not phrase.plural and phrase.text not in subject.people)
    return _with_article(next(fitting, None))


def _group(question: str, subject: Subject) -> str | None:
    if _WHO.match(subject.told[1]):
        return None  # whoever the answer names
    many = [phrase for phrase in subject.phrases if phrase.plural]
    if not many and len(subject.phrases) > 1 and _TOGETHER.search(question):
        return f"{subject.phrases[1].text} and {subject.phrases[0].text}"
    return _with_article(next(iter([*many, *subject.phrases]), None))


def _with_article(phrase: Phrase | None) -> str | None:
    if phrase is None:
        return None
    return f"the {phrase.text}" if phrase.definite else phrase.text


def _mentioned(asked: Asked, subject: Subject) -> list[str]:
    """The full phrase of which the question repeats one word: "the bridge" of "Tanner Street Bridge"."""
    single = [phrase.stems for phrase in asked.phrases if len(phrase.stems) == 1]
    known = [*subject.phrases, *subject.beside]
    return [phrase.text for phrase in known if any(stems < phrase.stems for stems in single)][:1]


def _context(subject: Subject, filled: str) -> list[str]:
    """What the conversation is about: its newest phrase unless one was put in place, its first, and what is beside."""
    if not subject.phrases:
        return _matter(subject)
    placed = any(phrase.text in filled for phrase in subject.phrases)
    named = [phrase for phrase in subject.phrases[:3] if phrase.named]
    newest = [] if placed else [*named, subject.phrases[0]][:1]
    times = () if time_spans(filled) else subject.times[:1]
    return [*(phrase.text for phrase in (*newest, subject.phrases[-1], *subject.beside[:2])), *times]


def _matter(subject: Subject) -> list[str]:
    """What the last question was about, in its own words."""
    asked = subject.asked
    kept = [*name_spans(asked), *time_spans(asked)]
    return [word.text for word in words(asked) if _carries(word, kept)]


def _carries(word: Word, kept: Sequence[Span]) -> bool:
    if any(start <= word.start < end for start, end in kept):
        return True
    return is_content(word.text) and word.text.lower() not in INTERJECTIONS
