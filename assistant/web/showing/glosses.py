"""Explanations of an answer's words that are not the article's own, in words."""

import re

from assistant.types import Gloss

_EXPLAINED = re.compile(r"[\w’']+(?:\s(?:morning|afternoon|evening|night))?$")
_DAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|yesterday\b")


def explained(text: str, gloss: Gloss) -> tuple[str, str]:
    """The words of `text` that a gloss explains, and what it says of them and whence that is known."""
    found = _EXPLAINED.search(text[: gloss.position])
    words = found.group() if found else ""
    source = "from the article’s date" if _DAY.match(words) else "named elsewhere in the article"
    return words, f"= {gloss.text} ({source})"
