"""Names as speakers: their titles, who is a person, and the full name behind a last name."""

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.language.names import name_spans
from assistant.language.synonyms import NATIONS, plain_form
from assistant.types import Span

TITLES = frozenset(
    "president minister premier chancellor secretary secretary-general mayor governor gov gov. senator sen sen. "
    "congressman congresswoman representative rep rep. king queen prince princess pope bishop archbishop cardinal "
    "general gen gen. admiral adm colonel col lieutenant lt major captain capt sergeant sgt commander detective "
    "inspector sheriff superintendent chief professor prof judge justice ambassador chairman chairwoman chair "
    "director actor actress singer comedian author spokesman spokeswoman spokesperson ceo cfo coo commissioner "
    "councillor councilor coach manager prosecutor".split()
)
_FEMALE = frozenset("ms mrs miss spokeswoman chairwoman congresswoman queen princess".split())
_MALE = frozenset("mr spokesman chairman congressman king prince pope bishop archbishop cardinal".split())
HONORIFICS = frozenset("mr ms mrs miss dr".split())
_NOT_PERSONS = frozenset(
    "department company ministry agency university college house union council commission association authority "
    "institute court senate congress bank party police corps division board organization organisation committee office "
    "kremlin pentagon republic states kingdom city county state street bridge river island islands sea ocean mountain "
    "carolina dakota virginia jersey york hampshire mexico zealand korea africa america americans europe west east "
    "north south white fort port san los las saint research times post wire news group inc corp ltd center centre "
    "hospital school church museum airport force forces army navy brigade squadron festival games cup league "
    "washington moscow russia russians china britain france germany ukraine ukrainians israel iran turkey japan india "
    "poland romania brazil italy spain canada australia kyiv kiev beijing brussels london paris berlin tehran ankara "
    "tokyo delhi seoul geneva google microsoft apple amazon facebook meta twitter tesla spotify western eastern "
    "northern southern republicans democrats russian american british french german alabama alaska arizona arkansas "
    "california colorado connecticut delaware florida hawaii idaho illinois iowa kansas kentucky louisiana maine "
    "maryland massachusetts michigan minnesota mississippi missouri nebraska nevada ohio oklahoma oregon pennsylvania "
    "tennessee texas utah vermont wisconsin wyoming".split()
)
_NO_FIRST_NAMES = frozenset("first second third last former even dear new old big young fellow like only poor".split())
_BEFORE_PLACES = re.compile(
    r"\b(?:in|at|near|from|to|of|across|outside|into|for|with|by|between|over|on)\s+(?:the\s+)?$"
)
_ACTS = re.compile(r"(?:^|[;:—–“,]|\bby)\s*(?:the\s+)?$", re.IGNORECASE)
"""What stands before a name that does something itself: nothing, the beginning of a clause, "by the"."""
_TOWN = re.compile(r"[A-Z][\w’'-]+,\s*$")
"""A name and a comma: "Uvalde, Texas"."""
_WITHIN = re.compile(r"\b(?:in|near|across|outside|into)\s+(?:the\s+)?$")
_OWNS = re.compile(r"[’']s|s’")
_GIVEN_MONTH = re.compile(r"(?<!\bin )(?<!\bIn )(?<!\bon )(?<!last )(?<!since )\b((?:April|May|June|August)\s+)$")
_DOTTED = re.compile(r"\b(Mr|Ms|Mrs|Miss|Dr|Sen|Rep|Gov|Gen|Prof|Col|Lt|Sgt|Capt|Adm)\.?\s+$")
_NEAR = 24
"""Characters before a name that tell what it is: a preposition, "Ms."."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text without its titles: `span` is where it stands, `begin` where its title or honorific does."""

    text: str
    span: Span
    begin: int
    title: str = ""
    honorific: str = ""

    @property
    def is_pair(self) -> bool:
        """Whether these are two persons: "Plum and Ortega"."""
        return [len(part.split()) < 3 for part in self.text.split(" and ")] == [True, True]

    @property
    def last(self) -> str:
        """The last name, or the only word."""
        return self.text.split()[-1]


@lru_cache(maxsize=4096)
def names_in(text: str) -> tuple[Name, ...]:
    """The names of `text` in order, each parted from the titles before it."""
    found = (_name(text, start, end) for start, end in name_spans(text))
    return tuple(name for name in found if name.text and name.text.lower() not in HONORIFICS | TITLES)


def is_subject(text: str, name: Name) -> bool:
    """Whether a name can be who does something: no preposition before it, nothing owned after it."""
    before = text[max(0, name.begin - _NEAR) : name.begin].rstrip() + " "
    return not _OWNS.match(text, name.span[1]) and not _BEFORE_PLACES.search(before)


def is_person(name: Name, text: str) -> bool:
    """Whether a name, which stands in `text`, is that of a person, as far as can be told."""
    if name.title or name.honorific:
        return True
    parts = [part.lower().strip(".") for part in name.text.split()]
    before = text[max(0, name.span[0] - _NEAR) : name.span[0]]
    if name.text.isupper() or " and " in name.text or _NOT_PERSONS & set(parts) or before.lower().endswith("the "):
        return False
    return not _BEFORE_PLACES.search(before) or len(parts) > 1


def may_be_who(text: str, span: Span) -> bool:
    """Whether the name at `span` can be who is asked for: a person, or a place or body that does something itself.

    "Argentina won the cup" and "won by Argentina" name who did; "in Texas", "Uvalde, Texas", "America’s deadliest" and
    "a Texas House committee" do not.
    """
    named, before = text[slice(*span)].split(), text[: span[0]]
    if _WITHIN.search(before):
        return False
    if not any(part.lower().strip(".") in _NOT_PERSONS or plain_form(part) in NATIONS for part in named):
        return True
    return bool(_ACTS.search(before)) and not _TOWN.search(before) and not _OWNS.match(text, span[1])


def full_name(name: Name, known: str) -> str:
    """The name in full, where `known` gives one person's full name that ends in it; else as it stands."""
    if " " in name.text:
        return name.text
    full = {
        other.text
        for other in names_in(known)
        if other.text.endswith(f" {name.text}")
        and len(other.text.split()) <= 3
        and is_person(other, known)
        and other.text.split()[0].lower() not in _NO_FIRST_NAMES
    }
    return full.pop() if len(full) == 1 else name.text


def gender(name: Name, known: str) -> str:
    """What a title in `known` tells of the person of this last name: he or she; "" where none does."""
    same = [other for other in names_in(known) if other.last == name.last] + [name]
    marks = {word for other in same for word in f"{other.honorific} {other.title}".lower().replace(".", "").split()}
    if bool(marks & _MALE) == bool(marks & _FEMALE):
        return ""
    return "he" if marks & _MALE else "she"


def _name(text: str, start: int, end: int) -> Name:
    if gap := text.rfind("   ", start, end) + 1:  # a quotation that was made blank parts two names
        start = gap + len(text[gap:end]) - len(text[gap:end].lstrip())
    offset = max(0, start - _NEAR)
    before = text[offset:start]
    if given := _GIVEN_MONTH.search(before):
        start = offset + given.start(1)
    begin, honorific = start, ""
    if dotted := _DOTTED.search(before):
        begin, honorific = offset + dotted.start(1), dotted.group(1)
    parts = text[start:end].split()
    titles = [
        index
        for index, part in enumerate(parts[:-1])
        if part.lower().strip(".") in TITLES and not parts[index + 1].islower()
    ]
    if not titles and len(parts) > 1 and parts[0].lower() in HONORIFICS:
        honorific = parts[0]
    title = " ".join(parts[: titles[-1] + 1]) if titles else ""
    if dotted and honorific.lower() in TITLES:
        title = f"{dotted.group().strip()} {title}".strip()
    cut = titles[-1] + 1 if titles else int(len(parts) > 1 and honorific == parts[0])
    place = text.find(parts[cut], start) if cut else start
    words = _home_left_off(parts[cut:])
    return Name(" ".join(words), (place, end), begin, title, honorific)


def _home_left_off(parts: list[str]) -> list[str]:
    """The name of "Susan Collins of Maine" without the place; what is no person's name stays."""
    named = parts[: parts.index("of")] if "of" in parts else parts
    return named if len(named) > 1 and not _NOT_PERSONS & {part.lower() for part in named} else parts
