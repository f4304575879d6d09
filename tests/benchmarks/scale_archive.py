"""A library of any size made of a real one: every passage mixes two real ones, in its words and in its vector alike.

What is written goes through the library's own write path; only cutting, embedding and looking for copies are left out.
"""

import hashlib
import re
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from assistant.library import writing
from assistant.library.copies.sketches import SETTINGS
from assistant.library.disk import cached_vectors, catalogue
from assistant.library.disk.schema import Database
from assistant.library.embedding import Prepared
from assistant.library.recorded import claim
from assistant.library.sessions import write_session
from assistant.library.store import Library
from assistant.library.writing import Draft
from assistant.types import Article, Span

FIRST, DAYS = date(2013, 1, 1), 3652
"""The ten years over which the articles are spread."""
OUTLETS = tuple(f"Outlet {number:02}" for number in range(1, 21))
_BATCH = 400
_NOISE = 0.35
"""Length of the random vector that is added to a mixture of length 1: like passages of one story, .6 to .95 alike."""
_NEAR = 45
"""Days around its story's own day in which half of the articles of a story lie; the others lie anywhere."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


class Source:
    """The passages of a real library: their sentences, their vectors, and which of them make an article."""

    def __init__(self, folder: Path) -> None:
        database = Database(folder / "catalogue.sqlite")
        with database.reading() as connection:
            keys = catalogue.keys_in_state(connection, "current")
            entries = [entry for key in keys for entry in catalogue.entries(connection, [key])]
            self.vectors = cached_vectors.vectors_of(connection, [entry.id for entry in entries])
            settings = catalogue.settings(connection)
        database.close()
        self.embedder, self.dimension = settings["embedder"], int(settings["dimension"])
        self.sentences = [_SENTENCE.split(entry.passage.text) for entry in entries]
        self.titles = [entry.passage.title or "" for entry in entries]
        self.articles: list[range] = []
        start = 0
        for place in range(1, len(entries) + 1):
            if place == len(entries) or entries[place].passage.article_id != entries[start].passage.article_id:
                self.articles.append(range(start, place))
                start = place


def build(source: Source, folder: Path, passages: int) -> None:
    """Adds articles to the library in `folder` until it has `passages`; what is there already stays."""
    with Library.open(folder, embedder_name=source.embedder, dimension=source.dimension) as library:
        database, indexes = library._database, library._indexes
        claim(database, source.embedder, source.dimension)
        with database.writing() as connection:
            catalogue.set_settings(connection, copies=SETTINGS)
        started, began = time.perf_counter(), library.status().passages
        writing.groups.regroup = lambda *_, **__: None  # copies are measured apart
        with write_session(folder, database, indexes):
            while (there := library.status()).passages < passages:
                number = there.coverage.articles // _BATCH
                drafts, spans, vectors = _batch(source, np.random.default_rng(number), number)
                keys = iter(_cached(database, vectors, number))
                prepared = [Prepared(some, [next(keys) for _ in some]) for some in spans]
                writing.write(database, indexes, drafts, prepared)
                if number % 10 == 0:
                    speed = (there.passages - began) / (time.perf_counter() - started)
                    print(f"{there.passages} passages, {speed:.0f} a second", file=sys.stderr, flush=True)


def _batch(
    source: Source, random: np.random.Generator, number: int
) -> tuple[list[Draft], list[list[Span]], np.ndarray]:
    drafts, spans, ones, others = [], [], list[int](), list[int]()
    for place in range(_BATCH):
        story = int(random.integers(len(source.articles)))
        one = source.articles[story]
        other = source.articles[random.integers(len(source.articles))]
        pairs = [(passage, int(random.choice(other))) for passage in one]
        texts = [_mixed(source.sentences[a], source.sentences[b], random) for a, b in pairs]
        text, cut = _joined(texts)
        identity = f"scale/{number * _BATCH + place}"
        article = Article(
            id=identity, text=text, title=source.titles[one[0]], outlet=_outlet(random), path=identity,
            published=_day(story, random), content_hash=hashlib.sha256(text.encode()).hexdigest(),
        )  # fmt: skip
        drafts.append(Draft(article, "/scale"))
        spans.append(cut)
        ones += [a for a, _ in pairs]
        others += [b for _, b in pairs]
    return drafts, spans, _mixtures(source.vectors[ones], source.vectors[others], random)


def _mixed(one: list[str], other: list[str], random: np.random.Generator) -> str:
    """About as many sentences as `one` has, most of them its own, some of `other`."""
    return " ".join(
        other[random.integers(len(other))] if random.random() < 0.3 else sentence for sentence in one
    ).strip() or "…"  # fmt: skip


def _joined(texts: list[str]) -> tuple[str, list[Span]]:
    spans, start = [], 0
    for text in texts:
        spans.append((start, start + len(text)))
        start += len(text) + 2
    return "\n\n".join(texts), spans


def _mixtures(ones: np.ndarray, others: np.ndarray, random: np.random.Generator) -> np.ndarray:
    share = random.uniform(0.5, 0.95, (len(ones), 1)).astype(np.float32)
    noise = random.standard_normal(ones.shape, dtype=np.float32) * (_NOISE / np.sqrt(ones.shape[1]))
    mixed = share * ones + (1 - share) * others + noise
    return mixed / np.linalg.norm(mixed, axis=1, keepdims=True)


def _outlet(random: np.random.Generator) -> str:
    """Large outlets and small ones: the first has 14 % of the articles, the last 1 %."""
    return OUTLETS[int(len(OUTLETS) * random.random() ** 1.5)]


def _day(story: int, random: np.random.Generator) -> date:
    day = random.integers(DAYS)
    if random.random() < 0.5:
        home = story * 7919 % DAYS
        day = min(max(home + random.integers(-_NEAR, _NEAR + 1), 0), DAYS - 1)
    return FIRST + timedelta(days=int(day))


def _cached(database: Database, vectors: np.ndarray, number: int) -> list[int]:
    hashes = [hashlib.sha256(f"{number} {place}".encode()).digest() for place in range(len(vectors))]
    with database.writing() as connection:
        cached_vectors.insert_vectors(connection, hashes, vectors)
        known = cached_vectors.known_vectors(connection, hashes)
    return [known[value] for value in hashes]
