"""Which quotes are shown together."""

from assistant.evidence.choosing import choose, find_evidence
from assistant.language.kinds import answer_kind
from assistant.models.embedder import load_embedder
from assistant.types import Passage, Quote, Span


def quote(text: str, score: float, marks: tuple[Span, ...] = ()) -> Quote:
    return Quote(Passage(text, 1, 0, len(text), text), 0, len(text), text, score, marks=marks)


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


EMBEDDER = "all-MiniLM-L6-v2"
FERRY = (
    "The ferry line Blue Anchor said on Monday that it will stop all night crossings to Port Elm. "
    "Blue Anchor blamed the price of fuel, which has risen by 40 percent since the spring. "
    "Its rival North Star has 900 employees in Gull Bay and wants to hire 60 more."
)


def passage(text: str, *, article: str = "a", title: str = "", score: float = 0.9) -> Passage:
    return Passage(article, 1, 0, len(text), text, title=title, score=score)


def asked(question: str, *passages: Passage) -> list[Quote]:
    evidence = find_evidence(question, passages, kind=answer_kind(question), embedder=load_embedder(EMBEDDER))
    return list(evidence.quotes)


def marked(quote: Quote) -> list[str]:
    return [quote.text[start:end] for start, end in quote.marks]


def test_the_name_that_which_asks_for_is_marked() -> None:
    best, *_ = asked("Which ferry line will stop night crossings to Port Elm?", passage(FERRY, title="No more ferries"))
    assert marked(best) == ["Blue Anchor"]
    assert best.score > 0.5


def test_a_sentence_that_answers_another_question_is_not_shown_beside_the_answer() -> None:
    quotes = asked("How many employees does North Star have?", passage(FERRY, title="No more ferries"))
    assert marked(quotes[0]) == ["900"]
    assert [quote.text for quote in choose(quotes, most=3, least_score=0.25)] == [quotes[0].text]


def test_the_figure_of_another_place_is_no_answer() -> None:
    soldiers = passage("About 1,000 troops are going to Romania this week, the ministry said on Friday.", score=0.2)
    (sure, *_), (unsure, *_) = (
        asked(f"How many troops are going to {place}?", soldiers) for place in ("Romania", "Bulgaria")
    )
    assert marked(sure) == ["About 1,000"]
    assert sure.score > 0.5 > unsure.score
    assert not marked(unsure)


def test_who_said_it_is_answered_by_a_sentence_with_its_speaker() -> None:
    report = passage(
        "“The night crossings are over,” Ada Plum said. “The crossings are over for good,” she told reporters at night."
    )
    best, *_ = asked("Who said the night crossings are over?", report)
    assert marked(best) == ["Ada Plum"]


def test_reasons_are_whole_sentences() -> None:
    quotes = asked("Why did Blue Anchor stop the night crossings?", passage(FERRY, title="No more ferries"))
    assert "price of fuel" in quotes[0].text
    assert not any(marked(quote) for quote in quotes)


def test_nothing_found_gives_no_quotes() -> None:
    assert asked("Who said that?") == []


TOGETHER = "The museum reopened on Monday. It cost $61,000."
WHOLE = Passage("a", 1, 0, len(TOGETHER), TOGETHER)


def part(text: str, score: float, mark: str) -> Quote:
    start, at = TOGETHER.index(text), text.index(mark)
    return Quote(WHOLE, start, start + len(text), text, score, marks=((at, at + len(mark)),))


def test_a_sentence_is_not_shown_again_with_the_one_that_leans_on_it() -> None:
    first, both = part("The museum reopened on Monday.", 0.9, "Monday"), part(TOGETHER, 0.8, "$61,000")
    shown = choose([first, both], most=3, least_score=0.1)
    assert [quote.text for quote in shown] == ["The museum reopened on Monday.", "It cost $61,000."]
    assert marked(shown[1]) == ["$61,000"]
    assert TOGETHER[shown[1].start : shown[1].end] == shown[1].text
    assert choose([both, first], most=3, least_score=0.1) == [both]
