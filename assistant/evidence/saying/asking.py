"""Questions that ask who said something."""

import re

from assistant.evidence.saying.attributing import HEADS, SAYING
from assistant.language.words import content_stems

_ASKED = re.compile(
    rf"\b(?:who|(?:which|what)\s(?:[\w’'-]+\s){{0,3}}?{HEADS})\s+"
    rf"(?:(?:else|first|also|once|later|has|had|have|publicly)\s+)*(?:{SAYING}|denied|denies)\b(?:\s+(?:reporters|journalists)\b)?(?:\s+that\b)?",
    re.IGNORECASE,
)
LEAST = 0.5
"""The least share of the words asked about that a sentence has for its speaker to be the answer."""


def asks_who_said(question: str) -> bool:
    """Whether a question asks for a speaker: "Who said that …?", "Which official told reporters …?".

    Only a sentence that names who speaks answers it.
    """
    return bool(_ASKED.search(question))


def says_it(sentence: str, question: str) -> bool:
    """Whether a sentence has enough of the words that a question asks the speaker of."""
    asked = set(content_stems(_ASKED.sub(" ", question)))
    return len(asked & set(content_stems(sentence))) >= LEAST * len(asked)
