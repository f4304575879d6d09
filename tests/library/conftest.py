from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from bag_of_words import BagOfWords

from assistant.library.store import Library
from assistant.types import Article

MakeArticle = Callable[..., Article]


@pytest.fixture
def embed() -> BagOfWords:
    return BagOfWords()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def library(folder: Path, embed: BagOfWords) -> Iterator[Library]:
    with Library.open(folder, embedder_name=embed.name, dimension=embed.dimension) as opened:
        yield opened


@pytest.fixture
def make() -> MakeArticle:
    """Makes an article of two paragraphs about a topic."""

    def article(topic: str, text: str | None = None, **fields: object) -> Article:
        text = text or f"The council talked about {topic} all day.\n\nNobody expected {topic} to end so soon."
        values = {"title": f"News of {topic}", "outlet": "The Gazette", "published": date(2022, 2, 2)} | fields
        return Article(id=topic, text=text, path=f"/news/{topic}.txt", **values)  # type: ignore[arg-type]

    return article
