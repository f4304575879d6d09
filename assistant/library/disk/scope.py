"""What a search is narrowed to, as SQL about articles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.types import Filters

AUTHORS = "json_each(CASE WHEN json_valid(a.authors) THEN a.authors ELSE '[]' END)"
"""The authors of an article, one a row; none of an article whose list was damaged, at which SQLite would give up."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a search is narrowed to. An article without a date is outside every span of dates."""

    since: date | None = None
    until: date | None = None
    outlets: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()

    @classmethod
    def of(cls, filters: Filters) -> "Scope":
        """What `filters` leave in."""
        return cls(filters.since, filters.until, filters.outlets, filters.authors)

    @property
    def narrows(self) -> bool:
        """Whether anything is left out at all."""
        return bool(self.since or self.until or self.outlets or self.authors)

    def condition(self) -> tuple[str, list[str]]:
        """The scope as SQL about `articles a`, starting with AND where there is one, and its values."""
        sql, values = "", list[str]()
        if self.since:
            sql, values = sql + " AND a.published >= ?", [*values, self.since.isoformat()]
        if self.until:
            sql, values = sql + " AND a.published <= ?", [*values, self.until.isoformat()]
        if self.outlets:
            sql += f" AND a.outlet_key IN ({_marks(self.outlets)})"
            values += [outlet_key(outlet) for outlet in self.outlets]
        if self.authors:
            keys = [outlet_key(author) for author in self.authors]
            fold = "lower" if all(map(str.isascii, keys)) else "casefold"  # SQLite's own is four times as quick
            sql += f" AND EXISTS (SELECT 1 FROM {AUTHORS} WHERE {fold}(value) IN ({_marks(keys)}))"
            values += keys
        return sql, values


def outlet_key(outlet: str) -> str:
    """The form in which two spellings of an outlet's name, or of an author's, are the same."""
    return " ".join(outlet.casefold().split())


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
