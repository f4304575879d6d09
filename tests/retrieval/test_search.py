"""Search over a library in which most of what matches is one report under many outlets."""

from datetime import date
from pathlib import Path

from constant_embedder import Constant

from assistant.library.store import Library
from assistant.retrieval.search import CANDIDATES, search
from assistant.types import Article, Filters


def article(name: str, text: str) -> Article:
    return Article(id=name, text=text, outlet=name, published=date(2022, 2, 2), path=f"/{name}.txt")


def test_a_report_that_many_outlets_carry_leaves_room_for_the_others(tmp_path: Path) -> None:
    wire = "The levee near Ellis Crossing broke in the night. " + " ".join(f"fact{number}" for number in range(60))
    copies = [
        article(f"outlet{number:03}", f"{wire} Edited {chr(97 + number % 26) * 3}.")
        for number in range(CANDIDATES + 40)
    ]
    facts = [" ".join(f"own{number}x{place}" for place in range(50)) for number in range(5)]
    own = [article(f"own{number}", f"The levee {words}") for number, words in enumerate(facts)]
    embed = Constant()
    with Library.open(tmp_path / "library", embedder_name=embed.name, dimension=embed.dimension) as library:
        report = library.ingest([*copies, *own], folder=None, embed=embed)
        found = search(library, embed, "levee near Ellis Crossing", filters=Filters(), as_of=date(2022, 2, 2), top_k=6)  # type: ignore[arg-type]

    assert report.copies == len(copies) - 1
    assert {passage.article_id for passage in found} >= {one.id for one in own}
    carried = [passage for passage in found if passage.reprints]
    assert len(carried) == 1
    assert len(carried[0].reprints) > CANDIDATES / 2
