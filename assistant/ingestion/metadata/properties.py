"""Title and author as office programs note them beside a text: often a leftover of a template, so taken with care."""

import re

from assistant.ingestion.cleaning import clean_line
from assistant.ingestion.metadata.names import read_byline

_LONGEST = 300
_FROM_PROGRAM = re.compile(
    r"(?:microsoft (?:word|powerpoint|office)|untitled|(?:new )?document ?\d*|unnamed|default|template|layout \d+)\b"
    r"|.*\.(?:docx?|odt|rtf|pdf|indd|qxd|pages|txt|html?|tmp)$",
    re.I,
)
_USERS = frozenset({"microsoft office user", "windows user", "office user", "default user", "python-docx"})


def noted_title(value: object) -> str | None:
    """The title of a document's properties; None where a program put its own or the file's name there."""
    title = clean_line(value) if isinstance(value, str) else ""
    fits = len(title.split()) >= 2 and len(title) <= _LONGEST
    return title if fits and not _FROM_PROGRAM.match(title) else None


def noted_authors(value: object) -> tuple[str, ...]:
    """The persons that a document's properties name as its authors; users' names as programs invent them are none."""
    line = clean_line(value) if isinstance(value, str) else ""
    byline = read_byline(f"By {line}") if line.lower() not in _USERS else None
    return byline.authors if byline else ()
