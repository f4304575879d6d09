"""What of a model's reply is the answer."""

import itertools

import pytest

from assistant.answering.replies import answer_in, may_be_opening

TOLD = "It rained in Torvale. [1]"


@pytest.mark.parametrize(
    ("reply", "answer"),
    [
        (TOLD, TOLD),
        (f"Answer: {TOLD}", TOLD),
        ("Based on the articles, it rained in Torvale. [1]", TOLD),
        ("Based on the provided evidence [1][2], it rained in Torvale. [1]", TOLD),
        ("According to [1], it rained in Torvale. [1]", TOLD),
        ("According to the articles provided, it rained in Torvale. [1]", TOLD),
        ("The quotes state that it rained in Torvale. [1]", TOLD),
        ("According to Ana Ruiz, it rained in Torvale. [1]", "According to Ana Ruiz, it rained in Torvale. [1]"),
        ("In Torvale, it rained. [1]", "In Torvale, it rained. [1]"),
        ("Yes, it rained in Torvale. [1]", TOLD),
        ("No one was hurt. [1]", "No one was hurt. [1]"),
        ("Answer: Yes, according to [1], it rained in Torvale. [1]", TOLD),
        (f"{TOLD} According to [2], it snowed. [2]", f"{TOLD} It snowed. [2]"),
        (f"{TOLD}\n\nSources:\n[1] Hill Gazette", TOLD),
        (f"{TOLD}\n**References:** [1]", TOLD),
        (f"# Weather\n- {TOLD}\n- It snowed. [2]", f"{TOLD}\nIt snowed. [2]"),
        ("1. It **rained** in `Torvale`. [1]", TOLD),
        (f"<think>It may have rained.</think>{TOLD}", TOLD),
        ("<think>It may have", ""),
        ("", ""),
    ],
)
def test_what_is_no_answer_goes(reply: str, answer: str) -> None:
    assert answer_in(reply).strip() == answer


@pytest.mark.parametrize(
    "text", ["", "Yes", "Based on", "Based on the art", "According to Ana", "The quotes", "Answer:", "-"]
)
def test_what_may_be_an_opening_waits(text: str) -> None:
    assert may_be_opening(text)


@pytest.mark.parametrize("text", ["It", "Yesterday", "About 900 men", "The mayor", "According to Ana Ruiz, it"])
def test_what_is_an_answer_does_not_wait(text: str) -> None:
    assert not may_be_opening(text)


def test_what_is_shown_of_a_reply_with_an_opening_only_grows() -> None:
    reply = "According to the evidence, about 1,000 soldiers will move to Romania. [1]"
    answers = [answer_in(reply[:end]) for end in range(len(reply) + 1)]
    shown = [answer for answer in answers if not may_be_opening(answer)]
    assert shown[0]
    assert all(after.startswith(before) for before, after in itertools.pairwise(shown))
