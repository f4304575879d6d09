"""Figures that articles give, and events on their days."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.types.articles import Citation

Status = Literal["announced", "actual", "planned"]
"""How a figure stands: said to come, said to be or to have been, or only meant, expected or possible."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that an article gives. Figures of one `group` measure the same thing.

    `text` is the figure as it stands in the citation's quote, with its hedge ("about 1,000"), `subject` what it counts
    ("Russian troops"; empty where the words do not tell) and `place` where ("to Romania"). `unit` is "%", "$" ("$ a
    gallon" for a rate) or the noun, one for nouns that count the same; `highest` is the upper end of a range. `as_of`
    is the day it speaks of: one that its clause names, else the day of publication. `superseded` tells that the group
    has another value of a later day. The citation's number is that of the answer's citation with the same quote, else
    one after those.
    """

    value: float
    unit: str
    text: str
    subject: str
    status: Status
    group: int
    citation: Citation
    highest: float | None = None
    hedge: str = ""
    place: str | None = None
    as_of: date | None = None
    outlet: str | None = None
    speaker: str | None = None
    superseded: bool = False


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """An event on its day, in an article's words. `until` is the last day of one that has several.

    `published` is the day of the report, None for an undated one. `others` are further reports that tell the same of
    the same day.
    """

    event_date: date
    published: date | None
    citation: Citation
    until: date | None = None
    others: tuple[Citation, ...] = ()
