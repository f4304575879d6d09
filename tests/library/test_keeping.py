"""What a library keeps: articles added, changed, unchanged, vanished, removed and brought back."""

import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from bag_of_words import BagOfWords
from conftest import MakeArticle
from consistency import assert_consistent
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_cutting import NASTY

from assistant.errors import ArticleNotFound, Cancelled, ModelError, PruneRefused
from assistant.ingestion.reading import read_articles
from assistant.library.store import Library
from assistant.types import Article, IngestProgress, Skip


def ingest(library: Library, *articles: Article | Skip, folder: str | None = "/news", embed: BagOfWords, **options):
    return library.ingest(articles, folder=folder, embed=embed, **options)


def kept(library: Library) -> int:
    return library.coverage().articles


@pytest.fixture(autouse=True)
def consistent_at_the_end(folder: Path, library: Library) -> Iterator[None]:
    yield
    library.close()
    if (folder / "chroma").exists():
        assert_consistent(folder)


def test_an_article_comes_back_as_it_went_in(library: Library, embed: BagOfWords) -> None:
    article = Article(
        id="https://example.org/a",
        text="Kirby said about 1,000 soldiers would go to Romania.\r\n\r\nThey are based in Germany. 👩‍👩‍👧‍👦",
        title="Troops",
        outlet="The Gazette",
        authors=("A. Reporter", "B. Übersetzer"),
        published=date(2022, 2, 2),
        url="https://example.org/a",
        language="en",
        path="/news/a.txt",
        content_hash="abc",
        corrections=("Correction: not 2,000.",),
    )

    report = ingest(library, article, embed=embed)

    assert (report.read, report.added, report.passages) == (1, 1, 1)
    assert library.article(article.id) == article
    (passage,) = library.passages_of(article.id)
    assert article.text[passage.start : passage.end] == passage.text
    assert (passage.outlet, passage.authors, passage.published) == (article.outlet, article.authors, article.published)
    assert (passage.version, passage.content_hash, passage.score) == (1, "abc", 0.0)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(NASTY.filter(lambda text: bool(text.strip())), max_size=5))
def test_every_passage_stands_in_its_article(library: Library, embed: BagOfWords, texts: list[str]) -> None:
    articles = [Article(id=f"{number}", text=text, path=f"/news/{number}") for number, text in enumerate(texts)]

    report = ingest(library, *articles, embed=embed, prune=True)

    unreadable = {int(skip.path.rpartition("/")[2]) for skip in report.skipped}
    for number, article in enumerate(articles):
        if number in unreadable:
            continue
        stored = library.article(article.id)
        assert stored.text == article.text
        for passage in library.passages_of(article.id):
            assert stored.text[passage.start : passage.end] == passage.text


def test_an_unchanged_article_is_not_embedded_again(library: Library, embed: BagOfWords, make: MakeArticle) -> None:
    ingest(library, make("budget"), make("floods"), embed=embed)
    embedded = len(embed.embedded)

    report = ingest(library, make("budget"), make("floods"), embed=embed)

    assert (report.read, report.added, report.updated, report.unchanged, report.removed) == (2, 0, 0, 2, 0)
    assert len(embed.embedded) == embedded


def test_a_changed_article_is_replaced_and_its_old_version_still_resolves(
    library: Library, embed: BagOfWords, make: MakeArticle
) -> None:
    ingest(library, make("budget", "About 1,000 troops go."), embed=embed)

    report = ingest(library, make("budget", "About 1,700 troops go."), embed=embed)

    assert (report.added, report.updated) == (0, 1)
    assert library.article("budget").text == "About 1,700 troops go."
    assert library.article("budget", 1).text == "About 1,000 troops go."
    assert [kept.article.version for kept in library.versions("budget")] == [1, 2]
    assert [passage.version for passage in library.passages_of("budget")] == [2]
    found = library.find_keywords("1,000 troops", top_k=5)
    assert [passage.version for passage in library.passages([number for number, _ in found]).values()] == [2]


def test_a_change_of_title_alone_is_a_change(library: Library, embed: BagOfWords, make: MakeArticle) -> None:
    ingest(library, make("budget"), embed=embed)

    report = ingest(library, make("budget", title="Budget passed"), embed=embed)

    assert report.updated == 1
    assert library.article("budget").title == "Budget passed"


def test_only_the_changed_passage_of_an_article_is_embedded(
    library: Library, embed: BagOfWords, make: MakeArticle
) -> None:
    paragraphs = [f"word{number} " * 150 + "." for number in range(6)]
    ingest(library, make("blog", "\n\n".join(paragraphs)), embed=embed)
    embedded = len(embed.embedded)

    ingest(library, make("blog", "\n\n".join([*paragraphs, "A late addition."])), embed=embed)

    assert embedded == 6
    assert len(embed.embedded) - embedded == 1


def test_a_file_that_moved_keeps_its_article(library: Library, embed: BagOfWords, make: MakeArticle) -> None:
    ingest(library, make("budget"), embed=embed)

    report = ingest(library, replace(make("budget"), path="/news/2022/budget.txt"), embed=embed)

    assert (report.unchanged, report.updated, report.removed) == (1, 0, 0)
    assert library.article("budget").path == "/news/2022/budget.txt"


def test_what_vanished_from_the_folder_is_removed(library: Library, embed: BagOfWords, make: MakeArticle) -> None:
    ingest(library, make("budget"), make("floods"), embed=embed)

    report = ingest(library, make("floods"), embed=embed)

    assert report.removed == 1
    assert kept(library) == 1
    with pytest.raises(ArticleNotFound, match="restore budget"):
        library.article("budget")
    assert library.article("budget", 1).id == "budget"
    assert library.passages_of("budget") == []


def test_what_vanished_and_came_back_is_there_again(library: Library, embed: BagOfWords, make: MakeArticle) -> None:
    ingest(library, make("budget"), make("floods"), embed=embed)
    ingest(library, make("floods"), embed=embed)
    embedded = len(embed.embedded)

    report = ingest(library, make("budget"), make("floods"), embed=embed)

    assert (report.added, report.unchanged) == (1, 1)
    assert len(embed.embedded) == embedded
    assert library.find_keywords("budget", top_k=1)
    assert library.article("budget").version == 1


def test_what_vanished_and_came_back_changed_is_a_new_version(
    library: Library, embed: BagOfWords, make: MakeArticle
) -> None:
    ingest(library, make("budget"), make("floods"), embed=embed)
    ingest(library, make("floods"), embed=embed)

    ingest(library, make("budget", "Quite another text."), make("floods"), embed=embed)

    assert library.article("budget").version == 2
    assert len(library.versions("budget")) == 2


def test_a_single_file_adds_and_removes_nothing(library: Library, embed: BagOfWords, make: MakeArticle) -> None:
    ingest(library, make("budget"), embed=embed)

    report = ingest(library, make("floods"), folder=None, embed=embed)

    assert (report.added, report.removed) == (1, 0)
    assert kept(library) == 2


def test_other_folders_are_left_alone(library: Library, embed: BagOfWords, make: MakeArticle) -> None:
    ingest(library, make("budget"), folder="/news", embed=embed)

    ingest(library, make("floods"), folder="/wire", embed=embed)

    assert kept(library) == 2


def test_an_id_met_in_a_second_folder_keeps_its_first_owner(
    library: Library, embed: BagOfWords, make: MakeArticle
) -> None:
    ingest(library, make("budget"), folder="/news", embed=embed)

    report = ingest(library, make("budget", "Another text."), folder="/wire", embed=embed)

    (skip,) = report.skipped
    assert "/news" in skip.reason
    assert library.article("budget").text == make("budget").text
    assert ingest(library, folder="/wire", embed=embed).removed == 0
    assert ingest(library, folder="/news", embed=embed).removed == 1


def test_two_articles_of_one_id_in_one_run(library: Library, embed: BagOfWords, make: MakeArticle) -> None:
    ingest(library, make("floods"), embed=embed)

    report = ingest(
        library, make("budget"), make("budget", "Another."), make("floods"), make("floods", "Other."), embed=embed
    )

    assert [skip.reason[:20] for skip in report.skipped] == ["has the same id (bud", "has the same id (flo"]
    assert library.article("budget").text == make("budget").text
    assert library.article("floods").version == 1


def test_an_article_whose_file_is_broken_now_stays(library: Library, embed: BagOfWords, make: MakeArticle) -> None:
    lines = [replace(make(topic), path="/news/export.jsonl") for topic in ("taxes", "roads")]
    ingest(library, make("budget"), make("floods"), *lines, embed=embed)

    report = ingest(
        library,
        Skip("budget.txt", "not UTF-8"),
        make("floods"),
        lines[0],
        Skip("export.jsonl:2", "no JSON"),
        embed=embed,
    )

    assert report.removed == 0
    assert [skip.reason for skip in report.skipped] == ["not UTF-8", "no JSON"]
    assert kept(library) == 4


def test_an_archive_is_kept_in_step_like_a_folder(library: Library, embed: BagOfWords, tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()

    def sync(*names: str, share: float = 1, broken: str = "") -> tuple[int, int]:
        with zipfile.ZipFile(news / "export.zip", "w") as archive:
            for name in names:
                archive.writestr(name, "" if name == broken else f"The council talked about {name * 5} all day.")
        content = (news / "export.zip").read_bytes()
        (news / "export.zip").write_bytes(content[: int(len(content) * share)])
        report = library.ingest(read_articles(news), folder=str(news), embed=embed)
        return report.removed, kept(library)

    assert sync("a.txt", "b.txt", "c.txt") == (0, 3)
    assert sync("a.txt", "b.txt", "c.txt", share=0.3) == (0, 3), "an archive that breaks off loses nothing"
    assert sync("a.txt", "b.txt", "c.txt", broken="b.txt") == (0, 3), "nor does one with a broken file"
    assert sync("a.txt", "b.txt") == (1, 2)
    (news / "export.zip").unlink()
    (news / "other.txt").write_text("The council talked about something else all day.")
    assert library.ingest(read_articles(news), folder=str(news), embed=embed).removed == 2


def test_a_folder_that_cannot_be_opened_keeps_its_articles(
    library: Library, embed: BagOfWords, make: MakeArticle
) -> None:
    ingest(library, replace(make("budget"), path="/news/2022/budget.txt"), make("floods"), embed=embed)

    report = ingest(library, Skip("2022", "is a folder that cannot be opened"), make("floods"), embed=embed)

    assert report.removed == 0


def test_emptying_a_folder_by_more_than_half_is_refused(library: Library, embed: BagOfWords, make: MakeArticle) -> None:
    many = [make(f"topic{number}") for number in range(21)]
    ingest(library, *many, embed=embed)

    with pytest.raises(PruneRefused, match=r"11 of the 21 articles.*--prune"):
        ingest(library, *many[:10], make("new"), embed=embed)
    assert kept(library) == 22

    assert ingest(library, *many[:10], make("new"), embed=embed, prune=True).removed == 11


def test_half_of_a_folder_may_go(library: Library, embed: BagOfWords, make: MakeArticle) -> None:
    many = [make(f"topic{number}") for number in range(22)]
    ingest(library, *many, embed=embed)

    assert ingest(library, *many[:11], embed=embed).removed == 11


def test_a_small_folder_may_be_emptied(library: Library, embed: BagOfWords, make: MakeArticle) -> None:
    ingest(library, *(make(f"topic{number}") for number in range(20)), embed=embed)

    assert ingest(library, embed=embed).removed == 20


@pytest.mark.parametrize(("text", "reason"), [(" \n ", "no text"), ("half a \ud83d pair", "surrogate")])
def test_what_is_no_text_is_skipped(
    library: Library, embed: BagOfWords, make: MakeArticle, text: str, reason: str
) -> None:
    report = ingest(library, make("bad", text), make("good"), embed=embed)

    assert [(skip.path, reason in skip.reason) for skip in report.skipped] == [("bad.txt", True)]
    assert report.added == 1


def test_a_title_that_is_no_text_is_skipped_too(library: Library, embed: BagOfWords, make: MakeArticle) -> None:
    assert len(ingest(library, make("bad", title="half a \ud83d pair"), embed=embed).skipped) == 1


def test_removing_and_restoring_by_hand(library: Library, embed: BagOfWords, make: MakeArticle) -> None:
    ingest(library, make("budget"), make("floods"), embed=embed)
    before = library.passages_of("budget")
    embedded = len(embed.embedded)

    library.remove("budget")
    assert library.find_keywords("budget", top_k=3) == []
    assert kept(library) == 1

    library.restore("budget")
    assert library.passages_of("budget") == before
    assert library.find_keywords("budget", top_k=3)
    assert len(embed.embedded) == embedded


def test_what_was_removed_by_hand_is_not_synced_back(library: Library, embed: BagOfWords, make: MakeArticle) -> None:
    ingest(library, make("budget"), make("floods"), embed=embed)
    library.remove("budget")

    report = ingest(library, make("budget"), make("floods"), embed=embed)

    assert [skip.reason for skip in report.skipped] == ["was removed by hand; `dateline restore budget` brings it back"]
    assert ingest(library, make("budget"), folder=None, embed=embed).added == 1


@pytest.mark.parametrize("name", ["remove", "restore"])
def test_removing_or_restoring_what_is_not_there(
    library: Library, embed: BagOfWords, make: MakeArticle, name: str
) -> None:
    ingest(library, make("budget"), embed=embed)

    with pytest.raises(ArticleNotFound, match="no article nothing"):
        getattr(library, name)("nothing")
    with pytest.raises(ArticleNotFound, match="not removed"):
        library.restore("budget")
    with pytest.raises(ArticleNotFound, match="no version 7; there is 1"):
        library.article("budget", 7)


def test_removed_articles_are_forgotten_after_a_month(
    library: Library, embed: BagOfWords, make: MakeArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(library, make("budget"), make("floods"), make("taxes"), embed=embed)
    library.remove("budget")
    ingest(library, make("taxes"), embed=embed)
    monkeypatch.setattr("assistant.library.writing.KEPT_DAYS", -1)

    library.remove("taxes")

    assert library.versions("budget") == library.versions("floods") == []
    with pytest.raises(ArticleNotFound):
        library.restore("floods")
    skipped = ingest(library, make("budget"), make("floods"), embed=embed).skipped
    assert [skip.path for skip in skipped] == ["budget.txt"]


def test_cancelling_keeps_what_is_done(library: Library, embed: BagOfWords, make: MakeArticle) -> None:
    cancel = threading.Event()

    def many() -> Iterator[Article]:
        for number in range(500):
            if number == 400:  # by then 272 at least have been taken of what was read ahead
                cancel.set()
            yield make(f"topic{number}")

    with pytest.raises(Cancelled) as stopped:
        library.ingest(many(), folder="/news", embed=embed, cancel=cancel)

    done = kept(library)
    assert done >= 128
    assert f"after {done} articles" in str(stopped.value)
    assert ingest(library, *(make(f"topic{number}") for number in range(400)), embed=embed).unchanged == done


def test_progress_is_told(library: Library, embed: BagOfWords, make: MakeArticle) -> None:
    told: list[IngestProgress] = []
    articles = [make(f"topic{number}") for number in range(100)]

    ingest(library, Skip("bad.txt", "broken"), *articles, embed=embed, total=100, on_progress=told.append)

    assert told[0] == IngestProgress(1, 100, 0, 1, "/news/topic0.txt", "reading")
    assert (told[-1].done, told[-1].passages, told[-1].phase) == (100, 100, "embedding")
    done = [progress.done for progress in told if progress.phase == "embedding"]
    assert done == sorted(done)


def test_an_embedder_that_gives_nonsense_is_refused(library: Library, embed: BagOfWords, make: MakeArticle) -> None:
    class Broken(BagOfWords):
        def embed(self, texts):
            return super().embed(texts) * float("nan")

    with pytest.raises(ModelError, match="DATELINE_EMBEDDER"):
        ingest(library, make("budget"), embed=Broken())

    assert kept(library) == 0
    assert ingest(library, make("budget"), embed=embed).added == 1


def test_a_very_long_article(library: Library, embed: BagOfWords, make: MakeArticle) -> None:
    text = "\n\n".join(f"Update {number}: the council met again and spoke of item{number}." for number in range(2_000))

    report = ingest(library, make("blog", text), embed=embed)

    assert report.added == 1
    assert report.passages > 100
    (number, _), *_ = library.find_keywords("item1234", top_k=1)
    assert "item1234" in library.passages([number])[number].text


def test_coverage_and_status(library: Library, embed: BagOfWords, make: MakeArticle, folder: Path) -> None:
    assert library.status().articles == 0
    assert library.coverage().first is None

    ingest(
        library,
        make("budget", published=date(2022, 2, 1)),
        make("floods", published=None, outlet="The Wire"),
        make("taxes", outlet="The Wire", published=date(2022, 3, 5)),
        make("roads", outlet=None),
        embed=embed,
    )

    covered = library.coverage()
    assert (covered.first, covered.last) == (date(2022, 2, 1), date(2022, 3, 5))
    assert covered.outlets == (("The Wire", 2), ("The Gazette", 1))
    assert (covered.articles, covered.undated) == (4, 1)
    (folder / "demo").mkdir()
    (folder / "demo" / "large").write_bytes(b"0" * 50_000_000)
    status = library.status(demo=True)
    assert (status.articles, status.passages, status.embedder, status.demo) == (4, 4, "bag-of-words", True)
    assert 10_000 < status.disk < 50_000_000
