"""Which of several copies the others come from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_AGENCIES = frozenset(
    "aa|aap|adn kronos|adnkronos|afp|agence france presse|agencia brasil|agerpres|anadolu|anadolu ajansi|ani|anp|ansa"
    "|antara|ap|apa|associated press|athens|australian associated press|belga|bernama|bloomberg|bta|canadian press|cp"
    "|ctk|čtk|deutsche presse agentur|dow jones newswires|dpa|efe|epd|europa press|hina|ians|interfax|irna"
    "|itar tass|kna|kuna|kyodo|lusa|mti|nan|novosti|ntb|pa|pa media|pap|petra|press association"
    "|press trust of india|pti|reuters|ria|ria novosti|ritzau|saudi press|spa|sta|stt|tanjug|tass|thomson reuters|tt"
    "|ukrinform|united press international|upi|vna|wam|xinhua|yonhap|keystone sda|sda".split("|")
)
_OF_A_NAME = re.compile(r"\b(?:the|news|agency|newswire|wire service|com|org|net)\b|[^\w]+", re.IGNORECASE)
_CREDIT = (
    r"(?:[(\[©]|\bcopyright\b(?:\s+\d{{4}})?|\b(?:by|from|via|for|in|source:|courtesy of|distributed by))"
    r"\s*(?:the\s+)?{name}\b"
)


@dataclass(frozen=True, slots=True)
class Member:
    """One of several copies; `edges` are the beginning and the end of its text."""

    key: int
    id: str
    outlet: str | None
    authors: tuple[str, ...]
    published: str | None
    edges: str


def origin_of(members: Sequence[Member]) -> int:
    """The key of the member the others come from: a news agency or whom another outlet credits, else the earliest.

    Among several the earliest published, by id where the day is the same; one without a date comes last.
    """
    credited = _credited(members)

    def order(member: Member) -> tuple[bool, str, str]:
        outlet = member.outlet or ""
        return (not (is_agency(outlet) or outlet in credited), member.published or "9999", member.id)

    return min(members, key=order).key


def is_agency(outlet: str) -> bool:
    """Whether an outlet's name is that of a news agency: "AP", "The Associated Press", "Reuters.com"."""
    return " ".join(_OF_A_NAME.sub(" ", outlet).casefold().split()) in _AGENCIES


def _credited(members: Sequence[Member]) -> set[str]:
    """The outlets that the text or the byline of another outlet's copy names as its source."""
    outlets = {member.outlet for member in members if member.outlet}
    if len(outlets) < 2:
        return set()
    return {name for name in outlets if any(_credits(member, name) for member in members if member.outlet != name)}


def _credits(member: Member, outlet: str) -> bool:
    if any(author.casefold() == outlet.casefold() for author in member.authors):
        return True
    return bool(re.search(_CREDIT.format(name=re.escape(outlet)), member.edges, re.IGNORECASE))
