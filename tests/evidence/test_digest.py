"""A topic told by several articles, a sentence each, the newest first."""

from datetime import date

from assistant.evidence.digest import tell_digest
from assistant.models.embedder import load_embedder
from assistant.types import Passage

REPORTS = {
    "first": (2, "Ferry workers in Port Elm began a strike on Monday over pay.", "Ferry strike begins"),
    "second": (4, "The ferry strike in Port Elm goes on after talks failed.", "Ferry talks fail"),
    "third": (9, "Ferry workers in Port Elm ended their strike with a raise of 4 percent.", "Ferry strike ends"),
    "bakery": (9, "A bakery in Port Elm won a prize for its rye bread.", "Prize for rye bread"),
    "elsewhere": (5, "Ferry workers in Gull Bay voted against a strike.", "Gull Bay votes"),
}


def passages() -> list[Passage]:
    return [
        Passage(name, 1, 0, len(text), text, title=title, published=date(2022, 2, day), score=0.8)
        for name, (day, text, title) in REPORTS.items()
    ]


def told(topic: str, *, most: int = 5) -> list[str]:
    quotes = tell_digest(topic, passages(), embedder=load_embedder("all-MiniLM-L6-v2"), most=most)
    assert [quote.score for quote in quotes] == sorted((quote.score for quote in quotes), reverse=True)
    return [quote.passage.article_id for quote in quotes]


def test_each_article_tells_once_the_newest_first() -> None:
    assert told("the latest on the ferry strike in Port Elm") == ["third", "second", "first"]


def test_no_more_are_told_than_asked_for() -> None:
    assert len(told("the latest on the ferry strike in Port Elm", most=2)) == 2


def test_what_names_something_else_is_left_out() -> None:
    assert told("news about the strike in Gull Bay") == ["elsewhere"]
    assert told("news about the strike in Ponta") == []
