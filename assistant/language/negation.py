"""What a text says is not so: words that deny, and what they deny."""

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.language.tokens import Token, tokens

_PLAIN = frozenset(
    "not no never none nobody nothing neither nor without cannot nowhere hardly barely scarcely rarely seldom nu "
    "fără niciun nicio nimeni nici unable unlikely impossible invisible unaware unwilling lack lacks lacked lacking "
    "absent absence exempt exempts excluded excludes excluding refuse refuses refused refusing refusal deny denies "
    "denied denying denial postpone postponed postpones postponing delayed suspend suspended suspends adjourned fail "
    "refrain refrains refrained refraining abstain abstains abstained abstaining "
    "fails failed failing failure reject rejects rejected rejecting prevent prevents prevented avoid avoided avoids "
    "cancel cancels cancelled canceled ban bans banned prohibit prohibited forbid forbidden unconfirmed unverified "
    "unclear unsuccessful unsuccessfully untrue false wrong".split()
)
_CUE = re.compile(
    r"\b(?:rul(?:ed?|es|ing)\s+out|left\s+out|leav(?:e|es|ing)\s+out|too\s+(?:soon|early|late|few|little|small|far)\s+to"
    r"|yet\s+to|far\s+from|stopp?(?:ed|s|ing)?\s+short\s+of|instead\s+of|rather\s+than|other\s+than|except(?:\s+for)?"
    r"|declin(?:ed?|es|ing)\s+to|in\s+vain|out\s+of\s+the\s+question|earlier\s+version\s+of\s+this\s+(?:article|story)\s+(?:\w+\s+)?said"
    r"|separate(?:ly)?\s+from|turned\s+down|called\s+off|put\s+off|no\s+longer)\b|(?<=[a-z])n[’']t\b",
    re.IGNORECASE,
)
_NO_DENIAL = re.compile(
    r"\b(?:(?:the|this|that|his|her|its|their)\s+ban\b(?!\s+(?:on|of))|not\s+since\s+\d|not\s+only|no\s+matter|not\s+least|nothing\s+but|no\s+doubt|not\s+yet\s+(?:even\s+)?(?=\d|one|two|three|four|five"
    r"|six|seven|eight|nine|ten|eleven|twelve|noon|midnight)|not\s+until|(?:never|not|no|neither)\s+(?:been\s+|any\s+)?"
    r"(?:\w+er|more|less|fewer|worse|better)\s+than|no\.\s+\d|whether\s+or\s+not|if\s+not|failed\s+(?:state|bank)s?"
    r"|false\s+information|cancel\w*\s+culture)",
    re.IGNORECASE,
)
_BOTH_SIDES = frozenset(
    "fail cancel reject ban left called turned absent impossible unlikely wrong false untrue".split()
)
"""Denials whose subject is what is denied: "the motion failed"."""
_REACH = 6
"""How many words with content a denial reaches over, within its clause."""


@dataclass(frozen=True, slots=True)
class Denial:
    """A word that denies, and the words with content that it denies, nearest first; `before` are those before it."""

    cue: Token
    denied: tuple[Token, ...]
    before: tuple[Token, ...]


@lru_cache(maxsize=4_000)
def denials(text: str) -> tuple[Denial, ...]:
    """The denials of `text` in order. "Not only", "no more than 9" and "not yet nine o'clock" deny nothing."""
    harmless = [match.span() for match in _NO_DENIAL.finditer(text)]
    spans = [match.span() for match in _CUE.finditer(text)]
    found = []
    words = tokens(text)
    for place, word in enumerate(words):
        if any(start <= word.start < end for start, end in harmless):
            continue
        long = next((span for span in spans if span[0] <= word.start < span[1] or span[1] == word.end), None)
        if (long and (word.end == long[1] or word.start == long[1])) or (not long and _denies(word)):
            found.append(_denial(words, place, word))
    return tuple(found)


def _denies(word: Token) -> bool:
    lowered = word.text.lower().replace("’", "'")
    return lowered in _PLAIN or lowered.endswith("n't")


def _denial(words: tuple[Token, ...], place: int, cue: Token) -> Denial:
    clause = [token for token in words if token.clause == cue.clause and token.content and token is not cue]
    after = [token for token in clause if token.start > cue.start][:_REACH]
    before = [token for token in reversed(clause) if token.start < cue.start][:_REACH]
    passive = place > 0 and words[place - 1].text.lower() in ("be", "been", "was", "were", "is", "are", "being")
    own = passive and cue.text.lower().endswith(("ed", "en", "exempt"))
    if (cue.form in _BOTH_SIDES and not after) or own or not after:
        return Denial(cue, tuple(before + after if own else before), tuple(before))
    return Denial(cue, tuple(after), tuple(before))
