"""What narrows a search, in words."""

from datetime import date

from assistant.language.times import in_words
from assistant.types import Filters


def in_words_of(filters: Filters) -> str:
    """What `filters` let through: "from 1 February 2022 to 7 February 2022, by CNN"; empty where that is everything."""
    parts = [days_in_words(filters.since, filters.until)]
    parts += [f"by {' or '.join(filters.outlets)}"] if filters.outlets else []
    parts += [f"written by {' or '.join(filters.authors)}"] if filters.authors else []
    return ", ".join(filter(None, parts))


def days_in_words(since: date | None, until: date | None) -> str:
    """A span of days: "from 1 February 2022 to 7 February 2022". Empty where neither end is given."""
    if since and since == until:
        return f"on {in_words(since)}"
    if since and until:
        return f"from {in_words(since)} to {in_words(until)}"
    if since:
        return f"since {in_words(since)}"
    return f"until {in_words(until)}" if until else ""
