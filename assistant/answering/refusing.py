"""Saying that the archive does not say."""

from collections.abc import Sequence

from assistant.language.times import in_words
from assistant.retrieval.understanding.limits import in_words_of
from assistant.types import Coverage, Filters, Passage, Refusal

PHRASE = "The articles do not say."
"""What a language model is told to write where the evidence does not answer, and how every refusal begins."""
NEAREST = 5
"""How many passages a refusal offers to read."""


def why_refused(passages: Sequence[Passage], *, filters: Filters, coverage: Coverage) -> str:
    """The reason for a refusal, in one sentence for the reader."""
    if not coverage.articles:
        return "The archive is empty: ingest a folder of articles first."
    if not passages and filters.narrows and not filters.widened:
        return "No article lies within these limits."
    if not passages:
        return "No article has anything on this."
    return "No sentence in the articles found answers this."


def refusal_text(refusal: Refusal) -> str:
    """The refusal as text: the phrase, the reason, what was searched and what the archive covers."""
    parts = [PHRASE, refusal.reason, _searched(refusal.searched), _covered(refusal.coverage)]
    return " ".join(part for part in parts if part)


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
