"""Rows that the reader learns from: questions with passages, and quotes with claims.

Two sources. The *written* set was written for this project: invented articles with questions, answers, near misses and
claims. The *generic* sets are small parts of public ones, found through `DATELINE_SHARED`; they are never copied here.
"""

import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from assistant.language.sentences import sentence_spans
from assistant.types import Span

Label = Literal["supported", "neutral", "contradicted", "unsupported"]
"""`unsupported` is a claim that is one of the two in the middle: which, nobody wrote down."""

WINDOWS = (360, 600, 900)
"""Characters of the windows that an article is cut into; the library's passages have about 900."""
LOOK_ALIKE = 0.75
"""The share of the questions about an article with look-alikes that are also asked of one of these."""
_CLUSTERED = re.compile(r"(?<=-\d\d)[a-c]$")
_MONTHS = "January February March April May June July August September October November December".split()
_NAME = re.compile(r"\b(?:[A-Z][\w’'-]+|\d{4})\b")


@dataclass(frozen=True, slots=True)
class Reading:
    """A question and a passage, which answers it at `spans` (or somewhere in `sentences`), or not at all."""

    question: str
    heading: str
    passage: str
    spans: tuple[Span, ...] = ()
    sentences: tuple[Span, ...] = ()
    near: tuple[Span, ...] = ()
    decided: str = ""
    kind: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """Quotes, and a sentence that they support or not."""

    quotes: str
    claim: str
    label: Label
    kind: str = ""
    source: str = ""


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSON Lines file, compressed or not."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    return [json.loads(line) for line in text.split("\n") if line.strip()]


def generic_readings(path: Path) -> list[Reading]:
    """The public sets' questions, each with its passage."""
    rows = [row for row in read_lines(path) if len(row["passage"]) <= 1600]
    return [_generic(row) for row in rows]


def _generic(row: dict[str, Any]) -> Reading:
    spans = tuple((start, end) for start, end in row["spans"])
    told = tuple((start, end) for start, end in row["sentences"])
    around = [one for one in sentence_spans(row["passage"]) if any(_overlap(one, span) for span in spans)]
    return Reading(row["question"], "", row["passage"], spans, told or tuple(around), source=row["source"])


def generic_claims(path: Path) -> list[Claim]:
    """The public sets' claims."""
    return [Claim(row["quote"], row["claim"], row["label"], source=row["source"]) for row in read_lines(path)]


def cluster_of(article: dict[str, Any]) -> str:
    """What an article shares with its look-alikes: "qa-01" of "qa-01b"; its own id where it has none."""
    return _CLUSTERED.sub("", str(article["id"]))


def heading_of(article: dict[str, Any]) -> str:
    """Title and day as the embedder and the reader are given them."""
    try:
        day = date.fromisoformat(article.get("published") or "")
        written = f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    except ValueError:
        written = ""
    title = (article.get("title") or "").strip()
    return f"{title}{' ' if title[-1:] in '.!?…' else '. '}{written}".strip() if title else written


def windows(text: str, size: int, start: int = 0) -> list[Span]:
    """Spans of whole sentences of about `size` characters, the first one beginning `start` sentences in."""
    found: list[Span] = []
    sentences = sentence_spans(text)
    for begin, end in sentences[start:]:
        if found and end - found[-1][0] <= size:
            found[-1] = (found[-1][0], end)
        else:
            found.append((begin, end))
    if start:
        found.insert(0, (sentences[0][0], sentences[start - 1][1]))
    return found


class Written:
    """The written articles, and rows made of them anew for every round of training."""

    def __init__(self, articles: Sequence[dict[str, Any]]) -> None:
        """Takes articles with `questions` and `claims`."""
        self.articles = articles
        self._names = sorted({
            name for article in articles for question in article.get("questions") or ()
            for name in _NAME.findall(question["q"][1:])
        })  # fmt: skip
        self._clusters: dict[str, list[dict[str, Any]]] = {}
        for article in articles:
            self._clusters.setdefault(cluster_of(article), []).append(article)

    def beside(self, article: dict[str, Any]) -> list[dict[str, Any]]:
        """The articles of its cluster, itself among them: reports of events of the same sort."""
        return self._clusters[cluster_of(article)]

    def readings(self, seed: int, *, others: "Others | None" = None) -> Iterator[Reading]:
        """Rows of one round: each question with a window that answers, and with one that does not."""
        chance = random.Random(seed)
        for article in self.articles:
            sizes = chance.choices(WINDOWS, (3, 4, 5))
            cut = windows(article["text"], sizes[0], chance.choice((0, 0, 1, 2)))
            for question in article.get("questions") or ():
                yield from self._rows(article, question, cut, chance)
                yield from self._look_alike(article, question, sizes[0], chance)
                if others and chance.random() < others.share:
                    yield from others.of(article, question, chance)

    def claims(self) -> Iterator[Claim]:
        """Each claim with its quote."""
        for article in self.articles:
            for claim in article.get("claims") or ():
                yield Claim(claim["quote"], claim["claim"], claim["label"], claim.get("kind", ""), "written")

    def _rows(
        self, article: dict[str, Any], question: dict[str, Any], cut: Sequence[Span], chance: random.Random
    ) -> Iterator[Reading]:
        told = _told(article, question)
        holding = [span for span in cut if any(_within(answer, span) for answer, _ in told)]
        rest = [span for span in cut if not any(_overlap(answer, span) for answer, _ in told)]
        near = [span for span in rest if any(_within(one, span) for one in _near(article, question))]
        if told:
            if holding:
                row = _row(article, question, chance.choice(holding), told)
                yield row
                if chance.random() < 0.15 and (other := self._exchanged(row, article, chance)):
                    yield other
            if rest and chance.random() < 0.6:
                yield _row(article, question, chance.choice(near or rest), ())
        else:
            yield _row(article, question, chance.choice(near or list(cut)), ())

    def _look_alike(
        self, article: dict[str, Any], question: dict[str, Any], size: int, chance: random.Random
    ) -> Iterator[Reading]:
        others = [one for one in self.beside(article) if one is not article]
        if others and chance.random() < LOOK_ALIKE:
            other = chance.choice(others)
            passage = other["text"][slice(*chance.choice(windows(other["text"], size)))]
            yield Reading(question["q"], heading_of(other), passage, kind=question["kind"], source="look-alike")

    def _exchanged(self, row: Reading, article: dict[str, Any], chance: random.Random) -> Reading | None:
        """The row with a name or year of its question exchanged, so that the passage answers it no more."""
        known = f"{article['title']} {article['text']}"
        names = [found for found in _NAME.finditer(row.question) if found.start() and found.group() in known]
        if not names:
            return None
        old, new = chance.choice(names), chance.choice(self._names)
        if new in known or new.isdigit() != old.group().isdigit():
            return None
        question = row.question[: old.start()] + new + row.question[old.end() :]
        return Reading(question, row.heading, row.passage, near=row.sentences, kind=row.kind, source="exchanged")


class Others:
    """Passages of other articles that a search finds for a question: hard negatives."""

    def __init__(self, articles: Sequence[dict[str, Any]], *, share: float = 0.35, window: int = 900) -> None:
        """Indexes the windows of `articles`; `share` of the questions get one."""
        import tantivy

        self.share = share
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("text", tokenizer_name="en_stem")
        builder.add_unsigned_field("number", stored=True)
        self._index = tantivy.Index(builder.build())
        self._passages = [(article, span) for article in articles for span in windows(article["text"], window)]
        writer = self._index.writer(50_000_000, 1)
        for number, (article, span) in enumerate(self._passages):
            text = f"{heading_of(article)}\n{article['text'][slice(*span)]}"
            writer.add_document(tantivy.Document(text=text, number=number))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def of(self, article: dict[str, Any], question: dict[str, Any], chance: random.Random) -> Iterator[Reading]:
        """One passage, of another writer's article: the same writer's may answer."""
        query, _ = self._index.parse_query_lenient(" ".join(re.findall(r"\w+", question["q"])), ["text"])
        searcher = self._index.searcher()
        found = [searcher.doc(address)["number"][0] for _, address in searcher.search(query, 12).hits]
        foreign = [self._passages[number] for number in found if _writer(self._passages[number][0]) != _writer(article)]
        if foreign:
            other, span = chance.choice(foreign[:4])
            yield Reading(
                question["q"], heading_of(other), other["text"][slice(*span)], kind=question["kind"], source="other"
            )


def _writer(article: dict[str, Any]) -> str:
    return str(article["id"]).rpartition("-")[0]


def _told(article: dict[str, Any], question: dict[str, Any]) -> list[tuple[Span, Span]]:
    """Where the sentences that answer stand in the article, each with its answering words."""
    found = []
    for answer in question.get("answers") or ():
        at = article["text"].find(answer["sentence"])
        inside = answer["sentence"].find(answer["span"]) if at >= 0 else -1
        if inside >= 0:
            start = at + inside
            found.append(((at, at + len(answer["sentence"])), (start, start + len(answer["span"]))))
    return found


def _near(article: dict[str, Any], question: dict[str, Any]) -> list[Span]:
    places = [(article["text"].find(sentence), len(sentence)) for sentence in question.get("near") or ()]
    return [(at, at + length) for at, length in places if at >= 0]


def _row(article: dict[str, Any], question: dict[str, Any], window: Span, told: Sequence[tuple[Span, Span]]) -> Reading:
    inside = [(sentence, span) for sentence, span in told if _within(sentence, window)]
    start = window[0]
    return Reading(
        question["q"],
        heading_of(article),
        article["text"][slice(*window)],
        tuple((begin - start, end - start) for _, (begin, end) in inside),
        tuple((begin - start, end - start) for (begin, end), _ in inside),
        tuple((b - start, e - start) for b, e in _near(article, question) if _within((b, e), window)),
        question.get("value", "") if inside else "",
        question["kind"],
        "written",
    )


def _within(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
