"""Where in a question a name stands for who published: "did … report", "according to …", "articles by …".

Every rule is a pair of patterns for the words left and right of the name, in small letters and without punctuation.
`cut` names the words that say nothing but who published, and that a search can do without.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.retrieval.understanding.known_names import Token

_NEAR = 10
"""Words left and right of a name that are looked at."""

_ADVERBS = r"(?:(?:just|also|first|already|recently|ever|originally|actually|really|then|previously) )*"
_NOT_ITSELF = r"\b(?! (?:it|its|they|their|by|goodbye|no|sorry)\b)"
"""What it says of itself ("did CNN say it will", "CNN reported its earnings") is news about it."""
_ARTICLES = (
    r"(?:reports?|reporting|story|stories|articles?|coverage|columns?|editorials?|analys[ie]s|investigations?|pieces?"
    r"|headlines?|op ?ed|live ?blogs?|newsletters?|reviews?)"
)
_WRITTEN = r"(?:reported|written|published|covered|posted|printed|authored)"
_PEOPLE = (
    r"(?:anchors?|hosts?|reporters?|correspondents?|chief|ceo|boss|president|executives?|journalists?|analysts?|editors?"
    r"|commentators?|contributors?|employees?|staff|owners?|founders?|lawyers?|spokes\w+|polls?|polling|surveys?)"
)
_WORD = (
    r"(?:say|report|write|cover|publish|describe|reveal|note|quote|mention|find|tell|explain|print|predict|estimate)"
)
_SAID = r"(?:said|reported|written|covered|published|described|revealed|noted|quoted|mentioned|found|told|explained)"
_SAYING = r"(?:saying|reporting|writing|covering|publishing|describing|predicting|telling)"
_BY = rf"(?:\b{_WRITTEN} (?P<cut>by)|\b{_ARTICLES}(?: \w+){{0,6}} (?<!ed )(?P<cut_too>by)|^(?P<cut_first>by))"
_LATEST = r"(?:latest|new|news|anything|something|everything|read|seen|said|says)"
_ASKS = r"(?:who|what|when|where|why|how|which|did|is|was|are|were|does|has|have)"

_Rule = tuple[re.Pattern[str], re.Pattern[str]]


def _rules(*patterns: tuple[str, str]) -> tuple[_Rule, ...]:
    return tuple((re.compile(left + "$" if left else ""), re.compile("^" + right)) for left, right in patterns)


_AUTHOR_RULES = _rules(
    (r"\b(?P<cut>did|do|does)", rf"(?P<cut>{_ADVERBS}(?:report|write|cover|publish)){_NOT_ITSELF}"),
    (r"\b(?P<cut>has|have|had)", rf"(?P<cut>{_ADVERBS}(?:reported|written|covered|published)){_NOT_ITSELF}"),
    (r"\b(?P<cut>according to)", rf"(?!{_PEOPLE}\b)"),
    (_BY, ""),
    ("", rf"(?P<cut>{_ARTICLES})\b"),
    ("", rf"(?P<cut>{_ADVERBS}(?:reported|reports|wrote|writes)){_NOT_ITSELF}"),
)
_OUTLET_RULES = _rules(
    (r"\b(?P<cut>did|do|does|will|would|can|could)(?: the)?", rf"(?P<cut>{_ADVERBS}{_WORD}){_NOT_ITSELF}"),
    (r"\b(?P<cut>has|have|had)(?: the)?", rf"(?P<cut>{_ADVERBS}(?:{_SAID}|been {_SAYING})){_NOT_ITSELF}"),
    (r"\b(?P<cut>is|are|was|were)(?: the)?", rf"(?P<cut>{_ADVERBS}{_SAYING}){_NOT_ITSELF}"),
    (r"\b(?P<cut>(?:according to|as per|per))(?: the)?", rf"(?!{_PEOPLE}\b)"),
    (rf"{_BY}(?: the)?", rf"(?!{_PEOPLE}\b)"),
    (rf"\b(?:{_ARTICLES}|{_WRITTEN}|{_LATEST}) (?P<cut>in|from|on|at)(?: the)?", rf"(?!{_PEOPLE}\b)"),
    (
        rf"\b(?:{_ARTICLES}|{_WRITTEN}|{_LATEST})\b.* (?P<cut>in)(?: the)?",
        r"(?:$|(?:last|this|on|in|since|yesterday)\b)",
    ),
    (r"^(?P<cut>in)(?: the)?", rf"{_ASKS}\b"),
    ("", rf"(?P<cut>{_ARTICLES})\b(?! (?:about|on) (?:itself|its)\b)"),
    ("", rf"(?P<cut>{_ADVERBS}(?:reported|reports|wrote|writes|published|covered|covers|says|said)){_NOT_ITSELF}"),
)
_SURNAME_RULES = _rules(
    (rf"\b(?:{_ARTICLES}|{_WRITTEN}) (?P<cut>by)", ""),
    ("", r"(?P<cut>columns?|articles?|story|stories|pieces?|op ?ed|newsletters?|reporting)\b"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Tokens `first` to `end` (not included) of a question: a name and the words that say that its bearer published."""

    first: int
    end: int


def outlet_place(text: Sequence[Token], first: int, end: int) -> Place | None:
    """The place around the outlet's name at tokens `first` to `end`; None where it is not asked what it published."""
    return _place(text, first, end, _OUTLET_RULES)


def person_place(text: Sequence[Token], first: int, end: int) -> Place | None:
    """The same around a person's whole name. What somebody said is no report: "did Jane Doe say" asks for a speaker."""
    return _place(text, first, end, _AUTHOR_RULES)


def surname_place(text: Sequence[Token], first: int, end: int) -> Place | None:
    """The same around a surname alone, which must be a byline's without doubt: "Doe's column", "written by Doe"."""
    return _place(text, first, end, _SURNAME_RULES)


def _place(text: Sequence[Token], first: int, end: int, rules: Sequence[_Rule]) -> Place | None:
    left = " ".join(token.plain for token in text[max(0, first - _NEAR) : first])
    right = " ".join(token.plain for token in text[end : end + _NEAR])
    owning = text[end - 1].owning
    for before, after in rules:
        found, followed = before.search(left), after.match(right)
        if not found or not followed:
            continue
        cut = _cut_right(followed)
        if owning and not re.fullmatch(_ARTICLES, cut):
            continue
        if rules is _SURNAME_RULES and cut and not owning:
            continue
        start = min((place for name, place in _starts(found)), default=len(left))
        return Place(first - len(left[start:].split()), end + len(cut.split()))
    return None


def _cut_right(followed: re.Match[str]) -> str:
    return (followed.groupdict().get("cut") or "").strip()


def _starts(found: re.Match[str]) -> list[tuple[str, int]]:
    return [(name, found.start(name)) for name, words in found.groupdict().items() if words]
