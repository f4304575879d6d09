"""A receipt can be checked by whoever has the archive: what holds, what has changed since, what never stood there."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from assistant import Answer, Assistant, Sentence, Settings
from assistant.answering.citing import with_marks
from assistant.answering.receipt.contents import seal_of
from assistant.evidence.marking import mark_answer
from assistant.settings import shipped
from assistant.types import CheckedQuote, ReceiptFormat

ROMANIA = "How many troops are going to Romania?"
TROOPS = Path("harbor-ledger", "2022-02-02-troops-romania.md")
QUOTE = (
    "About 1,000 troops based in Germany are going to Romania in the coming days to join 900 US troops already there, "
    "Pentagon press secretary John Kirby said on Wednesday."
)
FORMATS: tuple[ReceiptFormat, ...] = ("markdown", "json", "html")
CORRECTION = "Correction: An earlier version of this article gave the wrong number of soldiers.\n"


@dataclass(frozen=True)
class Desk:
    """A copy of the demo archive, read in, whose articles can be edited."""

    assistant: Assistant
    folder: Path

    @contextmanager
    def edited(self, *changes: tuple[str, str], file: Path = TROOPS) -> Iterator[None]:
        """Edits an article and reads it in again; at the end both are undone."""
        path = self.folder / file
        before = path.read_text("utf-8")
        text = before
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        self._write(path, text)
        try:
            yield
        finally:
            self._write(path, before)

    def _write(self, path: Path, text: str) -> None:
        path.write_text(text, "utf-8")
        assert self.assistant.ingest(self.folder).updated == 1


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The demo archive as the user's own, with the real embedder."""
    folder = tmp_path_factory.mktemp("receipts")
    shutil.copytree(shipped("corpus"), folder / "articles")
    with Assistant.open(Settings(library=folder / "library", model=None, _env_file=None)) as assistant:
        assistant.ingest(folder / "articles")
        yield Desk(assistant, folder / "articles")


@pytest.fixture(scope="module")
def answer(desk: Desk) -> Answer:
    """An answer in quotes, the first of which is of the article that the tests edit."""
    found = desk.assistant.ask(ROMANIA, as_of=date(2022, 2, 4))
    assert found.citations[0].quote == QUOTE
    return found


def first(desk: Desk, receipt: str) -> CheckedQuote:
    """How the first quote of a receipt stands; the others hold."""
    verification = desk.assistant.verify(receipt)
    assert not verification.holds
    assert all(checked.standing == "holds" for checked in verification.citations[1:])
    return verification.citations[0]


def forged(receipt: str, change: Callable[[dict], object]) -> str:
    """A JSON receipt that somebody has changed and sealed anew."""
    fields = json.loads(receipt)
    change(fields)
    return json.dumps(fields | {"sha256": seal_of(fields)})


@pytest.mark.parametrize("format", FORMATS)
def test_what_was_just_written_holds(desk: Desk, answer: Answer, format: ReceiptFormat) -> None:
    verification = desk.assistant.verify(desk.assistant.receipt(answer, format))
    assert verification.holds
    assert (verification.question, verification.as_of, verification.refused) == (ROMANIA, date(2022, 2, 4), False)
    assert [sentence.text for sentence in verification.sentences] == [sentence.text for sentence in answer.sentences]
    assert {checked.standing for checked in verification.citations} == {"holds"}
    assert verification.notes == ()


@pytest.mark.parametrize("format", FORMATS)
def test_a_receipt_can_be_given_as_a_file(desk: Desk, answer: Answer, format: ReceiptFormat, tmp_path: Path) -> None:
    path = tmp_path / "receipt"
    path.write_bytes(desk.assistant.receipt(answer, format).replace("\n", "\r\n").encode("utf-8-sig"))
    assert desk.assistant.verify(path).holds
    assert desk.assistant.verify(str(path)).holds


@pytest.mark.parametrize("format", FORMATS)
def test_once_the_article_is_corrected_the_quote_is_gone(desk: Desk, answer: Answer, format: ReceiptFormat) -> None:
    receipt = desk.assistant.receipt(answer, format)
    with desk.edited(("About 1,000 troops", "About 1,200 troops"), ("WASHINGTON —", f"{CORRECTION}\nWASHINGTON —")):
        checked = first(desk, receipt)
        assert (checked.standing, checked.version) == ("gone", 1)
        assert (checked.newest or 0) > 1
        assert checked.changed == ("text", "corrections")
        assert checked.corrections == (CORRECTION.strip(),)
        assert (checked.now or "").startswith("WASHINGTON — About 1,200 troops based in Germany")
        assert "Stood word for word in version 1, but is gone from version" in checked.why
        notes = desk.assistant.verify(receipt).notes
        assert notes == ("The archive has changed, or is another one, since the receipt was made.",)
    assert desk.assistant.verify(receipt).holds, "what was changed back reads as it was cited"


def test_a_quote_that_stands_in_a_changed_article_is_told_apart(desk: Desk, answer: Answer) -> None:
    receipt = desk.assistant.receipt(answer)
    with desk.edited(("more than 120,000 troops", "more than 130,000 troops"), ("title: Pentagon", "title: US")):
        checked = first(desk, receipt)
        assert (checked.standing, checked.changed) == ("changed", ("text", "title"))
        assert "the article was changed since (text, title)" in checked.why


def test_a_quote_of_a_removed_article_is_told(desk: Desk, answer: Answer) -> None:
    receipt, article_id = desk.assistant.receipt(answer), answer.citations[0].article_id
    desk.assistant.remove(article_id)
    checked = first(desk, receipt)
    desk.assistant.restore(article_id)
    assert checked.standing == "removed"
    assert "the article was removed from the archive since" in checked.why
    assert desk.assistant.verify(receipt).citations[0].standing == "holds"


def test_another_archive_does_not_have_the_articles(desk: Desk, answer: Answer, tmp_path: Path) -> None:
    receipt = desk.assistant.receipt(answer)
    other = tmp_path / "school.txt"
    other.write_text("The school board of Alder Falls met on Monday. It will meet again in a month's time, it said.\n")
    with Assistant.open(Settings(library=tmp_path / "library", model=None, _env_file=None)) as assistant:
        assistant.ingest(other)
        verification = assistant.verify(receipt)
    assert not verification.holds
    assert {checked.standing for checked in verification.citations} == {"absent"}
    assert "is not in this archive" in verification.citations[0].why
    assert verification.notes == ("The archive has 1 article; it had 45 when the receipt was made.",)


@pytest.mark.parametrize("format", FORMATS)
def test_an_edited_receipt_is_told(desk: Desk, answer: Answer, format: ReceiptFormat) -> None:
    receipt = desk.assistant.receipt(answer, format).replace("About 1,000", "About 9,000")
    verification = desk.assistant.verify(receipt)
    assert not verification.sealed
    assert verification.problems[0].startswith("The receipt was edited after it was written")
    assert verification.citations[0].standing == "differs"
    assert f"version 1 says “{QUOTE}” at that place" in verification.citations[0].why


@pytest.mark.parametrize("format", ["markdown", "html"])
def test_an_edit_of_what_readers_see_is_told_as_well(desk: Desk, answer: Answer, format: ReceiptFormat) -> None:
    receipt = desk.assistant.receipt(answer, format).replace("900 US troops", "90,000 US troops", 1)
    verification = desk.assistant.verify(receipt)
    assert (verification.sealed, verification.holds) == (True, False)
    assert verification.problems == (
        "The text around the receipt was edited: what it shows is not what the receipt in it says.",
    )


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("quote", "Nobody is going to Romania.", "at that place"),
        ("quote", "", "at that place"),
        ("start", 20, "stands at characters"),
        ("start", -5, "stands at characters"),
        ("end", 10**30, "stands at characters"),
        ("outlet", "Meridian Wire", "its outlet there is “Harbor Ledger”, not “Meridian Wire”"),
        ("published", "2024-02-02", "its published there is “2022-02-02”"),
        ("authors", ["A. Nobody"], "its authors there is “Dana Whitlock, Ruben Castellano”"),
        ("title", None, "not none"),
        (
            "speaker",
            "Jens Stoltenberg",
            "said by John Kirby, Pentagon press secretary; in the reporter’s words, not said by",
        ),
        ("content_hash", "0" * 64, "version 1 has another content hash"),
    ],
)
def test_a_forged_quote_does_not_stand_whatever_its_seal(
    desk: Desk, answer: Answer, field: str, value: object, why: str
) -> None:
    def forge(fields: dict) -> None:
        fields["answer"]["citations"][0][field] = value

    verification = desk.assistant.verify(forged(desk.assistant.receipt(answer, "json"), forge))
    assert verification.sealed
    assert not verification.holds
    assert verification.citations[0].standing == "differs"
    assert why in verification.citations[0].why


def test_a_version_that_was_never_there_is_absent(desk: Desk, answer: Answer) -> None:
    def forge(fields: dict) -> None:
        fields["answer"]["citations"][0] |= {"version": 10**30, "content_hash": "none"}

    checked = first(desk, forged(desk.assistant.receipt(answer, "json"), forge))
    assert checked.standing == "absent"
    assert f"but not its version {10**30}" in checked.why


def test_the_sentences_must_be_what_they_are_marked_as(desk: Desk, answer: Answer) -> None:
    sentences = (
        replace(answer.sentences[0], text="About 1,000 troops are going to Poland."),
        replace(answer.sentences[0], citations=(9,)),
        replace(answer.sentences[0], citations=()),
    )
    receipt = desk.assistant.receipt(replace(answer, sentences=sentences))
    verification = desk.assistant.verify(receipt)
    assert [sentence.problems[0] for sentence in verification.sentences] == [
        "It is marked as quoted, but is not the quote that it cites.",
        "It cites [9], which is not in the receipt.",
        "It cites nothing.",
    ]
    assert verification.problems[:2] == (
        "The text of its answer is not that of its sentences.",
        "Its quotes are not numbered as its sentences cite them: some were moved, dropped or added.",
    )


def written(answer: Answer, *texts: str) -> Answer:
    """The answer as a model might have written it, each sentence citing the first quote."""
    marks = [mark_answer(text, answer.query, answer.filters.kind) for text in texts]
    sentences = tuple(Sentence(text, (1,), "supported", (), mark) for text, mark in zip(texts, marks, strict=True))
    return replace(
        answer, kind="written", model="small-model", raw="It said: <b>1,000</b> [1]\n```\n", sentences=sentences,
        text=with_marks(sentences), citations=answer.citations[:1], sources=answer.sources[:1],
    )  # fmt: skip


@pytest.mark.parametrize("format", FORMATS)
def test_a_written_answer_is_checked_against_its_quotes(desk: Desk, answer: Answer, format: ReceiptFormat) -> None:
    receipt = desk.assistant.receipt(written(answer, "About 1,000 troops are going to Romania."), format)
    assert desk.assistant.verify(receipt).holds
    for part in ("small-model", "1,000"):
        assert part in receipt


def test_a_written_number_that_no_quote_has_is_told(desk: Desk, answer: Answer) -> None:
    receipt = desk.assistant.receipt(written(answer, "About 1,000 troops go.", "About 4,500 troops go to Romania."))
    verification = desk.assistant.verify(receipt)
    assert not verification.holds
    assert any("4,500" in problem for problem in verification.sentences[1].problems)


def test_what_is_written_of_a_quote_that_is_not_there_was_not_checked(desk: Desk, answer: Answer) -> None:
    def forge(fields: dict) -> None:
        fields["answer"]["citations"][0]["article_id"] = "../../etc/passwd"

    receipt = desk.assistant.receipt(written(answer, "About 1,000 troops are going to Romania."), "json")
    verification = desk.assistant.verify(forged(receipt, forge))
    assert verification.citations[0].standing == "absent"
    assert "was not checked" in verification.sentences[0].problems[0]


@pytest.mark.parametrize("format", FORMATS)
def test_a_refusal_has_a_receipt_of_what_was_searched(desk: Desk, format: ReceiptFormat) -> None:
    refused = desk.assistant.ask("How many troops are going to Bulgaria?", as_of=date(2022, 2, 4))
    assert refused.refusal
    receipt = desk.assistant.receipt(refused, format)
    verification = desk.assistant.verify(receipt)
    assert verification.holds
    assert verification.refused
    assert len(verification.nearest) == 5 + len(refused.refusal.closest)
    assert [checked.number for checked in verification.nearest] == [*range(1, 6 + len(refused.refusal.closest))]
    article = Path("harbor-ledger", "2022-01-24-troops-on-alert.md")
    with desk.edited(("8,500 American troops", "8,600 American troops"), file=article):
        verification = desk.assistant.verify(receipt)
        assert [checked.standing for checked in verification.nearest].count("gone") == 1
        assert verification.notes[-1] == "Ask again to see whether it still refuses."


def test_a_refusal_that_became_an_answer_is_told(desk: Desk, answer: Answer) -> None:
    refused = desk.assistant.ask("How many troops are going to Bulgaria?", as_of=date(2022, 2, 4))
    mixed = replace(refused, sentences=answer.sentences, citations=answer.citations, text="Yes.")
    assert desk.assistant.verify(desk.assistant.receipt(mixed)).problems[:2] == (
        "It is a refusal and has an answer as well.",
        "The text of its refusal is not what Dateline says of its reason, limits and archive.",
    )
