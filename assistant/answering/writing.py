"""Answers in a language model's words, each sentence checked against the quotes it cites."""

import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from typing import cast

from assistant.answering.checking import Draft, check, quoted, refuses
from assistant.answering.citing import Cited, number_quotes, place_of, readable, split_marks
from assistant.answering.refusing import PHRASE
from assistant.answering.replies import answer_in, may_be_opening
from assistant.errors import ModelError
from assistant.language.notes import addresses_model
from assistant.models.checker import Checker
from assistant.models.prompts import fill
from assistant.models.writer import Message, Writer
from assistant.types import AnswerKind, Checked, Citation, Event, Quote, Sentence, Token

EVIDENCE = 3
"""How many quotes a model is shown at the most: of 75 answers to the dev questions .88 stand in the first three, .89 in
four, .91 in six; each costs a small model more than half a second before its first word."""
LONGEST_EVIDENCE = 480
"""Characters of all quotes together, but for the first: some 120 tokens, read in 2 s on two cores."""
_ENDS = tuple('.!?…。！？"”’»)]】')
"""What a whole sentence, with its marks, ends with."""


@dataclass(frozen=True, slots=True)
class Written:
    """What came of asking a model.

    `refused` tells that it wrote the refusal phrase, `failure` why its reply broke off, where it did.
    """

    raw: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    refused: bool
    failure: str | None = None

    @property
    def own(self) -> bool:
        """Whether a sentence of the model's own stands."""
        return any(sentence.support == "supported" for sentence in self.sentences)


@dataclass(slots=True)
class _Page:
    """What has come of a reply, and what became of its sentences."""

    question: str
    kind: AnswerKind
    evidence: Sequence[Quote]
    most: int
    checker: Checker | None = None
    raw: str = ""
    shown: str = ""
    drafts: list[Draft | None] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        """Whether as many sentences stand as an answer may have."""
        return sum(draft is not None for draft in self.drafts) >= self.most


def write_answer(
    question: str,
    quotes: Sequence[Quote],
    *,
    kind: AnswerKind,
    most: int,
    writer: Writer,
    checker: Checker | None = None,
    cancel: threading.Event | None = None,
) -> Generator[Event, None, Written]:
    """Yields `Token`s as the model writes and `Checked` as each sentence closes; returns what stands.

    A mark whose number is unknown is dropped. A sentence is kept where the quotes it cites support it, or where others
    do and are then cited in their place; else the nearest quote replaces it, or nothing where that is shown already. A
    reply that breaks off, or goes on after `most` sentences, ends with its last whole sentence. Where the best
    quote supports none of them, it is added.

    Raises:
        ModelError: it failed, timed out or wrote nothing, before any sentence was whole.
        Cancelled: `cancel` was set.
    """
    page, failure = _Page(question, kind, shown_to_model(quotes), most, checker), None
    if not page.evidence:
        raise ModelError("Each sentence that may answer gives orders to a model, so none was asked.")
    pieces = writer.stream(messages(question, page.evidence), cancel=cancel)
    try:
        for piece in pieces:
            page.raw += piece
            yield from _tokens(page)
            yield from _check(page, _sentences(page.raw)[:-1])
            if page.is_full:
                break
    except ModelError as error:
        if not any(page.drafts):
            raise
        failure = str(error)
    last = _sentences(page.raw)
    yield from _check(page, last[:-1] if failure or _is_cut(page.raw, last) else last)
    yield from _lead(page)
    sentences, citations = _numbered(page.drafts)
    return Written(page.raw, tuple(sentences), tuple(citations), refuses(page.raw), failure)


def warm(writer: Writer) -> None:
    """Has a model in this process read the instructions, which all questions share: seconds that no question waits."""
    if not writer.in_process:
        return
    with suppress(ModelError), closing(cast(Generator[str], writer.stream(messages("", ())))) as pieces:
        next(pieces, None)


def messages(question: str, evidence: Sequence[Quote]) -> list[Message]:
    """What a model is sent: the instructions and examples, always the same, then the quotes and the question.

    The quotes come without marks of their own ("[1]" in an article), which a model would copy.
    """
    numbered = "\n".join(
        f"[{number}] {' '.join(readable(quote.text).split())}" for number, quote in enumerate(evidence, 1)
    )
    asked = fill("question", evidence=numbered, question=question)
    return [("system", fill("answer", refusal=PHRASE)), *_examples(), ("user", asked)]


def shown_to_model(quotes: Sequence[Quote]) -> list[Quote]:
    """The quotes that a model is shown: the best few, none that gives orders."""
    shown: list[Quote] = []
    for quote in (one for one in quotes if not addresses_model(one.text)):
        if shown and sum(len(one.text) for one in (*shown, quote)) > LONGEST_EVIDENCE:
            break
        shown.append(quote)
    return shown[:EVIDENCE]


def _examples() -> Iterator[Message]:
    """Questions as if this model had answered them: a small one learns more from them than from what it is told."""
    for example in fill("answer_examples", refusal=PHRASE).split("\n\n"):
        asked, lead, answer = example.rpartition("Answer:")
        yield "user", asked + lead
        yield "assistant", answer.strip()


def _sentences(raw: str) -> list[Cited]:
    return split_marks(answer_in(raw))


def _tokens(page: _Page) -> Iterator[Token]:
    """The words that can be shown by now: those of an opening wait until it is told from the answer."""
    visible = readable(answer_in(page.raw))
    if visible.startswith(page.shown) and visible != page.shown and not may_be_opening(visible):
        yield Token(visible[len(page.shown) :])
        page.shown = visible


def _check(page: _Page, closed: Sequence[Cited]) -> Iterator[Checked]:
    """Checks the sentences that closed since the last call."""
    for cited in closed[len(page.drafts) :]:
        if page.is_full:
            return
        draft = check(cited, page.drafts, page.evidence, question=page.question, kind=page.kind, checker=page.checker)
        page.drafts.append(draft)
        yield Checked(len(page.drafts) - 1, _numbered(page.drafts)[0][-1] if draft else None)


def _lead(page: _Page) -> Iterator[Checked]:
    """The best quote, behind an answer that stands on others.

    A small model left it out of 5 of 29 answers to the dev questions, 2 of which it would have answered.
    """
    kept = [draft for draft in page.drafts if draft]
    own = any(draft.sentence.support == "supported" for draft in kept)
    if own and not page.is_full and all(page.evidence[0] not in draft.quotes for draft in kept):
        page.drafts.append(quoted(page.evidence[0]))
        yield Checked(len(page.drafts) - 1, _numbered(page.drafts)[0][-1])


def _is_cut(raw: str, sentences: Sequence[Cited]) -> bool:
    """Whether a reply ended at its longest: its last sentence stays open, though others were closed."""
    return len(sentences) > 1 and not raw.rstrip().endswith(_ENDS)


def _numbered(drafts: Sequence[Draft | None]) -> tuple[list[Sentence], list[Citation]]:
    kept = [draft for draft in drafts if draft]
    citations = number_quotes(quote for draft in kept for quote in draft.quotes)
    places = {place_of(one): one.number for one in citations}
    sentences = [
        replace(one.sentence, citations=tuple(places[place_of(quote)] for quote in one.quotes)) for one in kept
    ]
    return sentences, citations
