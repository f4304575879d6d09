"""Sentences that are about the article itself: correction notes, newsletters, disclaimers."""

import re

_LABELLED_NOTE = re.compile(r"[\W_]{0,3}(?:corrections?|clarifications?)\b(?:[^:—–\n]{0,60}[:—–]|\W*$)", re.I)
_EDITORS_NOTE = re.compile(r"[\W_]{0,3}editor(?:s['’]?|['’]s)? note\b", re.I)
_OWN_NOTE = re.compile(
    r"[\W_]{0,3}(?:this (?:article|story|report|piece|post|version|column) (?:was|is|has been|has since been)"
    r"(?: \w{1,20}){0,2} (?:updated|corrected|amended|changed|revised|clarified)\b"
    r"|an? (?:earlier|previous|prior) version of (?:this|the|our) )",
    re.I,
)
_SAYS_CHANGED = re.compile(
    r"\b(?:correct(?:s|ed|ion)|(?:been|was) (?:\w{1,20} )?updated|amended|clarif\w{1,8}"
    r"|mis(?:stated|spelled|identified)|incorrectly|inaccurate|retracted|(?:earlier|previous|prior) version)\b",
    re.I,
)
"""An editor's note that says none of this introduces the author or warns of pictures, and corrects nothing."""
_HOUSEKEEPING = re.compile(
    r"\b(?:sign up (?:for|to)\b.{0,60}newsletter|subscribe (?:to|now)\b|the (?:views|opinions) expressed (?:in|here)"
    r"|(?:read|view|see) more (?:opinion|of our|on)|follow (?:him|her|us|them) on (?:twitter|facebook|instagram)"
    r"|all rights reserved|contributed to this (?:report|story|article)|click here\b"
    r"|this article (?:first|originally) appeared|hide captions?\b|\d{1,3} of \d{1,3} photos\b)",
    re.IGNORECASE,
)
_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,30}\b(?:instructions?|prompts?|rules|above)\b"
    r"|\byou are (?:now )?(?:an?|the) (?:\w+ ){0,2}(?:ai|assistant|chatbot|language model)\b"
    r"|\b(?:system|developer) (?:prompt|message)\b|^\W*(?:system|assistant|user)\s*:|<\|?(?:im_start|system|/?s)\b",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"(?:[A-Z][A-Z.’'-]{2,}(?:[ ,/]+(?=[A-Z(]))?){1,5}(?:,?\s*[A-Z][a-z]+\.?(?:\s\d{1,2})?){0,2},?\s*"
    r"(?:\([^()\n]{2,40}\)\s*)?(?:—|–|--?)\s+(?=[“\"‘A-Z\d])"
    r"|(?:[A-Z][\w.’'-]+,?\s){1,4}\((?:CNN(?: Business)?|AP|Reuters|AFP|UPI|Xinhua|Bloomberg)\)\s+(?:(?:—|–|--?)\s+)?"
    r"(?=[“\"‘A-Z\d])"
    r"|\([A-Z][^()\n]{1,39}\)\s+(?:(?:—|–|--?)\s+)?(?=[“\"‘A-Z\d])"
)


def is_correction(sentence: str) -> bool:
    """Whether `sentence` opens a note about a correction or an update of the article it stands in."""
    if _OWN_NOTE.match(sentence) or _LABELLED_NOTE.match(sentence):
        return True
    return bool(_EDITORS_NOTE.match(sentence) and _SAYS_CHANGED.search(sentence))


def says_changed(note: str) -> bool:
    """Whether a note of the editors says that something was corrected or updated, and not just how to use the text."""
    return bool(_SAYS_CHANGED.search(note) or is_correction(note))


def is_housekeeping(sentence: str) -> bool:
    """Whether `sentence` speaks of the paper instead of the news: newsletters, disclaimers, contributors, galleries."""
    return bool(_HOUSEKEEPING.search(sentence))


def dateline_length(sentence: str) -> int:
    """How many characters of `sentence` are a dateline ("WASHINGTON, Feb. 2 (Meridian Wire) — "); 0 for none."""
    found = _DATELINE.match(sentence)
    return found.end() if found and found.end() < len(sentence) else 0


def addresses_model(sentence: str) -> bool:
    """Whether `sentence` gives orders to a language model, as text that is planted in a page does."""
    return bool(_ORDERS.search(sentence))
