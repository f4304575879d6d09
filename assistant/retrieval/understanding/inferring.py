"""What the words of a question limit it to, and what a follow-up takes over from the questions before it."""

import re
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from assistant.language.words import content_stems, words
from assistant.library.store import Library
from assistant.models.writer import Writer
from assistant.retrieval.follow_ups.leaning import how_it_leans
from assistant.retrieval.follow_ups.questions import read_question
from assistant.retrieval.follow_ups.standing_alone import recent, stand_alone
from assistant.retrieval.understanding.outlets_asked import KnownNames, NamesAsked, names_asked
from assistant.retrieval.understanding.spelling import Spelt, Terms, spelt_in
from assistant.retrieval.understanding.time_asked import TimeAsked, time_asked
from assistant.types import Span, Turn

_PREPOSITION = re.compile(
    r"\b(?:in|on|at|of|by|during|over|since|until|till|from|for|as of)(?: the)?\s*$", re.IGNORECASE
)
_REMEMBERED = 500
"""Texts whose limits are remembered for the follow-ups to come."""
_LEADING = frozenset("and but or so what how about then also the in on from".split())
_BARE_LEAD = re.compile(r"^(?:and|but|or|so|what about|how about)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Inferred:
    """A text and what its words limit it to."""

    text: str
    time: TimeAsked
    names: NamesAsked

    @property
    def says_when(self) -> bool:
        """Whether it says anything about time."""
        return bool(self.time.spans) or self.time.contradiction or self.time.recency != "soft"

    @property
    def says_who(self) -> bool:
        """Whether it says whose articles are meant."""
        return bool(self.names.outlets or self.names.authors or self.names.absent)

    @property
    def only_limits(self) -> bool:
        """Whether it says nothing else: "And this week?", "According to CNN?"."""
        spans = (*self.time.spans, *self.names.spans)
        rest = [word.text.lower() for word in words(_cut(self.text, spans))]
        return bool(spans) and (not rest or (bool(_BARE_LEAD.match(self.text)) and _LEADING.issuperset(rest)))

    def without(self, *, times: bool, names: bool = True) -> str:
        """The text without the words that became limits; the text itself where nothing would be left to look for."""
        rest = _cut(self.text, [*(self.time.spans if times else ()), *(self.names.spans if names else ())])
        return rest if content_stems(rest) else self.text


@dataclass(frozen=True, slots=True)
class Known:
    """What an archive knows of its own: outlets and authors by name, first and last day of publication, its words."""

    names: KnownNames = field(default_factory=KnownNames)
    first: date | None = None
    last: date | None = None
    terms: Terms = field(default=lambda _: {}, repr=False, compare=False)
    spelt: Spelt = field(default=lambda _: "", repr=False, compare=False)
    _read: dict[tuple[str, date], Inferred] = field(default_factory=dict, repr=False, compare=False)

    def infer(self, text: str, *, as_of: date) -> Inferred:
        """What `text` limits itself to, asked on the day `as_of`; the questions of a conversation are read once."""
        if len(self._read) > _REMEMBERED:
            self._read.clear()
        key = (text, as_of)
        if key not in self._read:
            names = names_asked(text, self.names)
            self._read[key] = Inferred(text, time_asked(_masked(text, names.mentions), as_of=as_of), names)
        return self._read[key]


def known_of(library: Library) -> Known:
    """What `library` knows of its own in this moment; takes milliseconds, so keep it for a generation."""
    coverage = library.coverage()
    names = KnownNames((outlet for outlet, _ in coverage.outlets), library.authors())
    return Known(names, coverage.first, coverage.last, library.terms, partial(spelt_in, library))


@dataclass(frozen=True, slots=True)
class TakenOver:
    """A question with what it takes over: `query` stands alone, `time` and `names` are what limits it."""

    query: Inferred
    time: TimeAsked
    names: NamesAsked


def take_over(
    read: str,
    history: Sequence[Turn],
    *,
    as_of: date,
    known: Known,
    writer: Callable[[], Writer | None] | None = None,
    cancel: threading.Event | None = None,
) -> TakenOver:
    """The question `read` made to stand alone, with the time and the names that it leaves open from the turns before.

    A question that says nothing but a limit asks the question before once more. `writer` and `cancel` are those of
    `stand_alone`.
    """
    turns = recent(history)
    *before, own = _inferred([*(turn.question for turn in turns), read], as_of=as_of, known=known)
    again = own.only_limits and not all(said.only_limits for said in before)
    earlier = [
        Turn(said.without(times=own.says_when or again), turn.answer_text)
        for said, turn in zip(before, turns, strict=True)
        if not said.only_limits
    ]
    last, turns_before = (earlier[-1].question, earlier[:-1]) if again else (read, earlier)
    query = stand_alone(last, turns_before, writer, cancel=cancel)
    if query == read:
        return TakenOver(own, own.time, own.names)
    carried = list(_carried(before))
    time = next((said.time for said in (own, *carried) if said.says_when), own.time)
    names = next((said.names for said in (own, *carried) if said.says_who), own.names)
    return TakenOver(known.infer(query, as_of=as_of), time, names)


def _inferred(texts: Sequence[str], *, as_of: date, known: Known) -> list[Inferred]:
    """What each text of a conversation limits itself to; behind a question to one outlet "And CNN?" asks another."""
    found: list[Inferred] = []
    for text in texts:
        said = known.infer(text, as_of=as_of)
        if _BARE_LEAD.match(text) and not said.says_who and any(earlier.names.outlets for earlier in found):
            names = replace(said.names, outlets=said.names.mentioned, spans=said.names.mentions)
            said = other if (other := replace(said, names=names)).only_limits else said
        found.append(said)
    return found


def _carried(before: Sequence[Inferred]) -> Iterable[Inferred]:
    """The questions that a follow-up leans on, newest first, back to the newest one that stands alone."""
    for said in reversed(before):
        yield said
        if not said.only_limits and how_it_leans(read_question(said.text)) == "alone":
            return


def _masked(text: str, spans: Sequence[Span]) -> str:
    """`text` with a name of no meaning, and of the same length, in the place of each span."""
    for start, end in spans:
        text = text[:start] + re.sub(r"\w", "X", text[start:end]) + text[end:]
    return text


def _cut(query: str, spans: Iterable[Span]) -> str:
    """`query` without the words in `spans` and the prepositions before them."""
    rest, after = "", 0
    for start, end in sorted(spans):
        if start >= after:
            rest += _PREPOSITION.sub("", query[after:start]) + " "
        after = max(after, end)
    rest = " ".join(re.sub(r"\(\s*\)", " ", rest + query[after:]).split())
    return re.sub(r"\s+(?=[?!.,;:)]|[’']s\b)", "", rest).lstrip(" ,;:-–—")
