"""A receipt that somebody changed and sealed anew: what an archive tells is told, and what it cannot tell is listed."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from completion_server import CompletionServer

from assistant import Answer, Assistant, Settings
from assistant.answering.receipt.contents import seal_of
from assistant.answering.refusing import refusal_text
from assistant.settings import shipped
from assistant.types import Turn, Verification

PERMANENT = "Are the moves permanent?"
ROMANIA = "How many troops are going to Romania?"
UNNAMED = "No sentence in the articles found answers this; none of the nearest names Bulgaria."
BULGARIA = "How many troops are going to Bulgaria?"
DAY = date(2022, 2, 4)
COPY = "https://alderfallsgazette.example/2022-02-03-us-troops-romania"
FILES = (
    "harbor-ledger/2022-02-02-troops-romania.md",
    "harbor-ledger/2022-01-24-troops-on-alert.md",
    "potomac-dispatch/2022-02-03-who-goes-where.md",
    "meridian-wire/2022-02-02-us-troops-europe.txt",
    "alder-falls-gazette/2022-02-03-us-troops-romania.md",
)
Change = Callable[[dict[str, Any]], object]
"""Changes the answer of a receipt."""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """Five articles of the demo archive, two of them copies."""
    folder = tmp_path_factory.mktemp("forgeries")
    for name in FILES:
        (folder / "articles" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(shipped("corpus") / name, folder / "articles" / name)
    with Assistant.open(Settings(library=folder / "library", model=None, _env_file=None)) as assistant:
        assistant.ingest(folder / "articles")
        yield assistant


@pytest.fixture(scope="module")
def receipts(archive: Assistant) -> dict[str, str]:
    """The receipt of each question, as JSON."""
    return {
        question: archive.receipt(archive.ask(question, as_of=DAY), "json")
        for question in (PERMANENT, ROMANIA, BULGARIA)
    }


def forged(receipt: str, change: Change) -> str:
    """The receipt, changed and sealed anew, its text put in step."""
    fields = json.loads(receipt)
    answer = fields["answer"]
    change(answer)
    if answer["refusal"]:
        answer["text"] = refusal_text(Answer.from_json(json.dumps(answer)).refusal or pytest.fail("no refusal"))
    else:
        marks = ("".join(f" [{number}]" for number in one["citations"]) for one in answer["sentences"])
        answer["text"] = " ".join(one["text"] + mark for one, mark in zip(answer["sentences"], marks, strict=True))
    return json.dumps(fields | {"sha256": seal_of(fields)})


def told(verification: Verification) -> str:
    """Everything that speaks against a receipt."""
    quotes = [
        checked.why for checked in (*verification.citations, *verification.nearest) if checked.standing != "holds"
    ]
    sentences = [problem for sentence in verification.sentences for problem in sentence.problems]
    again = verification.again.differences if verification.again else ()
    return " | ".join((*verification.problems, *sentences, *quotes, *again))


def cited(number: int, **changes: object) -> Change:
    return lambda answer: answer["citations"][number].update(changes)


def sentence(number: int, **changes: object) -> Change:
    return lambda answer: answer["sentences"][number].update(changes)


def figure(number: int, **changes: object) -> Change:
    return lambda answer: answer["figures"][number].update(changes)


def source(number: int, **changes: object) -> Change:
    return lambda answer: answer["sources"][number].update(changes)


def whole(**changes: object) -> Change:
    return lambda answer: answer.update(changes)


def halve(answer: dict[str, Any]) -> None:
    """Cuts a quote, and the sentence that it is, in the middle."""
    citation, first = answer["citations"][0], answer["sentences"][0]
    citation["quote"] = first["text"] = citation["quote"][:30]
    citation["end"], first["marks"], first["glosses"] = citation["start"] + 30, [], []


def split(answer: dict[str, Any]) -> None:
    """Makes two sources of one report and its copy."""
    (both,) = [one for one in answer["sources"] if len(one["article_ids"]) == 2]
    for article_id, outlet in zip(both["article_ids"], both["outlets"], strict=True):
        answer["sources"].append({"origin": article_id, "outlets": [outlet], "article_ids": [article_id]})
    answer["sources"].remove(both)


def refused(**changes: object) -> Change:
    def change(answer: dict[str, Any]) -> None:
        answer["refusal"] |= changes
        answer["filters"] = answer["refusal"]["searched"]

    return change


COVERED = {"first": "2001-01-01", "last": "2022-02-03", "outlets": [["Reuters", 45000]], "articles": 45000}
TOLD: dict[str, tuple[str, Change, str]] = {
    "another speaker of the article": (PERMANENT, cited(0, speaker="Jens Stoltenberg"), "said by John Kirby"),
    "no speaker": (ROMANIA, cited(0, speaker=None, role=None, attribution="none"), "said by John Kirby"),
    "another role": (ROMANIA, cited(0, role="press"), "John Kirby, Pentagon press secretary"),
    "no role": (ROMANIA, cited(0, role=None), "John Kirby, Pentagon press secretary"),
    "an unnamed speaker": (PERMANENT, cited(0, attribution="anonymous"), "said by John Kirby"),
    "word for word": (ROMANIA, cited(0, direct=True), "in the reporter’s words, not"),
    "an opinion": (PERMANENT, cited(0, kind="opinion"), "it is news, not opinion"),
    "half a sentence": (PERMANENT, halve, "the quote is no whole sentence of it"),
    "a copy that is none": (
        PERMANENT, cited(1, reprints=["https://potomacdispatch.example/who-goes-where"]), "does not carry quote 2"
    ),
    "a copy that is nowhere": (PERMANENT, cited(1, reprints=["nobody/1"]), "nobody/1, told to carry quote 2 too"),
    "another order": (PERMANENT, lambda answer: answer["sentences"].reverse(), "not numbered as its sentences cite"),
    "a sentence less": (PERMANENT, lambda answer: answer["sentences"].pop(0), "not numbered as its sentences cite"),
    "a quote more": (PERMANENT, sentence(0, citations=[1, 2]), "cites more than the one quote"),
    "another explanation": (
        PERMANENT, sentence(0, glosses=[{"position": 35, "text": "Jens Stoltenberg"}]), "explains it by “John Kirby”"
    ),
    "no explanation": (PERMANENT, sentence(0, glosses=[]), "explains it by “John Kirby”"),
    "another mark": (ROMANIA, sentence(0, marks=[[13, 19]]), "words marked in it are none that could answer"),
    "a model that wrote it": (PERMANENT, whole(kind="written", model="oracle"), "a model wrote it is told in two ways"),
    "a model beside quotes": (PERMANENT, whole(model="oracle"), "a model wrote it is told in two ways"),
    "an earlier day": (PERMANENT, whole(as_of="2021-02-04"), "published after the day that it was asked from"),
    "an outlet more": (PERMANENT, source(0, outlets=["Meridian Wire", "Reuters"]), "its articles are by Meridian"),
    "a copy more": (
        PERMANENT, lambda answer: answer["sources"][0]["article_ids"].append("nobody/1"), "nobody/1 is no copy of"
    ),
    "another origin": (
        PERMANENT, source(0, origin=COPY), "its origin here is"
    ),
    "two sources of one": (PERMANENT, split, "are copies of one report here"),
    "no sources": (PERMANENT, whole(sources=[]), "is in none of the sources"),
    "a source of nothing": (
        PERMANENT, lambda answer: answer["sources"].append({"origin": "x", "outlets": [], "article_ids": ["x"]}),
        "Source 3 has no article that is cited",
    ),
    "another value": (ROMANIA, figure(0, value=9000.0), "Figure 1 is not what its quote says"),
    "other figures": (ROMANIA, figure(0, text="about 9,000"), "Figure 1 is not what its quote says"),
    "a planned figure": (ROMANIA, figure(0, status="planned"), "Figure 1 is not what its quote says"),
    "a figure of another day": (ROMANIA, figure(0, as_of="2022-01-01"), "Figure 1 is not what its quote says"),
    "who gave a figure": (ROMANIA, figure(0, speaker="Jens Stoltenberg"), "Figure 1 is not what its quote says"),
    "a superseded figure": (ROMANIA, figure(0, superseded=True), "are superseded is not what their days tell"),
    "a figure of another group": (
        ROMANIA, lambda answer: [one.update(group=1) for one in answer["figures"]], "do not measure the same"
    ),
    "a figure's quote": (
        ROMANIA, lambda answer: answer["figures"][-1]["citation"].update(quote="Nobody goes."), "at that place"
    ),
    "a figure's outlet": (
        ROMANIA, lambda answer: answer["figures"][-1]["citation"].update(outlet="Reuters"), "not “Reuters”"
    ),
    "another reason": (BULGARIA, refused(reason="Nobody knows."), UNNAMED),
    "a reason of Dateline's": (
        BULGARIA, refused(reason="No article has anything on this."), UNNAMED
    ),
    "another archive": (BULGARIA, refused(coverage=COVERED), "does not cover what the refusal says"),
    "nothing near": (BULGARIA, whole(passages=[]), "No article has anything on this."),
    "an outlet of what is near": (
        BULGARIA, lambda answer: answer["passages"][0].update(outlet="Reuters"), "not “Reuters”"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TOLD)
def test_what_an_archive_tells_otherwise_is_told(archive: Assistant, receipts: dict[str, str], name: str) -> None:
    question, change, why = TOLD[name]
    verification = archive.verify(forged(receipts[question], change))
    assert verification.sealed
    assert not verification.holds
    assert why in told(verification)


@pytest.mark.parametrize("question", [PERMANENT, ROMANIA, BULGARIA])
def test_an_honest_one_holds_also_when_asked_again(archive: Assistant, receipts: dict[str, str], question: str) -> None:
    verification = archive.verify(receipts[question], ask_again=True)
    assert told(verification) == ""
    assert verification.holds
    assert verification.again
    assert verification.again.compared


def test_what_a_model_wrote_holds_and_is_not_compared_when_asked_again(archive: Assistant) -> None:
    with CompletionServer() as server:
        settings = archive.settings.model_copy(update={"model": "says", "model_url": server.url})
        server.reply = (
            "About 1,000 troops are going to Romania [1]. ",
            "They are Martians [1]. ",
            "They are soldiers.",
        )
        with Assistant.open(settings) as writing:
            answer = writing.ask(ROMANIA, as_of=DAY)
            receipt = writing.receipt(answer, "json")
            verification = writing.verify(receipt, ask_again=True)
    assert answer.kind == "written"
    assert told(verification) == ""
    assert verification.holds
    assert verification.again
    assert not verification.again.compared
    assert any(line.startswith("Every sentence that a model wrote") for line in verification.checked)
    assert "That says wrote it, and what it wrote before that was checked." in verification.unchecked
    other = archive.verify(forged(receipt, sentence(0, marks=[[13, 19]])))
    assert "The words marked in it are not those that answer the question." in told(other)


def into_refusal(answer: dict[str, Any]) -> None:
    """Makes a refusal in Dateline's own words of an answer."""
    empty = dict.fromkeys(("sentences", "citations", "sources", "figures"), ())
    answer.update(json.loads(json.dumps(empty)))
    answer["refusal"] = {"searched": answer["filters"]}


def drop_last(answer: dict[str, Any]) -> None:
    """Leaves out the last sentence with its quote and source, as if it had never been."""
    for name in ("sentences", "citations", "sources"):
        answer[name].pop()


UNTOLD: dict[str, tuple[str, Change, str, str]] = {
    "another question": (
        ROMANIA, whole(question="How many troops go to Poland?", query="How many troops go to Poland?"),
        "the question and the day (4 February 2022)", "It does not answer with this",
    ),
    "a sentence less": (
        PERMANENT, drop_last, "no sentence, quote, copy, figure or speaker was left out", "It answers with this as well"
    ),
    "other limits": (
        ROMANIA, lambda answer: answer["filters"].update(since="2022-02-01", inferred=["since"]),
        "the limits of its search", "It was searched within other limits",
    ),
    "another note": (ROMANIA, whole(notes=["Everybody agrees."]), "and its notes", "Other notes come with it."),
}  # fmt: skip


@pytest.mark.parametrize("name", UNTOLD)
def test_what_no_archive_shows_is_listed_and_asking_again_tells(
    archive: Assistant, receipts: dict[str, str], name: str
) -> None:
    question, change, listed, difference = UNTOLD[name]
    receipt = forged(receipts[question], change)
    verification = archive.verify(receipt)
    assert listed in " ".join(verification.unchecked)
    verification = archive.verify(receipt, ask_again=True)
    assert not verification.holds
    assert difference in told(verification)


def test_an_answer_forged_into_a_refusal_is_not_shown_and_asking_again_tells(
    archive: Assistant, receipts: dict[str, str]
) -> None:
    def change(answer: dict[str, Any]) -> None:
        into_refusal(answer)
        honest = json.loads(receipts[BULGARIA])["answer"]
        answer["refusal"] |= {name: honest["refusal"][name] for name in ("reason", "coverage")}
        answer["passages"] = honest["passages"]

    receipt = forged(receipts[ROMANIA], change)
    assert "That the articles do not say: no quote shows that." in archive.verify(receipt).unchecked
    verification = archive.verify(receipt, ask_again=True)
    assert not verification.holds
    assert verification.again
    assert verification.again.differences == ("It was answered, not refused.",)


def test_whoever_reads_it_is_told_what_was_checked_and_that_a_seal_proves_no_author(
    archive: Assistant, receipts: dict[str, str]
) -> None:
    verification = archive.verify(receipts[ROMANIA])
    assert [line.partition(":")[0] for line in verification.checked] == [
        "Every quote",
        "Of every quote who says it, in which role, whether word for word, and whether it is news",
        "Every quoted sentence",
        "That the marked words are such as can answer, and that quotes are numbered as sentences cite them.",
        "Which articles carry a quote too, and the sources that are counted.",
        "Every figure",
    ]
    assert "made without a key" in verification.unchecked[-1]
    assert "proves no author" in verification.unchecked[-1]


def test_a_question_that_leaned_on_others_is_listed_as_it_was_searched(archive: Assistant) -> None:
    earlier = Turn("How many troops went to Poland on Wednesday?", "2,000")
    answer = archive.ask("And to Romania?", as_of=DAY, history=[earlier])
    assert answer.query != answer.question
    verification = archive.verify(archive.receipt(answer), ask_again=True)
    assert verification.holds
    assert verification.again
    assert not verification.again.compared
    listed = f"That the question, with those before it, means what was searched for: “{answer.query}”."
    assert listed in verification.unchecked


def test_limits_that_were_given_are_asked_within_again(archive: Assistant) -> None:
    for given in ({"since": date(2022, 2, 3)}, {"outlets": ["Potomac Dispatch"]}):
        answer = archive.ask(ROMANIA, as_of=DAY, **given)
        assert archive.verify(archive.receipt(answer), ask_again=True).holds
    exactly = archive.ask(
        "How many troops went to Romania on Wednesday?", as_of=DAY, filters=replace(answer.filters, inferred=())
    )
    verification = archive.verify(archive.receipt(exactly), ask_again=True)
    assert verification.holds
    assert "That the limits of its search were given with the question." in verification.unchecked


def test_words_that_were_changed_in_the_catalogue_itself_are_told(archive: Assistant, receipts: dict[str, str]) -> None:
    path = Path(archive.settings.library, "catalogue.sqlite")

    def exchange(old: str, new: str) -> None:
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("UPDATE texts SET text = replace(text, ?, ?)", [old, new])

    exchange("About 1,000 troops", "About 9,000 troops")
    fields = json.loads(receipts[ROMANIA].replace("About 1,000 troops", "About 9,000 troops"))
    verification = archive.verify(json.dumps(fields | {"sha256": seal_of(fields)}))
    exchange("About 9,000 troops", "About 1,000 troops")
    assert verification.citations[0].standing == "differs"
    assert "altered or damaged: its content hash is that of other words" in verification.citations[0].why
    assert archive.verify(receipts[ROMANIA]).holds


def test_a_refusal_is_worded_by_its_own_reason(archive: Assistant, receipts: dict[str, str]) -> None:
    fields = json.loads(receipts[BULGARIA])
    fields["answer"]["text"] = "The articles do not say. " + fields["answer"]["refusal"]["reason"] + " Reuters agrees."
    verification = archive.verify(json.dumps(fields | {"sha256": seal_of(fields)}))
    assert "The text of its refusal is not what Dateline says" in told(verification)
