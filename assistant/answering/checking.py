"""A sentence that a model wrote, checked as it closes: its own words where quotes support them, else a quote."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant.answering.citing import Cited
from assistant.answering.quoting import ANSWERS
from assistant.answering.refusing import PHRASE
from assistant.answering.support import missing_support, support_score
from assistant.evidence.marking import mark_answer
from assistant.language.words import content_stems
from assistant.models.checker import Checker
from assistant.types import AnswerKind, Quote, Sentence


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence that may be shown, not numbered yet, and the quotes it stands on."""

    sentence: Sentence
    quotes: tuple[Quote, ...]


def check(
    cited: Cited,
    earlier: Sequence[Draft | None],
    evidence: Sequence[Quote],
    *,
    question: str,
    kind: AnswerKind,
    checker: Checker | None = None,
) -> Draft | None:
    """The sentence as it may be shown, the nearest quote in its place, or None where neither adds anything.

    What only repeats the question, or says "Yes." and no more, is replaced too; so is what adds to the question only
    words that no quote has: the support check strikes no sentence for one such word.

    Args:
        cited: the sentence and the numbers of the quotes that it names.
        earlier: what became of the sentences before it.
        evidence: the quotes, in the order of their numbers.
        question: what is asked.
        kind: what kind of answer is asked for.
        checker: has a say beside the rules, where one is set.
    """
    shown = [draft for draft in earlier if draft]
    if refuses(cited.text) or _plain(cited.text) in {_plain(draft.sentence.text) for draft in shown}:
        return None
    quotes = supporting(cited, evidence, checker)
    if quotes and _answers(cited.text, question, kind, quotes):
        marks = mark_answer(cited.text, question, kind)
        return Draft(Sentence(cited.text, support="supported", marks=marks), quotes)
    nearest = nearest_quote(cited, evidence) if _new(cited.text, question) else evidence[0]
    return None if any(nearest in draft.quotes for draft in shown) else quoted(nearest)


def supporting(cited: Cited, evidence: Sequence[Quote], checker: Checker | None = None) -> tuple[Quote, ...]:
    """The quotes that support a sentence: of those it names where any do, else of all, one or two; else none."""
    named = _named(cited, evidence)
    alone = tuple(quote for quote in named if _holds(cited.text, (quote,), checker))
    return alone or next((quotes for quotes in _sets(named, evidence) if _holds(cited.text, quotes, checker)), ())


def nearest_quote(cited: Cited, evidence: Sequence[Quote]) -> Quote:
    """The quote nearest to a sentence: of those it names, else of all, that are good enough to be shown; else the best.

    Of two that are equally near it is the better one.
    """
    for quotes in (_named(cited, evidence), evidence):
        fit = [quote for quote in quotes if quote.score >= ANSWERS / 2]
        if fit:
            return max(fit, key=lambda quote: support_score(cited.text, (quote,)))
    return evidence[0]


def quoted(quote: Quote) -> Draft:
    """A quote as a sentence of its own."""
    return Draft(Sentence(quote.text, support="quoted", marks=quote.marks, glosses=quote.glosses), (quote,))


def refuses(text: str) -> bool:
    """Whether a model says with the agreed phrase that nothing answers."""
    return PHRASE.rstrip(".").lower() in text.lower()


def _named(cited: Cited, evidence: Sequence[Quote]) -> tuple[Quote, ...]:
    return tuple(evidence[number - 1] for number in cited.numbers if 1 <= number <= len(evidence))


def _sets(named: tuple[Quote, ...], evidence: Sequence[Quote]) -> Iterator[tuple[Quote, ...]]:
    if len(named) > 1:
        yield named
    yield from ((quote,) for quote in evidence if quote not in named)
    yield from combinations(evidence, 2)


def _holds(text: str, quotes: tuple[Quote, ...], checker: Checker | None) -> bool:
    return not missing_support(text, quotes, checker=checker)


def _answers(text: str, question: str, kind: AnswerKind, quotes: Sequence[Quote]) -> bool:
    """Whether a sentence says what the question does not and its quotes do; yes or no is said in its own words."""
    said = set(content_stems(text))
    new = _new(text, question)
    known = {stem for quote in quotes for stem in content_stems(f"{quote.text} {quote.speaker or ''}")}
    return bool(new & known) or (kind == "yes_no" and bool(said) and not new)


def _new(text: str, question: str) -> set[str]:
    return set(content_stems(text)) - set(content_stems(question))


def _plain(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())
