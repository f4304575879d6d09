"""A receipt is for readers: it shows what articles say and does none of it; it is read as if anybody had made it."""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from assistant import Answer, Assistant, AssistantError, Citation, Filters, Sentence, Settings
from assistant.answering.receipt.contents import make_receipt, receipt_json
from assistant.answering.receipt.reading import LARGEST, read_receipt
from assistant.answering.receipt.writing import lay_out, write_receipt
from assistant.errors import ReceiptError
from assistant.types import ArchiveState, Coverage, Receipt, ReceiptFormat, Source

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "receipt"

NASTY = (
    "</script><script>alert(1)</script> <!-- ![x](http://evil.example/x.png) [y](javascript:z) <img src=x onerror=y> "
    "`code` ``` *a* _b_ $body & &lt; \u202egnp\u202c \x1b[31m \x00 # | ~~s~~ http://evil.example www.evil.example "
    "\u2028"
)
STARTS = ("- one", "1. two", "1) two", "# three", "> four", "===", "```json dateline-receipt", "    five", "| a | b |")
CITATION = Citation(
    1, f"id {NASTY}", 1, f"{NASTY}\nline two", 0, 9, NASTY, NASTY, (NASTY,), date(2022, 2, 2), "javascript:alert(1)",
    NASTY, NASTY, NASTY, "anonymous", True, "opinion", (NASTY,),
)  # fmt: skip
ANSWER = Answer(
    "1", f"Who? {NASTY}", NASTY, date(2022, 2, 3), NASTY,
    (Sentence(NASTY, (1,), "supported", (NASTY,), ((0, 9), (-4, 99))),),
    (CITATION,), (), Filters(outlets=(NASTY,), inferred=("outlets", "odd")), datetime(2022, 2, 3, tzinfo=UTC), 0.1,
    sources=(Source(NASTY, (NASTY,), (NASTY,)),), kind="written", model=NASTY, raw="\n".join((NASTY, *STARTS)),
    fallback=NASTY, notes=(NASTY,),
)  # fmt: skip
STATE = ArchiveState(1, 1, Coverage(None, None, ((NASTY, 1),), 1), NASTY, "1")
VOID = {"meta", "br", "link", "img", "hr", "input"}


class Tree(HTMLParser):
    """Fails where a tag is not closed in order; collects the text, the elements and what would be loaded."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_on_the_page_what_others_wrote_is_text_and_nothing_is_loaded() -> None:
    page = write_receipt(ANSWER, STATE, "html")
    tree = Tree()
    tree.feed(page)
    tree.close()
    assert tree.open == []
    scripts = [attributes for tag, attributes in tree.elements if tag == "script"]
    assert scripts == [{"type": "application/json", "id": "dateline-receipt"}]
    assert not {"img", "iframe", "link", "form"} & {tag for tag, _ in tree.elements}
    addresses = [attributes.get("href") for _, attributes in tree.elements if "href" in attributes]
    assert set(addresses) == {"#quote-1"}
    assert not any(name.startswith("on") or name == "src" for _, attributes in tree.elements for name in attributes)
    assert "<script>alert(1)</script>" in "".join(tree.text)
    assert "\u202e" not in "".join(tree.text).partition('{"')[0].partition("{\n")[0]


def test_markdown_has_no_links_pictures_or_html_of_an_article() -> None:
    text = write_receipt(replace(ANSWER, citations=(replace(CITATION, url="https://a.example/x"),)), STATE, "markdown")
    tokens = MarkdownIt("commonmark", {"html": True}).parse(text)
    inside = [child for token in tokens for child in token.children or ()]
    kinds = {token.type for token in (*tokens, *inside)}
    assert not {"html_block", "html_inline", "image", "code_block", "code_inline", "hr"} & kinds
    assert [child.attrs["href"] for child in inside if child.type == "link_open"] == ["https://a.example/x"]
    assert [token.info for token in tokens if token.type == "fence"] == ["json dateline-receipt"]
    lists = [token.type for token in tokens if token.type == "ordered_list_open"]
    assert not lists
    assert "<img src=x onerror=y>" in "".join(child.content for child in inside)


FILED = Receipt(
    Answer(
        "1", "How long will it take?", "How long will the dredging take?", date(2022, 3, 2), "Six weeks, she said. [1]",
        (Sentence("Six weeks, she said.", (1,), marks=((0, 9),)),),
        (Citation(1, "a1", 2, "Six weeks, she said.", 7, 27, "Harbor", "Post", ("A. Bee",), date(2022, 3, 1),
                  "https://post.example/a1", "c0ffee", "Ana Bell", "harbor master", "named", reprints=("b2",)),),
        (), Filters(since=date(2022, 2, 1), inferred=("since",), outside=3),
        datetime(2022, 3, 2, 9, 5, tzinfo=UTC), 0.1,
        sources=(Source("a1", ("Post", "Wire"), ("a1", "b2")),), notes=("The archive ends on 1 March 2022.",),
    ),
    ArchiveState(2, 4, Coverage(date(2022, 1, 1), date(2022, 3, 1), (("Post", 1), ("Wire", 1)), 2), "m", "5"),
    datetime(2022, 3, 2, 9, 6, tzinfo=UTC), "Dateline 0.1.0", sha256="5ea1",
)  # fmt: skip


@pytest.mark.parametrize("name", ["receipt.md", "receipt.html"])
def test_the_layout_of_format_1_stays_as_it_is(name: str) -> None:
    """Receipts are compared with how they are laid out now: whoever changes that makes a new format beside it."""
    formats: dict[str, ReceiptFormat] = {".md": "markdown", ".html": "html"}
    assert lay_out(FILED, formats[Path(name).suffix]) == (GOLDEN / name).read_text("utf-8")


@pytest.mark.parametrize("format", ["markdown", "json", "html"])
def test_whatever_an_answer_says_its_receipt_is_read_back(format) -> None:
    receipt = make_receipt(ANSWER, STATE)
    read = read_receipt(write_receipt(ANSWER, STATE, format))
    assert (read.sealed, read.as_written) == (True, True)
    assert replace(read.receipt, made=receipt.made, sha256=receipt.sha256) == receipt


def test_half_a_character_in_a_question_does_not_stop_its_receipt() -> None:
    receipt = write_receipt(replace(ANSWER, question="What \udc80?"), STATE, "html")
    assert read_receipt(receipt).receipt.answer.question == "What ??"


def test_a_receipt_tells_nothing_of_the_folder_it_was_made_in(archive: Assistant) -> None:
    answer = archive.ask("How long will the dredging take?")
    assert str(archive.settings.library) not in archive.receipt(answer, "json")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """One article."""
    folder = tmp_path_factory.mktemp("one")
    (folder / "harbor.txt").write_text("The dredging of Ponta harbor will take six weeks, Ana Bell said on Monday.\n")
    with Assistant.open(Settings(library=folder / "library", model=None, _env_file=None)) as assistant:
        assistant.ingest(folder / "harbor.txt")
        yield assistant


def json_receipt(**changes: object) -> str:
    return json.dumps(json.loads(receipt_json(make_receipt(ANSWER, STATE))) | changes)


PAGE = write_receipt(ANSWER, STATE, "html")
DEEP = '{"kind": "dateline receipt", "format": 1, "answer": ' + "[" * 100_000
BROKEN = {
    "empty": ("\n", "no receipt is in it"),
    "other text": ("# Shopping\n\nEggs.", "no receipt is in it"),
    "a page": ("<!doctype html><title>News</title>", "no receipt is in it"),
    "half a file": (json_receipt()[:900], "its JSON cannot be read"),
    "too deep": (DEEP, "its JSON cannot be read"),
    "a huge number": ('{"kind": ' + "9" * 10_000 + "}", "its JSON cannot be read"),
    "not a number": (json_receipt().replace('"seconds": 0.1', '"seconds": NaN'), "its JSON cannot be read"),
    "a name twice": (json_receipt()[:-1] + ', "format": 1}', "its JSON cannot be read"),
    "half a character": (json_receipt(product="\ud800"), "its JSON cannot be read"),
    "other JSON": ('{"question": "Who?"}', "its JSON is something else"),
    "a newer format": (json_receipt(format=2), "newer Dateline"),
    "no format": (json_receipt(format="1"), "newer Dateline"),
    "true for one": (json_receipt(format=True), "format: Input should be"),
    "a wrong type": (json_receipt(answer=["x"]), "answer: "),
    "nothing": (json_receipt(archive=None), "archive: "),
    "two in one": (PAGE + PAGE, "it holds more than one"),
    "too large": ("{" + " " * LARGEST + "}", "it is larger than"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_receipt_is_told(archive: Assistant, name: str) -> None:
    text, why = BROKEN[name]
    with pytest.raises(ReceiptError) as caught:
        archive.verify(text)
    assert why in str(caught.value)
    assert isinstance(caught.value, AssistantError)


def test_a_receipt_of_very_many_quotes_is_none() -> None:
    many = replace(ANSWER, citations=(replace(CITATION, title="", speaker="", role=""),) * 300)
    with pytest.raises(ReceiptError, match="more than 200 sentences or quotes"):
        read_receipt(write_receipt(many, STATE, "json"))


def test_a_receipt_that_names_very_many_copies_is_none() -> None:
    copied = replace(CITATION, title="", speaker="", role="", reprints=("x",) * 10_001)
    with pytest.raises(ReceiptError, match="more than 10,000 copies"):
        read_receipt(write_receipt(replace(ANSWER, citations=(copied,)), STATE, "json"))


def test_only_a_file_of_text_is_read(archive: Assistant, tmp_path: Path) -> None:
    (tmp_path / "latin.md").write_bytes(b"caf\xe9")
    (tmp_path / "huge.json").write_bytes(b"{" + b" " * LARGEST + b"}")
    os.mkfifo(tmp_path / "pipe")
    for name, why in {
        "latin.md": "is not a text in UTF-8", "huge.json": "is larger than any receipt", "pipe": "is no file",
        ".": "is no file", "nothing.md": "cannot be read: No such file", "x" * 5000: "cannot be read",
        "nul\0": "cannot be read",
    }.items():  # fmt: skip
        with pytest.raises(ReceiptError, match=why):
            archive.verify(tmp_path / name)


def test_there_are_three_formats(archive: Assistant) -> None:
    with pytest.raises(ReceiptError, match="not as “pdf”"):
        archive.receipt(ANSWER, "pdf")  # type: ignore[arg-type]


def test_an_answer_of_another_place_holds_nothing_here(archive: Assistant) -> None:
    verification = archive.verify(archive.receipt(ANSWER, "html"))
    assert not verification.holds
    assert verification.citations[0].standing == "absent"
