"""Text of others in our page: cut exactly, escaped wholly, never run."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.web.showing.escaping import Highlight, escape, highlight, mark_words, web_address


class Seen(HTMLParser):
    """What a browser would make of a piece of HTML."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.marked, self.tags = "", "", []
        self._inside = 0
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self._inside += tag == "mark"

    def handle_endtag(self, tag):
        self._inside -= tag == "mark"

    def handle_data(self, data):
        self.text += data
        self.marked += data if self._inside else ""


NASTY = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onclick='alert(1)",
    "<!-- not a comment",
    "&lt;b&gt; & &amp;amp;",
    "<mark>pretended</mark>",
    "שלום <b>עולם</b> 😀 ünïcode",
    "]]></textarea></p>",
]


@pytest.mark.parametrize("text", NASTY)
def test_text_reads_the_same_and_brings_no_element_along(text):
    seen = Seen(escape(text))
    assert seen.text == text
    assert seen.tags == []


@pytest.mark.parametrize("text", NASTY)
def test_an_attribute_cannot_be_left(text):
    assert '"' not in escape(text)
    assert "'" not in escape(text)


def test_the_words_at_the_offsets_are_marked_wherever_else_they_stand():
    assert mark_words("1,000 of 1,000", [(9, 14)]) == "1,000 of <mark>1,000</mark>"


def test_offsets_count_characters_before_escaping():
    assert mark_words("<a> & 900 😀 go", [(6, 9), (12, 14)]) == ("&lt;a&gt; &amp; <mark>900</mark> 😀 <mark>go</mark>")


def test_overlapping_spans_mark_every_word_once():
    seen = Seen(mark_words("one two three four", [(0, 7), (4, 13), (4, 7)]))
    assert seen.text == "one two three four"
    assert seen.marked == "one two three"


def test_spans_outside_the_text_are_cut_and_empty_ones_left_out():
    assert mark_words("word", [(2, 99), (50, 60), (1, 1), (3, 2)]) == "wo<mark>rd</mark>"


def test_the_quote_that_was_asked_for_stands_out_and_carries_its_number_once():
    markup = highlight("aaa bbb ccc", [Highlight(0, 7, 1), Highlight(4, 11, 2, active=True)])
    assert markup == (
        '<mark data-number="1">aaa </mark>'
        '<mark class="active" data-number="2">bbb</mark>'
        '<mark class="active"> ccc</mark>'
    )


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70)), max_size=6))
def test_marking_never_changes_the_text(text, spans):
    text = text.replace("\r", "").replace("\0", "")
    seen = Seen(mark_words(text, spans))
    inside = {place for start, end in spans for place in range(start, min(end, len(text)))}
    assert seen.text == text
    assert seen.marked == "".join(text[place] for place in sorted(inside))


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//attacker.example/x",
        "http://",
        "https://[broken",
        "http://a b.example",
        "wire-0412",
        "",
        None,
    ],
)
def test_only_web_addresses_become_links(url):
    assert web_address(url) is None


@pytest.mark.parametrize("url", ["https://harborledger.example/2022/02/02/a?b=c&d=e#f", "http://münchen.example/ü"])
def test_web_addresses_are_kept_as_they_are(url):
    assert web_address(f" {url} ") == url
