"""Sources: an article with its copies counts once, and a reprint carries the quote."""

from collections.abc import Sequence
from datetime import date

import pytest

from assistant.answering.sources import article_kind, count_sources, with_reprints
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


@pytest.mark.parametrize(
    ("title", "url"),
    [
        ("Opinion: A thousand soldiers are a message", None),
        ("Editorial | The bridge cannot wait", None),
        ("Op-Ed: Why we should build", None),
        ("Analysis: What the order means", None),
        ("Letters to the Editor", None),
        ("The bridge cannot wait | Opinion", None),
        ("What the order means — Analysis", None),
        ("The bridge cannot wait", "https://ledger.example/opinion/2022/bridge"),
        ("The bridge cannot wait", "https://ledger.example/2022/columnists/bridge.html"),
    ],
)
def test_what_an_article_calls_its_view_is_opinion(title: str, url: str | None) -> None:
    assert article_kind(title, url) == "opinion"


@pytest.mark.parametrize(
    ("title", "url"),
    [
        (None, None),
        ("Opinion polls put the mayor ahead", "https://ledger.example/politics/opinion-polls"),
        ("Columns of smoke rise over the harbor", "https://ledger.example/news/analysis"),
        ("Letters from the front are found in an attic", None),
        ("Editorial staff of the Courier walk out", None),
    ],
)
def test_other_articles_are_news(title: str | None, url: str | None) -> None:
    assert article_kind(title, url) == "news"
