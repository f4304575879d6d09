"""Text of others in a table that a spreadsheet opens."""

import pytest

from assistant.language.cells import one_line_cell, plain_cell


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", " =1", "\uff1d1", "\xa0=1"])
def test_a_formula_becomes_a_text(text: str) -> None:
    assert plain_cell(text) == f"'{text}"
    assert one_line_cell(text) == f"'{' '.join(text.split())}"


@pytest.mark.parametrize("text", ["", "a", "1,000", "a = b", "'=1", "€5", "a\n=1"])
def test_other_texts_stay(text: str) -> None:
    assert plain_cell(text) == text
    assert one_line_cell(text) == " ".join(text.split())
