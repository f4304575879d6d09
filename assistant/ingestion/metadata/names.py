"""Authors' names, as a field or a byline writes them."""

import re
from dataclasses import dataclass

from assistant.ingestion.cleaning import clean_line

_BY = re.compile(r"(?:written\s+)?by[:\s]\s*", re.I)
_AND = re.compile(r"\s*(?:[;|&\n]|\b(?:and|with)\b)\s*", re.I)
_ELSEWHERE = re.compile(r"\s(?:in|for|at|from|of the|reporting (?:by|from|in))\s.*", re.I)
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "phd", "ph.d.", "md", "m.d."})
_PARTICLES = frozenset("af al av bin da de del della den der di dos du el ibn la le ter ten van von y zu".split())
_ADDRESS = re.compile(r"[(<]?[\w.+-]{1,64}@[\w.-]{1,100}[)>]?")
_ROLES = frozenset(
    "bureau chief columnist contributor contributors correspondent correspondents desk editor editorial editors "
    "reporter reporters service staff team writer writers".split()
)
_LAST_WORDS = frozenset(
    "agency chronicle courier daily dispatch gazette guardian herald independent journal ledger magazine media network "
    "news newspaper post press radio review standard star sun television times tribune tv wire".split()
)
_AGENCIES = frozenset("afp ap associated bbc cnn npr reuters upi".split())
"""Words that tell a role, an outlet (by its last word) or an agency (by any) from a person.

"By Jane Doe, Harbor Ledger Staff Writer" names one person; "Sun Li" is one, "Baltimore Sun" is none.
"""
_NOBODY = frozenset({"none", "null", "nan", "n/a", "unknown", "anonymous"})
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Byline:
    """The persons a byline names, and what else it says (an outlet, a role)."""

    authors: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def outlet(self) -> str | None:
        """The first of the others that is an outlet's name and no role."""
        return next((other for other in self.others if is_outlet(other)), None)


def parse_authors(value: object) -> tuple[str, ...]:
    """The authors of a field: a string, a list, an object with a name, or a list of those; in order, each once."""
    return tuple(dict.fromkeys(name for text in _texts(value, depth=3) for name in _authors_of(text)))


def read_byline(line: str) -> Byline | None:
    """What a line such as "By Jane Doe and John Roe, Harbor Ledger" says; None if the line is no byline."""
    marked = _BY.match(line) or re.match(r"author:\s*", line, re.I)
    if not marked or len(line) > _LONGEST:
        return None
    byline = _split(line[marked.end() :])
    return byline if byline.authors and all(_is_capitalised(other) for other in byline.others) else None


def is_outlet(text: str) -> bool:
    """Whether this is the name of an outlet by its words ("Alder Falls Gazette", "BBC Sport"), and no role in one."""
    return is_name(text) and _sounds_like_outlet(text) and not _has(text, _ROLES)


def is_name(text: str) -> bool:
    """Whether this could be the name of an outlet: a few capitalised words."""
    return _is_capitalised(text) and len(text.split()) <= 6


def _texts(value: object, *, depth: int) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list) and depth:
        return [text for item in value[:1000] for text in _texts(item, depth=depth - 1)]
    if isinstance(value, dict) and depth:
        whole = value.get("name") or " ".join(str(value[key]) for key in ("givenName", "familyName") if key in value)
        return _texts(whole, depth=depth - 1)
    return []


def _authors_of(text: str) -> tuple[str, ...]:
    if len(text) > 10 * _LONGEST:
        return ()
    line = _ADDRESS.sub("", clean_line(text)).strip(" ()")
    line = line[by.end() :] if (by := _BY.match(line)) else line
    if line.lower() in _NOBODY or "://" in line or "<" in line or not any(map(str.isalpha, line)):
        return ()
    authors = _split(line).authors
    return authors or ((line,) if len(line) <= _LONGEST else ())


def _split(line: str) -> Byline:
    """Persons and others of a byline; no persons at all where a part joined by "and" has none ("Food and Drug")."""
    authors: list[str] = []
    others: list[str] = []
    for part in _AND.split(line):
        names = [piece for piece in _by_commas(part) if _is_person(piece)]
        if part and not names and not _is_organisation(part):
            return Byline((), (line,))
        authors += names
        others += [piece for piece in _by_commas(part) if piece not in names]
    return Byline(tuple(dict.fromkeys(authors)), tuple(others))


def _by_commas(text: str) -> list[str]:
    pieces: list[str] = []
    for piece in (piece.strip() for piece in text.split(",")):
        if piece.lower() in _SUFFIXES and pieces:
            pieces[-1] += f", {piece}"
        elif piece:
            pieces.append(_ELSEWHERE.sub("", piece))
    return [_without_full_stop(piece) for piece in pieces]


def _without_full_stop(name: str) -> str:
    """The name without a sentence's full stop; "Jr." and initials keep theirs."""
    last = name.split()[-1]
    return name if last.lower() in _SUFFIXES or len(last) <= 2 else name.removesuffix(".")


def _is_person(text: str) -> bool:
    words = [word for word in text.replace(",", " ").split() if word.lower() not in _SUFFIXES]
    return 2 <= len(words) <= 5 and _is_capitalised(text) and not _is_organisation(text)


def _is_organisation(text: str) -> bool:
    return _sounds_like_outlet(text) or _has(text, _ROLES)


def _sounds_like_outlet(text: str) -> bool:
    return _has(text, _AGENCIES) or _has(text.split()[-1], _LAST_WORDS)


def _has(text: str, words: frozenset[str]) -> bool:
    return any(word.strip(".,'’").removesuffix("'s").lower() in words for word in text.split())


def _is_capitalised(text: str) -> bool:
    words = text.split()
    plain = not any(character.isdigit() or character in '@/:!?()[]{}<>"' for character in text)
    return bool(words) and plain and all(word[0].isupper() or word.lower() in _PARTICLES for word in words)
