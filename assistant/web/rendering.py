"""The parts of an answer as escaped HTML: what was understood, the sentences, their citations, a refusal."""

from collections.abc import Sequence
from datetime import date

from assistant.answering.refusing import PHRASE
from assistant.language.times import in_words
from assistant.types import Answer, Citation, Coverage, Filters, Passage, Refusal, Sentence, Source
from assistant.web.escaping import escape, mark_words

_SUPPORT = {
    "quoted": ("Quoted", "The article’s own words, letter for letter."),
    "supported": ("Supported", "The cited words were checked: they carry this sentence."),
    "unsupported": ("Not supported", "The cited words do not carry this sentence."),
}
_NEAREST = 4
"""Passages offered under a refusal."""
_SNIPPET = 220
"""Characters of a passage that are shown in a list."""


def long_date(day: date | None) -> str:
    """`day` as "2 February 2022", or "undated"."""
    return in_words(day) if day else "undated"


def short_date(day: date | None) -> str:
    """`day` as "2 Feb 2022", or "undated"."""
    return f"{day.day} {day:%b %Y}" if day else "undated"


def counted(number: int, singular: str, plural: str = "") -> str:
    """`number` with the noun it counts: "1 article", "1,204 articles"."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def render_understood(question: str, query: str, filters: Filters, notes: Sequence[str] = ()) -> str:
    """What was made of a question, where that is not the question itself: the query and what narrows it."""
    chips = [_chip(text, field in filters.inferred) for field, text in _narrowing(filters)]
    if query.split() != question.split():
        chips.insert(0, f'<span class="understood-query" dir="auto">Understood as “{escape(_shortened(query))}”</span>')
    below = "".join(render_note(note) for note in notes)
    return (f'<p class="understood">{"".join(chips)}</p>' if chips else "") + below


def render_sentence(sentence: Sentence, citations: Sequence[Citation] = ()) -> str:
    """A sentence with its answering words marked, its citations as buttons, and how it stands.

    Citations that are not known yet, while an answer is still coming, show as plain numbers.
    """
    known = {citation.number: citation for citation in citations}
    buttons = [
        _citation_button(known[number], brief=sentence.support != "quoted") if number in known else _pending(number)
        for number in sentence.citations
    ]
    return (
        f'<span class="sentence {sentence.support}">'
        f'<span class="words" dir="auto">{mark_words(sentence.text, sentence.marks)}</span> '
        f'<span class="cites">{"".join(buttons)}{_support(sentence)}</span></span>'
    )


def render_unchecked(text: str) -> str:
    """Words that are still coming and have not been checked."""
    return f'<span class="unchecked" dir="auto">{escape(text)}</span>'


def render_citations(citations: Sequence[Citation], sources: Sequence[Source], *, quotes: bool = False) -> str:
    """The list below an answer: each cited article with its citations' numbers; with `quotes`, the cited words too."""
    articles: dict[tuple[str, int], list[Citation]] = {}
    for citation in citations:
        articles.setdefault((citation.article_id, citation.version), []).append(citation)
    items = "".join(_cited_article(cited, sources, quotes=quotes) for cited in articles.values())
    return f'<h3 class="label">Sources</h3><ol class="citations">{items}</ol>' if items else ""


def render_refusal(refusal: Refusal, query: str, passages: Sequence[Passage]) -> str:
    """Why there is no answer, what was searched, what the archive covers, and the nearest passages."""
    nearest = "".join(f"<li>{_passage_button(passage)}</li>" for passage in passages[:_NEAREST])
    below = f'<h3 class="label">Nearest passages</h3><ul class="passages">{nearest}</ul>' if nearest else ""
    return (
        f'<div class="refusal"><p class="verdict">{PHRASE}</p><p class="reason">{escape(refusal.reason)}</p><dl>'
        f'<dt>Searched for</dt><dd dir="auto">{escape(_shortened(query))}{_span_of(refusal.searched)}</dd>'
        f"<dt>The archive has</dt><dd>{escape(describe_coverage(refusal.coverage))}</dd></dl></div>{below}"
    )


def render_foot(answer: Answer) -> str:
    """The line that closes an answer: how it was made, as of which day, in what time."""
    seconds = f"{answer.seconds:.1f} s" if answer.seconds >= 0.1 else "under 0.1 s"
    parts = [_made(answer), f"as of {long_date(answer.as_of)}", seconds]
    note = render_note(f"Shown as quotations. {answer.fallback}") if answer.fallback else ""
    return f'{note}<p class="foot">{escape(" · ".join(parts))}</p>'


def render_failure(message: str) -> str:
    """A problem, as a message that can be read."""
    return f'<p class="failure" role="alert" dir="auto">{escape(message)}</p>'


def render_note(message: str) -> str:
    """A quiet remark below an answer, or what is going on while there is nothing to show yet."""
    return f'<p class="note" dir="auto">{escape(message)}</p>'


def describe_coverage(coverage: Coverage) -> str:
    """What an archive covers, in one line: articles, outlets, first and last day."""
    if not coverage.articles:
        return "no articles yet"
    parts = [counted(coverage.articles, "article")]
    if coverage.outlets:
        parts.append(counted(len(coverage.outlets), "outlet"))
    if coverage.first and coverage.last:
        parts.append(f"{short_date(coverage.first)} – {short_date(coverage.last)}")
    return " · ".join(parts)


def _made(answer: Answer) -> str:
    if answer.refusal:
        return "Looked for in the articles"
    if answer.kind == "written":
        return f"Written by {answer.model}, checked against the articles"
    return "Quoted from the articles"


def _narrowing(filters: Filters) -> list[tuple[str, str]]:
    found = [("since", f"from {long_date(filters.since)}")] if filters.since else []
    found += [("until", f"to {long_date(filters.until)}")] if filters.until else []
    found += [("outlets", outlet) for outlet in filters.outlets]
    return found + [("authors", f"by {author}") for author in filters.authors]


def _chip(text: str, inferred: bool) -> str:
    title = ' title="Read out of your question"' if inferred else ""
    return f'<span class="filter" dir="auto"{title}>{escape(text)}</span>'


def _span_of(filters: Filters) -> str:
    narrowing = ", ".join(text for _, text in _narrowing(filters))
    hidden = f" ({counted(filters.outside, 'passage')} outside)" if filters.outside else ""
    hidden = ", then everything else" if filters.widened else hidden
    return f'<span class="searched-in">{escape(narrowing + hidden)}</span>' if narrowing else ""


def _place(item: Citation | Passage, number: int) -> str:
    """The attributes from which the page asks for the article at the cited words."""
    return (
        f'data-article="{escape(item.article_id)}" data-version="{item.version}" '
        f'data-hash="{escape(item.content_hash)}" '
        f'data-start="{item.start}" data-end="{item.end}" data-number="{number}"'
    )


def _byline(item: Citation | Passage, *, brief: bool = False) -> str:
    outlet = item.outlet or "Unnamed outlet"
    return f"{outlet} · {short_date(item.published) if brief else long_date(item.published)}"


def _citation_button(citation: Citation, *, brief: bool) -> str:
    byline = _byline(citation, brief=True)
    inside = "" if brief else f' {_kind(citation)}<bdi class="byline">{escape(byline)}</bdi>'
    speaker = "" if brief else _spoken(citation)
    return (
        f'<button type="button" class="cite" {_place(citation, citation.number)} aria-controls="source-panel" '
        f'aria-label="Citation {citation.number}: {escape(byline)}" title="{escape(_shortened(citation.quote))}">'
        f'<span class="number">{citation.number}</span>{inside}</button>{speaker}'
    )


def _kind(citation: Citation) -> str:
    """A word in front of what is not plain news."""
    return "" if citation.kind == "news" else f'<strong class="kind">{citation.kind.capitalize()}</strong> '


def _pending(number: int) -> str:
    return f'<span class="cite pending"><span class="number">{number}</span></span>'


def _support(sentence: Sentence) -> str:
    word, title = _SUPPORT[sentence.support]
    if sentence.missing:
        title = f"{title} Missing: {', '.join(sentence.missing)}."
    return f' <span class="support" title="{escape(title)}"><span class="support-word">{word}</span></span> '


def _cited_article(cited: Sequence[Citation], sources: Sequence[Source], *, quotes: bool) -> str:
    first = cited[0]
    title = escape(first.title or _shortened(first.quote, 80))
    numbers = "".join(f'<span class="number">{citation.number}</span>' for citation in cited)
    details = " · ".join(f"<bdi>{escape(detail)}</bdi>" for detail in [_byline(first), *_elsewhere(first, sources)])
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
    speaker = ", ".join(name for name in (citation.speaker, citation.role) if name)
    if not speaker and citation.attribution == "anonymous":
        speaker = "an unnamed source"
    return f' <span class="speaker">said by <bdi>{escape(speaker)}</bdi></span>' if speaker else ""


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


def _passage_button(passage: Passage) -> str:
    title = passage.title or "Untitled"
    return (
        f'<button type="button" class="source" {_place(passage, 0)} aria-controls="source-panel">'
        f'<span class="source-title" dir="auto">{escape(title)}</span>'
        f'<span class="snippet" dir="auto">{escape(_shortened(passage.text))}</span>'
        f'<span class="details"><bdi>{escape(_byline(passage))}</bdi></span></button>'
    )


def _shortened(text: str, limit: int = _SNIPPET) -> str:
    words = " ".join(text.split())
    return words if len(words) <= limit else words[:limit].rsplit(" ", 1)[0] + " …"
