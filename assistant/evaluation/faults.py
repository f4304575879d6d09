"""What went wrong with a question, and why."""

from collections.abc import Callable, Sequence
from datetime import date

from assistant.evaluation.results import Fault, Measured
from assistant.evaluation.wording import FAULTS
from assistant.language.times import in_words
from assistant.types import Article, Filters

TOP = 10
"""An article below this place is as good as not found: nobody reads that far, and answers are not made of it."""

_LONGEST = 240


def find_faults(
    measured: Measured,
    *,
    needs_all: bool,
    depth: int,
    article: Callable[[str], Article],
    filters: Callable[[], Filters],
) -> tuple[Fault, ...]:
    """What went wrong with a question, the gravest first; nothing where all is well.

    Args:
        measured: what came of it.
        needs_all: the answer needs every gold article, not any of them.
        depth: how many passages were searched for.
        article: gives an article by its id.
        filters: gives what the question was understood as; asked for only where that may be the reason.
    """
    if not measured.answerable:
        return (Fault("answered", f"Answered: “{_short(measured.answer)}”"),) if measured.refused is False else ()
    named = measured.gold or measured.absent
    faults = _answer_faults(measured, named=bool(named))
    if named and not measured.ranks:
        faults.append(_why_not_found(measured, depth, [article(name) for name in measured.gold], filters))
    elif named and not measured.refused:
        faults += _rank_faults(measured, needs_all)
    return tuple(sorted(faults, key=lambda fault: list(FAULTS).index(fault.kind)))


def _answer_faults(measured: Measured, *, named: bool) -> list[Fault]:
    if measured.refused and measured.ranks:
        return [Fault("refused", f"Refused, with the article at place {measured.ranks[0]}.")]
    if measured.refused and not named:
        return [Fault("refused", "Refused.")]
    if measured.refused is False and measured.in_quotes is False:
        return [Fault("words_missing", f"Answered: “{_short(measured.answer)}”")]
    return []


def _rank_faults(measured: Measured, needs_all: bool) -> list[Fault]:
    first, within = measured.ranks[0], sum(rank <= TOP for rank in measured.ranks)
    if first > TOP:
        return [Fault("deep", f"Found at place {first}.")]
    if needs_all and within < measured.relevant:
        return [Fault("partly", f"{within} of {measured.relevant} articles in the first {TOP}.")]
    return [Fault("not_first", f"Found at place {first}.")] if first > 1 else []


def _why_not_found(
    measured: Measured, depth: int, articles: Sequence[Article], filters: Callable[[], Filters]
) -> Fault:
    if not articles:
        return Fault("absent", f"Not in the archive: {', '.join(measured.absent)}.")
    understood = filters()
    if understood.inferred and not any(_lies_within(article, understood) for article in articles):
        days = ", ".join(_day(article.published) for article in articles)
        outlets = ", ".join(dict.fromkeys(article.outlet or "an unknown outlet" for article in articles))
        return Fault("outside", f"Published {days} by {outlets}; searched was {_searched(understood)}.")
    return Fault("not_found", f"Not among the first {depth} passages.")


def _lies_within(article: Article, filters: Filters) -> bool:
    day = article.published
    since, until = filters.since or date.min, filters.until or date.max
    dated = since <= day <= until if day else not (filters.since or filters.until)
    return dated and _among([article.outlet or ""], filters.outlets) and _among(article.authors, filters.authors)


def _among(names: Sequence[str], wanted: Sequence[str]) -> bool:
    folded = {name.casefold() for name in wanted}
    return not folded or any(name.casefold() in folded for name in names)


def _searched(filters: Filters) -> str:
    parts = [f"from {_day(filters.since)}"] if filters.since else []
    parts += [f"until {_day(filters.until)}"] if filters.until else []
    parts += [f"by {' or '.join(names)}" for names in (filters.outlets, filters.authors) if names]
    return " ".join(parts)


def _day(day: date | None) -> str:
    return in_words(day) if day else "on no known day"


def _short(text: str | None) -> str:
    line = " ".join((text or "").split())
    return line if len(line) <= _LONGEST else line[:_LONGEST].rsplit(" ", 1)[0] + " …"
