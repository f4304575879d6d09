"""What a receipt tells beside its sentences, told again from the archive: who carries a quote too, sources, figures."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from assistant.answering.figures import make_figure
from assistant.answering.receipt.quotes import check_quote, cited_version, short
from assistant.answering.receipt.readings import passage_of
from assistant.answering.sources import Copies, carries, count_sources
from assistant.evidence.figures.comparing import measure_the_same
from assistant.evidence.figures.finding import asked_of
from assistant.evidence.figures.grouping import superseded
from assistant.evidence.figures.reading import Reading, read_figures
from assistant.types import Answer, Article, Citation, Figure, Quote, Source, Version

Versions = Callable[[str], Sequence[Version]]
"""Gives every version of an article that is kept, oldest first; nothing where it is not there."""


def check_reprints(citations: Iterable[Citation], versions: Versions) -> Iterator[str]:
    """Each article that is told to carry a quote too and does not, or is not there."""
    for citation in citations:
        for article_id in citation.reprints:
            kept = versions(article_id)
            if not kept:
                yield f"The article {short(article_id)}, told to carry quote {citation.number} too, is not here."
            elif not any(carries(one.article, citation.quote) for one in kept):
                yield f"The article {short(article_id)} does not carry quote {citation.number}, as is told."


def check_sources(answer: Answer, copies: Copies) -> Iterator[str]:
    """What the sources of an answer whose articles have not changed are otherwise than the archive counts them now.

    Copies that came later may be more, and one of them the new origin: that is no difference.
    """
    now = count_sources(answer.citations, copies=copies)
    met: dict[str, int] = {}
    for number, told in enumerate(answer.sources, start=1):
        same = next((source for source in now if {*told.article_ids} & {*source.article_ids}), None)
        if same is None:
            yield f"Source {number} has no article that is cited."
            continue
        if same.origin in met:
            yield f"Sources {met[same.origin]} and {number} are copies of one report here."
        met.setdefault(same.origin, number)
        yield from (f"Source {number}: {why}." for why in _otherwise(told, same, copies))
    listed = {article_id for source in answer.sources for article_id in source.article_ids}
    for article_id in dict.fromkeys(citation.article_id for citation in answer.citations):
        if article_id not in listed:
            yield f"The article {short(article_id)} is cited and is in none of the sources."


def _otherwise(told: Source, now: Source, copies: Copies) -> Iterator[str]:
    others = [article_id for article_id in told.article_ids if article_id not in now.article_ids]
    if others:
        yield f"{_listed(others)} is no copy of {now.origin} here"
    group = [article for article in copies(now.article_ids[0]) if article.id in told.article_ids]
    outlets = tuple(dict.fromkeys(article.outlet for article in group if article.outlet))
    if not others and set(told.outlets) != set(outlets):
        yield f"its articles are by {_listed(outlets)}, not {_listed(told.outlets)}"
    if told.origin != now.origin and (now.origin in told.article_ids or told.origin not in told.article_ids):
        yield f"its origin here is {now.origin}, not {short(told.origin)}"


def _listed(names: Sequence[str]) -> str:
    return short(", ".join(names)) or "nobody named"


def check_figures(answer: Answer, versions: Versions) -> Iterator[str]:
    """What is wrong with the figures of an answer: their quotes, numbers, days and speakers, and their grouping."""
    own = {_place(citation): citation for citation in answer.citations}
    read: dict[int, list[Reading]] = {}
    for number, figure in enumerate(answer.figures, start=1):
        checked = check_quote(figure.citation, versions(figure.citation.article_id))
        article = cited_version(figure.citation, versions(figure.citation.article_id))
        if article is None or checked.standing == "differs":
            yield f"Figure {number}: {checked.why}"
        elif own.get(_place(figure.citation), figure.citation) != figure.citation:
            yield f"Figure {number} cites a quote of the answer otherwise than its sentences do."
        elif (reading := _found(figure, article)) is None:
            yield f"Figure {number} is not what its quote says, read again."
        else:
            read.setdefault(figure.group, []).append(reading)
    yield from _misgrouped(answer, read)


def _found(figure: Figure, article: Article) -> Reading | None:
    """The reading of its quote that a figure is; whether a later one supersedes it is told by its group."""
    quote = _whole(figure, article)
    everything = read_figures(quote)
    unit_by_unit = [
        one for unit in {one.counted.unit for one in everything} for one in read_figures(quote, units=frozenset({unit}))
    ]
    same = (
        one
        for one in (*everything, *unit_by_unit)
        if make_figure(one, figure.group, figure.citation, superseded=figure.superseded) == figure
    )
    return next(same, None)


def _misgrouped(answer: Answer, read: dict[int, list[Reading]]) -> Iterator[str]:
    asked = asked_of(answer.query)
    whole = len(answer.figures) == sum(map(len, read.values()))
    for group, readings in read.items():
        pairs = ((one, other) for index, one in enumerate(readings) for other in readings[:index])
        if not all(measure_the_same(one, other, asked=asked) for one, other in pairs):
            yield f"The figures of group {group} do not measure the same."
        told = [figure.superseded for figure in answer.figures if figure.group == group]
        if whole and told != [superseded(reading, readings) for reading in readings]:
            yield f"Which figures of group {group} are superseded is not what their days tell."


def _whole(figure: Figure, article: Article) -> Quote:
    """The quote of a figure, with every mark that it may have had."""
    citation = figure.citation
    passage = passage_of(article, 0, len(article.text))
    return Quote(passage, citation.start, citation.end, citation.quote, 1.0, ((0, len(citation.quote)),))


def _place(citation: Citation) -> tuple[str, int, int, int]:
    return citation.article_id, citation.version, citation.start, citation.end
