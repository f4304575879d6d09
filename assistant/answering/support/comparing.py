"""Comparisons with "than": which of two things is more, from whichever side it is told."""

from assistant.answering.support.evidence import Evidence
from assistant.language.synonyms import plain_form
from assistant.language.tokens import tokens

DEGREES = {
    plain_form(word): place
    for place, row in enumerate(
        ("more higher larger bigger greater longer older", "less fewer lower smaller shorter younger")
    )
    for word in row.split()
}
"""Words of comparison, each with the side it is on."""


def told_from_behind(sentence: str, evidence: Evidence) -> bool | None:
    """Whether a comparison is told from its other side with the other word ("less often than"): rightly, or wrongly.

    Wrongly is with the same word, or from the same side with the other one. None where nothing is compared, or another
    thing.
    """
    mine, known = _compared(sentence), _compared(evidence.text)
    if not (mine and known):
        return None
    straight = len(mine[2] & known[2])
    crossed = len(mine[0] & known[2]) + len(mine[2] & known[0])
    if straight == crossed:
        return None
    opposite = DEGREES[mine[1]] != DEGREES[known[1]]
    return opposite if crossed > straight else False if opposite else None


def _compared(text: str) -> tuple[frozenset[str], str, frozenset[str]] | None:
    """What stands before and behind a comparison with "than", as meanings, and the form of its word of degree."""
    words = tokens(text)
    than = next((at for at, word in enumerate(words) if word.text.lower() == "than"), 0)
    degree = next((word.form for word in reversed(words[max(0, than - 4) : than]) if word.form in DEGREES), "")
    if not degree:
        return None
    before = frozenset(word.meaning for word in words[:than] if word.weighty and word.form != degree)
    behind = frozenset(word.meaning for word in words[than + 1 : than + 9] if word.weighty)
    return before - behind, degree, behind - before
