"""Reranking orders the first passages by likelihood and search score together, and leaves the scores their spread."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny_cross_encoder import write_cross_encoder

from assistant.models.cross_encoder import CrossEncoder, load_cross_encoder
from assistant.retrieval.ranking.reranking import rerank
from assistant.types import Passage

QUERY = "Where do the troops go?"


@pytest.fixture(scope="module")
def cross_encoder(tmp_path_factory: pytest.TempPathFactory) -> CrossEncoder:
    return load_cross_encoder(str(write_cross_encoder(tmp_path_factory.mktemp("model"), likes="Romania")))


def passages(*texts: str, title: str | None = None) -> list[Passage]:
    """One passage of each text, in that order, their scores going down evenly from 1."""
    step = 0.5 / max(1, len(texts))
    return [
        Passage(f"article-{place}", 1, 0, len(text), text, title, score=1 - place * step, published=date(2022, 2, 2))
        for place, text in enumerate(texts)
    ]


def test_the_likelier_passage_moves_up_and_takes_the_score_of_its_new_place(cross_encoder: CrossEncoder) -> None:
    found = passages("Nobody knows.", "Not one word.", "Romania, Romania, Romania.")
    ordered = rerank(QUERY, found, cross_encoder=cross_encoder)
    assert [passage.article_id for passage in ordered] == ["article-2", "article-0", "article-1"]
    assert [passage.score for passage in ordered] == [passage.score for passage in found]


def test_where_the_model_finds_all_alike_the_search_decides(cross_encoder: CrossEncoder) -> None:
    found = passages("To Romania.", "In Romania.", "From Romania.")
    assert rerank(QUERY, found, cross_encoder=cross_encoder) == found


def test_those_after_the_first_ones_keep_their_places(cross_encoder: CrossEncoder) -> None:
    found = passages("Nobody knows.", "To Romania.", "Romania, Romania, Romania.")
    ordered = rerank(QUERY, found, cross_encoder=cross_encoder, top=2)
    assert [passage.article_id for passage in ordered] == ["article-1", "article-0", "article-2"]


def test_the_title_is_read_with_the_passage(cross_encoder: CrossEncoder) -> None:
    plain, titled = passages("They leave today.")[0], passages("They leave today.", title="Romania")[0]
    assert rerank(QUERY, [plain, titled], cross_encoder=cross_encoder)[0].title == "Romania"


@given(st.lists(st.sampled_from(["Romania", "Romania or not", "nothing", ""]), max_size=8), st.integers(0, 9))
def test_no_passage_is_lost_and_scores_go_down(cross_encoder: CrossEncoder, texts: list[str], top: int) -> None:
    found = passages(*texts)
    ordered = rerank(QUERY, found, cross_encoder=cross_encoder, top=top)
    assert sorted(passage.article_id for passage in ordered) == sorted(passage.article_id for passage in found)
    assert [passage.score for passage in ordered] == [passage.score for passage in found]
    assert ordered[top:] == found[top:]
