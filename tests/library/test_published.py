"""What was published when: days, outlets and the articles of a span."""

from datetime import date

from bag_of_words import BagOfWords
from conftest import MakeArticle

from assistant.library.store import Library
from assistant.types import DayCoverage

FIRST, SECOND = date(2022, 2, 2), date(2022, 2, 3)


def fill(library: Library, make: MakeArticle, embed: BagOfWords) -> None:
    articles = [
        make("budgets", outlet="Gazette"),
        make("bridges", outlet="Gazette"),
        make("boats", outlet="Courier"),
        make("bears", outlet="Courier", published=SECOND),
        make("bells", outlet=None, published=SECOND),
        make("birds", outlet="Courier", published=None),
    ]
    library.ingest(articles, folder="/news", embed=embed)


def test_each_day_and_outlet_is_counted(library: Library, make: MakeArticle, embed: BagOfWords) -> None:
    fill(library, make, embed)
    assert library.published.by_day() == (
        DayCoverage(None, "Courier", 1),
        DayCoverage(FIRST, "Courier", 1),
        DayCoverage(FIRST, "Gazette", 2),
        DayCoverage(SECOND, None, 1),
        DayCoverage(SECOND, "Courier", 1),
    )
    assert sum(day.articles for day in library.published.by_day()) == library.coverage().articles


def test_the_articles_of_a_span_are_listed_day_by_day(library: Library, make: MakeArticle, embed: BagOfWords) -> None:
    fill(library, make, embed)
    listed = library.published.between(FIRST, FIRST)
    assert [(article.outlet, article.title) for article in listed] == [
        ("Courier", "News of boats"),
        ("Gazette", "News of bridges"),
        ("Gazette", "News of budgets"),
    ]
    assert listed[0].content_hash == library.article(listed[0].id).content_hash
    assert [article.title for article in library.published.between(FIRST, SECOND, outlets=["Courier", ""])] == [
        "News of boats",
        "News of bells",
        "News of bears",
    ]
    assert [article.title for article in library.published.undated()] == ["News of birds"]
    assert library.published.undated(outlets=["Gazette"]) == []


def test_a_removed_article_is_counted_no_longer(library: Library, make: MakeArticle, embed: BagOfWords) -> None:
    fill(library, make, embed)
    (undated,) = library.published.undated()
    library.remove(undated.id)
    assert all(day.day for day in library.published.by_day())
    assert library.coverage().undated == 0
