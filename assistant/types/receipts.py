"""Answers that are filed and checked later: the receipt, and what verifying one finds."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from assistant.types.answers import Answer, Coverage

ReceiptFormat = Literal["markdown", "json", "html"]
"""How a receipt is written. Markdown and HTML are for readers and carry the JSON inside."""

Standing = Literal["holds", "changed", "gone", "removed", "absent", "differs"]
"""How a quote of a receipt stands in an archive.

It holds: its article has not changed since; the article was changed and the quote still stands; it is gone from the
newest version; the article was removed; the article, or that version of it, is absent; the archive has other words.
"""


@dataclass(frozen=True, slots=True)
class ArchiveState:
    """The archive that an answer came from, when its receipt was made. `generation` changes with its articles."""

    articles: int
    passages: int
    coverage: Coverage
    embedder: str
    generation: str
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """An answer with the state of its archive and of the product.

    Of the answer's passages it has those that a refusal offers, and none otherwise. `sha256` is over all the rest.
    """

    answer: Answer
    archive: ArchiveState
    made: datetime
    product: str
    kind: Literal["dateline receipt"] = "dateline receipt"
    format: int = 1
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class CheckedQuote:
    """How a quote of a receipt stands in the archive, and in plain words why.

    `newest` is the version of the article that stands now, `changed` names what of it is not as in the version cited
    ("text", "title"), `corrections` are the notes that came with it, and `now` is the sentence in it, if there is one,
    that took the place of a quote that is gone.
    """

    number: int
    article_id: str
    version: int
    standing: Standing
    why: str
    newest: int | None = None
    changed: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    now: str | None = None


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence of a receipt's answer, numbered from 1, and what speaks against it; `holds` where nothing does."""

    number: int
    text: str
    holds: bool
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """What the archive answers now to the question of a receipt, in the articles' own words.

    `differences` tell where the receipt has it otherwise. `compared` is False where no second asking repeats it: for an
    answer that a model wrote, and for a question that leaned on earlier ones, which the receipt does not have.
    """

    answer: Answer
    compared: bool
    differences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verification:
    """What of a receipt holds in an archive; `holds` where all that could be checked does, and nothing has changed.

    `checked` says in plain words what was compared with the archive, and `unchecked` what no archive can show: that a
    receipt `holds` says nothing of these. `sealed` tells that its content matches the SHA-256 in it. `problems` are
    those of the receipt as a whole, `nearest` are the passages and quotes that a refusal offers, and `notes` tell how
    the archive differs from what it was. `again` is there where the question was asked again.
    """

    holds: bool
    question: str
    as_of: date
    created: datetime
    refused: bool
    sealed: bool
    problems: tuple[str, ...]
    sentences: tuple[CheckedSentence, ...]
    citations: tuple[CheckedQuote, ...]
    nearest: tuple[CheckedQuote, ...] = ()
    notes: tuple[str, ...] = ()
    checked: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()
    again: AskedAgain | None = None
