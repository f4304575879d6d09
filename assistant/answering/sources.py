"""Sources counted once: an origin with its reprints is one source, however many outlets carried it."""

from collections.abc import Callable, Sequence

from assistant.types import Article, Citation, Source


def count_sources(citations: Sequence[Citation], *, article: Callable[[str], Article]) -> tuple[Source, ...]:
    """One source for each group of copies among the cited articles, in the order of citation.

    Args:
        citations: of one answer.
        article: gives an article by its id.
    """
    groups: list[list[str]] = []
    for citation in citations:
        ids = [citation.article_id, *citation.reprints]
        group = next((group for group in groups if set(group) & set(ids)), None)
        if group is None:
            groups.append(ids)
        else:
            group += [article_id for article_id in ids if article_id not in group]
    return tuple(_source(group, article) for group in groups)


def _source(ids: list[str], article: Callable[[str], Article]) -> Source:
    articles = [article(article_id) for article_id in ids]
    dated = [found for found in articles if found.published]
    origin = min(dated, key=lambda found: str(found.published), default=articles[0])
    outlets = dict.fromkeys(found.outlet for found in articles if found.outlet)
    return Source(origin.id, tuple(outlets), tuple(ids))
