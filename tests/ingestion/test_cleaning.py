"""Bytes to text, and text to clean text."""

import pytest

from assistant.errors import UnreadableFile
from assistant.ingestion.articles import correction_notes
from assistant.ingestion.cleaning import clean, clean_line, decode
from assistant.ingestion.markup import plain_words

CAFÉ = "The café’s owner said it cost £5,000 — “and my sleep” — and the naïve mayor, José, agreed with her.\n"
JOINED = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 👩\u200d🚀"
"""A Persian word and an emoji are spelled with zero-width joiners."""
ROMANIAN = (
    "Trupele vor ajunge în România, a anunţat Pentagonul. Preşedintele a spus că ţara este pregătită şi în siguranţă."
)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CAFÉ, "utf-8"),
        (CAFÉ, "utf-8-sig"),
        (CAFÉ, "utf-16"),
        (CAFÉ, "utf-32"),
        (CAFÉ, "cp1252"),
        (CAFÉ * 300, "cp1252"),
        ("The pound fell to £1.30 on Wednesday as markets reacted to the news from the east.", "latin-1"),
        ("Die Truppen würden nach Rumänien verlegt, sagte der Sprecher für Außenpolitik.", "cp1252"),
        (ROMANIAN, "cp1250"),
        ("Около тысячи солдат будут переброшены в Румынию, сообщил представитель Пентагона в среду.", "cp1251"),
        ("米国防総省は水曜日、約千人の兵士をルーマニアに派遣すると発表した。", "shift_jis"),
        ("美国国防部周三宣布将向罗马尼亚派遣约一千名士兵。北约对此表示欢迎。", "gb18030"),
    ],
)
def test_encodings_are_told_apart(text, encoding):
    assert decode(text.encode(encoding)) == text


def test_a_few_broken_bytes_do_not_turn_utf_8_into_something_else():
    data = (CAFÉ * 20).encode()
    assert decode(data[:1000] + b"\xff" + data[1000:]).count("�") <= 2
    assert decode(data[:-100] + "é".encode()[:1]).startswith(CAFÉ)


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 a portable document, not a text",
        b"PK\x03\x04 an archive",
        b"\x89PNG\r\n\x1a\n",
        bytes(range(256)) * 20,
        "UTF-16 without its mark".encode("utf-16-le"),
        b"\x00" * 5000,
    ],
)
def test_what_is_not_text_is_refused(data):
    with pytest.raises(UnreadableFile, match="is not text"):
        decode(data)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("one\u2028two\x85three\x0cfour", "one\ntwo\nthree\nfour"),
        ("one  \n\n \t\n\n\ntwo\n\n\n", "one\n\ntwo"),
        ("1,000\u00a0soldiers and\u202f900\tmore", "1,000 soldiers and 900 more"),
        ("ze\u200bro\ufeff wi\u00addth\u2060", "zero width"),
        ("bell\x07, null\x00, escape\x1b, delete\x7f, C1\x9b", "bell, null, escape, delete, C1"),
        ("half \ud800 a pair \udfff", "half  a pair"),
        ("abc\u202edef\u202c", "abcdef"),
        ("seen\U000e0041\U000e0042 only", "seen only"),
        (JOINED, JOINED),
        ("  indented\n    stays", "indented\n    stays"),
        ("", ""),
    ],
)
def test_cleaning(text, expected):
    assert clean(text) == expected
    assert clean(clean(text)) == clean(text)


def test_a_line_has_single_spaces():
    assert clean_line(" Troops\n go  to\tRomania ") == "Troops go to Romania"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>One <b>bold</b> word.</p>\n<p>Two &amp; three.</p>", "One bold word.\n\nTwo & three."),
        ("First.<br><br/>Second.", "First.\n\nSecond."),
        ('The <a href="https://example.org">Pentagon</a> said so.', "The Pentagon said so."),
        ("<div><h2>Head</h2><ul><li>a</li><li>b</li></ul></div>", "Head\n\na\nb"),
        ("<p>One</p><script>alert('x < y')</script><style>p {}</style><p>Two</p>", "One\n\nTwo"),
        ("<p>One<!-- <p>hidden</p> --> two</p>", "One two"),
        ("<p>Never closed <script>alert(1)</p>", "Never closed"),
        ("<p>Mail <john@example.org>, if 3 < 4.</p>", "Mail <john@example.org>, if 3 < 4."),
        ("&lt;p&gt;Escaped&lt;/p&gt;&lt;p&gt;twice&lt;/p&gt;", "Escaped\n\ntwice"),
        ("AT&amp;T&#8217;s shares", "AT&T’s shares"),
    ],
)
def test_html_in_a_field_becomes_paragraphs(markup, expected):
    assert clean(plain_words(markup)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Write <b> before a word to make it bold.",
        "<script> tags are dangerous & old.",
        "<p> is the tag of a paragraph.",
        "if a<b and c>d then",
        "R&D costs of AT&amp;T",
        "A line\n\nand <i>one</i> more",
    ],
)
def test_a_text_that_mentions_tags_stays_as_it_is(text):
    assert plain_words(text) == text


@pytest.mark.parametrize(
    "note",
    [
        "Correction: An earlier version of this article said 3,000 soldiers.",
        "CORRECTION (Feb. 4): The figure is 1,000.",
        "Corrections & Clarifications: The mayor's name was misspelled.",
        "(Clarification: The vote was on Tuesday.)",
        "This article was updated to add a statement.",
        "This story has since been corrected.",
        "An earlier version of this article misstated the date.",
        "Editor's note: This story has been updated with a reply.",
        "Editor’s note: A caption that was incorrect has been changed; it gave an inaccurate name.",
        "*This article was amended on 3 February 2022.*",
        "Correction\nThe figure is 1,000.",
    ],
)
def test_correction_notes_are_found_at_either_end(note):
    story = "\n\n".join(f"Paragraph {number} of the story." for number in range(12))
    assert correction_notes(f"{note}\n\n{story}") == (note,)
    assert correction_notes(f"{story}\n\n{note}") == (note,)


@pytest.mark.parametrize(
    "paragraph",
    [
        "Editor's note: This story contains descriptions of violence.",
        "Editor's note: Jane Doe is a fellow of an institute. Follow here for updates.",
        "Corrections officers went on strike on Monday.",
        "This story begins in a small town.",
        "The Department of Correction said: nothing.",
    ],
)
def test_other_notes_correct_nothing(paragraph):
    assert correction_notes(f"The story.\n\n{paragraph}") == ()


def test_a_correction_in_the_middle_is_part_of_the_story():
    paragraphs = [f"Paragraph {number} of the story." for number in range(20)]
    paragraphs[10] = "Correction: this is quoted from another paper."
    assert correction_notes("\n\n".join(paragraphs)) == ()
