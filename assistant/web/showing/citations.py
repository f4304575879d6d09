"""Citations and passages as buttons that open their articles, and the list of sources below an answer."""

from collections.abc import Sequence

from assistant.types import Article, Citation, Passage, Source
from assistant.web.showing.escaping import escape
from assistant.web.showing.wording import byline, counted, shortened

_PEEKED = 600
"""Characters of a quote that are shown while its chip is pointed at."""


def render_citations(citations: Sequence[Citation], sources: Sequence[Source], *, quotes: bool = False) -> str:
    """The list below an answer: each cited article with its citations' numbers; with `quotes`, the cited words too."""
    articles: dict[tuple[str, int], list[Citation]] = {}
    for citation in citations:
        articles.setdefault((citation.article_id, citation.version), []).append(citation)
    items = "".join(_cited_article(cited, sources, quotes=quotes) for cited in articles.values())
    return f'<h3 class="label">Sources</h3><ol class="citations">{items}</ol>' if items else ""


def citation_button(citation: Citation, *, brief: bool) -> str:
    """A citation's chip: its number, and unless `brief` who published it when and who said it."""
    origin = byline(citation, brief=True)
    inside = "" if brief else f' {_kind(citation)}<bdi class="byline">{escape(origin)}</bdi>'
    speaker = "" if brief else _spoken(citation)
    return (
        f'<button type="button" class="cite" {_place(citation, citation.number)} aria-controls="source-panel" '
        f'aria-label="Citation {citation.number}: {escape(origin)}" {_peek(citation)}>'
        f'<span class="number">{citation.number}</span>{inside}</button>{speaker}'
    )


def passage_button(passage: Passage) -> str:
    """A passage in a list: its article's title, its beginning, who published it when."""
    return _listed(passage, f'<span class="snippet" dir="auto">{escape(shortened(passage.text))}</span>')


def quote_button(citation: Citation) -> str:
    """A quote in a list: its article's title, its words, who said them, who published it when."""
    words = f'<span class="snippet" dir="auto"><q>{escape(shortened(citation.quote))}</q></span>'
    return _listed(citation, words, said=_spoken(citation))


def _listed(item: Citation | Passage, words: str, *, said: str = "") -> str:
    title = escape(item.title or "Untitled")
    return (
        f'<button type="button" class="source" {_place(item, 0)} aria-controls="source-panel">'
        f'<span class="source-title" dir="auto">{title}</span>{words}'
        f'<span class="details"><bdi>{escape(byline(item))}</bdi>{said}</span></button>'
    )


def article_button(article: Article) -> str:
    """A whole article in a list: its title, who published it when; nothing is marked in it when it opens."""
    title = escape(article.title or "Untitled article")
    return (
        f'<button type="button" class="source" data-article="{escape(article.id)}" data-version="{article.version}" '
        f'data-hash="{escape(article.content_hash)}" data-start="0" data-end="0" data-number="0" '
        f'aria-controls="source-panel"><span class="source-title" dir="auto">{title}</span>'
        f'<span class="details"><bdi>{escape(byline(article))}</bdi></span></button>'
    )


def _place(item: Citation | Passage, number: int) -> str:
    """The attributes from which the page asks for the article at the cited words."""
    return (
        f'data-article="{escape(item.article_id)}" data-version="{item.version}" '
        f'data-hash="{escape(item.content_hash)}" '
        f'data-start="{item.start}" data-end="{item.end}" data-number="{number}"'
    )


def _peek(citation: Citation) -> str:
    """The attributes of what is shown beside the chip while it is pointed at."""
    return (
        f'data-quote="{escape(shortened(citation.quote, _PEEKED))}" data-title="{escape(citation.title)}" '
        f'data-origin="{escape(byline(citation))}" data-speaker="{escape(_speaker(citation))}"'
    )


def _kind(citation: Citation) -> str:
    """A word in front of what is not plain news."""
    return "" if citation.kind == "news" else f'<strong class="kind">{citation.kind.capitalize()}</strong> '


def _cited_article(cited: Sequence[Citation], sources: Sequence[Source], *, quotes: bool) -> str:
    first = cited[0]
    title = escape(first.title or shortened(first.quote, 80))
    numbers = "".join(f'<span class="number">{citation.number}</span>' for citation in cited)
    details = " · ".join(f"<bdi>{escape(detail)}</bdi>" for detail in [byline(first), *_elsewhere(first, sources)])
    words = "".join(_cited_words(citation) for citation in cited) if quotes else ""
    return (
        f'<li><button type="button" class="source" {_place(first, first.number)} aria-controls="source-panel">'
        f'<span class="numbers">{numbers}</span><span class="source-title" dir="auto">{title}</span>'
        f'<span class="details">{_kind(first)}{details}</span></button>{words}</li>'
    )


def _cited_words(citation: Citation) -> str:
    return (
        f'<button type="button" class="source-words" {_place(citation, citation.number)} aria-controls="source-panel">'
        f'<span class="number">{citation.number}</span><q dir="auto">{escape(citation.quote)}</q>'
        f"{_spoken(citation)}</button>"
    )


def _spoken(citation: Citation) -> str:
    """Who said the cited words, where the text says it."""
    speaker = _speaker(citation)
    return f' <span class="speaker">said by <bdi>{escape(speaker)}</bdi></span>' if speaker else ""


def _speaker(citation: Citation) -> str:
    named = ", ".join(name for name in (citation.speaker, citation.role) if name)
    return named or ("an unnamed source" if citation.attribution == "anonymous" else "")


def _elsewhere(citation: Citation, sources: Sequence[Source]) -> list[str]:
    """Who else carries the cited words; by name where all copies of the article do."""
    if not citation.reprints:
        return []
    source = next((source for source in sources if citation.article_id in source.article_ids), None)
    others = [outlet for outlet in source.outlets if outlet != citation.outlet] if source else []
    if not source or not others or len(citation.reprints) < len(source.article_ids) - 1:
        return [f"also in {counted(len(citation.reprints), 'other article')}"]
    if len(others) > 2:
        return [f"also in {len(others)} other outlets"]
    return [f"also in {' and '.join(others)}"]
