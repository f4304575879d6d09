"""Spans too wide to compare every vector in them, of which the archive's nearest passages may hold none.

What is found there is what brute force finds, whatever was added, changed, removed, rebuilt or deleted from disk.
"""

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from bag_of_words import BagOfWords
from conftest import MakeArticle

from assistant.library.store import Library
from assistant.types import Article, Filters

FIRST = date(2020, 1, 1)
SUBJECTS = ("budget", "floods", "taxes", "roads", "troops")


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any span counts as wide, and a file of signs holds few passages."""
    monkeypatch.setattr("assistant.library.indexes._EXACT_UP_TO", 0)
    monkeypatch.setattr("assistant.library.indexes._SIFT_UP_TO", 0)
    monkeypatch.setattr("assistant.library.disk.signs._BLOCK", 16)


def story(number: int, *, subject: str | None = None) -> Article:
    """One of a hundred articles, a day each: every subject has its twenty days."""
    subject = subject or SUBJECTS[number // 20]
    return Article(
        id=f"a{number}", text=f"The {subject} came up again as item{number}.", title=f"On {subject}",
        outlet=("CNN", "The Gazette")[number % 2], published=FIRST + timedelta(days=number), path=f"/news/a{number}",
    )  # fmt: skip


@pytest.fixture
def filled(library: Library, embed: BagOfWords) -> Library:
    library.ingest([story(number) for number in range(100)], folder="/news", embed=embed)
    return library


def found(library: Library, vector: np.ndarray, days: range, *, top_k: int = 5) -> list[str]:
    filters = Filters(since=FIRST + timedelta(days[0]), until=FIRST + timedelta(days[-1]))
    hits = library.find_dense(vector, top_k=top_k, filters=filters)
    passages = library.passages([number for number, _ in hits])
    return [passages[number].article_id for number, _ in hits]


def nearest(library: Library, vector: np.ndarray, days: range, *, top_k: int = 5) -> list[str]:
    """By brute force."""
    similarity = {}
    for number in days:
        for passage_id in [hit for hit, _ in library.find_keywords(f"item{number}", top_k=1)]:
            article = library.passages([passage_id])[passage_id].article_id
            similarity[article] = float(library.vectors([passage_id])[0] @ vector)
    return sorted(similarity, key=lambda name: -similarity[name])[:top_k]


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("days", [range(20), range(30, 75), range(100)])
def test_the_nearest_of_a_span_are_found_wherever_the_others_lie(
    filled: Library, embed: BagOfWords, subject: str, days: range
) -> None:
    vector = embed.embed_query(f"{subject} item{days[3]}")

    assert found(filled, vector, days) == nearest(filled, vector, days)


def test_one_outlet_and_a_span_are_held_together(filled: Library, embed: BagOfWords) -> None:
    filters = Filters(since=FIRST, until=story(49).published, outlets=("cnn",))
    hits = filled.find_dense(embed.embed_query("troops"), top_k=100, filters=filters)

    names = [passage.article_id for passage in filled.passages([number for number, _ in hits]).values()]
    assert sorted(names) == sorted(f"a{number}" for number in range(0, 50, 2))


def test_what_was_removed_changed_or_added_is_seen_at_once(filled: Library, embed: BagOfWords) -> None:
    vector = embed.embed_query("floods")
    found(filled, vector, range(100))

    filled.remove("a25")
    filled.ingest([story(26, subject="weather"), story(100, subject="floods")], folder=None, embed=embed)

    names = found(filled, vector, range(20, 101), top_k=100)
    assert "a25" not in names
    assert names.count("a26") == 1
    assert names.index("a26") > names.index("a100")
    assert found(filled, vector, range(20, 101)) == nearest(filled, vector, range(20, 101))
    filled.restore("a25")
    assert "a25" in found(filled, vector, range(20, 101), top_k=100)


def test_what_another_opening_adds_and_removes_is_seen(filled: Library, embed: BagOfWords, folder: Path) -> None:
    vector = embed.embed_query("item110 floods")
    found(filled, vector, range(100))

    with Library.open(folder, embedder_name=embed.name, dimension=embed.dimension) as other:
        other.ingest([story(number, subject="floods") for number in range(100, 140)], folder=None, embed=embed)
        other.remove("a111")

    assert found(filled, vector, range(100, 140), top_k=100)[0] == "a110"
    assert set(found(filled, vector, range(100, 140), top_k=100)) == {f"a{n}" for n in range(100, 140)} - {"a111"}


def test_a_fresh_process_reads_what_another_one_left(filled: Library, embed: BagOfWords, folder: Path) -> None:
    vector = embed.embed_query("roads item63")
    expected = found(filled, vector, range(100))
    code = (
        "from pathlib import Path; import sys; from datetime import date; import numpy as np\n"
        "from assistant.library import indexes; from assistant.library.disk import signs\n"
        "from assistant.library.store import Library; from assistant.types import Filters\n"
        "indexes._EXACT_UP_TO = indexes._SIFT_UP_TO = 0; signs._BLOCK = 16\n"
        "library = Library.open(Path(sys.argv[1])); vector = np.array(sys.argv[2].split(','), dtype=np.float32)\n"
        "hits = library.find_dense(vector, top_k=5, filters=Filters(since=date(2020, 1, 1), until=date(2020, 4, 9)))\n"
        "passages = library.passages([number for number, _ in hits])\n"
        "print([passages[number].article_id for number, _ in hits])"
    )

    shown = subprocess.run(
        [sys.executable, "-c", code, str(folder), ",".join(map(str, vector))],
        capture_output=True,
        text=True,
        check=True,
    )

    assert shown.stdout.strip() == str(expected)


@pytest.mark.parametrize("dimension", [64, 100])
def test_a_rebuild_with_another_embedder_makes_other_signs(filled: Library, embed: BagOfWords, dimension: int) -> None:
    found(filled, embed.embed_query("roads"), range(100))
    other = BagOfWords("another", dimension=dimension)

    filled.rebuild(other)

    vector = other.embed_query("roads item63")
    assert found(filled, vector, range(30, 100)) == nearest(filled, vector, range(30, 100))


@pytest.mark.parametrize("left", [b"", b"\x93NUMPY broken", None])
def test_files_that_are_broken_or_gone_are_made_again(
    filled: Library, embed: BagOfWords, folder: Path, left: bytes | None
) -> None:
    vector = embed.embed_query("troops item90")
    expected = found(filled, vector, range(100))
    filled.close()
    files = list((folder / "signs").glob("*/*.npy"))
    assert len(files) == 6
    for file in files:
        file.unlink() if left is None else file.write_bytes(left)

    with Library.open(folder, embedder_name=embed.name, dimension=embed.dimension) as reopened:
        assert found(reopened, vector, range(100)) == expected


def test_where_no_file_can_be_kept_all_is_found_the_same(
    library: Library, embed: BagOfWords, folder: Path, make: MakeArticle
) -> None:
    (folder / "signs").write_text("a file stands in the way of the folder", encoding="utf-8")

    library.ingest([story(number) for number in range(100)], folder="/news", embed=embed)

    vector = embed.embed_query("taxes item50")
    assert found(library, vector, range(100)) == nearest(library, vector, range(100))
