"""Outlets and authors whose articles a question asks for: "what did CNN report", "in Jane Doe's column".

A name counts only where the question asks what its bearer published, never where it is what the question is about
("Who bought CNN?", "Why did Jane Doe resign?"). What stands left and right of the name tells.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.language.words import STOP_WORDS
from assistant.retrieval.understanding.known_names import Form, Named, NameIndex, Token, form_of, tokens
from assistant.retrieval.understanding.reporting import Place, outlet_place, person_place, surname_place
from assistant.types import Span

_COMMON = frozenset(
    "atlantic chronicle conversation courier dispatch economist express fortune forum gazette globe guardian herald "
    "hill independent information insider journal ledger life mail mercury metro mirror money nation nature news "
    "observer onion people post press record review root salon science sentinel slate standard star sun telegraph "
    "time times tribune variety verge vice wire wired world week".split()
)
"""Words that name an outlet only with a capital: "the sun", "this week" and "the times they were" are no outlets."""
_DAYS = frozenset("today tonight now week weekend month year day time times".split())
_TAILS = frozenset("news online com org net magazine newspaper".split())
"""Last words that people leave out: "the BBC" for BBC News."""
_STAFF = frozenset(
    "analysis business by correspondent cnn desk editor editorial editors for from news newsroom opinion photo photos "
    "reporter reporters reuters special staff story team wire writer writers".split()
)
"""Words in what pages give as an author that tell that it is no person's name."""
_FAMOUS = (
    r"New\s+York\s+Times|NYT|Washington\s+Post|WaPo|Wall\s+Street\s+Journal|WSJ|Los\s+Angeles\s+Times|Financial\s+Times"
    r"|USA\s+Today|CNN|BBC(?:\s+News)?|Fox\s+News|MSNBC|NBC(?:\s+News)?|CBS(?:\s+News)?|ABC\s+News|NPR|PBS|CNBC"
    r"|Sky\s+News|Al\s+Jazeera|Le\s+Monde|Le\s+Figaro|Lib[ée]ration|El\s+Pa[íi]s|El\s+Mundo|Die\s+Zeit|Der\s+Spiegel"
    r"|Corriere\s+della\s+Sera|La\s+Repubblica|Haaretz|Bloomberg\s+News|Politico|Axios|HuffPost|BuzzFeed(?:\s+News)?"
    r"|Newsweek|Daily\s+Mail|Daily\s+Telegraph|Deutsche\s+Welle|Kyiv\s+Independent|Novaya\s+Gazeta"
)
_ABSENT = re.compile(
    rf"\b(?:(?:[Tt]he\s+)?(?P<famous>{_FAMOUS})"
    r"|[Tt]he\s+(?P<titled>(?:[A-Z][\w’'-]+\s+){1,3}"
    r"(?:Times|Post|News|Tribune|Herald|Gazette|Chronicle|Journal|Telegraph|Courier|Dispatch|Observer|Ledger|Zeitung)))\b"
)
"""Names that are sure to be an outlet's: well-known ones, and what ends like a newspaper's name behind "the"."""


@dataclass(frozen=True, slots=True)
class NamesAsked:
    """Whose articles a question asks for.

    `absent` are outlets that it asks for and the archive has nothing by. `spans` are the words that say so, in order.
    `mentions` are the places of outlets' names wherever they stand (the "Today" of USA Today is no time), `mentioned`
    the outlets.
    """

    outlets: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    mentions: tuple[Span, ...] = ()
    mentioned: tuple[str, ...] = ()


class KnownNames:
    """The outlets and authors of an archive, ready to be found in a question. Made once for a state of a library."""

    def __init__(self, outlets: Iterable[str] = (), authors: Iterable[str] = ()) -> None:
        """The names as the catalogue has them."""
        outlets, bylines = tuple(outlets), {name: form_of(name) for name in authors}
        people = list(_people(bylines.values(), outlets))
        self.outlets = NameIndex(_outlet_forms(outlets))
        self.people = NameIndex({form: (" ".join(form),) for form in people})
        self.surnames = NameIndex(_only((form[-1:], " ".join(form)) for form in people))
        self._bylines = tuple((f" {' '.join(form)} ", name) for name, form in bylines.items())

    def bylines_of(self, person: str) -> Iterator[str]:
        """Every byline that names the person, given in small letters: pages also print several people's as one."""
        for words, byline in self._bylines:
            if words == f" {person} " or (f" {person} " in words and words.count(" ") > 4):
                yield byline


def names_asked(question: str, known: KnownNames) -> NamesAsked:
    """The outlets and authors whose articles `question` asks for, as the archive spells them."""
    text = tokens(question)
    groups = list(_groups(text, known.outlets))
    outlets = list(_found(text, groups, outlet_place))
    people = list(_found(text, _groups(text, known.people), person_place))
    people += _found(text, _groups(text, known.surnames), surname_place)
    absent = [found for found in _absent(question, text) if not any(map(found.touches, outlets))]
    persons = _values(people)
    mentioned = [named for group in groups for named in group if not _small(text, named) & _DAYS]
    mentioned += [found.named for found in outlets]
    return NamesAsked(
        outlets=_values(outlets),
        authors=tuple(dict.fromkeys(byline for person in persons for byline in known.bylines_of(person))),
        absent=_values(absent),
        spans=_united((text[one.place.first].start, text[one.place.end - 1].end) for one in (*outlets, *people)),
        mentions=_united((text[named.first].start, text[named.end - 1].end) for named in mentioned),
        mentioned=tuple(dict.fromkeys(value for named in mentioned for value in named.values)),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """A name in a place where the question asks for what its bearer published."""

    named: Named
    place: Place

    def touches(self, other: "_Found") -> bool:
        return self.named.first < other.named.end and other.named.first < self.named.end


def _found(
    text: Sequence[Token],
    groups: Iterable[list[Named]],
    place_of: Callable[[Sequence[Token], int, int], Place | None],
) -> Iterator[_Found]:
    """The names in such places."""
    for group in groups:
        place = place_of(text, group[0].first, group[-1].end)
        if place:
            yield from (_Found(named, place) for named in group if _meant(text, named, place))


def _groups(text: Sequence[Token], index: NameIndex) -> Iterator[list[Named]]:
    """The names of `index` in `text`; those that "and" or "or" joins are one group, which stands in one place."""
    group: list[Named] = []
    place = 0
    while place < len(text):
        named = index.at(text, place)
        if named and group and not _joined(text[group[-1].end : named.first]):
            yield group
            group = []
        if named:
            group = [*group, named]
        place = named.end if named else place + 1
    if group:
        yield group


def _joined(between: Sequence[Token]) -> bool:
    return len(between) <= 2 and all(token.plain in ("and", "or", "the") for token in between)


def _meant(text: Sequence[Token], named: Named, place: Place) -> bool:
    """Whether the words are the name and not what they say: "The Week" and "USA Today", not "the week", "USA today"."""
    small = _small(text, named)
    if small & _DAYS and small & {named.form[-1]}:
        behind_article = named.first > 0 and text[named.first - 1].plain == "the"
        return len(named.form) > 1 and not behind_article and place.end > named.end
    return not small or any(word not in _COMMON and word not in STOP_WORDS for word in named.form)


def _small(text: Sequence[Token], named: Named) -> set[str]:
    """The words of the name that are written without a capital; all of them where everything is in capitals."""
    shouted = all(token.text.isupper() for token in text)
    found = (token for token in text[named.first : named.end] if token.plain != "the")
    return {token.plain for token in found if shouted or not token.text[0].isupper()}


def _absent(question: str, text: Sequence[Token]) -> Iterator[_Found]:
    for match in _ABSENT.finditer(question):
        start, end = match.span("famous") if match["famous"] else match.span("titled")
        first = next((i for i, token in enumerate(text) if token.start >= start), len(text))
        last = next((i for i, token in enumerate(text) if token.end >= end), len(text))
        if first <= last < len(text) and (place := outlet_place(text, first, last + 1)):
            yield _Found(Named(first, last + 1, (" ".join(question[start:end].split()),), (), 0), place)


def _outlet_forms(outlets: Sequence[str]) -> dict[Form, tuple[str, ...]]:
    """Every form under which each outlet is known; one that fits several outlets is left out, unless it is a name."""
    whole = {_bare(form_of(name)): (name,) for name in outlets}
    short = _only((form, name) for name in outlets for form in _short_forms(name) if form not in whole)
    return {form: tuple(names) for form, names in (short | whole).items()}


def _short_forms(name: str) -> Iterator[Form]:
    form = _bare(form_of(name))
    joined, letters = "".join(form), "".join(word[0] for word in form)
    if len(form) > 1:
        yield (joined,)
        yield ("the", form[-1])
    if len(form) > 2 and letters not in STOP_WORDS:
        yield (letters,)
    if len(form) > 1 and form[-1] in _TAILS and (len(form) > 2 or name.split()[0].isupper() or "." in name):
        yield form[:-1]


def _bare(form: Form) -> Form:
    return form[1:] if len(form) > 1 and form[0] == "the" else form


def _people(bylines: Iterable[Form], outlets: Sequence[str]) -> Iterator[Form]:
    """The bylines that are one person's name: two to four words, none of an outlet's name or of an office."""
    of_outlets = {word for outlet in outlets for word in form_of(outlet) if word not in STOP_WORDS}
    for form in bylines:
        names = {word for word in form if word not in STOP_WORDS}
        if 2 <= len(form) <= 4 and not names & _STAFF and not names <= of_outlets:
            yield form


def _only(pairs: Iterable[tuple[Form, str]]) -> dict[Form, tuple[str, ...]]:
    """Each form that stands for one value alone."""
    values: dict[Form, set[str]] = {}
    for form, value in pairs:
        values.setdefault(form, set()).add(value)
    return {form: tuple(found) for form, found in values.items() if len(found) == 1}


def _values(found: Iterable[_Found]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for one in found for value in one.named.values))


def _united(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order, those that overlap made one."""
    united: list[Span] = []
    for start, end in sorted(spans):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return tuple(united)
