"""Copies: what the finder joins, against labelled near-duplicates, and what it costs.

    python tests/benchmarks/copies.py            # figures, one JSON line an archive
    python tests/benchmarks/copies.py --pairs    # also every pair joined or nearly joined, to be judged by reading

Takes each archive of the optional data folder into an empty catalogue, 64 articles a transaction as an ingest does,
without passages or vectors. Recall is counted over the labelled pairs (Jaccard of word 5-grams at least .8) and over
the groups of equal bodies; the pairs below that were judged by reading, and `WRONG` names the nearest that are no
copies. A pair counts as joined if both articles are in one group, however they came there.
"""

import gzip
import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path

from questions import SHARED

from assistant.library.copies import groups
from assistant.library.copies.shingles import shingles
from assistant.library.copies.sketches import likeness, signature
from assistant.library.disk import catalogue
from assistant.library.disk.schema import Database
from assistant.types import Article

AT_ONCE = 64
ALIKE = 0.8
NEARLY = 0.5
"""Pairs that share at least this much of the shorter text are listed by `--pairs`."""

Pair = frozenset[str]

WRONG: frozenset[Pair] = frozenset(
    {
        frozenset({"gold2022-01191", "gold2022-01192"}),  # an address that was used again for another day's newsletter
        frozenset({"gold2022-01871", "gold2022-01874"}),  # calendars of concerts, one and a half months apart
        frozenset({"gold2022-01876", "gold2022-01878"}),
        frozenset({"gold2022-01720", "gold2022-02614"}),  # one of five hundred briefs in a round-up
        frozenset({"gold2022-01240", "gold2022-01305"}),  # a preview and the report of what came of it
    }
)
"""Pairs below Jaccard .8 that a looser rule joins and that, read by a person, are not one text edited."""


def read_archive(name: str) -> list[Article]:
    """The articles of an archive; ends the program where the data folder is absent."""
    path = SHARED / "data" / name / "articles.jsonl.gz"
    if not path.is_file():
        sys.exit(f"There is no {path}. Set DATELINE_SHARED to the folder of labelled sets.")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [_article(json.loads(line)) for line in lines]


def _article(row: dict) -> Article:
    day = row.get("published")
    published = date.fromisoformat(day[:10]) if day else None
    fields = {"title": row.get("title"), "outlet": row.get("outlet"), "url": row.get("url")}
    return Article(id=row["id"], text=row["text"], published=published, content_hash=row["id"], **fields)


def labelled(name: str, file: str) -> Iterator[dict]:
    """The rows of a file beside an archive; none where it has no such file."""
    path = SHARED / "data" / name / file
    if path.is_file():
        yield from map(json.loads, path.read_text("utf-8").splitlines())


def joined_pairs(articles: list[Article]) -> tuple[set[Pair], float]:
    """Every pair that stands in one group when all are in, and the processor's seconds that finding them took."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder) / "catalogue.sqlite")
        seconds = 0.0
        for start in range(0, len(articles), AT_ONCE):
            with database.writing() as connection:
                keys = [catalogue.insert_article(connection, article, folder="", seen="") for article in
                        articles[start : start + AT_ONCE]]  # fmt: skip
                connection.execute("UPDATE articles SET state = 'current' WHERE state = 'pending'")
                started = time.process_time()
                groups.regroup(connection, arrived=keys)
                seconds += time.process_time() - started
        with database.reading() as connection:
            found = groups.origins(connection, [article.id for article in articles])
        database.close()
    members: dict[str, list[str]] = {}
    for article, origin in found.items():
        members.setdefault(origin, []).append(article)
    return {frozenset(pair) for ids in members.values() for pair in combinations(ids, 2)}, seconds


def recall(wanted: set[Pair], found: set[Pair]) -> str:
    return f"{len(wanted & found)} of {len(wanted)}"


def measure(name: str, *, show: bool) -> dict:
    """The figures of one archive."""
    articles = read_archive(name)
    signature(shingles("the first call loads the library"))
    found, seconds = joined_pairs(articles)
    rows = list(labelled(name, "near_duplicates.jsonl"))
    near = {frozenset((row["a"], row["b"])): row["jaccard5"] for row in rows}
    alike = {pair for pair, jaccard in near.items() if jaccard >= ALIKE}
    equal = {
        frozenset(pair)
        for row in labelled(name, "exact_duplicate_groups.jsonl")
        for pair in combinations(row["ids"], 2)
    }
    below = {pair for pair in found if jaccard_of(pair, articles) < ALIKE}
    if show:
        show_pairs(articles, found)
    characters = sum(len(article.text) for article in articles)
    return {
        "archive": name, "articles": len(articles), "joined": len(found),
        "labelled >= .8": recall(alike, found), "equal bodies": recall(equal, found),
        "labelled < .8 joined": recall(set(near) - alike, found),
        "joined below .8": len(below), "of these wrong": len(below & WRONG),
        "cpu_s": round(seconds, 1), "ms_per_9_kB": round(seconds / characters * 9e6, 2),
        "peak_MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }  # fmt: skip


def jaccard_of(pair: Pair, articles: list[Article]) -> float:
    texts = [article.text for article in articles if article.id in pair]
    return likeness(*map(shingles, texts)).jaccard


def show_pairs(articles: list[Article], found: set[Pair]) -> None:
    """Prints every pair below Jaccard .8 that is joined or shares `NEARLY` of the shorter text, least alike first."""
    runs = {article.id: shingles(article.text) for article in articles}
    by_id = {article.id: article for article in articles}
    lines = []
    for pair in _sharing(runs):
        like = likeness(*(runs[name] for name in pair))
        if like.jaccard < ALIKE and (like.contained >= NEARLY or pair in found):
            titles = " | ".join(f"{name} {by_id[name].published} {by_id[name].title}" for name in sorted(pair))
            lines.append((like.jaccard, like.contained, pair in found, titles))
    for jaccard, contained, is_joined, titles in sorted(lines):
        print(f"{'JOINED' if is_joined else 'apart '} jaccard {jaccard:.3f} contained {contained:.3f} {titles}")


def _sharing(runs: dict) -> set[Pair]:
    """Pairs with any run of words in common, by brute force; runs that stand in over 400 articles are left out."""
    holders: dict[int, list[str]] = {}
    for name, hashes in runs.items():
        for one in hashes[hashes % 16 == 0].tolist():
            holders.setdefault(one, []).append(name)
    return {frozenset(pair) for names in holders.values() if len(names) <= 400 for pair in combinations(names, 2)}


def main() -> None:
    for name in ("realtimeqa", "bbc"):
        print(json.dumps(measure(name, show="--pairs" in sys.argv)))


if __name__ == "__main__":
    main()
