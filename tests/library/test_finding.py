"""What is found: the nearest by meaning, the best by words, and exactly what a span of dates or an outlet leaves."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import chromadb
import numpy as np
import pytest
from bag_of_words import BagOfWords
from conftest import MakeArticle
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.errors import LibraryError
from assistant.library.store import Library
from assistant.types import Article, Filters

DAYS = [date(2022, 1, 1) + timedelta(days=number) for number in range(60)]
AUTHORS = ("Ines Okafor", "Łucja Kottasová", "Émile Doe")
TOPICS = ("budget", "floods", "taxes", "roads", "troops", "schools", "gas", "votes")


def archive() -> list[Article]:
    """Sixty articles, one a day but for every tenth, which has no date; three outlets; none to three authors."""
    return [
        Article(
            id=f"a{number}",
            text=f"The {TOPICS[number % 8]} were debated.\n\nItem{number} came up, and {TOPICS[number % 5]} too.",
            title=f"On {TOPICS[number % 8]}",
            outlet=("The Gazette", "CNN", "Straßen-Post")[number % 3],
            authors=AUTHORS[: number % 4],
            published=None if number % 10 == 9 else DAYS[number],
            path=f"/news/a{number}.txt",
        )
        for number in range(60)
    ]


def plain(name: str) -> str:
    return " ".join(name.casefold().split())


@pytest.fixture
def filled(library: Library, embed: BagOfWords) -> Library:
    library.ingest(archive(), folder="/news", embed=embed)
    return library


def article_ids(library: Library, hits: list[tuple[int, float]]) -> list[str]:
    passages = library.passages([number for number, _ in hits])
    return [passages[number].article_id for number, _ in hits]


def test_a_similarity_is_higher_for_what_is_nearer(filled: Library, embed: BagOfWords) -> None:
    (passage,) = filled.passages_of("a17")
    itself = f"On {TOPICS[1]}. 18 January 2022\n{passage.text}"

    hits = filled.find_dense(embed.embed_query(itself), top_k=60)

    similarities = [similarity for _, similarity in hits]
    assert similarities == sorted(similarities, reverse=True)
    assert article_ids(filled, hits)[0] == "a17"
    assert similarities[0] == pytest.approx(1.0, abs=1e-5)
    assert similarities[-1] < 0.9


def test_the_similarities_are_the_cosines_of_the_vectors(filled: Library, embed: BagOfWords) -> None:
    query = embed.embed_query("troops and gas")

    hits = filled.find_dense(query, top_k=60)

    vectors = filled.vectors([number for number, _ in hits])
    assert vectors.dtype == np.float32
    np.testing.assert_allclose([similarity for _, similarity in hits], vectors @ query, atol=1e-5)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    since=st.none() | st.sampled_from(DAYS),
    until=st.none() | st.sampled_from(DAYS),
    outlets=st.sets(st.sampled_from(["the gazette", "CNN", "STRASSEN-POST", "Nobody"]), max_size=2),
    authors=st.sets(st.sampled_from(["ines okafor", "łucja KOTTASOVá", " Émile  Doe", "Okafor"]), max_size=2),
    topic=st.sampled_from(TOPICS),
    top_k=st.sampled_from([1, 3, 100]),
)
@pytest.mark.parametrize(("one_by_one", "sifted"), [(1000, 0), (0, 500), (0, 0)])
def test_filters_leave_exactly_what_lies_inside(
    filled: Library,
    embed: BagOfWords,
    monkeypatch: pytest.MonkeyPatch,
    one_by_one: int,
    sifted: int,
    since: date | None,
    until: date | None,
    outlets: set[str],
    authors: set[str],
    topic: str,
    top_k: int,
) -> None:
    """Comparing all of a span, sifting the nearest, and comparing signs first: each gives what brute force gives."""
    monkeypatch.setattr("assistant.library.indexes._EXACT_UP_TO", one_by_one)
    monkeypatch.setattr("assistant.library.indexes._SIFT_UP_TO", sifted)
    inside = {
        article.id
        for article in archive()
        if (since is None or (article.published and article.published >= since))
        and (until is None or (article.published and article.published <= until))
        and (not outlets or str(article.outlet).casefold() in {outlet.casefold() for outlet in outlets})
        and (not authors or {plain(name) for name in authors} & {plain(name) for name in article.authors})
    }
    with_topic = {
        article.id for article in archive() if article.id in inside and topic in f"{article.title}{article.text}"
    }
    filters = Filters(since=since, until=until, outlets=tuple(outlets), authors=tuple(authors))
    query = embed.embed_query(topic)

    dense = filled.find_dense(query, top_k=top_k, filters=filters)
    words = filled.find_keywords(topic, top_k=top_k, filters=filters)

    every = filled.find_dense(query, top_k=100)
    nearest = [
        similarity for (_, similarity), name in zip(every, article_ids(filled, every), strict=True) if name in inside
    ]
    assert set(article_ids(filled, dense)) <= inside
    assert [similarity for _, similarity in dense] == pytest.approx(nearest[:top_k], abs=1e-5)
    assert set(article_ids(filled, words)) <= with_topic
    assert len(words) == min(top_k, len(with_topic))
    assert filled.count_outside(filters) == 60 - len(inside)


def test_the_best_of_a_span_come_first(filled: Library, embed: BagOfWords) -> None:
    query = embed.embed_query("item21 came up")

    every = filled.find_dense(query, top_k=60)
    inside = filled.find_dense(query, top_k=3, filters=Filters(since=DAYS[10], until=DAYS[40]))

    days = {passage_id: filled.passages([passage_id])[passage_id].published for passage_id, _ in every}
    expected = [number for number, _ in every if days[number] and DAYS[10] <= days[number] <= DAYS[40]]
    assert [number for number, _ in inside] == expected[:3]


def test_keywords_find_the_word_in_any_form(filled: Library) -> None:
    assert article_ids(filled, filled.find_keywords("debating ITEM33", top_k=1)) == ["a33"]


def test_keywords_do_not_mind_accents(library: Library, embed: BagOfWords, make: MakeArticle) -> None:
    library.ingest([make("a", "Rain in São Paulo."), make("b", "Rain elsewhere.")], folder=None, embed=embed)

    assert article_ids(library, library.find_keywords("sao paulo", top_k=1)) == ["a"]


def test_a_word_in_the_title_counts(library: Library, embed: BagOfWords, make: MakeArticle) -> None:
    articles = [make("a", "It rained.", title="Storm hits"), make("b", "It rained.", title="Quiet")]
    library.ingest(articles, folder=None, embed=embed)

    assert article_ids(library, library.find_keywords("storm rained", top_k=2)) == ["a", "b"]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ('title:"troops" AND (gas', "title troops and gas"),
        ("troops^3 [1 TO 2] {", "troops 3 1 to 2"),
        ("-troops +gas", "troops gas"),
        ("troop*", "troop"),
        ("/ga.*/", "ga"),
        ('"gas troops', "gas troops"),
        ("gas \\", "gas"),
        ("NOT troops OR", "not troops or"),
        ("id:5", "id 5"),
        ("text:IN [gas votes]", "text in gas votes"),
    ],
)
def test_a_question_is_never_a_query_language(filled: Library, question: str, words: str) -> None:
    assert filled.find_keywords(question, top_k=100) == filled.find_keywords(words, top_k=100)


@pytest.mark.parametrize("question", ["", "   ", "?!…", "👩‍👩‍👧‍👦", "zzzunknown"])
def test_a_question_without_known_words_finds_nothing_by_keywords(filled: Library, question: str) -> None:
    assert filled.find_keywords(question, top_k=5) == []


def test_a_question_of_20000_characters_is_searched_by_its_rarest_words(filled: Library) -> None:
    question = " ".join([*(f"filler{number}" for number in range(2_000)), "the were debated came up too", "item41"])
    assert len(question) > 20_000

    assert article_ids(filled, filled.find_keywords(question, top_k=1)) == ["a41"]


def test_an_empty_library_finds_nothing(library: Library, embed: BagOfWords) -> None:
    assert library.find_dense(embed.embed_query("troops"), top_k=5) == []
    assert library.find_dense(embed.embed_query("troops"), top_k=5, filters=Filters(since=DAYS[0])) == []
    assert library.find_keywords("troops", top_k=5) == []
    assert library.passages([1, 2]) == {}
    assert library.count_outside(Filters(since=DAYS[0])) == 0


def test_nothing_is_found_of_nothing_asked_for(filled: Library, embed: BagOfWords) -> None:
    assert filled.find_dense(embed.embed_query("troops"), top_k=0) == []
    assert filled.find_keywords("troops", top_k=0) == []


def test_passages_that_are_gone_are_left_out(filled: Library) -> None:
    (number, _), *_ = filled.find_keywords("item3", top_k=1)
    filled.remove(filled.passages([number])[number].article_id)

    assert filled.passages([number, 999]) == {}
    with pytest.raises(LibraryError, match="Search again"):
        filled.vectors([999])


def test_all_is_found_again_after_a_restart(filled: Library, embed: BagOfWords, folder: Path) -> None:
    query = embed.embed_query("troops and gas")
    before = filled.find_dense(query, top_k=20), filled.find_keywords("troops and gas", top_k=20)
    filled.close()

    with Library.open(folder, embedder_name=embed.name, dimension=embed.dimension) as reopened:
        dense, words = reopened.find_dense(query, top_k=20), reopened.find_keywords("troops and gas", top_k=20)

    assert [number for number, _ in dense] == [number for number, _ in before[0]]
    assert words == before[1]


def test_threads_search_while_one_writes(library: Library, embed: BagOfWords, make: MakeArticle) -> None:
    """Every search, at any moment, shows whole articles in one version, and all that were there before."""
    library.ingest(
        [make("budget", "Budget one. " + "budget " * 150 + ".\n\nBudget two. " + "budget " * 150)],
        folder=None,
        embed=embed,
    )
    stop = threading.Event()

    def search() -> list[str]:
        problems = []
        while not stop.is_set():
            for hits in (
                library.find_dense(embed.embed_query("budget"), top_k=5),
                library.find_keywords("budget", top_k=5),
            ):
                passages = library.passages([number for number, _ in hits]).values()
                versions = {passage.version for passage in passages if passage.article_id == "budget"}
                if not hits or len(versions) > 1:
                    problems.append(f"{hits} {versions}")
        return problems

    with ThreadPoolExecutor(4) as pool:
        searches = [pool.submit(search) for _ in range(4)]
        try:
            for number in range(6):
                text = f"Budget one {number}. " + "budget " * 150 + f".\n\nBudget two {number}. " + "budget " * 150
                others = [make(f"topic{number}-{other}") for other in range(30)]
                library.ingest([make("budget", text), *others], folder="/news", embed=embed, prune=True)
        finally:
            stop.set()

    assert [future.result() for future in searches] == [[], [], [], []]
    assert library.article("budget").version == 7


def test_langchain_reads_the_same_collection(filled: Library, embed: BagOfWords, folder: Path) -> None:
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings

    class Adapter(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [self.embed_query(text) for text in texts]

        def embed_query(self, text: str) -> list[float]:
            return embed.embed_query(text).tolist()

    client = chromadb.PersistentClient(folder / "chroma")
    store = Chroma("passages", Adapter(), client=client, create_collection_if_not_exists=False)

    (passage,) = filled.passages_of("a21")
    (document,) = store.similarity_search(f"On {TOPICS[21 % 8]}. 22 January 2022\n{passage.text}", k=1)

    client.close()
    assert document.page_content == ""
    assert document.metadata == {"article_id": "a21", "version": 1, "start": passage.start, "end": passage.end}


def test_the_stems_that_begin_so_are_counted(library: Library, embed: BagOfWords, make: MakeArticle) -> None:
    library.ingest([make("one", "Troops trooped in."), make("two", "The trooper went.")], folder=None, embed=embed)
    assert library.terms("troop") == {"troop": 1, "trooper": 1}
    assert library.terms("xyz") == {}
