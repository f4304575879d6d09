"""What of a receipt holds in an archive."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path

from assistant.answering.receipt import scope
from assistant.answering.receipt.again import Ask, ask_again
from assistant.answering.receipt.contradictions import contradictions
from assistant.answering.receipt.counted import Versions, check_figures, check_reprints, check_sources
from assistant.answering.receipt.quotes import check_passage, check_quote, cited_version, same_speaker
from assistant.answering.receipt.reading import ReadReceipt, read_receipt
from assistant.answering.receipt.readings import readings
from assistant.answering.receipt.sentences import check_sentences
from assistant.answering.sources import Copies
from assistant.types import Answer, ArchiveState, CheckedQuote, Quote, Receipt, Verification


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive as a receipt is held against it. `ask` is there where the question is to be asked again."""

    versions: Versions
    copies: Copies
    state: ArchiveState
    ask: Ask | None = None


def verify_receipt(source: Path | str, *, archive: Archive) -> Verification:
    """What of the receipt in a file or text holds, in an archive as it is now.

    Raises:
        ReceiptError: it is no receipt.
    """
    read, versions = read_receipt(source), cache(archive.versions)
    answer = read.receipt.answer
    citations = tuple(check_quote(citation, versions(citation.article_id)) for citation in answer.citations)
    nearest = tuple(_nearest(answer, versions))
    sentences = check_sentences(answer, _read_anew(answer, citations, versions))
    unchanged = all(checked.standing == "holds" for checked in citations)
    again = ask_again(answer, archive.ask) if archive.ask else None
    problems = (*_of_receipt(read), *contradictions(answer), *_of_coverage(answer, archive.state))
    if unchanged:
        problems += (*check_reprints(answer.citations, versions), *check_sources(answer, archive.copies))
        problems += tuple(check_figures(answer, versions))
    return Verification(
        holds=not problems
        and all(checked.standing == "holds" for checked in (*citations, *nearest))
        and all(sentence.holds for sentence in sentences)
        and not (again and again.differences),
        question=answer.question,
        as_of=answer.as_of,
        created=answer.created,
        refused=answer.refusal is not None,
        sealed=read.sealed,
        problems=problems,
        sentences=sentences,
        citations=citations,
        nearest=nearest,
        notes=tuple(_notes(read.receipt, archive.state)),
        checked=scope.checked(answer, again, counted=unchanged),
        unchecked=scope.unchecked(
            answer, again, counted=unchanged, same_archive=_same(read.receipt.archive, archive.state)
        ),
        again=again,
    )


def _nearest(answer: Answer, versions: Versions) -> Iterator[CheckedQuote]:
    """What a refusal offers: the passages, then the quotes of reports that come near."""
    for number, passage in enumerate(answer.passages, start=1):
        yield check_passage(number, passage, versions(passage.article_id))
    for number, citation in enumerate(answer.refusal.closest if answer.refusal else (), len(answer.passages) + 1):
        yield replace(check_quote(citation, versions(citation.article_id)), number=number)


def _read_anew(answer: Answer, citations: Sequence[CheckedQuote], versions: Versions) -> dict[int, list[Quote]]:
    """The quotes that the archive has word for word, as their articles read them, by number."""
    found = {}
    for citation, checked in zip(answer.citations, citations, strict=True):
        article = cited_version(citation, versions(citation.article_id))
        if article and checked.standing not in ("absent", "differs"):
            read = readings(article, (citation.start, citation.end))
            found[citation.number] = [quote for quote in read if same_speaker(citation, quote)]
    return found


def _of_receipt(read: ReadReceipt) -> Iterator[str]:
    if not read.sealed:
        yield "The receipt was edited after it was written: its content does not match its SHA-256."
    if not read.as_written:
        yield "The text around the receipt was edited: what it shows is not what the receipt in it says."


def _of_coverage(answer: Answer, now: ArchiveState) -> Iterator[str]:
    """A refusal stands and falls with what the archive covers."""
    if answer.refusal and answer.refusal.coverage != now.coverage:
        yield "The archive does not cover what the refusal says that it does: it has changed since, or is another one."


def _same(then: ArchiveState, now: ArchiveState) -> bool:
    return (now.demo, now.generation, now.coverage) == (then.demo, then.generation, then.coverage)


def _notes(receipt: Receipt, now: ArchiveState) -> Iterator[str]:
    then, ours = receipt.archive, f"Dateline {version('dateline')}"
    if receipt.product != ours:
        yield f"{receipt.product} made the receipt; it was checked by the rules of {ours}."
    if now.demo != then.demo:
        yield f"The receipt was made from {_named(then)}; it was checked against {_named(now)}."
    elif now.articles != then.articles:
        articles = f"{now.articles:,} {'article' if now.articles == 1 else 'articles'}"
        yield f"The archive has {articles}; it had {then.articles:,} when the receipt was made."
    elif not _same(then, now):
        yield "The archive has changed, or is another one, since the receipt was made."
    else:
        return
    if receipt.answer.refusal:
        yield "Ask again to see whether it still refuses."


def _named(archive: ArchiveState) -> str:
    return "the demo archive" if archive.demo else f"an archive of {archive.articles:,} articles"
