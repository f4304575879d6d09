"""A sentence as a quote: its speaker, its explanations, and the neighbour without which it is not understood."""

from datetime import date

import pytest

from assistant.evidence.candidates import candidates
from assistant.evidence.quotes import make_quote, whole_span
from assistant.types import Passage, Span

TEXT = (
    "PORT ELM (AP) — The harbour museum reopened on Monday, director Ada Plum said. It cost $61,000. "
    "“It was worth it,” Plum said.\n\nIt rained."
)
PASSAGE = Passage("a", 1, 100, 100 + len(TEXT), TEXT, published=date(2022, 2, 2))


def whole(text: str, *, inside: str = TEXT) -> str:
    passage = Passage("a", 1, 100, 100 + len(inside), inside)
    one = next(one for one in candidates([passage]) if one.text == text)
    start, end = whole_span(one)
    return inside[start - 100 : end - 100]


def span_of(text: str) -> Span:
    start = 100 + TEXT.index(text)
    return start, start + len(text)


def test_a_sentence_that_leans_on_the_one_before_it_comes_with_it_but_for_its_dateline() -> None:
    inside = "PORT ELM (AP) — The harbour museum reopened on Monday. It cost all of $61,000."
    assert whole("It cost all of $61,000.", inside=inside) == inside.removeprefix("PORT ELM (AP) — ")


@pytest.mark.parametrize(
    "inside",
    [
        "It cost all of $61,000.",
        "The museum reopened on Monday.\n\nIt cost all of $61,000.",
        f"The museum, {'which is old, ' * 60}reopened on Monday. It cost all of $61,000.",
    ],
)
def test_it_stands_alone_where_there_is_no_neighbour_near(inside: str) -> None:
    assert whole("It cost all of $61,000.", inside=inside) == "It cost all of $61,000."


def test_what_is_understood_stands_alone() -> None:
    sentence = "The harbour museum reopened on Monday, director Ada Plum said."
    assert whole(sentence) == sentence


def test_a_quote_of_two_sentences_is_said_by_who_says_the_last_and_explains_both() -> None:
    both = "The harbour museum reopened on Monday, director Ada Plum said. It cost $61,000."
    quote = make_quote(PASSAGE, span_of(both), score=0.9)
    assert (quote.text, quote.speaker) == (both, None)
    assert [both[: gloss.position][-6:] + gloss.text for gloss in quote.glosses] == ["Monday31 January 2022"]


def test_a_quote_of_one_sentence_has_its_speaker() -> None:
    quote = make_quote(PASSAGE, span_of("“It was worth it,” Plum said."), score=0.9, marks=((1, 3),))
    assert (quote.speaker, quote.direct, quote.marks) == ("Ada Plum", True, ((1, 3),))
