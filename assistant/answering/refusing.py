"""Saying that the archive does not say."""

from collections.abc import Sequence

from assistant.language.times import in_words
from assistant.types import Coverage, Filters, Passage, Refusal

PHRASE = "The articles do not say."
"""What a language model is told to write where the evidence does not answer, and how every refusal begins."""
NEAREST = 5
"""How many passages a refusal offers to read."""


def why_refused(passages: Sequence[Passage], *, filters: Filters, coverage: Coverage) -> str:
    """The reason for a refusal, in one sentence for the reader."""
    if not coverage.articles:
        return "The archive is empty: ingest a folder of articles first."
    if not passages and filters.narrows:
        return "No article lies within these limits."
    if not passages:
        return "No article has anything on this."
    return "No sentence in the articles found answers this."


def refusal_text(refusal: Refusal) -> str:
    """The refusal as text: the phrase, the reason, what was searched and what the archive covers."""
    parts = [PHRASE, refusal.reason, _searched(refusal.searched), _covered(refusal.coverage)]
    return " ".join(part for part in parts if part)


def _searched(filters: Filters) -> str:
    limits = []
    if filters.since:
        limits.append(f"from {in_words(filters.since)}")
    if filters.until:
        limits.append(f"until {in_words(filters.until)}")
    if filters.outlets:
        limits.append("in " + ", ".join(filters.outlets))
    hidden = f", which hides {filters.outside:,} passages" if filters.outside else ""
    return f"Searched {' '.join(limits)}{hidden}." if limits else ""


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
