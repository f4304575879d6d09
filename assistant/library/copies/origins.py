"""Which of several copies the others come from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

_AGENCIES = frozenset(
    "aa|aap|adn kronos|adnkronos|afp|agence france presse|agencia brasil|agerpres|anadolu|anadolu ajansi|ani|anp|ansa"
    "|antara|ap|apa|associated press|australian associated press|belga|bernama|bloomberg|bta|canadian press|cp"
    "|ctk|čtk|deutsche presse agentur|dow jones newswires|dpa|efe|epd|europa press|hina|ians|interfax|irna"
    "|itar tass|kna|kuna|kyodo|lusa|mti|nan|novosti|ntb|pa|pa media|pap|petra|press association"
    "|press trust of india|pti|reuters|ria|ria novosti|ritzau|saudi press|spa|sta|stt|tanjug|tass|thomson reuters|tt"
    "|ukrinform|united press international|upi|vna|wam|xinhua|yonhap|keystone sda|sda".split("|")
)
_OF_A_NAME = re.compile(r"\b(?:the|news|agency|newswire|wire service|com|org|net)\b|[^\w]+", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_CREDIT = re.compile(
    r"(?:[(\[©]|(?i:\bcopyright\b(?:\s+\d{4})?|\bsource\s*:|\b(?:by|from|via|courtesy of|reporting for"
    r"|(?:appeared|published) in)\b))\s*(?=(?P<name>[^\W\d_a-z][^\n]{0,60}))"
)
_LONGEST_NAME = 5
"""Words of an outlet's name that are looked for after "by", "©" or an opening bracket."""
_EDGE = 500
"""Characters at each end of a text in which its source is named."""


@dataclass(frozen=True, slots=True)
class Member:
    """One of several copies; `credits` are what `credited_in` finds in it."""

    key: int
    id: str
    outlet: str | None
    published: str | None
    credits: tuple[str, ...]


def credited_in(text: str, authors: Sequence[str]) -> tuple[str, ...]:
    """What may name the source of a text: its authors, and the words after "(", "©", "by" or "from" at its edges."""
    edges = text if len(text) < 2 * _EDGE else f"{text[:_EDGE]}\n{text[-_EDGE:]}"
    phrases = [*authors, *(found["name"] for found in _CREDIT.finditer(edges))]
    return tuple(dict.fromkeys(" ".join(_plain(phrase).split()[:_LONGEST_NAME]) for phrase in phrases))


def origin_of(members: Sequence[Member]) -> int:
    """The key of the member the others come from: a news agency or whom another outlet credits, else the earliest.

    Among several the earliest published, by id where the day is the same; one without a date comes last.
    """
    credited = _credited(members)

    def order(member: Member) -> tuple[bool, str, str]:
        outlet = member.outlet or ""
        return (not (is_agency(outlet) or _plain(outlet) in credited), member.published or "9999", member.id)

    return min(members, key=order).key


def is_agency(outlet: str) -> bool:
    """Whether an outlet's name is that of a news agency: "AP", "The Associated Press", "Reuters.com"."""
    return " ".join(_OF_A_NAME.sub(" ", outlet).casefold().split()) in _AGENCIES


def _credited(members: Sequence[Member]) -> set[str]:
    """The outlets, in plain words, that the text or the byline of another outlet's copy names as its source."""
    outlets = {_plain(member.outlet) for member in members if member.outlet}
    if len(outlets) < 2:
        return set()
    return {
        beginning
        for member in members
        for credit in member.credits
        for beginning in accumulate(credit.split(), "{} {}".format)
        if beginning in outlets and beginning != _plain(member.outlet or "")
    }


def _plain(name: str) -> str:
    return " ".join(_WORD.findall(name.casefold())).removeprefix("the ")
