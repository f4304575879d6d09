"""Whether quotes say what a sentence says.

Numbers, times and names are compared exactly after normalisation; then enough of the sentence's words must stand in
the quotes. The check errs towards "unsupported": a sentence that is struck costs less than a citation that does not
hold.
"""

from collections.abc import Sequence

from assistant.language.names import name_spans
from assistant.language.quantities import Quantity, quantities
from assistant.language.times import time_spans
from assistant.language.words import content_stems, nation_stem, words
from assistant.types import Quote

LEAST_WORDS = 0.6
"""Share of a sentence's content stems that must stand in the quotes or beside them."""
_NEGATIONS = frozenset("not no never none nobody nothing neither nor without cannot n't denied denies deny".split())
_LOOSE = frozenset(
    {"about", "around", "roughly", "approximately", "some", "an estimated", "a estimated", "estimated", ""}
)


def missing_support(sentence: str, quotes: Sequence[Quote]) -> tuple[str, ...]:
    """What `quotes` lack of what `sentence` says, in words for the reader; empty where they support it.

    Numbers must stand in the quotes themselves; names and times may also stand in the rest of their passages, in the
    title, the outlet or the date of publication.
    """
    quoted = " ".join(quote.text for quote in quotes)
    beside = " ".join(_beside(quote) for quote in quotes)
    lacking = [
        *_missing_numbers(sentence, quoted),
        *_missing_times(sentence, f"{quoted} {beside}"),
        *_missing_names(sentence, f"{quoted} {beside}"),
    ]
    if _negated(sentence) != _negated(quoted):
        lacking.append("a negation that only one of them has")
    if not lacking and _shared(sentence, f"{quoted} {beside}", quoted) < LEAST_WORDS:
        lacking.append("most of its words")
    return tuple(lacking)


def _beside(quote: Quote) -> str:
    passage = quote.passage
    day = f"{passage.published:%A} {passage.published.day} {passage.published:%B %Y}" if passage.published else ""
    return " ".join((passage.text, passage.title or "", passage.outlet or "", *passage.authors, day))


def _missing_numbers(sentence: str, quoted: str) -> list[str]:
    known = quantities(quoted)
    return [
        f"the number {sentence[slice(*quantity.span)]}"
        for quantity in quantities(sentence)
        if not any(_same(quantity, other) for other in known)
    ]


def _same(said: Quantity, known: Quantity) -> bool:
    """Equal in value and unit sign; hedged alike ("nearly 2,000" is not "2,000", "about 2,000" may be)."""
    signs = {"%", "$", "€", "£", "¥"}
    if said.value != known.value or ({said.unit[-1:], known.unit[-1:]} & signs and said.unit[-1:] != known.unit[-1:]):
        return False
    return said.hedge == known.hedge or {said.hedge, known.hedge} <= _LOOSE


def _missing_times(sentence: str, known: str) -> list[str]:
    stems = set(_day_words(known))
    return [
        f"the time “{sentence[start:end]}”"
        for start, end in time_spans(sentence)
        if not set(_day_words(sentence[start:end])) <= stems
    ]


def _day_words(text: str) -> list[str]:
    return [word.text.lower()[:3] if word.text[0].isalpha() else word.text for word in words(text)]


def _missing_names(sentence: str, known: str) -> list[str]:
    stems = {nation_stem(word.text) for word in words(known)} | set(content_stems(known))
    return [
        f"the name {sentence[start:end]}"
        for start, end in name_spans(sentence)
        if not {nation_stem(word.text) for word in words(sentence[start:end])} <= stems
    ]


def _negated(text: str) -> bool:
    lowered = text.lower().replace("’", "'")
    return "n't" in lowered or any(word.text.lower() in _NEGATIONS for word in words(text))


def _shared(sentence: str, known: str, quoted: str) -> float:
    stems = content_stems(sentence)
    near, far = set(content_stems(quoted)), set(content_stems(known))
    worth = sum(1.0 if stem in near else 0.5 if stem in far else 0.0 for stem in stems)
    return worth / len(stems) if stems else 0.0
