"""An answer as plain text with its numbered citations, to be pasted where somebody writes."""

from assistant.types import Answer, Citation
from assistant.web.showing.wording import long_date


def answer_text(answer: Answer) -> str:
    """The answer with its `[n]` marks, and below it what each of them cites."""
    citations = "\n".join(_cited(citation) for citation in answer.citations)
    return f"{answer.text}\n\n{citations}" if citations else answer.text


def _cited(citation: Citation) -> str:
    """`[1] Harbor Ledger, 2 February 2022, “Troops move”. https://…`; without an address, the article's id."""
    title = [f"“{' '.join(citation.title.split())}”"] if citation.title else []
    parts = [citation.outlet or "Unnamed outlet", long_date(citation.published), *title]
    return f"[{citation.number}] {', '.join(parts)}. {citation.url or citation.article_id}"
