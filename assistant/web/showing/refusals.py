"""A refusal as escaped HTML."""

from collections.abc import Sequence
from urllib.parse import quote

from assistant.answering.refusing import PHRASE
from assistant.types import Filters, Passage, Refusal
from assistant.web.showing.citations import passage_button, quote_button
from assistant.web.showing.escaping import escape
from assistant.web.showing.understood import render_searched, render_widening
from assistant.web.showing.wording import describe_coverage, shortened

_NEAREST = 4
"""Passages offered under a refusal."""


def render_refusal(refusal: Refusal, query: str, passages: Sequence[Passage]) -> str:
    """Why there is no answer, what was searched, what the archive covers, and the reports that come near.

    Where none names what is asked about, the nearest passages are offered.
    """
    closest = [quote_button(citation) for citation in refusal.closest]
    label = "Closest reports" if closest else "Nearest passages"
    items = "".join(f"<li>{one}</li>" for one in closest or [passage_button(one) for one in passages[:_NEAREST]])
    below = f'<h3 class="label">{label}</h3><ul class="passages">{items}</ul>' if items else ""
    return (
        f'<div class="refusal"><p class="verdict">{PHRASE}</p><p class="reason">{escape(refusal.reason)}</p><dl>'
        f'<dt>Searched for</dt><dd dir="auto">{escape(shortened(query))}{render_searched(refusal.searched)}</dd>'
        f"<dt>The archive has</dt><dd>{escape(describe_coverage(refusal.coverage))} "
        f'<a class="covers" href="{escape(_coverage_view(refusal.searched))}">What the archive covers</a>'
        f"</dd></dl>{render_widening(refusal.searched)}</div>{below}"
    )


def _coverage_view(searched: Filters) -> str:
    """The address of the view of what the archive covers, at the span and the outlets that were searched."""
    span = f"{searched.since or ''}..{searched.until or ''}" if searched.since or searched.until else ""
    return "/".join(["#coverage", span, *(quote(outlet, safe="") for outlet in searched.outlets)]).rstrip("/")
