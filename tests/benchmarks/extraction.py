"""Reading saved pages, against the installed trafilatura's plain `extract()` in the same run.

    python tests/benchmarks/extraction.py

Prints precision, recall and F1 of the body on the 181 pages of scrapinghub/article-extraction-benchmark, by that
benchmark's own measure (its `evaluate.py`): words by `\\w+`, counts of runs of four, true and false positives and
negatives normalised a page, precision and recall averaged over the pages, F1 of the two averages. The rules were made
on the pages with an even id; both halves are shown, and a bootstrap interval of the difference, page by page.

Then titles and days against what the page's own linked data and `meta` elements say, and the snippets that the pages
of trafilatura's own evaluation must and must not have.
"""

import gzip
import json
import logging
import random
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from questions import SHARED

from assistant.errors import UnreadableFile
from assistant.ingestion.articles import Fields
from assistant.ingestion.cleaning import decode
from assistant.ingestion.formats.html import declared_encoding, read_page

PAGES = SHARED / "data" / "article_extraction_benchmark"
SNIPPETS = SHARED / "data" / "trafilatura_eval"
RESAMPLES = 2000
WORD = re.compile(r"\w+")

Matches = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Page:
    """A page with its body as people marked it, and what was read from it."""

    id: str
    markup: bytes
    body: str
    ours: Fields
    plain: str
    sparing: str


def ours(markup: bytes) -> Fields:
    """What Dateline reads from a page; nothing where it refuses it."""
    try:
        return read_page(decode(markup, declared=declared_encoding(markup)))
    except UnreadableFile:
        return Fields(text="")


def plain(markup: bytes) -> str:
    """The text that trafilatura's default call gives; readers' comments, if it finds any, are in it."""
    from trafilatura import extract

    return extract(markup) or ""


def sparing(markup: bytes) -> str:
    """The text of the trafilatura options that do best on these pages: without comments, precision first."""
    from trafilatura import extract

    return extract(markup, include_comments=False, favor_precision=True) or ""


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = WORD.findall(text)
    runs = (tuple(words[start : start + 4]) for start in range(max(1, len(words) - 3)))
    return Counter(run for run in runs if run)


def matches(true: str, found: str) -> Matches:
    """Shares of true positives, false positives and false negatives."""
    expected, given = shingles(true), shingles(found)
    counts = [sum(part.values()) for part in (expected & given, given - expected, expected - given)]
    total = sum(counts) or 1
    return counts[0] / total, counts[1] / total, counts[2] / total


def share(right: float, other: float, third: float) -> float:
    if other == third == 0:
        return 1.0
    return right / (right + other) if right + other else 0.0


def scores(pages: list[Matches]) -> tuple[float, float, float]:
    """Precision, recall and F1."""
    precision = statistics.mean(share(tp, fp, fn) for tp, fp, fn in pages if tp + fp > 0)
    recall = statistics.mean(share(tp, fn, fp) for tp, fp, fn in pages if tp + fn > 0)
    return precision, recall, 2 * precision * recall / (precision + recall)


def interval(first: list[Matches], second: list[Matches]) -> tuple[float, float]:
    """The middle 95 % of the difference in F1 when the pages are drawn again, the same ones for both."""
    chance = random.Random(1)
    differences = []
    for _ in range(RESAMPLES):
        drawn = chance.choices(range(len(first)), k=len(first))
        differences.append(scores([first[at] for at in drawn])[2] - scores([second[at] for at in drawn])[2])
    cuts = statistics.quantiles(differences, n=40)
    return cuts[0], cuts[-1]


def report_bodies(pages: list[Page]) -> None:
    mine = [matches(page.body, page.ours.text) for page in pages]
    theirs = [matches(page.body, page.plain) for page in pages]
    tuned = [matches(page.body, page.sparing) for page in pages]
    even = [int(page.id, 16) % 2 == 0 for page in pages]
    for name, chosen in (("all", [True] * len(even)), ("even id", even), ("odd id", [not one for one in even])):
        first, *others = (
            [one for one, taken in zip(values, chosen, strict=True) if taken] for values in (mine, theirs, tuned)
        )
        print(f"{name:8} {len(first):4} {'Dateline':24} {shown(first)}")
        for who, values in zip(("trafilatura", "trafilatura, precision"), others, strict=True):
            low, high = interval(first, values)
            gain = scores(first)[2] - scores(values)[2]
            print(f"{'':13} {who:24} {shown(values)}; Dateline {gain:+.4f} [{low:+.4f}, {high:+.4f}]")


def shown(values: list[Matches]) -> str:
    return "P {:.4f}  R {:.4f}  F1 {:.4f}".format(*scores(values))


def stated(page: Page, pattern: str) -> set[str]:
    """What a page's own linked data and `meta` elements say, by a plain look at the bytes."""
    found = re.findall(pattern.encode(), page.markup)
    return {" ".join(WORD.findall(_unescaped(one.decode("utf-8", "replace")).lower())) for one in found} - {""}


def _unescaped(text: str) -> str:
    from html import unescape

    try:
        return unescape(json.loads(f'"{text}"', strict=False))
    except ValueError:
        return unescape(text)


def day(fields: Fields) -> str | None:
    return fields.published.isoformat() if fields.published else None


def report_fields(pages: list[Page]) -> None:
    """Agreement with the page's own statements: it shows that they were taken, not that they are true."""
    kinds: tuple[tuple[str, str, Callable[[Fields], str | None]], ...] = (
        ("title", r'"headline"\s*:\s*"((?:[^"\\]|\\.)*)"', lambda fields: fields.title),
        ("title", r'property="og:title"[^>]{0,40}content="([^"]*)"', lambda fields: fields.title),
        ("day", r'"datePublished"\s*:\s*"([0-9]{4}-[0-9]{2}-[0-9]{2})', day),
        ("day", r'property="article:published_time" content="([0-9-]{10})', day),
    )
    for name, pattern, value in kinds:
        known = [(stated(page, pattern), " ".join(WORD.findall((value(page.ours) or "").lower()))) for page in pages]
        known = [(said, got) for said, got in known if said]
        right = sum(any(got == one or (got and one.startswith(got)) for one in said) for said, got in known)
        print(f"{name} as {pattern[:24]!r} says: {right} of {len(known)}")
    for name in ("title", "published", "outlet", "authors", "language", "url"):
        print(f"{name} found on {sum(bool(getattr(page.ours, name)) for page in pages)} of {len(pages)} pages")


def report_snippets() -> None:
    rows = [json.loads(line) for line in (SNIPPETS / "pages.jsonl").read_text("utf-8").splitlines()]
    readers: dict[str, Callable[[bytes], str]] = {"Dateline": lambda markup: ours(markup).text, "trafilatura": plain}
    for chosen in (rows, [row for row in rows if row["news_like"]]):
        for name, reader in readers.items():
            there = absent = must = must_not = 0
            for row in chosen:
                text = reader(gzip.decompress((SNIPPETS / row["html"]).read_bytes()))
                there += sum(snippet in text for snippet in row["must_contain"])
                absent += sum(snippet not in text for snippet in row["must_not_contain"])
                must, must_not = must + len(row["must_contain"]), must_not + len(row["must_not_contain"])
            print(f"{len(chosen):4} pages {name:12} wanted {there / must:.3f} of {must}, "
                  f"unwanted absent {absent / must_not:.3f} of {must_not}")  # fmt: skip


def main() -> None:
    if not PAGES.is_dir():
        sys.exit(f"There is no {PAGES}. Set DATELINE_SHARED to the folder of labelled sets.")
    logging.disable()
    rows = [json.loads(line) for line in (PAGES / "ground_truth.jsonl").read_text("utf-8").splitlines()]
    markups = [gzip.decompress((PAGES / row["html"]).read_bytes()) for row in rows]
    plain(markups[0])
    seconds = []
    for reader in (ours, plain, sparing):
        started = time.perf_counter()
        seconds.append([list(map(reader, markups)), (time.perf_counter() - started) * 1000 / len(markups)])
    pages = [
        Page(row["id"], markup, row["articleBody"], *found)
        for row, markup, *found in zip(rows, markups, *(texts for texts, _ in seconds), strict=True)
    ]
    report_bodies(pages)
    print(f"milliseconds a page: Dateline {seconds[0][1]:.0f}, trafilatura (text alone) {seconds[1][1]:.0f}")
    report_fields(pages)
    report_snippets()


if __name__ == "__main__":
    main()
