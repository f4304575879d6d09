"""Text of others as a cell of a table that is opened with a spreadsheet."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", *"\uff1d\uff0b\uff0d\uff20")
"""What a cell begins with that a spreadsheet would work out instead of showing it; the wide ones too, says OWASP's
"CSV Injection"."""


def plain_cell(text: str) -> str:
    """`text`, with an apostrophe in front where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA) else text


def one_line_cell(text: str) -> str:
    """`text` on one line as a cell that is no formula, neither as it was nor as it is then."""
    line = " ".join(text.split())
    return line if plain_cell(text) == text else f"'{line}"
