"""Conversations about invented news: which words each follow-up's query has, and which it has not."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.language.words import content_stems
from assistant.retrieval.follow_ups.standing_alone import stand_alone
from assistant.types import Turn

Expected = tuple[str, str, str]
"""A question, the words its query must have, the words it must not have."""


def read_conversations() -> Iterator[tuple[str, list[tuple[Expected, str]]]]:
    """Each conversation's title and its turns: what is expected, and the answer that was given."""
    text = Path(__file__).with_name("conversations.txt").read_text("utf-8")
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        title, *lines = part.strip().splitlines()
        turns: list[tuple[Expected, str]] = []
        for line in lines:
            if line.startswith("= "):
                turns[-1] = (turns[-1][0], line[2:])
            else:
                question, must, must_not = (*(field.strip() for field in line.split("|")), "", "")[:3]
                turns.append(((question, must, must_not), ""))
        yield title, turns


CONVERSATIONS = dict(read_conversations())


@pytest.mark.parametrize("title", CONVERSATIONS)
def test_a_query_has_what_its_question_leaves_open_and_nothing_of_another_subject(title: str) -> None:
    history: list[Turn] = []
    for (question, must, must_not), answer in CONVERSATIONS[title]:
        query = stand_alone(question, history)
        found = set(content_stems(query))
        assert set(content_stems(must)) <= found, f"{question} -> {query}"
        assert not set(content_stems(must_not)) & found, f"{question} -> {query}"
        history.append(Turn(question, answer))


def test_there_are_many_conversations_and_several_change_their_subject() -> None:
    assert len(CONVERSATIONS) >= 40
    assert all(len(turns) == 5 for turns in CONVERSATIONS.values())
