"""Copies in a list of passages: shown once, with the articles that carry the same words."""

import random
from datetime import date

from assistant.retrieval.ranking.features import Candidate, take_apart
from assistant.retrieval.ranking.folding import fold_copies
from assistant.retrieval.ranking.rank import Sought, rank
from assistant.types import Passage

GROUP = {"wire": "wire", "ledger": "wire", "courier": "wire"}


def paragraph(seed: str) -> str:
    words = [f"{seed}{letter}" for letter in "abcdefghijklmnopqrstuvw"]
    return " ".join(random.Random(seed).choices(words, k=40)) + "."


ONE, TWO, THREE, FOUR = (paragraph(seed) for seed in ("one", "two", "three", "four"))


def passage(article: str, text: str) -> Passage:
    return Passage(article, 1, 0, len(text), text)


def folded(*passages: Passage, origins: dict[str, str] = GROUP) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(found.article_id, found.text, found.reprints) for found in fold_copies(passages, origins)]


def test_the_same_words_are_shown_once_wherever_they_stand() -> None:
    found = folded(passage("a", ONE), passage("b", ONE.replace(" ", "  ")), passage("c", TWO), origins={})
    assert found == [("a", ONE, ("b",)), ("c", TWO, ())]


def test_a_copy_with_a_small_edit_is_a_reprint() -> None:
    edited = ONE.replace("onea", "about", 1)
    assert folded(passage("ledger", ONE), passage("wire", edited)) == [("ledger", ONE, ("wire",))]


def test_a_small_edit_between_articles_that_are_no_copies_changes_nothing() -> None:
    edited = ONE.replace("onea", "about", 1)
    assert len(folded(passage("a", ONE), passage("b", edited))) == 2


def test_a_copy_with_another_figure_is_shown_beside_it() -> None:
    old, new = f"{ONE} They counted 82 dead.", f"{ONE} They counted 98 dead."
    assert folded(passage("wire", old), passage("ledger", new)) == [("wire", old, ()), ("ledger", new, ())]


def test_copies_that_are_cut_otherwise_are_folded_and_what_only_one_says_stays() -> None:
    wire = [passage("wire", f"{ONE} {TWO}"), passage("wire", f"{THREE}")]
    ledger = [passage("ledger", ONE), passage("ledger", f"{TWO} {THREE}"), passage("ledger", FOUR)]
    found = folded(*wire, *ledger)
    assert found == [
        ("wire", f"{ONE} {TWO}", ("ledger",)),
        ("wire", THREE, ("ledger",)),
        ("ledger", FOUR, ()),
    ]


def test_a_copy_that_left_a_paragraph_out_is_no_reprint_of_it() -> None:
    found = folded(passage("wire", f"{ONE} {TWO}"), passage("ledger", ONE), passage("courier", f"{ONE} {TWO}"))
    assert found == [("wire", f"{ONE} {TWO}", ("courier",))]


def test_a_group_of_copies_fills_no_more_of_a_list_than_one_article() -> None:
    articles = ["wire", "ledger"] * 3 + ["other"]
    found = [
        Candidate(passage(article, paragraph(f"p{number}")), 1 - number / 10) for number, article in enumerate(articles)
    ]
    sought = Sought(take_apart("levee", {}), date(2022, 2, 2))
    ranked = rank(found, sought, per_article=3, origins=GROUP)
    assert [found.article_id for found in ranked] == ["wire", "ledger", "wire", "other"]
