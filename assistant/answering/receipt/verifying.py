"""What of a receipt holds in an archive."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

from assistant.answering.citing import with_marks
from assistant.answering.receipt.quotes import check_quote, cited_version
from assistant.answering.receipt.reading import ReadReceipt, read_receipt
from assistant.answering.receipt.sentences import check_sentences
from assistant.answering.refusing import PHRASE
from assistant.types import (
    Answer,
    ArchiveState,
    Article,
    CheckedQuote,
    Citation,
    Passage,
    Quote,
    Verification,
    Version,
)

Versions = Callable[[str], Sequence[Version]]
"""Gives every version of an article that is kept, oldest first; nothing where it is not there."""


def verify_receipt(source: Path | str, *, versions: Versions, archive: ArchiveState) -> Verification:
    """What of the receipt in a file or text holds, given an archive's articles and its state now.

    Raises:
        ReceiptError: it is no receipt.
    """
    read, versions = read_receipt(source), cache(versions)
    answer = read.receipt.answer
    citations = tuple(check_quote(citation, versions(citation.article_id)) for citation in answer.citations)
    nearest = tuple(
        check_quote(_citation(number, passage), versions(passage.article_id))
        for number, passage in enumerate(answer.passages, start=1)
    )
    sentences = check_sentences(answer, _standing(answer, citations, versions))
    problems = tuple(_problems(read))
    return Verification(
        holds=not problems
        and all(checked.standing == "holds" for checked in (*citations, *nearest))
        and all(sentence.holds for sentence in sentences),
        question=answer.question,
        as_of=answer.as_of,
        created=answer.created,
        refused=answer.refusal is not None,
        sealed=read.sealed,
        problems=problems,
        sentences=sentences,
        citations=citations,
        nearest=nearest,
        notes=tuple(_notes(answer, read.receipt.archive, archive)),
    )


def _citation(number: int, passage: Passage) -> Citation:
    """A passage that a refusal offers, to be checked as a quote is."""
    return Citation(
        number, passage.article_id, passage.version, passage.text, passage.start, passage.end, passage.title,
        passage.outlet, passage.authors, passage.published, passage.url, passage.content_hash,
    )  # fmt: skip


def _standing(answer: Answer, citations: Sequence[CheckedQuote], versions: Versions) -> dict[int, Quote]:
    """The quotes that the archive has word for word, with the whole article beside them, by number."""
    found = {}
    for citation, checked in zip(answer.citations, citations, strict=True):
        article = cited_version(citation, versions(citation.article_id))
        if article and checked.standing not in ("absent", "differs"):
            found[citation.number] = _quote(citation, article)
    return found


def _quote(citation: Citation, article: Article) -> Quote:
    passage = Passage(
        article.id, article.version, 0, len(article.text), article.text, article.title, article.outlet,
        article.authors, article.published, article.url, article.content_hash,
    )  # fmt: skip
    return Quote(
        passage, citation.start, citation.end, citation.quote, 1.0, (), citation.speaker, citation.role,
        citation.attribution, citation.direct,
    )  # fmt: skip


def _problems(read: ReadReceipt) -> Iterator[str]:
    """What speaks against a receipt as a whole."""
    answer = read.receipt.answer
    if not read.sealed:
        yield "The receipt was edited after it was written: its content does not match its SHA-256."
    if not read.as_written:
        yield "The text around the receipt was edited: what it shows is not what the receipt in it says."
    yield from _contradictions(answer)


def _contradictions(answer: Answer) -> Iterator[str]:
    """Where an answer says one thing in one place and another in another."""
    numbers = [citation.number for citation in answer.citations]
    if len(set(numbers)) < len(numbers):
        yield "Two of its quotes have the same number."
    if answer.refusal:
        if answer.sentences or answer.citations:
            yield "It is a refusal and has an answer as well."
        if not answer.text.startswith(PHRASE) or answer.refusal.reason not in answer.text:
            yield "The text of its refusal does not say why."
    elif not answer.sentences:
        yield "It has neither an answer nor a refusal."
    elif answer.text != with_marks(answer.sentences):
        yield "The text of its answer is not that of its sentences."


def _notes(answer: Answer, then: ArchiveState, now: ArchiveState) -> Iterator[str]:
    if now.demo != then.demo:
        yield f"The receipt was made from {_named(then)}; it was checked against {_named(now)}."
    elif now.articles != then.articles:
        articles = f"{now.articles:,} {'article' if now.articles == 1 else 'articles'}"
        yield f"The archive has {articles}; it had {then.articles:,} when the receipt was made."
    elif (now.generation, now.coverage) != (then.generation, then.coverage):
        yield "The archive has changed, or is another one, since the receipt was made."
    else:
        return
    if answer.refusal:
        yield "Ask again to see whether it still refuses."


def _named(archive: ArchiveState) -> str:
    return "the demo archive" if archive.demo else f"an archive of {archive.articles:,} articles"
