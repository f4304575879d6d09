"""Articles in lists: by words, outlet and days, newest first, and those that can be brought back."""

from datetime import date

import pytest

from assistant.library.listing import Listing
from assistant.library.store import Library
from assistant.types import Article, Listed

ARTICLES = [
    Article("bridge", "The bridge opens.", "Bridge opens", "Harbor Ledger", ("Ada Moss",), date(2022, 3, 1)),
    Article("ferry", "The ferry stops.", "Ferry 100% full_stop", "Coast Post", ("Åsa Ödegård",), date(2021, 7, 9)),
    Article("ÜBUNG", "An exercise.", "Große Übung", "Coast  POST", (), date(2022, 12, 31)),
    Article("undated", "Nobody knows when.", None, None),
]


@pytest.fixture
def listing(library: Library, embed) -> Listing:
    library.ingest(ARTICLES, folder=None, embed=embed)
    return library.listing


def ids(found: list[Listed]) -> list[str]:
    return [article.id for article in found]


def test_the_newest_come_first_and_the_undated_last(listing: Listing):
    assert ids(listing.articles()) == ["ÜBUNG", "bridge", "ferry", "undated"]


def test_an_article_is_listed_with_what_is_known_of_it(listing: Listing):
    (found,) = listing.articles("bridge")
    assert (found.title, found.outlet, found.authors) == ("Bridge opens", "Harbor Ledger", ("Ada Moss",))
    assert (found.published, found.version, found.characters) == (date(2022, 3, 1), 1, len("The bridge opens."))
    assert found.content_hash


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("BRIDGE moss", ["bridge"]),
        ("ledger ferry", []),
        ("åsa", ["ferry"]),
        ("GROSSE", []),
        ("große", ["ÜBUNG"]),
        ("übung", ["ÜBUNG"]),
        ("100%", ["ferry"]),
        ("%", ["ferry"]),
        ("full_stop", ["ferry"]),
        ("fullxstop", []),
        ("\\", []),
        ("undat", ["undated"]),
        ("  ", ["ÜBUNG", "bridge", "ferry", "undated"]),
    ],
)
def test_every_word_is_in_title_outlet_authors_or_id(listing: Listing, words: str, expected: list[str]):
    assert ids(listing.articles(words)) == expected


def test_outlet_and_days_narrow(listing: Listing):
    assert ids(listing.articles(outlet="coast post")) == ["ÜBUNG", "ferry"]
    assert ids(listing.articles(since=date(2022, 1, 1), until=date(2022, 12, 31))) == ["ÜBUNG", "bridge"]
    assert ids(listing.articles("bridge", outlet="Coast Post")) == []


def test_a_list_comes_in_parts(listing: Listing):
    assert ids(listing.articles(limit=2)) == ["ÜBUNG", "bridge"]
    assert ids(listing.articles(limit=2, offset=2)) == ["ferry", "undated"]
    assert listing.articles(offset=4) == []
    assert listing.articles(limit=0) == listing.articles(limit=-1) == []


def test_only_the_version_that_stands_is_listed(library: Library, listing: Listing, embed):
    library.ingest([Article("bridge", "The bridge opens late.", "Bridge late")], folder=None, embed=embed)
    assert [(one.id, one.version) for one in listing.articles("bridge")] == [("bridge", 2)]


def test_what_was_removed_by_hand_is_listed_until_it_is_restored(library: Library, listing: Listing):
    library.remove("ferry")
    library.remove("bridge")
    assert set(ids(listing.articles(removed=True))) == {"bridge", "ferry"}
    assert ids(listing.articles()) == ["ÜBUNG", "undated"]
    library.restore("bridge")
    assert ids(listing.articles(removed=True)) == ["ferry"]
