"""Sources: an article with its copies counts once, and a reprint carries the quote."""

from collections.abc import Sequence
from datetime import date

from assistant.answering.sources import count_sources, with_reprints
from assistant.types import Article, Citation, Source

WIRE = Article("wire", "About 2,000 troops will go.\n\n“It is not permanent,” he said.", outlet="Meridian Wire")
LEDGER = Article("ledger", "About 2,000 troops will go.", outlet="Ledger", published=date(2022, 2, 3))
GAZETTE = Article("gazette", 'Roughly 2,000 troops\nwill go. "It is not  permanent", he said.', outlet="Gazette")
OWN = Article("own", "The base is ready.", outlet="Dispatch")
GROUPS = {"wire": [WIRE, LEDGER, GAZETTE], "ledger": [WIRE, LEDGER, GAZETTE], "own": [OWN]}


def copies(article_id: str) -> Sequence[Article]:
    return GROUPS.get(article_id, [])


def citation(article: str, quote: str, reprints: tuple[str, ...] = ()) -> Citation:
    return Citation(1, article, 1, quote, 0, len(quote), outlet=article.title(), reprints=reprints)


def test_copies_are_one_source_named_by_their_origin() -> None:
    cited = [citation("ledger", "a"), citation("own", "b"), citation("wire", "c")]
    assert count_sources(cited, copies=copies) == (
        Source("wire", ("Meridian Wire", "Ledger", "Gazette"), ("wire", "ledger", "gazette")),
        Source("own", ("Dispatch",), ("own",)),
    )


def test_an_article_that_is_gone_meanwhile_is_a_source_all_the_same() -> None:
    assert count_sources([citation("gone", "a")], copies=copies) == (Source("gone", ("Gone",), ("gone",)),)


def test_only_copies_with_the_quoted_words_are_reprints() -> None:
    cited = [citation("wire", "About 2,000 troops will go."), citation("wire", "“It is not permanent,” he said.")]
    assert [found.reprints for found in with_reprints(cited, copies=copies)] == [("ledger",), ("gazette",)]


def test_what_is_no_copy_but_has_the_passage_word_for_word_stays_a_reprint() -> None:
    cited = [citation("own", "The base is ready.", reprints=("elsewhere",))]
    assert with_reprints(cited, copies=copies) == tuple(cited)
