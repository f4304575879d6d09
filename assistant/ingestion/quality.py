"""The quality gate: what reads like the page around a story, and not like a story, is refused with its reason.

Three rules, each with thresholds taken from 3,723 articles that people chose to read, none of which it may refuse:

- nothing told: the text speaks to its reader and has no trace of a report: no figure, quotation, day, month, "said",
  "he" or "they", and its title's words do not come up. It knows no words of consent walls and the like, and so stops
  those that nobody has seen yet.
- machinery: short, asks its reader for something, and is made of sentences about cookies, accounts, missing pages.
- an index: headline under headline, and hardly a sentence.

Measured by `tests/benchmarks/quality.py`. A story *about* cookies tells something, and a brief of ten words passes.
"""

import re

from assistant.ingestion.articles import Fields, has_words
from assistant.language.words import content_stems

NOTHING = "has almost no text"
ONLY_TITLE = "has no text but its title"
NOT_TOLD = "is a notice to the reader, not an article: it reports nothing"
INDEX = "is a list of headlines, not an article"

MACHINERY = (
    r"cookies?|javascript|browsers?|ad ?-?blockers?|captcha|robots?|(?:are|you.re) (?:a )?human|security check",
    r"ray id|unusual (?:traffic|activity)|access (?:to this \w+ )?(?:is |has been )?denied",
    r"permission to (?:access|view)|forbidden|been blocked|not available in your|page not found",
    r"(?:page|article|story|content|url|link)s? (?:\w+ ){0,4}(?:not (?:be )?found|no longer|moved|removed)",
    r"(?:page|article|story|content|url|link) (?:\w+ ){0,4}does ?n.t exist|40[34]|go back",
    r"error (?:code|page)|home ?page|search (?:box|bar)|broken link|try again|refresh|reload|loading|loaded",
    r"subscri(?:be|bers?|bing|ptions?)|sign(?:ed)? (?:in|up)|log(?:ged)? ?-?in|regist(?:er|ration)|(?:an|your) account",
    r"password|newsletters?|free (?:articles?|trial)|unlimited|cancel (?:any|at any)|continue reading|members? only",
    r"privacy|consent|personal (?:data|information)|our partners|legitimate interests?|preferences|your settings",
    r"terms (?:of (?:use|service)|and conditions)|ads?|advertise\w*|video player|enabled?|disabled?|your device",
    r"your connection|this (?:web ?)?site|our (?:web ?)?sites?",
)
"""Words of the page around a story, as regular expressions."""

_LONGEST_NOTICE = 2500
"""Characters: longer texts of the machinery of a page stand beside a story, or are its terms of use."""
_MOST_MACHINERY = 0.6
_FEWEST_LINES = 8
_MOST_PROSE = 0.1
_FEWEST_HEADLINES = 0.6
_HEADLINE_WORDS = (5, 20)
_LONGEST_HEADLINE = 130
"""Lists of winners, squads and recalls have as little prose, but lines shorter or longer than headlines."""
_FAMILIAR_TITLE = 0.34
_TRACE = re.compile(
    r"(?<=[^\n])\d|[\"“”«»]|\b(?:said|says?|told|tells|according|announced|report(?:s|ed)|warned|died|killed|ruled|voted"
    r"|arrested|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august|september"
    r"|october|november|december|yesterday|ago|he|she|him|his|her|they|their|who|police|government|president|minister"
    r"|court|percent|million|billion|tonight|overnight|tomorrow|county|town|city|village|street|road|river|coast|north"
    r"|south|east|west|school|hospital|storm)\b",
    re.I,
)
"""Traces of a report: every one of 3,723 articles has one in its first 2,500 characters."""
_SPEECH = re.compile(
    r"\b(?:said|says|told|according to (?!our)|announced|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b", re.I
)
_READER = re.compile(r"\b(?:you|your|yours|we|our|us|please)\b", re.I)
_ASKS = re.compile(
    rf"{_READER.pattern}|(?:^|[.!?\n]\s*)(?:enable|click|tap|accept|sign|log|subscribe|register|try|go|check|refresh|reload"
    r"|verify|continue|manage|return|search|turn|switch|update)\b",
    re.I,
)
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_ENDS_SENTENCE = re.compile(r"[.!?:;,…。！？؟۔।။።។\u0589][\"'”’»)\]]*$")


def pattern_of(machinery: tuple[str, ...]) -> re.Pattern[str]:
    """One expression for words of the page around a story."""
    return re.compile(rf"\b(?:{'|'.join(machinery)})\b", re.I)


_MACHINERY = pattern_of(MACHINERY)


def why_refused(fields: Fields, *, machinery: re.Pattern[str] = _MACHINERY) -> str | None:
    """Why this is no article, as a skip's reason; None if it is one. Takes a tenth of a millisecond."""
    text = fields.text
    if not has_words(text):
        return NOTHING
    if fields.title and len(text) < 2 * len(fields.title) and text.casefold().strip(" .") == fields.title.casefold():
        return ONLY_TITLE
    if len(text) <= _LONGEST_NOTICE and (found := _as_notice(fields, machinery)):
        return found
    return INDEX if _is_index(text) else None


def _as_notice(fields: Fields, machinery: re.Pattern[str]) -> str | None:
    """The reason if a short text is a notice: by what it lacks, or by what it speaks of."""
    text = fields.text
    if _READER.search(text) and not _TRACE.search(text) and not _keeps_to_title(fields):
        return NOT_TOLD
    if _SPEECH.search(text) or not _ASKS.search(text) or _share_of_machinery(text, machinery) < _MOST_MACHINERY:
        return None
    found = machinery.search(text)
    return f'is a notice of its web page, not an article: it speaks of "{found[0].lower()}"' if found else None


def _keeps_to_title(fields: Fields) -> bool:
    """Whether the text takes up its title's words; those of the outlet's name do not count."""
    title = set(content_stems(fields.title or "")) - set(content_stems(fields.outlet or ""))
    return bool(title) and len(title & set(content_stems(fields.text))) > _FAMILIAR_TITLE * len(title)


def _share_of_machinery(text: str, machinery: re.Pattern[str]) -> float:
    """The share of a text's words that stand in sentences about the machinery of a page."""
    sentences = [sentence for sentence in _SENTENCE.findall(text) if sentence.strip()]
    total = sum(len(sentence.split()) for sentence in sentences)
    about = sum(len(sentence.split()) for sentence in sentences if machinery.search(sentence))
    return about / total if total else 0.0


def _is_index(text: str) -> bool:
    """Whether a text is headline under headline: most lines as long as one, and hardly a word in a sentence."""
    lines = [line for line in text.split("\n") if line]
    if len(lines) < _FEWEST_LINES or _prose(lines) > _MOST_PROSE * len(text):
        return False
    fewest, most = _HEADLINE_WORDS
    headlines = sum(len(line) <= _LONGEST_HEADLINE and fewest <= len(line.split()) <= most for line in lines)
    return headlines > _FEWEST_HEADLINES * len(lines)


def _prose(lines: list[str]) -> int:
    """Characters of the lines that end as sentences do."""
    return sum(len(line) for line in lines if _ENDS_SENTENCE.search(line[-4:]))
