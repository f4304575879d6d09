"""An answer survives being written down."""

from datetime import UTC, date, datetime

import pytest

from assistant.types import Answer, Citation, Coverage, Figure, Filters, Passage, Refusal, Sentence, Source

ANSWER = Answer(
    id="1",
    question="How many “troops”?\n<b>",
    query="How many troops?",
    as_of=date(2022, 2, 3),
    text="About 1,000. [1]",
    sentences=(Sentence("About 1,000.", (1,), "supported", ("nothing",), ((0, 11),)),),
    citations=(Citation(1, "a", 2, "About 1,000.", 4, 16, authors=("Ana Pop",), attribution="named", reprints=("b",)),),
    passages=(Passage("a", 2, 0, 20, "… About 1,000. 😀", published=date(2022, 2, 2), score=0.25),),
    filters=Filters(since=date(2022, 1, 1), outlets=("CNN",), inferred=("kind",), kind="number"),
    created=datetime(2022, 2, 3, 12, 30, 1, 5, tzinfo=UTC),
    seconds=0.123456789,
    refusal=Refusal("No.", Filters(), Coverage(date(2019, 1, 1), None, (("CNN", 3),), 3)),
    sources=(Source("a", ("CNN", "The Week"), ("a", "b")),),
    kind="written",
    model="some-model",
    raw="About 1,000 [1].",
    fallback="because",
    figures=(
        Figure(
            1000.0, "troops", "About 1,000", "soldiers", "announced", 1, Citation(2, "b", 1, "q", 0, 1), highest=2e3
        ),
    ),
)


def test_an_answer_comes_back_from_json_as_it_was() -> None:
    assert Answer.from_json(ANSWER.to_json()) == ANSWER
    assert Answer.from_json(ANSWER.to_json(indent=2)) == ANSWER


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"id": 1}'])
def test_what_is_no_answer_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="validation error"):
        Answer.from_json(text)
