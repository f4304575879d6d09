"""Sentences and paragraphs are exact spans: what citations stand on."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.sentences import paragraph_spans, sentence_spans

NASTY = st.text(st.sampled_from(list("ab.!?“”\"' \n\r\t\u00a0é😀。،AB1,)(")), max_size=200)


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("He left. She stayed.", ["He left.", "She stayed."]),
        ("Mr. Kirby spoke to Gen. Wolters.", ["Mr. Kirby spoke to Gen. Wolters."]),
        ("It began on Feb. 2 in Kyiv. It ended.", ["It began on Feb. 2 in Kyiv.", "It ended."]),
        ("It is in the U.S. Army. It went to the U.S. The rest stayed.",
         ["It is in the U.S. Army.", "It went to the U.S.", "The rest stayed."]),
        ("At 5 p.m. Friday it rained. Then it stopped at 6 p.m. The end.",
         ["At 5 p.m. Friday it rained.", "Then it stopped at 6 p.m.", "The end."]),
        ("“These are not permanent moves,” Kirby said. “Why now? We don’t know,” she said.",
         ["“These are not permanent moves,” Kirby said.", "“Why now?", "We don’t know,” she said."]),
        ("“Really?” Kirby asked. Nobody spoke.", ["“Really?” Kirby asked.", "Nobody spoke."]),
        ("J. K. Rowling wrote it. So did I. He knew.", ["J. K. Rowling wrote it.", "So did I.", "He knew."]),
        ("Prices rose 7.5% to $6.6 billion. Wages fell.", ["Prices rose 7.5% to $6.6 billion.", "Wages fell."]),
        ("She paid Apple Inc. in full. It was No. 5 on the list.",
         ["She paid Apple Inc. in full.", "It was No. 5 on the list."]),
        ("A headline without a stop\n\nThe story begins.", ["A headline without a stop", "The story begins."]),
        ("Short line\nAnother line", ["Short line", "Another line"]),
        ("军队开往罗马尼亚。第二句。", ["军队开往罗马尼亚。", "第二句。"]),
        ("", []),
        (" \n\t ", []),
    ],
)  # fmt: skip
def test_sentences(text: str, sentences: list[str]) -> None:
    assert split(text) == sentences


def test_a_wrapped_line_goes_on_in_the_next() -> None:
    text = "This is a line that an old system has wrapped at a fixed width and goes\non in the next line. Then it ends."
    assert split(text) == [text[:92], "Then it ends."]
    assert len(paragraph_spans(text)) == 1


@given(NASTY)
def test_spans_hold_all_that_is_not_white_space_once_and_in_order(text: str) -> None:
    spans = sentence_spans(text)
    assert all(start < end and text[start:end] == text[start:end].strip() for start, end in spans)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())


@given(NASTY)
def test_no_sentence_crosses_a_paragraph(text: str) -> None:
    paragraphs = paragraph_spans(text)
    for start, end in sentence_spans(text):
        assert any(first <= start and end <= last for first, last in paragraphs)


@pytest.mark.parametrize(
    "text", [" " * 500_000, "A" * 500_000, "." * 200_000, "(" * 500_000, "A. " * 100_000, "\n" * 500_000]
)
def test_a_huge_text_without_sentences_takes_no_longer_than_its_length(text: str) -> None:
    assert len(sentence_spans(text)) <= 100_000
