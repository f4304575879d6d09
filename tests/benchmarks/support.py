"""The check of answers: hand-made pairs, votes over machine summaries, and claims with their sources.

    python tests/benchmarks/support.py pairs --half a     # tests/golden/support; not b, unread or fresh, see its README
    python tests/benchmarks/support.py qags               # needs the optional data folder, as do the next
    python tests/benchmarks/support.py wice

Each prints JSON lines. `pairs`: the share of altered sentences caught, by kind, and of honest ones flagged; and the
time of a check. `qags`: balanced accuracy of `support_score`, its threshold fitted on the articles of even numbers and
reported on the odd ones and the other way round; evidence are the three sentences of the article that have most of the
words. `wice`: the same for supported against the rest, the evidence being the sentences that the claim cites, or
found the same way. Beside it plain word overlap with the whole article, at its best threshold in hindsight.
"""

import argparse
import json
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from questions import SHARED

from assistant.answering.support import missing_support, support_score
from assistant.ingestion.reading import read_articles
from assistant.language.sentences import sentence_spans
from assistant.language.tokens import tokens
from assistant.language.words import content_stems
from assistant.models.embedder import Embedder, load_embedder
from assistant.settings import shipped
from assistant.types import Article, Passage, Quote, Span

PAIRS = Path(__file__).parents[1] / "golden" / "support"
EVIDENCE = 3
"""How many sentences of an article are taken for quotes."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["pairs", "qags", "wice"])
    parser.add_argument("--half", choices=["a", "b", "unread", "fresh"], default="a")
    parser.add_argument("--no-embedder", action="store_true")
    asked = parser.parse_args()
    embedder = None if asked.no_embedder else load_embedder("all-MiniLM-L6-v2")
    for line in {"pairs": _pairs, "qags": _qags, "wice": _wice}[asked.what](embedder, asked.half):
        print(json.dumps(line), flush=True)


def _pairs(embedder: Embedder | None, half: str) -> Iterator[dict]:
    articles = _fresh_articles() if half == "fresh" else _demo_articles()
    caught, all_of, times = Counter(), Counter(), []
    for pair in _labelled(half):
        quote = _quote_of(pair, articles)
        started = time.perf_counter()
        missing = missing_support(pair["sentence"], [quote], embedder=embedder)
        times.append(1000 * (time.perf_counter() - started))
        kind = pair.get("kind", "honest")
        caught[kind] += bool(missing)
        all_of[kind] += 1
    kinds = [kind for kind in all_of if kind != "honest"]
    yield {
        "half": half,
        "altered": sum(all_of[kind] for kind in kinds),
        "caught": round(sum(caught[kind] for kind in kinds) / sum(all_of[kind] for kind in kinds), 3),
        "by_kind": {kind: f"{caught[kind]}/{all_of[kind]}" for kind in kinds},
        "honest": all_of["honest"],
        "flagged": round(caught["honest"] / all_of["honest"], 3),
        "ms_p50": round(statistics.median(times), 1),
        "ms_p95": round(statistics.quantiles(times, n=20)[-1], 1),
    }


def _labelled(half: str) -> list[dict]:
    if half == "unread":
        return list(_rows(PAIRS / "unread.jsonl"))
    if half == "fresh":
        return [
            {"article": row["id"], "published": row["published"], "quote": one["quote"], "sentence": one["claim"]}
            | ({} if one["label"] == "supported" else {"kind": one["kind"]})
            for row in _rows(PAIRS / "fresh.jsonl")
            for one in row["claims"]
        ]
    both = [pair for name in ("altered", "honest") for pair in _rows(PAIRS / f"{name}.jsonl")]
    return [pair for pair in both if pair["half"] == half]


def _demo_articles() -> dict[tuple[str, str | None], Article]:
    corpus = shipped("corpus")
    found = [article for article in read_articles(corpus) if isinstance(article, Article)]
    return {
        (Path(one.path or "").relative_to(corpus).as_posix(), one.published.isoformat() if one.published else None): one
        for one in found
    }


def _fresh_articles() -> dict[tuple[str, str | None], Article]:
    return {
        (row["id"], row["published"]): Article(
            row["id"], row["text"], row["title"], row["outlet"], published=date.fromisoformat(row["published"])
        )
        for row in _rows(PAIRS / "fresh.jsonl")
    }


def _quote_of(pair: dict, articles: dict[tuple[str, str | None], Article]) -> Quote:
    article = articles[pair["article"], pair["published"]]
    start = article.text.index(pair["quote"])
    passage = Passage(
        article.id, 1, 0, len(article.text), article.text, title=article.title, outlet=article.outlet,
        authors=article.authors, published=article.published,
    )  # fmt: skip
    return Quote(passage, start, start + len(pair["quote"]), pair["quote"], 0.9)


def _qags(embedder: Embedder | None, _: str) -> Iterator[dict]:
    for name in ("cnndm", "xsum"):
        rows = [
            (number, one["supported"], one["sentence"], article["article"])
            for number, article in enumerate(_shared(f"qags/{name}.jsonl"))
            for one in article["sentences"]
        ]
        scored = [(number, said, *_scores(sentence, article, embedder)) for number, said, sentence, article in rows]
        yield {"set": f"qags {name}", **_figures(scored)}


def _wice(embedder: Embedder | None, _: str) -> Iterator[dict]:
    rows = list(_shared("wice/dev.jsonl"))
    for cited in (True, False):
        scored = []
        for number, row in enumerate(rows):
            given = sorted(set(row["supporting_sentences"][0])) if row["supporting_sentences"] else []
            article = "\n\n".join(row["evidence"])
            chosen = [row["evidence"][index] for index in given] if cited and given else None
            scored.append((number, row["label"] == "supported", *_scores(row["claim"], article, embedder, chosen)))
        yield {"set": "wice dev, " + ("cited sentences" if cited else "sentences found"), **_figures(scored)}


def _scores(
    sentence: str, article: str, embedder: Embedder | None, chosen: Sequence[str] | None = None
) -> tuple[float, float, bool]:
    """Our score, the overlap of words with the article, and whether the verdict is "supported"."""
    passage = Passage("a", 1, 0, len(article), article)
    spans = _cited(article, chosen) if chosen else _nearest(sentence, article, embedder)
    quotes = [Quote(passage, start, end, article[start:end], 0.9) for start, end in spans]
    stems, known = set(content_stems(sentence)), set(content_stems(article))
    overlap = len(stems & known) / max(1, len(stems))
    return support_score(sentence, quotes, embedder=embedder), overlap, not missing_support(sentence, quotes)


def _cited(article: str, chosen: Sequence[str]) -> list[Span]:
    return [(article.index(text), article.index(text) + len(text)) for text in chosen if text.strip()]


def _nearest(sentence: str, article: str, embedder: Embedder | None) -> list[Span]:
    """The sentences that share most words with this one and, with an embedder, are nearest to it."""
    said = {token.meaning for token in tokens(sentence) if token.weighty}
    spans = sentence_spans(article) or [(0, len(article))]
    texts = [article[start:end] for start, end in spans]
    shares = [len(said & {token.meaning for token in tokens(text)}) / max(1, len(said)) for text in texts]
    if embedder:
        vectors = embedder.embed([sentence, *texts])
        shares = [share + 0.5 * float(near) for share, near in zip(shares, vectors[1:] @ vectors[0], strict=True)]
    best = sorted(range(len(spans)), key=lambda index: -shares[index])[:EVIDENCE]
    return [spans[index] for index in sorted(best)]


def _figures(scored: Sequence[tuple[int, bool, float, float, bool]]) -> dict:
    truth = [said for _, said, _, _, _ in scored]
    held_out = []
    for part in (0, 1):
        fitted = _best_threshold([(said, score) for number, said, score, _, _ in scored if number % 2 == part])[1]
        other = [(said, score >= fitted) for number, said, score, _, _ in scored if number % 2 != part]
        held_out.append(_balanced(other))
    return {
        "sentences": len(truth),
        "supported": sum(truth),
        "balanced_accuracy": round(statistics.mean(held_out), 3),
        "parts": [round(value, 3) for value in held_out],
        "in_hindsight": round(_best_threshold([(said, score) for _, said, score, _, _ in scored])[0], 3),
        "words_in_hindsight": round(_best_threshold([(said, overlap) for _, said, _, overlap, _ in scored])[0], 3),
        "verdict": round(_balanced([(said, verdict) for _, said, _, _, verdict in scored]), 3),
        "verdict_supported": round(statistics.mean(verdict for *_, verdict in scored), 3),
    }


def _best_threshold(rows: Sequence[tuple[bool, float]]) -> tuple[float, float]:
    return max(
        (_balanced([(said, score >= least) for said, score in rows]), least) for least in {score for _, score in rows}
    )


def _balanced(rows: Sequence[tuple[bool, bool]]) -> float:
    """The mean of the shares of supported and of unsupported sentences that are told rightly."""
    shares = [[told == said for said, told in rows if said is side] for side in (True, False)]
    return statistics.mean(statistics.mean(map(float, share)) for share in shares if share)


def _rows(path: Path) -> Iterator[dict]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file)


def _shared(name: str) -> Iterator[dict]:
    path = SHARED / "data" / name
    if not path.is_file():
        sys.exit(f"There is no {path}. Set DATELINE_SHARED to the folder of labelled sets.")
    return _rows(path)


if __name__ == "__main__":
    main()
