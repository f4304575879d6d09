"""Conversations and remarks in the catalogue."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from assistant.errors import ConversationNotFound, LibraryError
from assistant.library.conversations import Conversations
from assistant.library.store import Library
from assistant.types import Answer, Filters, Sentence


def answer(question: str, text: str = "About 1,000 soldiers are going. [1]") -> Answer:
    return Answer(
        id=f"answer to {question}",
        question=question,
        query=question,
        as_of=date(2022, 2, 3),
        text=text,
        sentences=(Sentence(text, (1,)),),
        citations=(),
        passages=(),
        filters=Filters(),
        created=datetime(2022, 2, 3, tzinfo=UTC),
        seconds=0.1,
    )


@pytest.fixture
def mine(library: Library) -> Conversations:
    return library.conversations("mine")


def test_a_conversation_keeps_its_answers_in_order_and_is_called_as_its_first_question(mine: Conversations) -> None:
    first, second = answer("How many troops are going to Romania?"), answer("And to Poland?", "About 1,700. [1]")

    begun = mine.keep(first)
    kept = mine.keep(second, begun.id)

    assert (kept.id, kept.title, kept.turns) == (begun.id, "How many troops are going to Romania?", 2)
    assert mine.answers(begun.id) == [first, second]
    assert mine.all() == [kept]


def test_what_is_asked_again_takes_the_place_of_the_last_answer(mine: Conversations) -> None:
    begun = mine.keep(answer("Romania?"))
    mine.keep(answer("Poland?"), begun.id)

    again = mine.keep(answer("Poland?", "About 1,700. [1]"), begun.id, again=True)

    assert again.turns == 2
    assert [one.text for one in mine.answers(begun.id)][1] == "About 1,700. [1]"


def test_the_one_that_was_answered_last_stands_first(mine: Conversations) -> None:
    old, new = mine.keep(answer("Old?")), mine.keep(answer("New?"))
    assert [one.id for one in mine.all()] == [new.id, old.id]

    mine.keep(answer("Older still?"), old.id)
    assert [one.id for one in mine.all()] == [old.id, new.id]


def test_words_are_looked_for_in_titles_questions_and_answers(mine: Conversations) -> None:
    troops = mine.keep(answer("How many TROOPS are going?"))
    mine.keep(answer("And to Straße?", "None, the Pentagon said."), troops.id)
    strike = mine.keep(answer("Is there a strike?", "Yes, since 100% of them voted_for it."))
    mine.rename(strike.id, "  The ferry\n strike ")

    assert [one.id for one in mine.all("troops PENTAGON")] == [troops.id]
    assert [one.id for one in mine.all("strasse")] == [troops.id]
    assert [one.title for one in mine.all("ferry")] == ["The ferry strike"]
    assert [one.id for one in mine.all("100% voted_for")] == [strike.id]
    assert mine.all("%") == mine.all("100%")
    assert mine.all("troops strike") == []


def test_nobody_sees_or_changes_the_conversations_of_others(library: Library, mine: Conversations) -> None:
    kept = mine.keep(answer("Mine?"))
    theirs = library.conversations("theirs")

    assert theirs.all() == []
    for attempt in (
        lambda: theirs.answers(kept.id),
        lambda: theirs.keep(answer("Theirs?"), kept.id),
        lambda: theirs.rename(kept.id, "Theirs"),
        lambda: theirs.delete(kept.id),
        lambda: theirs.restore(kept.id),
    ):
        with pytest.raises(ConversationNotFound):
            attempt()
    assert mine.all() == [kept]


def test_a_deleted_conversation_can_be_restored(mine: Conversations) -> None:
    kept = mine.keep(answer("Romania?"))

    mine.delete(kept.id)
    assert mine.all() == []
    with pytest.raises(ConversationNotFound):
        mine.answers(kept.id)

    assert mine.restore(kept.id) == kept
    assert mine.all() == [kept]


def test_what_was_deleted_long_ago_is_gone_for_good(library: Library, folder: Path, mine: Conversations) -> None:
    old, new = mine.keep(answer("Old?")), mine.keep(answer("New?"))
    mine.delete(old.id)
    with closing(sqlite3.connect(folder / "catalogue.sqlite")) as connection, connection:
        connection.execute("UPDATE conversations SET deleted = '2022-01-01' WHERE id = ?", [old.id])

    mine.delete(new.id)

    with pytest.raises(ConversationNotFound):
        mine.restore(old.id)
    with closing(sqlite3.connect(folder / "catalogue.sqlite")) as connection:
        assert connection.execute("SELECT count(*) FROM turns").fetchone() == (1,)


def test_conversations_outlive_the_process_and_a_broken_one_is_told(folder: Path) -> None:
    with Library.open(folder) as library:
        kept = library.conversations("mine").keep(answer("Romania?"))
    with Library.open(folder) as library:
        assert library.conversations("mine").answers(kept.id) == [answer("Romania?")]
    with closing(sqlite3.connect(folder / "catalogue.sqlite")) as connection, connection:
        connection.execute("UPDATE turns SET answer = '{}'")
    with Library.open(folder) as library, pytest.raises(LibraryError, match="cannot be read"):
        library.conversations("mine").answers(kept.id)


def test_a_title_is_kept_short_and_never_empty(mine: Conversations) -> None:
    kept = mine.keep(answer("Why? " * 100))
    assert len(kept.title) <= 120
    assert mine.rename(kept.id, " \n ").title == kept.title


def test_remarks_are_kept_replaced_and_taken_back(library: Library) -> None:
    wrong = answer("How many?")
    library.remarks.keep(wrong, "It is  the figure of Poland.")
    library.remarks.keep(answer("Who?"), right="")

    library.remarks.keep(wrong, "It is the figure of Poland.", right=" 1,000 ")

    assert {(one.answer.question, one.text, one.right) for one in library.remarks.all()} == {
        ("Who?", "", ""),
        ("How many?", "It is the figure of Poland.", "1,000"),
    }
    library.remarks.forget(wrong.id)
    library.remarks.forget("no such remark")
    assert [one.answer.question for one in library.remarks.all()] == ["Who?"]
