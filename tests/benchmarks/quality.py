"""The quality gate on crawl failures, on good articles, and on notices of kinds that were not at hand when it was made.

    python tests/benchmarks/quality.py

The crawl failures are of as many patterns as they have distinct bodies. For each pattern the gate is asked again with
every expression of its word list struck out that matches that pattern, so that only what knows nothing of it is left.
That the writer of the rules has read the patterns cannot be undone; the notices of `tests/golden/quality.json`, which
were written after the rules, show what they do to kinds never seen: their first run is in RESULTS.md.
"""

import gzip
import json
import re
import sys
import time
from collections import defaultdict
from pathlib import Path

from questions import ARCHIVE

from assistant.ingestion.articles import Fields
from assistant.ingestion.quality import MACHINERY, pattern_of, why_refused

NOTICES = Path(__file__).parents[1] / "golden" / "quality.json"
NO_WORDS = re.compile(r"(?!)")


def fields(row: dict[str, str]) -> Fields:
    return Fields(text=row["text"], title=row["title"], outlet=row["outlet"])


def without(body: str) -> re.Pattern[str]:
    """The word list less every single expression that matches this body."""
    terms = [term for group in MACHINERY for term in split_alternatives(group)]
    return pattern_of(tuple(term for term in terms if not pattern_of((term,)).search(body)))


def split_alternatives(expression: str) -> list[str]:
    """The alternatives of an expression at its top level."""
    parts, depth = [""], 0
    for character in expression:
        depth += (character == "(") - (character == ")")
        if character == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def report_failures(failures: list[Fields]) -> None:
    patterns: dict[str, list[Fields]] = defaultdict(list)
    for failure in failures:
        patterns[failure.text].append(failure)
    refused = sum(why_refused(failure) is not None for failure in failures)
    print(f"crawl failures refused: {refused} of {len(failures)}, of {len(patterns)} patterns")
    blind = 0
    for body, alike in patterns.items():
        left = without(body)
        stopped = sum(why_refused(failure, machinery=left) is not None for failure in alike)
        blind += stopped
        print(f"  without its words: {stopped} of {len(alike)}  {body[:50]!r}")
    print(f"refused by rules without a word of the pattern: {blind} of {len(failures)}")
    wordless = sum(why_refused(failure, machinery=NO_WORDS) is not None for failure in failures)
    print(f"refused with no word list at all: {wordless} of {len(failures)}")


def report_articles(articles: list[Fields]) -> None:
    started = time.perf_counter()
    reasons = [why_refused(article) for article in articles]
    milliseconds = (time.perf_counter() - started) * 1000 / len(articles)
    refused = [(article, reason) for article, reason in zip(articles, reasons, strict=True) if reason]
    print(f"good articles refused: {len(refused)} of {len(articles)}; {milliseconds:.3f} ms an article")
    for article, reason in refused:
        print(f"  {article.title!r}: {reason}")


def report_notices() -> None:
    labelled = json.loads(NOTICES.read_text("utf-8"))
    for name, words in (("with", pattern_of(MACHINERY)), ("without", NO_WORDS)):
        refused = [
            kind for kind, text in labelled["refused"].items() if why_refused(Fields(text=text), machinery=words)
        ]
        kept = [
            kind
            for kind, (title, text) in labelled["kept"].items()
            if not why_refused(Fields(text=text, title=title), machinery=words)
        ]
        print(
            f"invented, {name} the word list: {len(refused)} of {len(labelled['refused'])} notices refused, "
            f"{len(kept)} of {len(labelled['kept'])} briefs kept"
        )


def main() -> None:
    if not ARCHIVE.is_dir():
        sys.exit(f"There is no {ARCHIVE}. Set DATELINE_SHARED to the folder of labelled sets.")
    failures = (ARCHIVE / "boilerplate_bodies.jsonl").read_text("utf-8").splitlines()
    articles = gzip.decompress((ARCHIVE / "articles.jsonl.gz").read_bytes()).decode().splitlines()
    report_failures([fields(json.loads(line)) for line in failures])
    report_articles([fields(json.loads(line)) for line in articles])
    report_notices()


if __name__ == "__main__":
    main()
