"""The source panel: an article with the quoted words marked where they stand, or not at all."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.errors import ArticleNotFound
from assistant.ingestion.articles import content_hash
from assistant.types import Article
from assistant.web.calls.sources import open_source
from assistant.web.showing.articles import render_article, render_origin
from assistant.web.showing.escaping import Highlight

ARTICLE = Article(
    "a",
    "WASHINGTON - Troops will move.\n\nAbout 1,000 go to Romania. It is 1,000.\n\nThe end.",
    title="Troops move",
    outlet="Harbor Ledger",
    authors=("Dana Whitlock", "R. Castellano"),
    published=date(2022, 2, 2),
    url="https://harborledger.example/a?b=1&c=2",
)
ARTICLE = replace(ARTICLE, content_hash=content_hash(ARTICLE))


class Shelf:
    """Two versions of one article."""

    def article(self, article_id: str, version: int | None = None) -> Article:
        if article_id != "a" or version not in (None, 1):
            raise ArticleNotFound("There is no such article. It may have been removed: dateline restore a.")
        return ARTICLE


def place(**changes):
    start = ARTICLE.text.index("About")
    return {
        "article": "a",
        "version": 1,
        "hash": ARTICLE.content_hash,
        "spans": [[start, start + 26, 1, True]],
        **changes,
    }


def test_an_article_shows_who_published_it_when_and_where():
    markup = render_origin(ARTICLE) + render_article(ARTICLE, [])
    for words in ("Harbor Ledger", "2 Feb 2022", "Troops move", "By Dana Whitlock, R. Castellano"):
        assert words in markup
    assert '<a href="https://harborledger.example/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer' in markup


def test_what_an_article_lacks_is_named_or_left_out():
    markup = render_origin(Article("b", "Text.")) + render_article(Article("b", "Text."), [])
    assert "Unnamed outlet" in markup
    assert "undated" in markup
    assert "Untitled article" in markup
    assert "<a " not in markup
    assert "By " not in markup


def test_a_script_for_a_link_is_no_link():
    assert "javascript" not in render_article(Article("b", "Text.", url="javascript:alert(1)"), [])


def test_the_quoted_words_are_marked_in_their_paragraph():
    start = ARTICLE.text.rindex("1,000")
    markup = render_article(ARTICLE, [Highlight(start, start + 5, 1, active=True)])
    assert "About 1,000 go to Romania. It is " in markup
    assert '<mark class="active" data-number="1">1,000</mark>.</p>' in markup


def test_a_quote_over_two_paragraphs_is_marked_in_both():
    markup = render_article(ARTICLE, [Highlight(ARTICLE.text.index("move."), ARTICLE.text.index(" 1,000"), 3)])
    assert '<mark data-number="3">move.</mark></p>' in markup
    assert '<p dir="auto"><mark>About</mark>' in markup


def test_corrections_and_versions_are_told():
    corrected = Article("b", "Text.", version=1, corrections=("The figure is <b>1,000</b>.",))
    assert "Correction: The figure is &lt;b&gt;1,000&lt;/b&gt;." in render_article(corrected, [])
    newest = Article("b", "Text.", version=3, corrections=("Correction: It is 900.",))
    older = render_article(corrected, [], newest=newest)
    assert "This article was changed later; you see version 1 of 3." in older
    assert "In version 3: Correction: It is 900." in older
    assert "Version 3 of this article." in render_article(newest, [], newest=newest)
    assert "later" not in render_article(newest, [], newest=newest)


def test_of_a_very_long_article_the_part_around_the_quote_is_shown():
    text = "\n\n".join(f"Paragraph {number} of many, many more." for number in range(60_000))
    start = text.index("Paragraph 30000 ")
    markup = render_article(Article("b", text), [Highlight(start, start + 9, 1, active=True)])
    assert len(markup) < 800_000
    assert '<mark class="active" data-number="1">Paragraph</mark> 30000 of' in markup
    assert "before this are not shown" in markup
    assert "after this are not shown" in markup


def test_a_click_opens_the_cited_version():
    opened = open_source(Shelf(), place())
    assert opened.title == "Troops move"
    assert opened.origin == "<bdi>Harbor Ledger</bdi> · 2 Feb 2022"
    assert ">About 1,000 go to Romania.</mark>" in opened.html


def test_in_a_text_that_was_not_the_cited_one_nothing_is_marked():
    opened = open_source(Shelf(), place(hash="another"))
    assert "<mark" not in opened.html
    assert "has changed since it was cited" in opened.html


def test_an_article_that_is_gone_says_so():
    assert "dateline restore a" in open_source(Shelf(), place(article="gone")).html


@pytest.mark.parametrize("asked", [{}, place(version="x"), place(spans=[[1]]), place(spans=7)])
def test_a_request_that_makes_no_sense_gets_a_message(asked):
    assert "cannot be opened" in open_source(Shelf(), asked).title
