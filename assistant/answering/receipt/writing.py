"""A receipt as text, in one of three formats, each with the same JSON in it."""

from collections.abc import Sequence

from assistant.answering.receipt.contents import make_receipt, receipt_json
from assistant.answering.receipt.layout.markdown import markdown_text
from assistant.answering.receipt.layout.page import html_page, html_pages
from assistant.answering.receipt.layout.wording import ONE_AT_A_TIME
from assistant.errors import ReceiptError
from assistant.types import Answer, ArchiveState, Receipt, ReceiptFormat

FENCE = ("```json dateline-receipt\n", "\n```")
"""What stands before and after the JSON in Markdown."""
SCRIPT = ('<script type="application/json" id="dateline-receipt">', "</script>")
"""The same in HTML: a block of data, which no browser runs."""
_OUTSIDE_HTML = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def write_receipt(answer: Answer, archive: ArchiveState, format: ReceiptFormat) -> str:
    """The receipt of an answer from an archive in this state, in that format.

    Raises:
        ReceiptError: there is no such format.
    """
    return lay_out(make_receipt(answer, archive), format)


def write_receipts(answers: Sequence[Answer], archive: ArchiveState, format: ReceiptFormat, *, title: str) -> str:
    """The receipts of several answers in one document, one after another; as JSON, a list of them.

    `verify` takes one receipt at a time, so the document says that its answers are checked one by one.

    Raises:
        ReceiptError: there is no such format.
    """
    receipts = [make_receipt(answer, archive) for answer in answers]
    if format == "html":
        return html_pages(receipts, title=title)
    texts = [lay_out(receipt, format) for receipt in receipts]
    if format == "json":
        return "[\n" + ",\n".join(text.strip() for text in texts) + "\n]\n"
    return "\n---\n\n".join([f"{ONE_AT_A_TIME}\n", *texts])


def lay_out(receipt: Receipt, format: ReceiptFormat) -> str:
    """A receipt that was made, in that format.

    Raises:
        ReceiptError: there is no such format.
    """
    if format == "json":
        return receipt_json(receipt) + "\n"
    if format == "markdown":
        block = f"{FENCE[0]}{receipt_json(receipt)}{FENCE[1]}"
        return f"{markdown_text(receipt)}\n## The receipt for programs\n\n{block}\n"
    if format == "html":
        # Within strings of JSON these escapes mean the same, and nothing there can end the block or start a comment.
        block = receipt_json(receipt).translate(_OUTSIDE_HTML)
        return html_page(receipt, inside=f"{SCRIPT[0]}{block}{SCRIPT[1]}")
    raise ReceiptError(f"A receipt is written as markdown, json or html, not as “{format}”.")
