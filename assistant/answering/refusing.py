"""Saying that the archive does not say."""

from collections.abc import Sequence
from datetime import date, timedelta

from assistant.answering.citing import cite
from assistant.language.names import name_spans, name_stems
from assistant.language.times import in_words
from assistant.language.words import nation_stems
from assistant.retrieval.understanding.limits import days_in_words, in_words_of
from assistant.types import Citation, Coverage, Filters, Passage, Quote, Refusal

PHRASE = "The articles do not say."
"""What a language model is told to write where the evidence does not answer, and how every refusal begins."""
NEAREST = 5
"""How many passages a refusal offers to read."""
CLOSEST = 3
"""How many reports it quotes that come near."""


def why_refused(query: str, passages: Sequence[Passage], *, filters: Filters, coverage: Coverage) -> str:
    """The reason for a refusal, for the reader, and that the archive has nothing of the time asked about."""
    if not coverage.articles:
        return "The archive is empty: ingest a folder of articles first."
    return f"{_not_found(query, passages, filters)} {_not_covered(filters, coverage)}".strip()


def closest_reports(query: str, quotes: Sequence[Quote]) -> tuple[Citation, ...]:
    """Of quotes that do not answer a query, best first, those of passages that name what it names, one an article."""
    names, found = set(name_stems(query)), dict[str, Quote]()
    for quote in quotes:
        if names & _names_in(quote.passage):
            found.setdefault(quote.passage.article_id, quote)
    return tuple(cite(number, quote) for number, quote in enumerate([*found.values()][:CLOSEST], start=1))


def _names_in(passage: Passage) -> set[str]:
    return nation_stems(f"{passage.title or ''} {passage.text}")


def _not_found(query: str, passages: Sequence[Passage], filters: Filters) -> str:
    if not passages and filters.narrows and not filters.widened:
        return "No article lies within these limits."
    if not passages:
        return "No article has anything on this."
    return f"No sentence in the articles found answers this{_unnamed(query, passages[:NEAREST])}."


def _unnamed(query: str, passages: Sequence[Passage]) -> str:
    """Which names of a query stand in none of the passages: "; none of the nearest names Bulgaria"; empty for none."""
    known = set[str]().union(*map(_names_in, passages))
    names = [query[slice(*span)] for span in name_spans(query)]
    absent = [name for name in names if not nation_stems(name) & known]
    return f"; none of the nearest names {' or '.join(dict.fromkeys(absent))}" if absent else ""


def _not_covered(filters: Filters, coverage: Coverage) -> str:
    """That all of the time asked about lies after the archive's end or before its beginning; empty otherwise."""
    since, until = filters.since, filters.until
    asks = "the question asks about" if {"since", "until"} & set(filters.inferred) else "the limits ask for"
    if since and coverage.last and since > coverage.last:
        return f"The archive ends on {in_words(coverage.last)}; {asks} {_time_in_words(since, until)}."
    if until and coverage.first and until < coverage.first:
        return f"The archive begins on {in_words(coverage.first)}; {asks} {_time_in_words(since, until)}."
    return ""


def _time_in_words(since: date | None, until: date | None) -> str:
    """A time as the object of a sentence: "2023", "May 2023", "2 May 2023", "the days from … to …"."""
    if since and until and since.day == 1 and (until + timedelta(days=1)).day == 1:
        if (since.year, since.month, until.month) == (until.year, 1, 12):
            return f"{since.year}"
        if (since.year, since.month) == (until.year, until.month):
            return f"{since:%B %Y}"
    return in_words(since) if since and since == until else f"the time {days_in_words(since, until)}"


def refusal_text(refusal: Refusal) -> str:
    """The refusal as text: the phrase, the reason, what was searched, what comes near and what the archive covers."""
    parts = [PHRASE, refusal.reason, _closest(refusal.closest), _searched(refusal.searched), _covered(refusal.coverage)]
    return " ".join(part for part in parts if part)


def _closest(closest: Sequence[Citation]) -> str:
    told = "; ".join(f"“{one.quote}” ({_source(one)})" for one in closest)
    return f"Closest reports: {told}." if told else ""


def _source(citation: Citation) -> str:
    day = in_words(citation.published) if citation.published else "undated"
    return f"{citation.outlet}, {day}" if citation.outlet else day


def searched_outside(filters: Filters) -> str:
    """What became of the passages that the limits hide: searched as well, or an offer to; empty where none are."""
    if filters.widened:
        return "Then all other articles were searched too."
    if not filters.outside:
        return ""
    lie = "passage lies" if filters.outside == 1 else "passages lie"
    return f"{filters.outside:,} {lie} outside; ask without these limits to search there too."


def _searched(filters: Filters) -> str:
    return f"Searched articles {in_words_of(filters)}. {searched_outside(filters)}".strip() if filters.narrows else ""


def _covered(coverage: Coverage) -> str:
    if not coverage.articles:
        return ""
    span = ""
    if coverage.first and coverage.last:
        span = f" from {in_words(coverage.first)} to {in_words(coverage.last)}"
    named = [outlet for outlet, _ in coverage.outlets[:6]]
    more = f" and {len(coverage.outlets) - 6} more" if len(coverage.outlets) > 6 else ""
    outlets = f", by {', '.join(named)}{more}" if named else ""
    return f"The archive has {coverage.articles:,} articles{span}{outlets}."
