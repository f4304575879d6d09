"""What one question says: its phrases and names, what it is about, and how it opens."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.language.names import name_spans
from assistant.language.sentences import sentence_spans
from assistant.language.times import time_spans
from assistant.language.words import Word, content_stems, is_content, stem, words
from assistant.retrieval.follow_ups.light import LIGHT
from assistant.types import Span

Opening = Literal["", "plea", "more", "identity"]
"""How a question opens: "Tell me about", "Tell me more about", "What is", or otherwise."""
After = Literal["", "of", "place", "preposition", "tail"]
"""What leads to a phrase: "of" or "about", "in" or "to" before a name, another preposition, a name, or none of them."""

_PLEA = re.compile(
    r"^\W*(?:(?:please|can you|could you|now)\s+)*"
    r"(?:(?:tell|give|show)\s+(?:me|us)\b(?P<more>\s+more)?(?:\s+(?:some|any|other|information|details))*"
    r"(?:\s+(?:about|on))?|describe|explain|(?:can i have|i would like|i want|i['’]d like)\b.{0,30}?\b(?:about|on))\b",
    re.IGNORECASE,
)
_IDENTITY = re.compile(
    r"^\W*(?:what|who|which)(?:\s+(?:is|are|was|were)|['’]s|['’]re)\b(?!\s+(?:it|its|that|this|there)\b)", re.IGNORECASE
)
_ARTICLE = r"\s+(?:the\s+|an?\s+)?$"
_OF = re.compile(r"\b(?:of|about)" + _ARTICLE, re.IGNORECASE)
_PLACE = re.compile(r"(?<!related )(?<!compared )(?<!according )\b(?:in|to|from|at|near)\s+(?:the\s+)?$", re.IGNORECASE)
_PREPOSITION = re.compile(
    r"\b(?:in|at|from|to|on|for|with|by|as|than|into|near|over|under|during|after|before)" + _ARTICLE, re.IGNORECASE
)
_AUXILIARY = re.compile(r"\b(?:do|does|did|can|could|will|would|should|might|may|to)" + _ARTICLE, re.IGNORECASE)
_THE = re.compile(r"\bthe\s+$", re.IGNORECASE)
_LISTENING = re.compile(
    r"\W*\b(?:say|says|said|tell|told|claim|deny|announce|argue|report|write|publish|think|want|resign|vote|promise)\b"
)
_WHO = re.compile(r"\bwho\s+$", re.IGNORECASE)
_WHO_IS = re.compile(r"\bwho(?:\s+(?:is|was)|['’]s)\s+$", re.IGNORECASE)
_SINGULAR = re.compile(r"(?:ss|us|is|as|ws|ics|['’]s|\bseries|Wales)$", re.IGNORECASE)
_LONE_VERB = re.compile(r"[a-z]{2,}ed")
_MANY = frozenset("people men women children police staff".split())


@dataclass(frozen=True, slots=True)
class Phrase:
    """Neighbouring content words, or the name in them; `after` tells what leads to them in the question."""

    text: str
    start: int
    named: bool = False
    plural: bool = False
    definite: bool = False
    person: bool = False
    after: After = ""

    @property
    def stems(self) -> frozenset[str]:
        """The stems of its content words."""
        return stems_of(self.text)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was read; `focus` is the phrase that it is about, `stems` are those of its last sentence."""

    text: str
    names: tuple[Span, ...]
    times: tuple[str, ...]
    phrases: tuple[Phrase, ...]
    focus: Phrase | None
    stems: frozenset[str]
    opens: Opening


@lru_cache(maxsize=2_000)
def stems_of(text: str) -> frozenset[str]:
    """The stems of the content words of `text`."""
    return frozenset(content_stems(text))


@lru_cache(maxsize=1_000)
def read_question(text: str) -> Asked:
    """What `text` says; of several sentences the last is the question."""
    names, times = tuple(name_spans(text)), tuple(time_spans(text))
    sentences = sentence_spans(text)
    last = sentences[-1][0] if sentences else 0
    phrases = tuple(phrase for phrase in _phrases(text, names, times) if not _LONE_VERB.fullmatch(phrase.text))
    opens = _opening(text[last:])
    return Asked(
        text=text,
        names=names,
        times=tuple(text[start:end] for start, end in times),
        phrases=phrases,
        focus=_focus([phrase for phrase in phrases if phrase.start >= last] or phrases, opens),
        stems=stems_of(text[last:]),
        opens=opens,
    )


def _opening(text: str) -> Opening:
    if plea := _PLEA.match(text):
        return "more" if plea["more"] else "plea"
    return "identity" if _IDENTITY.match(text) else ""


def _focus(phrases: Sequence[Phrase], opens: Opening) -> Phrase | None:
    """The object of "of" where a thing is introduced by it, else a name, else what comes first."""
    of = [phrase for phrase in phrases if phrase.after == "of"] if opens else []
    free = [phrase for phrase in phrases if phrase.after in ("", "of")]
    named = [phrase for phrase in free if phrase.named]
    return next(iter([*of[-1:], *named, *free, *phrases]), None)


def _phrases(text: str, names: Sequence[Span], times: Sequence[Span]) -> Iterator[Phrase]:
    run: list[Word] = []
    for word in words(text):
        carries = not _inside(word, times) and _carries(text, word, names) and not _is_told_of_who(text, word)
        if run and (not carries or _parted(text, run[-1], word, names)):
            yield from _parts(text, run, names)
            run = []
        if carries:
            run.append(word)
    if run:
        yield from _parts(text, run, names)


def _parts(text: str, run: Sequence[Word], names: Sequence[Span]) -> Iterator[Phrase]:
    """The phrase of `run`, and what follows a name that may be its verb: "will Tanner Street Bridge | repair cost"."""
    phrase = _phrase(text, run, names)
    yield phrase
    rest = [word for word in run if word.start > phrase.start + len(phrase.text)]
    if len(rest) > 1:
        tail = text[rest[0].start : rest[-1].end]
        yield Phrase(tail, rest[0].start, plural=_is_plural(tail), after="tail")


def _is_told_of_who(text: str, word: Word) -> bool:
    """Whether the word is the verb of "who"."""
    return word.text.islower() and bool(_WHO.search(text[: word.start]))


def _inside(word: Word, spans: Sequence[Span]) -> bool:
    return any(start <= word.start < end for start, end in spans)


def _carries(text: str, word: Word, names: Sequence[Span]) -> bool:
    lowered = word.text.lower().replace("’", "'")
    if lowered.endswith("n't") or (lowered in LIGHT and word.start == 0):
        return False
    if _inside(word, names):
        return lowered not in LIGHT or (word.start, word.end) not in names
    hyphened = "-" in (text[word.start - 1 : word.start], text[word.end : word.end + 1])
    return is_content(word.text) and (hyphened or lowered not in LIGHT)


def _parted(text: str, before: Word, word: Word, names: Sequence[Span]) -> bool:
    """Whether something other than a space, a hyphen or a quotation mark stands between two words of no one name."""
    apart = bool(text[before.end : word.start].strip(" -/’'“”\"."))
    return apart and not any(start <= before.start and word.start < end for start, end in names)


def _phrase(text: str, run: Sequence[Word], names: Sequence[Span]) -> Phrase:
    start, end = _without_verb(text, run, names)
    inside = [span for span in names if span[0] < end and start < span[1]]
    said, lead = text[start:end], text[:start]
    return Phrase(
        said,
        start,
        named=bool(inside),
        plural=_is_plural(said),
        definite=bool(_THE.search(lead)),
        person=bool(inside) and bool(_LISTENING.match(text[end:]) or _WHO_IS.search(lead)),
        after=_after(lead, named=bool(inside)),
    )


def _without_verb(text: str, run: Sequence[Word], names: Sequence[Span]) -> Span:
    """The span of `run` without what reads as a verb: "did [Dali] choose surrealism", "[Parmesan cheese] created"."""
    start, end = run[0].start, run[-1].end
    inside = [span for span in names if span[0] < end and start < span[1]]
    if inside and _AUXILIARY.search(text[:start]):
        last = next((word for word in run if word.start >= inside[0][1]), None)
        noun = last is not None and (last.text.endswith("s") or last.text in _MANY)
        return inside[0][0], last.end if noun and last else inside[0][1]
    if len(run) > 1 and run[-1].text.endswith("ed") and run[-1].text.islower():
        return start, run[-2].end
    return start, end


def _after(lead: str, *, named: bool) -> After:
    if _OF.search(lead):
        return "of"
    if named and _PLACE.search(lead):
        return "place"
    return "preposition" if _PREPOSITION.search(lead) else ""


def _is_plural(phrase: str) -> bool:
    last = phrase.split()[-1]
    return stem(last) == "troop" or last.lower() in _MANY or (last.endswith("s") and not _SINGULAR.search(last))
