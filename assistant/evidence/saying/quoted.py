"""What of a sentence stands in quotation marks."""

import re
from collections.abc import Iterator

from assistant.language.sentences import paragraph_spans, sentence_spans
from assistant.language.words import words
from assistant.types import Span

_QUOTED = re.compile(r"“[^”]*”?|\"[^\"]*\"?")
_CLOSING = {"“": "”", '"': '"'}
_LAST = re.compile(r"[,.!?;:…–—-]\s*[”\"]?$")


def outside_quotes(sentence: str, opened: str = "") -> str:
    """The sentence with what stands in quotation marks made blank, so that offsets stay.

    `opened` is the mark of a quotation that began before the sentence and goes on into it.
    """
    start = 0
    if opened:
        end = sentence.find(_CLOSING[opened])
        start = end + 1 if end >= 0 else len(sentence)
    return " " * start + _QUOTED.sub(lambda found: " " * len(found.group()), sentence[start:])


def opened_before(text: str, start: int) -> str:
    """The mark of the quotation that `text[start]` stands in, or "": one that began in the same paragraph."""
    before = text[:start].rpartition("\n")[2]
    if before.count("“") > before.count("”"):
        return "“"
    return '"' if before.count('"') % 2 else ""


def is_speech(sentence: str, opened: str, *, attributed: bool) -> bool:
    """Whether words of the sentence are given as somebody's own: quoted, more than one, and not the title of a work."""
    return any(_is_spoken(part, attributed) for part in _quotations(sentence, opened))


def paragraph_sentences(text: str, position: int) -> list[Span]:
    """The sentences of the paragraph that holds `text[position]`, in order."""
    start, end = next(((start, end) for start, end in paragraph_spans(text) if start <= position < end), (0, 0))
    return [(start + first, start + last) for first, last in sentence_spans(text[start:end])]


def _quotations(sentence: str, opened: str) -> Iterator[str]:
    rest = sentence
    if opened:
        inside, _, rest = sentence.partition(_CLOSING[opened])
        yield inside + ("" if rest else ".")
    yield from _QUOTED.findall(rest)


def _is_spoken(part: str, attributed: bool) -> bool:
    found = words(part)
    if len(found) < 2:
        return False
    is_title = all(word.text[0].isupper() or len(word.text) < 4 for word in found) and found[0].text[0].isupper()
    closed = part[-1] in '”"' and not _LAST.search(part)
    return not (closed and (is_title or not attributed))
