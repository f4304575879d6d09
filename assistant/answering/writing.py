"""Answers in a language model's words, each sentence checked against the quotes it cites."""

import threading
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answering.citing import Cited, number_quotes, readable, split_marks
from assistant.answering.refusing import PHRASE
from assistant.answering.support import missing_support
from assistant.evidence.marking import mark_answer
from assistant.language.notes import addresses_model
from assistant.language.times import in_words
from assistant.models.checker import Checker
from assistant.models.prompts import fill
from assistant.models.writer import Writer
from assistant.types import AnswerKind, Checked, Citation, Event, Quote, Sentence, Token

EVIDENCE = 6
"""How many quotes a model is shown. More make a small model slower, and no better."""


@dataclass(frozen=True, slots=True)
class Written:
    """What came of asking a model. `refused` tells that it wrote the refusal phrase."""

    raw: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    refused: bool


@dataclass(frozen=True, slots=True)
class _Draft:
    sentence: Sentence
    quotes: tuple[Quote, ...]


def write_answer(
    question: str,
    quotes: Sequence[Quote],
    *,
    kind: AnswerKind,
    as_of: date,
    writer: Writer,
    checker: Checker | None = None,
    cancel: threading.Event | None = None,
) -> Generator[Event, None, Written]:
    """Yields `Token`s as the model writes and `Checked` as each sentence closes; returns what stands.

    A mark whose number is unknown is dropped. A sentence is kept where the quotes it cites support it, or where
    another quote does and is then cited in their place; otherwise it is struck.

    Raises:
        ModelError: the model failed, timed out or wrote nothing.
        Cancelled: `cancel` was set.
    """
    evidence = [quote for quote in quotes if not addresses_model(quote.text)][:EVIDENCE]
    raw, shown = "", ""
    drafts: list[_Draft | None] = []
    for piece in writer.stream(_messages(question, evidence, as_of), cancel=cancel):
        raw += piece
        visible = readable(raw)
        if visible.startswith(shown) and visible != shown:
            yield Token(visible[len(shown) :])
            shown = visible
        yield from _check(split_marks(raw)[:-1], drafts, evidence, question, kind, checker)
    yield from _check(split_marks(raw), drafts, evidence, question, kind, checker)
    kept = [draft for draft in drafts if draft]
    citations = number_quotes(quote for draft in kept for quote in draft.quotes)
    sentences = tuple(_numbered(draft, citations) for draft in kept)
    return Written(raw, sentences, tuple(citations), refused=_refuses(raw))


def _messages(question: str, evidence: Sequence[Quote], as_of: date) -> list[tuple[str, str]]:
    numbered = "\n".join(f"[{number}] {_label(quote)}: {quote.text}" for number, quote in enumerate(evidence, 1))
    return [
        ("system", fill("answer", refusal=PHRASE)),
        ("user", fill("question", evidence=numbered, question=question, as_of=in_words(as_of))),
    ]


def _label(quote: Quote) -> str:
    passage = quote.passage
    day = in_words(passage.published) if passage.published else "undated"
    return f"({passage.outlet or 'unknown outlet'}, {day})"


def _check(
    written: Sequence[Cited],
    drafts: list[_Draft | None],
    evidence: Sequence[Quote],
    question: str,
    kind: AnswerKind,
    checker: Checker | None,
) -> Generator[Event, None, None]:
    """Checks the sentences that closed since the last call."""
    for index in range(len(drafts), len(written)):
        draft = _draft(written[index], evidence, question, kind, checker)
        drafts.append(draft)
        known = number_quotes(quote for kept in drafts if kept for quote in kept.quotes)
        yield Checked(index, _numbered(draft, known) if draft else None)


def _draft(
    cited: Cited, evidence: Sequence[Quote], question: str, kind: AnswerKind, checker: Checker | None
) -> _Draft | None:
    named = tuple(evidence[number - 1] for number in cited.numbers if 1 <= number <= len(evidence))
    for quotes in (named, *((quote,) for quote in evidence)):
        if quotes and not missing_support(cited.text, quotes, checker=checker):
            sentence = Sentence(cited.text, support="supported", marks=mark_answer(cited.text, question, kind))
            return _Draft(sentence, quotes)
    return None


def _numbered(draft: _Draft, citations: Sequence[Citation]) -> Sentence:
    places = {(citation.article_id, citation.start): citation.number for citation in citations}
    numbers = tuple(places[quote.passage.article_id, quote.start] for quote in draft.quotes)
    return Sentence(draft.sentence.text, numbers, draft.sentence.support, (), draft.sentence.marks)


def _refuses(raw: str) -> bool:
    return PHRASE.rstrip(".").lower() in raw.lower()
