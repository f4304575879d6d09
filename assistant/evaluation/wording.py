"""Figures and faults in words, for the terminal and the page."""

from collections.abc import Sequence
from datetime import date

from assistant.evaluation.results import FaultKind, Measured, MeasureName
from assistant.language.times import in_words

MEASURES: dict[MeasureName, str] = {
    "hit@1": "article found first (hit@1)",
    "hit@5": "in the first 5 (hit@5)",
    "hit@10": "in the first 10 (hit@10)",
    "mrr@10": "MRR@10",
    "ndcg@10": "nDCG@10",
    "all_gold@10": "of several, all in the first 10",
    "answer_in_quotes": "expected words in the answer",
    "answer_in_first": "in its first sentence",
    "answer_in_marks": "in its bold words",
    "answerable_refused": "refused, wrongly",
    "unanswerable_refused": "refused, rightly",
}
"""Every measure in words."""

SHORT: dict[MeasureName, str] = {
    "hit@1": "hit@1",
    "hit@5": "hit@5",
    "hit@10": "hit@10",
    "mrr@10": "MRR@10",
    "ndcg@10": "nDCG@10",
    "all_gold@10": "all in 10",
    "answer_in_quotes": "words in answer",
    "answer_in_first": "in its first",
    "answer_in_marks": "in its bold",
    "answerable_refused": "refused wrongly",
    "unanswerable_refused": "refused rightly",
}
"""The same for tables of many columns."""

FAULTS: dict[FaultKind, str] = {
    "answered": "answered, though the archive does not say",
    "refused": "refused, though the archive says it",
    "words_missing": "answered without the expected words",
    "absent": "the article is not in the archive",
    "outside": "the article lies outside what was read from the question",
    "not_found": "the article was not found",
    "deep": "the article was found below place 10",
    "partly": "not every article was found in the first 10",
    "not_first": "the article was found, but not first",
}
"""Every kind of fault in words, the gravest first."""


SURE = 0.05
"""A difference that chance makes less often than this is shown in bold."""


def outcome(measured: Measured) -> str:
    """How a question fared: "place 3; refused", "not found; answered with the expected words"."""
    parts = [f"place {measured.ranks[0]}" if measured.ranks else "not found"] if measured.gold else []
    if measured.refused is not None:
        expected = {True: " with the expected words", False: " without the expected words", None: ""}
        parts.append("refused" if measured.refused else f"answered{expected[measured.in_quotes]}")
    return "; ".join(parts)


def wrong_archive(measured: Sequence[Measured]) -> str:
    """What to say where most questions name articles that the archive has not; empty otherwise."""
    named = [one for one in measured if one.gold or one.absent]
    absent = sum(not one.gold for one in named)
    if 2 * absent <= len(named):
        return ""
    return (
        f"{absent:,} of {len(named):,} questions name articles that are not here: is this the right archive? "
        "`dateline --library FOLDER evaluate …` names another."
    )


def share(value: float) -> str:
    """A value between 0 and 1: ".760", "1.000"."""
    return f"{value:.3f}".removeprefix("0")


def signed(value: float) -> str:
    """A difference between two such values: "+.021", "−.104", "0"."""
    written = share(abs(value))
    if written == ".000":
        return "0"
    return f"{'−' if value < 0 else '+'}{written}"


def p_value(value: float) -> str:
    """A p-value: ".032", "<.001"."""
    return "<.001" if value < 0.001 else share(value)


def milliseconds(value: float) -> str:
    """A time: "31", "4.2"."""
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


def asked_from(as_of: str) -> str:
    """From which day questions were asked."""
    if as_of == "question":
        return "each question’s own day, today where it has none"
    return "today" if as_of == "today" else in_words(date.fromisoformat(as_of))
