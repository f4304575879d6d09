"""Which quotes are shown together."""

from assistant.evidence.choosing import choose
from assistant.types import Passage, Quote, Span


def quote(text: str, score: float, marks: tuple[Span, ...] = ()) -> Quote:
    return Quote(Passage("a", 1, 0, len(text), text), 0, len(text), text, score, marks=marks)


FIRST = quote("About 1,000 troops are going to Romania.", 0.9, ((0, 11),))


def test_the_best_come_first_and_no_more_than_asked() -> None:
    others = [quote(f"A different fact, number {word}, stands here alone.", 0.8) for word in ("red", "blue", "green")]
    plain = quote("Something else entirely was reported.", 0.95)
    assert choose([plain, *others], most=2, least_score=0.1) == [plain, others[0]]


def test_what_a_better_quote_says_is_not_said_again() -> None:
    again = quote("About 1,000 troops are going to Romania soon.", 0.8, ((0, 11),))
    assert choose([FIRST, again], most=3, least_score=0.1) == [FIRST]


def test_a_weak_quote_is_never_chosen() -> None:
    assert choose([quote("It may rain somewhere.", 0.2)], most=3, least_score=0.25) == []
    assert choose([FIRST, quote("A far weaker fact.", 0.3, ((0, 1),))], most=3, least_score=0.25) == [FIRST]
    assert choose([], most=3, least_score=0.25) == []
