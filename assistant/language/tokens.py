"""A sentence taken apart for comparing: its words with their meaning, and the clause that each stands in."""

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.language.synonyms import PAST, meaning, plain_form
from assistant.language.words import is_content, words
from assistant.types import Span

_CLAUSE = re.compile(r"[,;:.!?()—“”\"]|\s[–-]\s")
_OPENS = frozenset(
    "but because although though while whereas which who whom whose when where unless if since until after before so "
    "than as whether".split()
)
"""Words that open a clause of their own."""
_JOINED = re.compile(
    r"\b(?:United\s(?:States(?:\sof\sAmerica)?|Kingdom|Nations)|Great\sBritain|European\sUnion|Federal\sReserve"
    r"|Defen[sc]e\sDepartment|Department\sof\sDefen[sc]e|Academy\sAwards?|Olympic\sGames|(?:First|Second)\sWorld\sWar|World\sWar\s(?:I{1,2}|One|Two)(?![\w]))\b"
)
_AS_ONE = {
    "united states": "usa", "united states of america": "usa", "united kingdom": "uk", "great britain": "uk",
    "united nations": "un", "european union": "eu", "federal reserve": "fed", "academy award": "oscar",
    "academy awards": "oscar", "olympic games": "olymp", "first world war": "wwi", "world war i": "wwi",
    "world war one": "wwi", "second world war": "wwii", "world war ii": "wwii", "world war two": "wwii",
}  # fmt: skip
_LIGHT = frozenset(
    "say told tell announc state according accord report explain be been being has have had do done does get got "
    "become thing there also so such other much even still already however meanwhile itself himself herself "
    "themselves near de din la cu pe și un le les des du el los las der die und among amid upon across around within "
    "despite per versus mr mrs ms dr".split()
)
"""Words and meanings that carry little: verbs of saying, auxiliaries, fillers."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text. `form` is shared by the forms of a word, `meaning` also by its synonyms."""

    text: str
    start: int
    end: int
    form: str
    meaning: str
    content: bool
    clause: int
    """Counts from 0; words of one clause have one number."""

    @property
    def verbal(self) -> bool:
        """Whether its form is a verb's: "landed", "won", "reopening"; "lead" and "plan" are not told from nouns."""
        lowered = self.text.lower()
        return (len(lowered) > 4 and lowered.endswith(("ed", "ing"))) or (
            lowered != self.form and (lowered in PAST or lowered == "won")
        )

    @property
    def weighty(self) -> bool:
        """Whether it carries content of its own and is no verb of saying."""
        return self.content and self.form not in _LIGHT and self.meaning not in _LIGHT


@lru_cache(maxsize=4_000)
def tokens(text: str) -> tuple[Token, ...]:
    """The words of `text` in order; names of several words that have a short form ("United States") are one."""
    joined = [match.span() for match in _JOINED.finditer(text)]
    found: list[Token] = []
    clause, last = 0, 0
    for start, end in _spans(text, joined):
        if found and (_CLAUSE.search(text, last, start) or text[start:end].lower() in _OPENS):
            clause += 1
        found.append(_token(text[start:end], start, end, clause))
        last = end
    return tuple(found)


def _spans(text: str, joined: list[Span]) -> list[Span]:
    single = [(word.start, word.end) for word in words(text)]
    kept = [span for span in single if not any(start <= span[0] < end for start, end in joined)]
    return sorted([*kept, *joined])


def _token(word: str, start: int, end: int, clause: int) -> Token:
    one = " ".join(word.lower().split())
    if one in _AS_ONE or ("department" in one and " " in one):
        key = _AS_ONE.get(one, "pentagon")
        return Token(word, start, end, key, key, True, clause)
    return Token(word, start, end, plain_form(word), meaning(word), is_content(word), clause)
