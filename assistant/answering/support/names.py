"""Names: every one of a sentence must stand in the quotes."""

import re

from assistant.answering.support.evidence import Evidence
from assistant.language.amounts import amounts
from assistant.language.names import name_spans
from assistant.language.synonyms import NATIONS, akin, plain_form
from assistant.language.tokens import Token, tokens
from assistant.language.wordnet import knows

_CAPITALS = {
    "russia": "moscow", "usa": "washington", "ukraine": "kyiv kiev", "germany": "berlin", "france": "paris",
    "poland": "warsaw", "romania": "bucharest", "china": "beijing", "uk": "london", "japan": "tokyo",
    "india": "delhi", "italy": "rome", "spain": "madrid", "iran": "tehran", "israel": "jerusalem", "eu": "brussel",
}  # fmt: skip
"""Countries by the capitals that stand for them, and lie in them, as `plain_form` gives both."""
_GROUPS = frozenset("alliance agency company union party organization service bank firm team club network".split())
"""What a name may stand for where the passage gives it right before: "the alliance"."""
_PLACED = re.compile(r"\b(?:in|to|into|from|at|near|of|for|over|across|around)\s+(?:the\s+)?$", re.IGNORECASE)
_NOBODY = re.compile(r"(?:None|Some|Most|Many|Neither|Both|Several|Few|Nobody)\b")
_PRONOUNS = frozenset("he she it they him her them his hers its their theirs".split())
_ANTECEDENT = 2
"""How many sentences before a quote may name whom its pronoun means."""
_CALENDAR = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august|september|october"
    r"|november|december|christmas|easter|thanksgiving|new year|halloween",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    r"^(?!beijing|nanjing|boeing|sterling|mohammed|ahmed|italy|sicily|montreal|portugal|nepal|senegal)\w+(?:ing|ed|ly|al)$",
    re.IGNORECASE,
)
_TITLES = frozenset("mr mrs ms dr president prime minister senator mayor judge justice chancellor king queen".split())

_BODIES = frozenset(plain_form(word) for word in "Pentagon Congress Parliament Senate Cabinet House Treasury".split())
_OFFICES = frozenset("president prime minister chancellor king queen government".split())


def missing_names(sentence: str, evidence: Evidence) -> list[str]:
    """The names of a sentence that the quotes do not have, in words for the reader."""
    return [
        f"the name {sentence[start:end]}"
        for start, end in name_spans(sentence)
        if not _known(sentence, start, end, evidence)
    ]


def _known(sentence: str, start: int, end: int, evidence: Evidence) -> bool:
    parts = [token for token in tokens(sentence) if start <= token.start < end and _names(sentence, token)]
    return (
        all(_in_quotes(sentence, part, evidence) for part in parts)
        or is_initials(sentence[start:end], evidence.text)
        or _completes(sentence[start:end], parts, evidence)
        or _stands_for_pronoun(sentence, parts, evidence)
    )


def _in_quotes(sentence: str, part: Token, evidence: Evidence) -> bool:
    return _has(part, evidence) or _opens(sentence, part, evidence) or _is_home(sentence, part, evidence)


def _opens(sentence: str, part: Token, evidence: Evidence) -> bool:
    """Whether a word is capital only because it opens the sentence, and the quotes have one that it may stand for."""
    return not sentence[: part.start].strip(" “\"'‘(") and evidence.implies(part)


def _completes(name: str, parts: list[Token], evidence: Evidence) -> bool:
    """Whether the quotes have a person's last name, and the passage or its title the whole of it: "Neil Young"."""
    if len(parts) < 2 or parts[-1].form not in evidence.forms:
        return False
    return any(name in f"{quote.passage.title or ''}\n{quote.passage.text}" for quote in evidence.quotes)


def _names(sentence: str, token: Token) -> bool:
    """Whether a word of a name is one: no number, and no plain word that stands first ("Starting on Monday")."""
    first = not sentence[: token.start].strip(" “\"'‘(")
    if any(start <= token.start < end for start, end in (amount.span for amount in amounts(sentence))):
        return False
    return token.content and not token.text[0].isdigit() and not (first and _is_plain(sentence, token))


def _is_plain(sentence: str, token: Token) -> bool:
    """Whether a word is capital only because it stands first: a common one, and no other capital after it."""
    if _PLAIN.search(token.text):
        return True
    alone = not sentence[token.end :].lstrip()[:1].isupper()
    common = knows(token.form) or token.text.lower() in ("unless", "although")
    return alone and common and token.form not in _BODIES | NATIONS


def _has(part: Token, evidence: Evidence) -> bool:
    """Whether the quotes have the word of a name; a time or a title is looked after elsewhere."""
    if part.form in evidence.forms or _CALENDAR.fullmatch(part.text) or part.text.lower() in _TITLES:
        return True
    if any(form in _CAPITALS.get(part.form, "").split() for form in evidence.forms):
        return True
    capital = part.text[0].isupper()
    return (not capital and evidence.has(part)) or any(
        akin(part.form, form) and len(form) > 4 for form in evidence.forms
    )


def _is_home(sentence: str, part: Token, evidence: Evidence) -> bool:
    """Whether it only says of which country a title is, one that the passage names too: "French President Macron"."""
    following = next((token.text.lower() for token in tokens(sentence) if token.start > part.start), "")
    if part.form not in NATIONS or following not in _OFFICES:
        return False
    return any(part.form == token.form for quote in evidence.quotes for token in tokens(quote.passage.text))


def is_initials(name: str, text: str) -> bool:
    """Whether a short name is made of the first letters of a long one in `text`, or the other way round."""
    plain = name.replace(".", "")
    if plain.isupper() and 2 <= len(plain) <= 6 and plain.isalpha():
        letters = r"\w*(?:-[a-z]\w*)?(?:\s+[a-z]\w*){0,2}[\s-]+".join(plain)
        return bool(re.search(rf"\b{letters}", text))
    initials = "".join(word[0] for word in name.split() if word[0].isupper())
    return len(initials) >= 2 and bool(re.search(rf"\b{initials}\b", text.replace(".", "")))


def _stands_for_pronoun(sentence: str, parts: list[Token], evidence: Evidence) -> bool:
    """Whether the name takes the place of a pronoun whose meaning the passage gives right before the quote."""
    said = {token.text.lower() for token in tokens(sentence)} & (_PRONOUNS | _GROUPS)
    for quote in evidence.quotes:
        before = quote.passage.text[: max(0, quote.start - quote.passage.start)]
        pronouns = {token.text.lower() for token in tokens(quote.text)[:12]} & _PRONOUNS
        groups = {token.text.lower() for token in tokens(quote.text)} & _GROUPS
        if (pronouns - said and not _named_before(quote.text)) or groups - said:
            near = {token.form for token in tokens(before if groups - said else _last_sentences(before))}
            if all(part.form in near for part in parts):
                return True
    return False


def _named_before(text: str) -> bool:
    """Whether a text names somebody before its first pronoun; a place ("in Ukraine") is nobody."""
    start = next((token.start for token in tokens(text) if token.text.lower() in _PRONOUNS), len(text))
    names = [span for span in name_spans(text[:start]) if not _NOBODY.match(text, span[0])]
    return any(not _PLACED.search(text[: span[0]]) and plain_form(text[slice(*span)]) not in NATIONS for span in names)


def _last_sentences(text: str) -> str:
    from assistant.language.sentences import sentence_spans

    tail = text[-1_000:]
    spans = sentence_spans(tail)[-_ANTECEDENT:]
    return tail[spans[0][0] :] if spans else ""
