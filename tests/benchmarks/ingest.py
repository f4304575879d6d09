"""Ingest speed and memory, against the pipeline of the LangChain and Chroma tutorials in the same run.

    python tests/benchmarks/ingest.py --peer-python ~/peer/bin/python
    python tests/benchmarks/ingest.py --ours 3723        # one run of ours, its own process: what the others are made of

The data folder (DATELINE_SHARED, default ../shared) has the articles and the peer, `bench/stock_pipeline.py`, which
needs langchain-huggingface and langchain-text-splitters: `--peer-python` names an environment that has them. Each of
the `--times` rounds runs the peer and then Dateline on the same `--articles`, every run a fresh process; both clocks
start with the packages imported and the model loaded. Prints one JSON line with the medians.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from questions import ARTICLES, SHARED, first_articles


def measure_ours(count: int) -> dict[str, float]:
    """One ingest in this process, and what the encoder alone takes for the same passages."""
    import chromadb  # noqa: F401 - the peer's clock starts after its imports
    import datasketch  # noqa: F401
    import tantivy  # noqa: F401

    from assistant import Assistant, Settings
    from assistant.library.embedding import cut_articles

    with tempfile.TemporaryDirectory() as folder:
        source = first_articles(Path(folder), count)
        with Assistant.open(Settings(library=Path(folder, "library"))) as assistant:
            embedder = assistant._parts.embedder(assistant._parts.own())
            started, busy = time.perf_counter(), time.process_time()
            report = assistant.ingest(source)
            seconds, busy = time.perf_counter() - started, time.process_time() - busy
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            started = time.perf_counter()
            unchanged = assistant.ingest(source).unchanged
            again = time.perf_counter() - started
            articles = [assistant.article(json.loads(line)["id"]) for line in source.open(encoding="utf-8")]
        cuts = cut_articles(articles, embed=embedder)
        texts = [text for cut in cuts for text in cut.texts]
        encoding = encoder_seconds(embedder, texts)
    return {
        "articles": report.added,
        "unchanged": unchanged,
        "passages": report.passages,
        "seconds": round(seconds, 2),
        "characters_per_s": round(sum(len(article.text) for article in articles) / seconds),
        "uncovered_characters": sum(
            uncovered(article.text, cut.spans) for article, cut in zip(articles, cuts, strict=True)
        ),
        "longest_passage_tokens": max(embedder.count_tokens(texts)),
        "most_tokens_read": embedder.max_tokens,
        "other_work_share": round((busy - encoding) / encoding, 3),
        "again_seconds": round(again, 2),
        "peak_mb": round(peak),
        "embedder": embedder.name,
    }


def encoder_seconds(embedder, texts: list[str]) -> float:
    """Processor seconds that the encoder takes for `texts`, at most a thousand of which are measured."""
    some = texts[:: max(1, len(texts) // 1000)]
    busy = time.process_time()
    embedder.embed(some)
    return (time.process_time() - busy) * len(texts) / len(some)


def uncovered(text: str, spans: list[tuple[int, int]]) -> int:
    """How many characters that are not white space lie in no passage."""
    inside = sum(len("".join(text[start:end].split())) for start, end in spans)
    return len("".join(text.split())) - inside


def run(command: list[str]) -> dict[str, float]:
    """The JSON line that a command prints last."""
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.strip().splitlines()[-1])


def compare(count: int, times: int, peer_python: str) -> dict[str, object]:
    """Medians of the ratios of characters a second, and of each side."""
    peers, ours = [], []
    for _ in range(times):
        peers.append(run([peer_python, str(SHARED / "bench" / "stock_pipeline.py"), "--articles", str(count)]))
        ours.append(run([sys.executable, __file__, "--ours", str(count)]))
        print(peers[-1], ours[-1], file=sys.stderr)
    pairs = zip(ours, peers, strict=True)
    return {
        "ratio": round(statistics.median(own["characters_per_s"] / peer["characters_per_s"] for own, peer in pairs), 2),
        "ours": statistics.median(own["characters_per_s"] for own in ours),
        "peer": statistics.median(peer["characters_per_s"] for peer in peers),
        "other_work_share": statistics.median(own["other_work_share"] for own in ours),
        "last": ours[-1],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ours", type=int, metavar="N", help="only ours, on the first N articles, in this process")
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--peer-python", default=sys.executable)
    options = parser.parse_args()
    if not ARTICLES.is_file():
        sys.exit(f"There is no {ARTICLES}. Name the data folder with DATELINE_SHARED.")
    measured = measure_ours(options.ours) if options.ours else None
    print(json.dumps(measured or compare(options.articles, options.times, options.peer_python)))


if __name__ == "__main__":
    main()
