"""What the browser sends, whatever it is, becomes a request or a clear message."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import QuestionError
from assistant.types import Filters, Turn
from assistant.web.working.asked import LONGEST_QUESTION, read_request

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = ["question", "turn", "again", "alone", "as_of", "limits", "length", "quoted"]


def test_limits_are_exact_and_carry_what_the_question_asks_for():
    limits = {
        "since": "2022-02-01",
        "until": "",
        "outlets": ["CNN"],
        "authors": [],
        "kind": "number",
        "recency": "hard",
    }
    request = read_request({"question": "How many?", "turn": "t", "limits": limits, "as_of": "2022-03-01", "length": 5})
    asked = request.asked([Turn("Before?", "Yes.")])
    assert asked["filters"] == Filters(date(2022, 2, 1), outlets=("CNN",), recency="hard", kind="number")
    assert asked["as_of"] == date(2022, 3, 1)
    assert asked["length"] == 5
    assert [turn.question for turn in asked["history"]] == ["Before?"]


def test_a_question_taken_alone_has_no_history():
    request = read_request({"question": "And to Poland?", "turn": "t", "alone": True})
    assert request.asked([Turn("Before?", "Yes.")])["history"] == ()


@pytest.mark.parametrize("length", [0, 9, -1, "5", 2.5, None, [3]])
def test_a_length_that_is_none_is_left_to_the_settings(length):
    assert read_request({"question": "x", "turn": "t", "length": length}).length is None


def test_a_day_that_is_none_is_told():
    with pytest.raises(QuestionError, match=r"'31\.2\.2022' is no day"):
        read_request({"question": "x", "turn": "t", "as_of": "31.2.2022"})


def test_a_question_without_end_is_a_message_and_is_not_kept():
    for question in ("x" * LONGEST_QUESTION, ""):
        assert read_request({"question": question, "turn": "t"}).question == question
    with pytest.raises(QuestionError, match=r"20,001 characters; at most 20,000 are taken. Ask in a sentence") as told:
        read_request({"question": "x" * (LONGEST_QUESTION + 1), "turn": "t"})
    assert len(str(told.value)) < 300
    request = read_request({"question": "x", **dict.fromkeys(("turn", "conversation", "replaces"), "x" * 10_000)})
    assert {len(known) for known in (request.turn, request.conversation, request.replaces)} == {300}


@pytest.mark.parametrize("sent", [None, [], "x", 3])
def test_what_is_no_request_is_a_message(sent):
    with pytest.raises(QuestionError, match="Reload"):
        read_request(sent)


def test_half_an_emoji_can_be_written_down():
    sent = json.loads('{"question": "Who \\ud83d won?", "turn": "t", "limits": {"outlets": ["\\udc00"]}}')
    request = read_request(sent)
    assert request.question == "Who ? won?"
    assert request.limits.outlets == ("?",)


@settings(deadline=None)
@given(st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, ANYTHING)))
def test_anything_may_be_sent(sent):
    try:
        request = read_request(sent)
    except QuestionError:
        return
    request.question.encode()  # raises where it cannot be written down
    assert request.limits is None or isinstance(request.limits, Filters)
