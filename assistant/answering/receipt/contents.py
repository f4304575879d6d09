"""What a receipt holds, as a value and as JSON, and the seal over it."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from assistant.answering.refusing import NEAREST
from assistant.library.store import Library
from assistant.types import Answer, ArchiveState, Receipt

if TYPE_CHECKING:
    from pydantic import TypeAdapter

SEAL = "sha256"
"""The field with the SHA-256 over all the others."""


def state_of(library: Library, *, demo: bool) -> ArchiveState:
    """The state of a library as a receipt records it: without the folder that it is in."""
    status = library.status(demo=demo)
    return ArchiveState(
        status.articles, status.passages, status.coverage, status.embedder, library.generation, status.demo
    )


def make_receipt(answer: Answer, archive: ArchiveState) -> Receipt:
    """The receipt of an answer from an archive in this state, sealed."""
    nearest = answer.passages[:NEAREST] if answer.refusal else ()
    receipt = Receipt(
        replace(answer, passages=nearest), archive, made=datetime.now(UTC), product=f"Dateline {version('dateline')}"
    )
    # What is no text, such as half of a surrogate pair in a question, cannot be written to a file.
    receipt = receipt_type().validate_python(_writable(receipt_type().dump_python(receipt)))
    return replace(receipt, sha256=seal_of(json.loads(receipt_json(receipt))))


def receipt_json(receipt: Receipt) -> str:
    """A receipt as indented JSON."""
    return receipt_type().dump_json(receipt, indent=2, exclude={"answer": _left_out(receipt.answer)}).decode()


def _left_out(answer: Answer) -> dict[str, Any]:
    """What format 1 has only where it says something: receipts that are older than it stay as they were laid out."""
    left_out: dict[str, Any] = {} if answer.suggestions else {"suggestions": True}
    if answer.refusal and not answer.refusal.closest:
        left_out["refusal"] = {"closest"}
    return left_out


def seal_of(fields: dict[str, Any]) -> str:
    """SHA-256 (hex) of a receipt's JSON, however it is spaced and ordered; the seal in it does not count.

    It tells of a receipt that was edited, not of one that was forged: whoever edits can seal anew. What a forger cannot
    do is to have a quote stand in the archive.

    Raises:
        ValueError: there is a text in it that is none.
    """
    kept = {name: value for name, value in fields.items() if name != SEAL}
    written = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


@cache
def receipt_type() -> "TypeAdapter[Receipt]":
    """Reads and writes receipts."""
    from pydantic import TypeAdapter

    return TypeAdapter(Receipt)


def _writable(value: Any) -> Any:  # noqa: ANN401 - what JSON can hold, and dates
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {name: _writable(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return tuple(_writable(inner) for inner in value)
    return value
