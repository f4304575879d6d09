"""What a text says will, may or should be: words that make something planned or possible, and what they govern."""

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.language.tokens import Token, tokens

_CUE = re.compile(
    r"""\b(?:will|would|may|might|could|can|must|shall|should|ought\s+to|won[’']t|wouldn[’']t|couldn[’']t|shouldn[’']t
    |(?:is|are|was|were|be)\s+(?:to|set\s+to|due\s+to|about\s+to|expected\s+to|likely\s+to|scheduled\s+to|meant\s+to
        |supposed\s+to|ready\s+to|prepared\s+to|poised\s+to|willing\s+to|going\s+to|intended\s+to|certain\s+to)
    |(?:plan|intend|want|hope|offer|expect|aim|seek|try|attempt|propos|promis|pledg|threaten|consider|prepar|wish|need
        |vow|ask|urg|demand|request|encourag|invit|order|press|call|agree|decid)(?:n|nn)?(?:s|es|ed|e|d|ing|ies|ied)?\s+
        (?:[\w’'-]+\s+){0,6}?(?:to|that)|asked\s+for|call(?:s|ed|ing)\s+for
    |tried\s+to|tries\s+to|sought\s+to|plans?\s+(?:to|for|of)|decision\s+to|chance\s+(?:to|of)|proposal\s+to|offer\s+to
    |possibl[ey]|probabl[ey]|likely|perhaps|maybe|potential(?:ly)?|alleged(?:ly)?|reportedly|suspect(?:s|ed)?|if|unless
    |believed?\s+to|thought\s+to|said\s+to|feared|estimated\s+to|ready\s+to|prepared\s+to|willing\s+to|expects?|expected|consider(?:s|ed|ing)?|weigh(?:s|ed|ing)|mull(?:s|ed|ing)
    |hopes?|hoped|planned|intends?|intended|wants?|wanted|forecasts?|predicts?|predicted|projected|due)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_ADJECTIVE = re.compile(r"possible|likely|probable|expected|due|planned", re.IGNORECASE)
_MONTH_BESIDE = re.compile(
    r"(?:\d|\b(?:in|by|since|until|of|last|next|early|late|mid|from|to|and|before|after))[\s-]+$"
)
_PLAIN = re.compile(r"(?:will|would|may|might|could|should|shall|(?:is|are|was|were) (?:\w+ )?to)", re.IGNORECASE)
_CONDITION = frozenset({"if", "unless"})
_SKIPPED = frozenset("abl be been being have has had not also then now soon still only never to".split())
_FINITE = frozenset("was were is are has had did does said says".split())


@dataclass(frozen=True, slots=True)
class Modal:
    """A word that makes something planned or possible.

    It governs the first word with content after it, and those joined to that one by "and".
    """

    text: str
    start: int
    end: int
    governed: tuple[Token, ...]
    clause: int

    @property
    def weak(self) -> bool:
        """Whether it leaves open if it will be so at all ("could", "may")."""
        return self.text.lower() in ("may", "might", "could", "possible", "possibly", "perhaps", "maybe")

    @property
    def firm(self) -> bool:
        """Whether it tells that it will be so."""
        return self.text.lower() in ("will", "would", "shall") or self.text.lower().endswith("going to")

    @property
    def plain(self) -> bool:
        """Whether it is an auxiliary ("may", "is to"), which says nothing but that."""
        return bool(_PLAIN.fullmatch(" ".join(self.text.split())))


@lru_cache(maxsize=4_000)
def modals(text: str) -> tuple[Modal, ...]:
    """The planned and possible of `text`, in order."""
    words = tokens(text)
    return tuple(_modal(words, match) for match in _CUE.finditer(text) if not _is_month(text, match))


def _is_month(text: str, match: re.Match[str]) -> bool:
    return match[0] == "May" and bool(
        _MONTH_BESIDE.search(text[: match.start()]) or re.match(r"\s+\d", text[match.end() :])
    )


def _modal(words: tuple[Token, ...], match: re.Match[str]) -> Modal:
    after = [token for token in words if token.start >= match.end()][:16]
    clause = next((token.clause for token in words if token.end > match.start()), 0)
    if match[0].lower() in _CONDITION and after:
        governed = [token for token in after if token.clause == after[0].clause and token.weighty][:4]
    else:
        governed = _verbs([token for token in after if token.clause == clause])
    if not governed and _ADJECTIVE.fullmatch(match[0]):  # "more moves are possible"
        governed = [token for token in words if token.clause == clause and token.end <= match.start() and token.content]
    return Modal(match[0], match.start(), match.end(), tuple(governed), clause)


def _verbs(after: list[Token]) -> list[Token]:
    """The first word with content, and one after each "and" or "or" (and "to") of the same clause."""
    first = next((token for token in after if token.content and token.form not in _SKIPPED), None)
    if first is None or not first.text[0].islower():  # "going to Romania"
        return []
    governed = [first]
    for place, token in enumerate(after[:-1]):
        if token.clause == first.clause and token.start > first.start and token.text.lower() in ("and", "or"):
            if after[place + 1].text.lower() in _FINITE:  # "would begin within days and were temporary"
                break
            following = next((word for word in after[place + 1 :] if word.content and word.form not in _SKIPPED), None)
            governed += [following] if following else []
    return governed
