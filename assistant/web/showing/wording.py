"""Days, counts and outlets as the page words them."""

from datetime import date
from pathlib import PurePath

from assistant.language.times import in_words
from assistant.types import Article, Citation, Coverage, Passage

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


def model_name(model: str | None) -> str:
    """A model of the settings as a reader is told of it: without the folders of its file; "" for none."""
    if model and model.startswith("gguf:"):
        return PurePath(model.removeprefix("gguf:")).name
    return model or ""


def byline(item: Article | Citation | Passage, *, brief: bool = False) -> str:
    """Who published it and when; `brief` shortens the month."""
    outlet = item.outlet or "Unnamed outlet"
    return f"{outlet} · {short_date(item.published) if brief else long_date(item.published)}"


def shortened(text: str, limit: int = _SNIPPET) -> str:
    """`text` on one line, cut at a word with "…" where it is longer than `limit` characters."""
    words = " ".join(text.split())
    return words if len(words) <= limit else words[:limit].rsplit(" ", 1)[0] + " …"
