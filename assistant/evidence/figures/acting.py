"""What a clause says is done, as far as it tells figures apart, and whether it is so yet."""

import re

from assistant.language.words import content_stems, stem
from assistant.types import Status

_CLASSES = {
    "moving": "go going send sends sent sending shift fly flying flown move moving moved deploy deployment reposition "
    "assign dispatch bound heading transfer relocate",
    "arriving": "arrive arriving arrival land came",
    "dying": "kill killed die died dead death deaths toll fatal slain fatalities murdered",
    "hurt": "injure injured wound wounded hurt injuries",
    "missing": "missing disappeared",
    "arrested": "arrest arrested detain detained custody",
    "charged": "charge charged indicted convicted sentenced",
    "ill": "infected infections cases tested",
    "fleeing": "flee fled displaced evacuated evacuate refugees",
    "rising": "rise rose risen climb climbed increase increased jump jumped gain gained soar grew up higher",
    "falling": "fall fell fallen drop dropped decline declined decrease lost down lower slipped",
    "paying": "cost costs price priced pay paid worth sell sold buy bought purchase",
    "voting": "vote voted votes poll polled",
    "alert": "alert standby notice ready",
    "rescued": "rescue rescued save saved",
    "hospital": "hospital hospitals hospitalized hospitalised",
}
_CLASS_OF = {stem(word): name for name, group in _CLASSES.items() for word in group.split()}
_TOTAL = re.compile(
    r"\b(?:total(?:l?ing|led)?|in all|altogether|combined|overall|together|doubled|tripled)\b", re.IGNORECASE
)
_WINDOW = re.compile(
    r"\b(?:(?:last|past)\s+(?:\w+\s+)?(?:hours?|days?|weeks?|months?|year)|(?:every|each|per|a)\s+(?:day|week|month|year)"
    r"|\d+[\s-]hours?|daily|weekly|monthly|annually|at\s+a\s+time"
    r"|since\s+(?-i:[A-Z])\w+)\b|\b[ap]\.m\.",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:plan(?:s|ned|ning)?|could|(?-i:may)|might|consider\w*|expect(?:s|ed|ing)?|aim(?:s|ed|ing)?|propos\w+|hop(?:es|ed|ing)"
    r"|offer(?:s|ed|ing)?|estimated cost|possible|likely"
    r"|intends?|project(?:s|ed)|forecasts?|target|seek(?:s|ing)?|want(?:s|ed)?|if)\b",
    re.IGNORECASE,
)
_COMING = re.compile(
    r"\b(?:(?:will|would)(?!\s+(?:find|join))|is to|are to|due(?!\s+to\b)|under orders|bound|ordered"
    r"|(?:is|are)\s+(?:being\s+)?(?:now\s+)?\w+ing"
    r"|to\s+(?:send|station|move|deploy|shift))\b"
    r"|\bfor\s+$",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:ha(?:s|ve|d)\s+(?:\w+\s+){0,2}(?:been|come|sent|\w+ed)|arriv(?:ed|ing)|landed|already|began|came|were|was)\b"
)


def actions(clause: str, *, unit: str) -> frozenset[str]:
    """What is done in the clause: classes of verbs and nouns ("moving", "dying"), without the unit itself."""
    return frozenset(_CLASS_OF[word] for word in content_stems(clause) if word in _CLASS_OF and word != unit)


def is_total(clause: str) -> bool:
    """Whether the clause counts what came before as well ("in all", "doubled to")."""
    return bool(_TOTAL.search(clause))


def window_of(sentence: str) -> str:
    """The time over which a figure is counted ("last 24 hours", "a day", "since Aug"); empty where none is told."""
    window = _WINDOW.search(sentence)
    return " ".join(window.group().lower().split()) if window else ""


def counts_a_day(done: frozenset[str]) -> bool:
    """Whether what is done on a day is counted for that day ("1,200 were evacuated on Monday"), not up to it."""
    return bool(done & {"fleeing", "moving", "arriving", "arrested", "rescued"})


def status_of(clause: str, *, on_the_way: bool) -> Status:
    """Whether what the clause says is so, is to come, or is only meant.

    Args:
        clause: the words around a figure.
        on_the_way: the figure goes somewhere; it is then announced unless the clause says that it is done.
    """
    if _PLANNED.search(clause):
        return "planned"
    if _DONE.search(clause):
        return "actual"
    return "announced" if _COMING.search(clause) or on_the_way else "actual"
