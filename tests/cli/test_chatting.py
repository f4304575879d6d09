"""`chat`, its questions coming through a pipe."""

import io

import pytest
from rich.console import Console

from assistant import Assistant, Settings
from assistant.cli.commands.chatting import Conversation, reply
from assistant.cli.options import Limits

ROMANIA = "How many troops are going to Romania?"


def test_questions_are_answered_one_a_line(dateline):
    ran = dateline("chat", typed=[ROMANIA, "How many troops are going to Bulgaria?"])
    assert ran.code == 0
    assert f"> {ROMANIA}\n" in ran.out
    assert "1,000" in ran.out
    assert "The articles do not say." in ran.out


def test_a_follow_up_leans_on_what_was_asked(dateline):
    ran = dateline("chat", typed=[ROMANIA, "And to Poland?"])
    assert "Searched for: How many troops are going to Poland?" in ran.out


def test_a_follow_up_keeps_the_outlet_and_the_time_that_it_leaves_open(dateline):
    asked = "What did the Harbor Ledger report about troops for Romania on 2 February 2022?"
    ran = dateline("chat", "--as-of", "2022-02-10", typed=[asked, "Who said that?", "And the Meridian Wire?"])
    first, second, third = (" ".join(part.split()) for part in ran.out.split("\n> ")[1:4])
    limits = "Searched: articles on 2 February 2022, by {} (dates and outlets read from the question)"
    assert limits.format("Harbor Ledger") in first
    assert limits.format("Harbor Ledger") in second
    assert limits.format("Meridian Wire") in third


def test_open_shows_the_article_with_the_quote_marked(dateline):
    ran = dateline("chat", typed=[ROMANIA, "/open 1"])
    opened = ran.out.partition("> /open 1\n")[2]
    marked = " ".join(line[2:] for line in opened.splitlines() if line.startswith("┃ "))
    assert "1,000" in marked
    assert len(marked.split()) < 60
    assert len([line for line in opened.splitlines() if line.startswith("  ")]) > 5


def test_after_a_refusal_the_nearest_passages_can_be_opened(dateline):
    ran = dateline("chat", typed=["How many troops are going to Bulgaria?", "/open 1"])
    assert "┃ " in ran.out.partition("> /open 1\n")[2]


def test_sources_gives_the_quotes_in_full(dateline):
    ran = dateline("chat", typed=[ROMANIA, "/sources"])
    before, _, after = ran.out.partition("> /sources\n")
    assert "“" not in before
    assert "[1] " in after
    assert "“" in after


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("/open 1", "/open takes the number of a source: nothing yet; ask a question first."),
        ("/open x", "/open takes the number of a source: nothing yet; ask a question first."),
        ("/sources", "No answer has sources yet; ask a question first."),
        ("/bogus 1", "There is no /bogus. /help lists what there is."),
        ("?!", "The question is empty."),
    ],
)
def test_what_cannot_be_done_is_told_and_the_chat_goes_on(dateline, typed, told):
    ran = dateline("chat", typed=[typed, "/help"])
    assert ran.code == 0
    assert told in ran.err
    assert "/open N    read the article of source N" in ran.out


def test_quit_ends_before_what_follows(dateline):
    ran = dateline("chat", typed=["/quit", ROMANIA])
    assert ran.code == 0
    assert "1,000" not in ran.out


def test_a_source_that_was_changed_later_says_which_version_is_seen(tmp_path, dateline):
    question = "How long is the dredging of Ponta harbor to take?"
    file = tmp_path / "harbor.txt"
    file.write_text("The dredging of Ponta harbor is to take six weeks, the director said. It begins in spring.\n")
    own = tmp_path / "library"
    dateline("ingest", str(file), own=own)
    with Assistant.open(Settings(library=own, model=None)) as assistant:
        conversation = Conversation(assistant, Limits(), Console(file=io.StringIO(), width=80))
        reply(conversation, question)
        file.write_text("The dredging of Ponta harbor is to take nine weeks, the director said. It begins in spring.\n")
        assistant.ingest(file)
        reply(conversation, "/open 1")
        opened = conversation.console.file.getvalue()
    assert "This article was changed later; you see version 1 of 2." in opened
    assert "six weeks" in opened
    assert "nine" not in opened
