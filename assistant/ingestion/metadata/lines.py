"""Single lines of a plain news text that say where it comes from: headline, dateline, copyright line, date line."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.ingestion.metadata.dates import bare_date, month_and_day, parse_date, written_date
from assistant.ingestion.metadata.names import is_name, is_outlet

_LONGEST_HEADLINE = 200
_HEADLINE_STARTS = tuple("\"'“‘«„¿¡$£€#")
_INITIALS_AT_END = re.compile(r"\b(?:[A-Z]\.){2,}$")
_HEADLINE_LABEL = re.compile(r"(?:title|headline):\s+", re.I)

_LONGEST_DATELINE = 160
_DASH = re.compile(r"\s?[—–]|\s--?(?=\s)")
_AGENCY = re.compile(r"\(([^()]{2,40})\)$")

_COPYRIGHT = re.compile(
    r"(?:copyright\b|©|\(c\))(?:\s?(?:copyright\b|©|\(c\)))?[\s:,]{0,3}(?P<years>[12][0-9]{3}(?:\s?[-–,]\s?[12][0-9]{3})*)?"
    r"[\s,]{0,3}(?:by\s)?(?P<owner>.{2,80}?)(?:,?\s(?P<year_after>[12][0-9]{3}))?"
    r"(?:[,;|]?\s+(?=All |No |This |Any |Used |Distributed |Reproduction |May not )|(?<!\bSt)\.\s+(?=[A-Z])|\.?$)",
    re.I,
)
_COMPANY = re.compile(r",?\s(?:inc|llc|ltd|corp|plc)\.?$", re.I)

_DATE_LABEL = re.compile(
    r"(?P<label>(?:first |originally )?(?:published|posted|filed|issued)|date|(?:last )?(?:updated|modified))\b"
    r"(?P<gap>[\s:]{1,3})(?P<rest>.{4,80})$",
    re.I,
)
_PARTS = re.compile(r"\s[|·•—–]\s")
_MONTH_NAME = re.compile("jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec")
_BEFORE_DATE = frozenset(
    "on at am pm a.m p.m mon monday tue tues tuesday wed wednesday thu thur thurs thursday fri friday sat saturday sun "
    "sunday".split()
)
"""Words that may stand between "Published" and its date where no colon parts them; others make it prose."""


@dataclass(frozen=True, slots=True)
class Dateline:
    """What "WASHINGTON, Feb. 2 (Meridian Wire) —" says: its agency, its full date, or only month and day."""

    agency: str | None = None
    published: date | None = None
    month_and_day: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Copyright:
    """Who holds the copyright, and the last year it names."""

    owner: str
    year: int | None


@dataclass(frozen=True, slots=True)
class StatedDay:
    """A line that tells a day: of publication, of the last update, or one that has no label."""

    day: date
    kind: Literal["published", "updated", "bare"]


def read_headline(line: str) -> str | None:
    """The line's headline; None if it reads like prose (long, or ending in a full stop)."""
    headline = _HEADLINE_LABEL.sub("", line, count=1).strip()
    words = len(headline.split())
    ends_sentence = headline.endswith((".", ",", ";", ":", "-", "—")) and not _INITIALS_AT_END.search(headline)
    starts_well = headline[:1].isalnum() or headline.startswith(_HEADLINE_STARTS)
    fits = 2 <= words <= 30 and len(headline) <= _LONGEST_HEADLINE
    return headline if fits and starts_well and not ends_sentence else None


def read_dateline(paragraph: str) -> Dateline | None:
    """The dateline a paragraph begins with, if any."""
    start = paragraph[:_LONGEST_DATELINE]
    dash = _DASH.search(start)
    if not dash:
        return None
    head = start[: dash.start()].strip()
    agency = _AGENCY.search(head)
    places, when = _places_and_date(head[: agency.start()] if agency else head)
    if not all(map(is_name, places)) or not (agency or when or (places and places[0].isupper())):
        return None
    named = agency[1].strip() if agency and is_name(agency[1]) else None
    return Dateline(agency=named, published=parse_date(when), month_and_day=month_and_day(when))


def read_copyright(line: str) -> Copyright | None:
    """Owner and year of a line such as "Copyright 2022 Anadolu Agency" or "© The Daily X. All rights reserved."."""
    match = _COPYRIGHT.match(line[:300])
    if not match or len(line) > 300:
        return None
    owner = _COMPANY.sub("", match["owner"].strip(" .,;|")).strip(" ,")
    years = re.findall(r"[0-9]{4}", f"{match['years'] or ''} {match['year_after'] or ''}")
    marked = bool(years) or "©" in line or "(c)" in line.lower()
    if not is_name(owner) or not (marked or is_outlet(owner)):
        return None
    return Copyright(owner=owner, year=int(years[-1]) if years else None)


def read_date_line(line: str) -> StatedDay | None:
    """The day of "Published: 2 February 2022", "Updated Feb. 3, 2022" or of a line that is a date and nothing else."""
    if len(line) > 120:
        return None
    label = _DATE_LABEL.match(line)
    if not label:
        day = next((found for part in _PARTS.split(line) if (found := bare_date(part))), None)
        return StatedDay(day, "bare") if day else None
    if ":" not in label["gap"] and (label["label"].lower() == "date" or not _leads_to_date(label["rest"])):
        return None
    day = parse_date(label["rest"]) or written_date(label["rest"])
    is_update = label["label"].lower().endswith(("updated", "modified"))
    return StatedDay(day, "updated" if is_update else "published") if day else None


def _leads_to_date(rest: str) -> bool:
    """Whether a text comes to its date at once, after no more than a weekday, a time and its zone."""
    words = (word.strip(".,").lower() for word in rest.split() if not (word.isupper() or word[0].isdigit()))
    return next((bool(_MONTH_NAME.match(word)) for word in words if word not in _BEFORE_DATE), True)


def _places_and_date(head: str) -> tuple[list[str], str]:
    """The parts of a dateline before its agency: places (town, region) and the words of the date, if any."""
    parts = [part.strip() for part in head.replace("/", " ").split(",") if part.strip()]
    dates = [number for number, part in enumerate(parts) if month_and_day(part) or written_date(part)]
    at = dates[0] if dates else len(parts)
    return parts[:at], " ".join(parts[at:])
