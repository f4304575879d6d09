"""What the coverage view asks for: how many articles there are of which days, and which they are."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError
from assistant.web.plotting.coverage import Span
from assistant.web.showing.coverage import render_coverage, render_published
from assistant.web.showing.messages import render_failure
from assistant.web.showing.wording import long_date

if TYPE_CHECKING:
    from assistant.chat import Assistant

_AROUND = timedelta(days=60)
"""What is shown before and after a span that was searched, at least; as much as the span itself if that is more."""


def coverage_calls(assistant: "Assistant") -> list[Callable[..., Any]]:
    """The functions that the coverage view calls."""

    def coverage(asked: dict[str, Any]) -> str:
        return open_coverage(assistant, asked)

    def published(asked: dict[str, Any]) -> str:
        return list_published(assistant, asked)

    return [coverage, published]


def open_coverage(assistant: "Assistant", asked: Mapping[str, Any]) -> str:
    """The bars as HTML. `asked` comes from the browser: chosen `outlets`, and `since` and `until` to be shaded."""
    searched = _day(asked.get("since")), _day(asked.get("until"))
    try:
        days = assistant.published().by_day()
    except AssistantError as error:
        return render_failure(str(error))
    return render_coverage(days, chosen=_outlets(asked), window=_window(searched), searched=searched)


def list_published(assistant: "Assistant", asked: Mapping[str, Any]) -> str:
    """The articles of a bar as HTML: `since` to `until`, of the chosen `outlets`; the undated ones without a span."""
    since, until, outlets = _day(asked.get("since")), _day(asked.get("until")), _outlets(asked)
    try:
        kept = assistant.published()
        if since and until:
            days = long_date(since) + (f" to {long_date(until)}" if until > since else "")
            return render_published(kept.between(since, until, outlets=outlets), days)
        return render_published(kept.undated(outlets=outlets), "Without a date")
    except AssistantError as error:
        return render_failure(str(error))


def _window(searched: Span) -> Span:
    """The days to show around a span that was searched; all of them where it is open."""
    since, until = searched
    if not since or not until or until < since:
        return None, None
    around = max(_AROUND, until - since)
    return max(since, date.min + around) - around, min(until, date.max - around) + around


def _outlets(asked: Mapping[str, Any]) -> tuple[str, ...]:
    given = asked.get("outlets")
    return tuple(map(str, given)) if isinstance(given, list) else ()


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
