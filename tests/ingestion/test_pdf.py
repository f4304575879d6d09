"""PDF files: paragraphs as they were before pages and columns cut them."""

import logging
import zlib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_maker import column, make_pdf, one_page

from assistant.errors import UnreadableFile
from assistant.ingestion.formats import pdf

STORY = [
    "About 1,000 soldiers based in Germany will be repositioned to Romania, the",
    "spokesman told reporters on Wednesday, where they join 900 others who are",
    "there already.",
]
TEXT = " ".join(STORY)


@pytest.fixture
def read(read_one):
    """Reads one file with these bytes; gives its article, or the reason why there is none."""
    return lambda content, name="a.pdf": read_one(name, content)


def page(*paragraphs, top=700, x=72, gap=8):
    """A page of paragraphs, each a list of lines, with room between them."""
    lines = []
    for paragraph in paragraphs:
        lines += column(paragraph, top=top, x=x)
        top -= 13 * len(paragraph) + gap
    return lines


def numbered(number):
    """A paragraph like no other."""
    letters = f"{number:03}".translate(str.maketrans("0123456789", "abcdefghij"))
    return [f"{letters} {line}" for line in STORY]


def test_a_story_as_a_page_shows_it(read):
    head = [("Soldiers go to Romania", 72, 740, 24), ("By Jane Doe, Harbor Ledger", 72, 715, 11)]
    article = read(make_pdf([[*head, *page(["Published: 2 February 2022"], STORY, STORY)]]))
    assert (article.title, article.outlet, article.authors) == (
        "Soldiers go to Romania",
        "Harbor Ledger",
        ("Jane Doe",),
    )
    assert article.published == date(2022, 2, 2)
    assert article.text.endswith(f"\n\n{TEXT}\n\n{TEXT}")


def test_a_headline_of_two_lines_is_one_title(read):
    head = [("Soldiers go to Romania and", 72, 750, 24), ("join 900 others", 72, 722, 24)]
    article = read(make_pdf([[*head, *page(STORY, STORY)]]))
    assert (article.title, article.text) == ("Soldiers go to Romania and join 900 others", f"{TEXT}\n\n{TEXT}")


def test_a_masthead_gives_way_to_the_noted_title(read):
    head = [("HARBOR LEDGER", 72, 750, 40), ("Soldiers go to Romania", 72, 722, 16)]
    content = make_pdf([[*head, *page(STORY, STORY)]], info={"Title": "Soldiers go to Romania"})
    assert read(content).title == "Soldiers go to Romania"


@pytest.mark.parametrize(
    ("noted", "title"), [("Soldiers go", "Soldiers go"), ("Microsoft Word - a.docx", None), ("untitled", None)]
)
def test_a_noted_title_counts_where_none_is_shown(read, noted, title):
    assert read(make_pdf([page(STORY, STORY)], info={"Title": noted})).title == title


def test_author_and_day_of_the_file_itself(read):
    info = {"Author": "Jane Doe", "CreationDate": "D:20190101000000Z"}
    article = read(make_pdf([page(STORY, STORY)], info=info))
    assert (article.authors, article.published) == (("Jane Doe",), None)


def test_running_heads_and_page_numbers_are_left_out_and_paragraphs_run_on(read):
    pages = []
    for number, lines in enumerate([STORY[:2], [STORY[2], *numbered(7)]], start=1):
        edges = [(f"Harbor Ledger {number}", 250, 760, 9), (f"- {number} -", 300, 30, 9)]
        pages.append([edges[0], *column(lines), edges[1]])
    assert read(make_pdf(pages)).text == f"{TEXT}\n\n{' '.join(numbered(7))}"


def test_heads_that_are_drawn_last_are_left_out_too(read):
    feet = [("Harbor Ledger", 250, 760, 9), ("Page 7 of 9", 250, 30, 9)]
    pages = [[*page(numbered(number), numbered(number + 5)), *feet] for number in range(4)]
    text = read(make_pdf(pages)).text
    assert text.count("there already.") == 8
    assert "Ledger" not in text
    assert "Page" not in text


def test_paragraphs_that_are_only_indented_are_parted(read):
    lines = [(line, 84 if number % 3 == 0 else 72, 700 - 13 * number, 11) for number, line in enumerate(STORY * 3)]
    assert read(make_pdf([lines])).text == "\n\n".join([TEXT] * 3)


def test_columns_are_read_one_after_the_other(read):
    narrow = ["About 1,000 soldiers based in Ger-", "many will be repositioned to", "Romania, the spokesman told re-"]
    rest = ["porters on Wednesday in the long", "building by the river, which is", "called the Pentagon."]
    content = make_pdf([[*column(narrow), *column(rest, x=320)]])
    assert read(content).text == (
        "About 1,000 soldiers based in Germany will be repositioned to Romania, the spokesman told reporters on "
        "Wednesday in the long building by the river, which is called the Pentagon."
    )


@pytest.mark.parametrize(
    ("line", "following", "joined"),
    [
        ("In the afternoon the spokesman told the assembled re-", "porters on Wednesday", "the assembled reporters on"),
        ("In the afternoon the spokesman told of a costly US-", "led mission in the east", "a costly US-led mission"),
        ("In the afternoon the spokesman told of the state-", "backed television", "the state-backed television"),
        ("In the afternoon the spokesman spoke about COVID-", "19 and what followed it", "about COVID-19 and"),
        ("In the afternoon the spokesman met the pope Jean-", "Paul and the others", "pope Jean-Paul and"),
        ("In the afternoon the spokesman told of the years 2020-", "2022 and what followed", "years 2020-2022 and"),
        ("In the afternoon the spokesman spoke of the peace-", "keeping mission", "the peacekeeping mission"),
        ("In the afternoon the spokesman spoke of the deep-", "sea cables of it", "the deep-sea cables"),
        ("In the afternoon the spokesman told of the very long\u2014", "and costly campaign", "long\u2014and costly"),
        ("In the afternoon the spokesman told of the winners -", "and of the prize", "winners - and of"),
    ],
)
def test_hyphens_at_line_ends(read, line, following, joined):
    known = "Peacekeeping is old. The sea is deep, and the river is not."
    text = read(make_pdf([page([line, f"{following}, and of the others who were there."], [known])])).text
    assert joined in text


def with_letters(letters, text):
    """A page with one line in a font whose codes stand for these letters, by their PostScript names."""
    font = f"/Subtype /Type1 /BaseFont /Odd /Encoding << /Differences [{letters}] >>"
    return one_page(f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode(), font=font)


def test_letters_that_were_drawn_as_one_are_parted_again(read):
    text = "the ofA in Bnance of the state, which reCects a diDcult year for the aEairs of the town."
    article = read(with_letters("65 /ffi /fi /fl /ffi /ff", text.replace("ofA", "oAce")))
    assert (
        article.text
        == "the office in finance of the state, which reflects a difficult year for the affairs of the town."
    )


def test_a_text_from_right_to_left_is_refused_because_its_words_are_out_of_order(read):
    assert read(with_letters("97 /afii57415 /afii57416 /afii57417 /afii57418", "abcd abc dcba abcd " * 9)) == (
        "is written from right to left, and a PDF mixes up its words; save it as .docx or .txt"
    )


def test_a_long_live_blog_is_read_whole(read):
    content = make_pdf([page(*[numbered(10 * first + second) for second in range(10)]) for first in range(60)])
    assert read(content).text.count("there already.") == 600


ONE = make_pdf([page(STORY, STORY)])
LOCK = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O (%b) /U (%b) >> /ID [(a) (a)]" % (b"x" * 32, b"y" * 32)
BOMB = one_page(zlib.compress(b"(a) Tj " * 10_000_000, 9), packed=b"/Filter /FlateDecode")
PICTURE = make_pdf([[], []])
UNKNOWN = one_page(b"BT /F9 12 Tf (Letters of a font that is missing) Tj ET")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"Just words, and no PDF.", "has almost no text"),
        (b"%PDF-1.4\n", "is damaged or cut off; copy it again from where it came"),
        (ONE[:-10], "is damaged or cut off; copy it again from where it came"),
        (BOMB, "takes more work to unpack than any article; print it to a new PDF"),
        (ONE[:500], "is damaged or cut off; copy it again from where it came"),
        (PICTURE, "holds no text, only pictures; run text recognition (OCR) on it first"),
        (UNKNOWN, "does not say which letters its signs stand for; run text recognition (OCR) on it first"),
        (make_pdf([page(STORY)], trailer=LOCK), "is encrypted; save it without a password"),
    ],
    ids=range(9),
)
def test_a_file_that_cannot_be_read_says_why(read, content, reason):
    assert read(content) == reason


def test_a_file_that_is_locked_with_an_empty_password_is_read(read, tmp_path):
    import pypdf

    writer = pypdf.PdfWriter()
    (tmp_path / "open.pdf").write_bytes(ONE)
    writer.append(tmp_path / "open.pdf")
    writer.encrypt("", "secret", algorithm="RC4-128")
    writer.write(tmp_path / "a.pdf")
    assert read((tmp_path / "a.pdf").read_bytes()).text == f"{TEXT}\n\n{TEXT}"
    writer.encrypt("secret", "secret", algorithm="RC4-128")
    writer.write(tmp_path / "a.pdf")
    assert read((tmp_path / "a.pdf").read_bytes()) == "is encrypted; save it without a password"


@pytest.mark.parametrize(
    ("limit", "value", "reason"),
    [
        ("LARGEST_FILE", 500, "is larger than 0 MB; split it or leave its pictures out"),
        ("MOST_PAGES", 2, "has more than 2 pages; split it"),
        ("LONGEST_SECONDS", 0, "is too long to be read as one article; split it"),
    ],
)
def test_a_book_is_no_article(read, monkeypatch, limit, value, reason):
    monkeypatch.setattr(pdf, limit, value)
    assert read(make_pdf([page(STORY)] * 3)) == reason


def test_what_the_reader_remarks_on_odd_files_stays_silent(read, capfd):
    before = list(logging.getLogger("pypdf").handlers)
    read(ONE.replace(b"startxref\n", b"startxref\n9"))
    assert capfd.readouterr() == ("", "")
    assert logging.getLogger("pypdf").handlers == before


@settings(deadline=None, max_examples=100)
@given(data=st.data())
def test_damaged_files_give_an_article_or_a_reason(data, tmp_path_factory):
    content = data.draw(st.sampled_from([ONE, make_pdf([page(STORY)] * 3, info={"Title": "Soldiers go"}), UNKNOWN]))
    pieces = st.binary(max_size=4) | st.sampled_from(
        [b"-1", b"9" * 20, b"0 R", b"<<", b"]", b"/Kids", b"2 0 R", b"nan"]
    )
    for _ in range(data.draw(st.integers(1, 5))):
        start = data.draw(st.integers(0, len(content)))
        end = start + data.draw(st.sampled_from([0, 1, 4, 40]))
        content = content[:start] + data.draw(pieces) + content[end:]
    path = tmp_path_factory.mktemp("pdf") / "a.pdf"
    path.write_bytes(content)
    try:
        fields = list(pdf.read(path))
    except UnreadableFile:
        return
    assert len(fields) == 1
