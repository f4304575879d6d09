"""What of a model's reply is the answer: small models add openings, Markdown and lists of sources to it."""

import re

_SOURCE = (
    r"(?:(?:provided|given|above|numbered|quoted)\s+)*(?:evidence|articles?|quotes?|sources?|passages?|information)"
)
_MARKS = r"(?:\s*[\[【][^\]】]{1,12}[\]】])*"
_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_SOURCES = re.compile(
    r"^[\W_]*(?:sources?|references?|citations?|evidence|note)\b[\W_]*:.*\Z", re.DOTALL | re.I | re.MULTILINE
)
_HEADING = re.compile(r"^[^\S\n]*#{1,6}[^\S\n].*$", re.MULTILINE)
_BULLET = re.compile(r"^[^\S\n]*(?:[-*•–]|\d{1,2}[.)])[^\S\n]+", re.MULTILINE)
_STRESS = re.compile(r"\*\*|__|`")
_OPENING = re.compile(
    r"(?:(?<=[.!?\]】]\s)|^\s*)(?:"
    r"(?:answer|response)\s*:\s*"
    r"|(?:yes|no|sure|certainly|of course)\s*[,!:;—–]\s*"
    rf"|(?:based on|according to|from|as stated in|in)\s+(?:the\s+)?{_SOURCE}(?:\s+(?:provided|given|above))?{_MARKS}"
    r"\s*,\s*"
    rf"|(?:based on|according to|as stated in|in)\s*{_MARKS[:-1]}+\s*,\s*"
    rf"|the\s+{_SOURCE}{_MARKS}\s+(?:says?|states?|tells?|mentions?|indicates?|shows?)\s+that\s+"
    r")(\w)?",
    re.IGNORECASE | re.MULTILINE,
)
_OPENERS = (
    "answer:", "response:", "yes,", "no,", "sure,", "certainly,", "of course,", "based on ", "according to ",
    "as stated in ", "the evidence ", "the articles ", "the quotes ", "the sources ", "the information ", "<think>",
)  # fmt: skip
_LONGEST_OPENING = 60
_LAYOUT = re.compile(r"[-*•–#\d.)`_\s]*")


def answer_in(reply: str) -> str:
    """The answer in a reply, or in what of it has come: no thoughts, headings, bullets, openings, lists of sources.

    A "Yes" that opens a sentence goes, too: it cannot be checked, and what follows it says the same.
    """
    text = _SOURCES.sub("", _HEADING.sub("", _THOUGHT.sub("", reply)))
    text = _STRESS.sub("", _BULLET.sub("", text))
    before = None
    while text != before:
        before, text = text, _OPENING.sub(lambda match: (match[1] or "").upper(), text)
    return text


def may_be_opening(text: str) -> bool:
    """Whether all that has come may still turn out to be an opening, or a bullet, that goes."""
    begun = text.lstrip().lower()
    if _LAYOUT.fullmatch(begun):
        return True
    if "," in begun or len(begun) > _LONGEST_OPENING:
        return False
    return any(opener.startswith(begun) or begun.startswith(opener) for opener in _OPENERS)
