"""A receipt read back from any of its formats. Whatever is in the file may have been made up."""

import json
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answering.receipt.contents import SEAL, receipt_type, seal_of
from assistant.answering.receipt.writing import FENCE, SCRIPT, lay_out
from assistant.errors import ReceiptError
from assistant.types import Receipt, ReceiptFormat

LARGEST = 4_000_000
"""Bytes of a receipt; one of five sentences has some 10,000."""
MOST = 200
"""Sentences and citations of a receipt; an answer has five or so."""
MOST_COPIES = 10_000
"""Copies that a receipt names; five quotes of reports that a hundred outlets carry name a thousand."""
_BLOCKS: dict[ReceiptFormat, re.Pattern[str]] = {
    "markdown": re.compile(f"^{re.escape(FENCE[0])}(.*?){re.escape(FENCE[1])}[ \t]*$", re.DOTALL | re.MULTILINE),
    "html": re.compile(re.escape(SCRIPT[0]) + "(.*?)" + re.escape(SCRIPT[1]), re.DOTALL),
}
_WRONG = (
    "This is not a receipt that Dateline wrote, or it is damaged: {}. Ask for the file anew; "
    "`dateline ask QUESTION --receipt FILE.html` writes one."
)


@dataclass(frozen=True, slots=True)
class ReadReceipt:
    """A receipt as it was read. `sealed`: its content matches its SHA-256; `as_written`: so does the text around it."""

    receipt: Receipt
    sealed: bool
    as_written: bool


def read_receipt(source: Path | str) -> ReadReceipt:
    """The receipt in a file, or in a text: a string of several lines, or one that begins as a receipt does.

    Raises:
        ReceiptError: it cannot be read, or is none.
    """
    is_text = isinstance(source, str) and ("\n" in source or source.lstrip("\ufeff ")[:1] in ("{", "<", "#"))
    text = str(source) if is_text else _file_text(Path(source))
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if len(text) > LARGEST:
        raise ReceiptError(_WRONG.format(f"it is larger than {LARGEST:,} characters"))
    format, block = _find(text)
    try:
        fields = json.loads(block, object_pairs_hook=_unique, parse_constant=_no_number)
        sealed = isinstance(fields, dict) and fields.get(SEAL) == seal_of(fields)
    except (ValueError, RecursionError) as error:
        raise ReceiptError(_WRONG.format("its JSON cannot be read")) from error
    receipt = _receipt(fields, block)
    return ReadReceipt(receipt, sealed, as_written=_is_as_written(receipt, format, text))


def _file_text(path: Path) -> str:
    try:
        path = path.expanduser()
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            raise ReceiptError(f"{path} is no file. Name a receipt: a .md, .json or .html file.")
        if state.st_size > LARGEST:
            raise ReceiptError(f"{path} is larger than any receipt ({LARGEST:,} bytes). Name another file.")
        return path.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise ReceiptError(f"{path} is not a text in UTF-8, so it is no receipt. Name another file.") from error
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ReceiptError(f"The receipt {path} cannot be read: {reason}. Check its path.") from error


def _find(text: str) -> tuple[ReceiptFormat, str]:
    """The format of a receipt and the JSON in it; two in one file could say different things, so that is none."""
    if text.lstrip().startswith("{"):
        return "json", text
    found = [(format, block) for format, pattern in _BLOCKS.items() for block in pattern.findall(text)]
    if len(found) > 1:
        raise ReceiptError(_WRONG.format("it holds more than one"))
    if not found:
        raise ReceiptError(_WRONG.format("no receipt is in it"))
    return found[0]


def _receipt(fields: Any, block: str) -> Receipt:  # noqa: ANN401 - any JSON
    from pydantic import ValidationError

    if not isinstance(fields, dict) or fields.get("kind") != "dateline receipt":
        raise ReceiptError(_WRONG.format("its JSON is something else"))
    if fields.get("format") != 1:
        raise ReceiptError(
            "This receipt has a format that is not known here; it may come from a newer Dateline. Upgrade with "
            "`pip install --upgrade dateline`."
        )
    try:
        receipt = receipt_type().validate_json(block, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])[:80] or "its JSON"
        raise ReceiptError(_WRONG.format(f"{place}: {first['msg']}")) from error
    answer = receipt.answer
    if max(map(len, (answer.citations, answer.sentences, answer.passages, answer.figures, answer.sources))) > MOST:
        raise ReceiptError(_WRONG.format(f"it has more than {MOST} sentences or quotes"))
    copies = (*(one.reprints for one in answer.citations), *(one.article_ids for one in answer.sources))
    if sum(map(len, copies)) > MOST_COPIES:
        raise ReceiptError(_WRONG.format(f"it names more than {MOST_COPIES:,} copies of articles"))
    return receipt


def _is_as_written(receipt: Receipt, format: ReceiptFormat, text: str) -> bool:
    """Whether what a reader sees is what the JSON says, however it is spaced."""
    if format == "json":
        return True
    around = (_BLOCKS[format].sub("", written).split() for written in (lay_out(receipt, format), text))
    return next(around) == next(around)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a name comes twice")
    return fields


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number")
