"""Greetings and thanks get a helpful word, and no question about the news is taken for one."""

from datetime import date
from pathlib import Path

import pytest
from small_archive import write_articles

from assistant import Assistant, Settings
from assistant.models.embedder import load_embedder
from assistant.retrieval.understanding.small_talk import is_small_talk
from assistant.types import Finished


@pytest.mark.parametrize(
    "said", ["hi", "Hello!", "Good afternoon", "thanks a lot", "What can I ask?", "how can you help me", "bye"]
)
def test_small_talk_is_known(said: str) -> None:
    assert is_small_talk(said, load_embedder("all-MiniLM-L6-v2"), first=True)


@pytest.mark.parametrize(
    "asked",
    [
        "who is he?", "why?", "and then?", "what happened?", "latest news", "what's new?", "help for flood victims",
        "Hello Kitty", "thank you letter", "how are the hostages?", "covid testing", "Who helped Ada Plum?",
        "who said goodbye to the harbour museum on its last day?", "",
    ],
)  # fmt: skip
def test_questions_are_not_small_talk(asked: str) -> None:
    assert not is_small_talk(asked, load_embedder("all-MiniLM-L6-v2"), first=True)


def test_in_a_conversation_only_plain_words_are() -> None:
    embedder = load_embedder("all-MiniLM-L6-v2")
    assert is_small_talk("Thanks", embedder, first=False)
    assert not is_small_talk("How does it work?", embedder, first=False)


def test_a_greeting_is_answered_with_questions_of_this_archive(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    text = "The bridge stays closed, harbour master Ada Plum said on Monday. Repairs take six weeks."
    write_articles(tmp_path / "articles", {"bridge": ("Harbor Ledger", date(2022, 2, 2), text)}, title="The {}")
    with Assistant.open(Settings(library=tmp_path / "library", model=None)) as assistant:
        assistant.ingest(tmp_path / "articles")
        events = list(assistant.stream("hello"))
    answer = events[-1].answer if isinstance(events[-1], Finished) else pytest.fail("no answer")
    assert (answer.kind, answer.refusal, answer.citations) == ("help", None, ())
    assert answer.suggestions == ("What did Ada Plum say?",)
    assert "from the articles" in answer.text
