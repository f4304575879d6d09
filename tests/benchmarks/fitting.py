"""The fit of `WEIGHTS` in `assistant/retrieval/ranking/rank.py`, and how much of it holds for questions it never saw.

    python tests/benchmarks/fitting.py LIBRARY WIKINEWS      # `ranking.py` tells how the two libraries are made

Three lists of questions are fitted together: the dev questions on their own days, the same today, and those about
Wikinews. For each question the product finds its candidates and tells what speaks for them; all are read here, not the
most promising alone, and no further ones are looked for where copies crowd them. The score of a passage is the sum of
its features, weighed. What is made small is, over all questions, the mean of -log(share of exp(score) that the passages
of right articles have), and a penalty on large weights: a listwise softmax, as in Cao et al., "Learning to rank: from
pairwise approach to listwise approach", ICML 2007. Age has a weight of its own for each case that `AGE_COUNTS` and
`BEYOND_COUNTS` tell apart. Cross-validated are five folds; a question is in the same fold on either day.

Prints JSON lines: the weights, then for each list the figures of the shipped ones, of the fitted ones on the questions
they were fitted on, and of those fitted on the other folds. An article stands where its best passage does, for its
copies too. scipy comes with sentence-transformers.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from pathlib import Path

import numpy as np
from questions import WIKINEWS, questions_file, read_questions
from scipy.optimize import minimize

from assistant import Assistant, Settings
from assistant.evaluation.metrics import hit, reciprocal_rank
from assistant.evaluation.questions import Labelled
from assistant.library.store import Library
from assistant.retrieval.ranking.features import (
    Candidate,
    Features,
    age_of,
    asked_later,
    carriers,
    features_read,
    features_unread,
)
from assistant.retrieval.ranking.rank import AGE_COUNTS, BEYOND_COUNTS, WEIGHTS, Sought
from assistant.retrieval.search import CANDIDATES, candidates, sought_for
from assistant.retrieval.understanding.understand import understand
from assistant.retrieval.widening import widened

FOLDS = 5
SHUFFLES = 20
"""From one shuffle to the next, MRR differs by up to .02."""
PENALTY = 0.01
"""Counts the squares of the weights that features of a standard deviation of 1 would have. Half as much gives the same
MRR within .005; twice as much one that is .01 lower on the dev questions and .005 higher on the others."""

TIMELESS = tuple(name for name in Features.__slots__ if name != "age")
AGES = {"age_soft": AGE_COUNTS["soft"], "age_hard": AGE_COUNTS["hard"], "age_beyond": BEYOND_COUNTS["soft"]}
NAMES = (*TIMELESS, *AGES)
SHIPPED = np.array([*attrgetter(*TIMELESS)(WEIGHTS), *(WEIGHTS.age * count for count in AGES.values())])


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a question, a row a passage.

    `features` has a column each of `NAMES`, `right` is whether the article answers, `articles` names it (copies have
    one name).
    """

    features: np.ndarray
    right: np.ndarray
    articles: np.ndarray


def find_all(folder: Path, questions: Sequence[Labelled], *, today: date | None = None) -> list[Found]:
    """What is found for each question, on its own day or `today`."""
    with Assistant.open(Settings(library=folder, model=None)) as assistant:
        return [find(assistant, labelled, today or labelled.as_of or date.today()) for labelled in questions]


def find(assistant: Assistant, labelled: Labelled, as_of: date) -> Found:
    """What the product would rank: where the limits that were inferred leave nothing, what lies outside of them."""
    library = assistant._parts.active()
    embedder = assistant._parts.embedder(library)
    understood = understand(labelled.question, as_of=as_of, known=assistant._parts.known(library))
    query, filters = understood.search_words, understood.filters
    found = candidates(library, query, embedder.embed_query(query), filters, CANDIDATES)
    if not found and (wider := widened(filters)):
        query, filters = understood.query, wider
        found = candidates(library, query, embedder.embed_query(query), filters, CANDIDATES)
    return weigh_up(library, found, sought_for(library, query, filters, as_of), labelled.gold)


def weigh_up(library: Library, found: Sequence[Candidate], sought: Sought, gold: frozenset[str]) -> Found:
    ids = [candidate.passage.article_id for candidate in found]
    origins = library.origins(set(ids))
    articles = [origins.get(article_id, article_id) for article_id in ids]
    right = {origin for article_id, origin in zip(ids, articles, strict=True) if article_id in gold}
    return Found(
        features=np.array(list(features_of(found, sought, origins))),
        right=np.array([origin in right for origin in articles]),
        articles=np.array(articles),
    )


def features_of(found: Sequence[Candidate], sought: Sought, origins: Mapping[str, str]) -> Iterator[list[float]]:
    others = carriers((candidate.passage for candidate in found), origins)
    beyond = asked_later(sought.as_of, sought.archive_end)
    case = "age_beyond" if beyond and sought.recency != "none" else f"age_{sought.recency}"
    for candidate in found:
        passage = candidate.passage
        age = age_of(passage.published, as_of=sought.as_of, archive_end=sought.archive_end)
        unread = features_unread(candidate, others=others[passage.article_id], age=age)
        told = features_read(unread, passage, sought.query)
        yield [*attrgetter(*TIMELESS)(told), *(age * (name == case) for name in AGES)]


def fit(questions: Sequence[Found]) -> np.ndarray:
    """The weights, in the order of `NAMES`, that put the passages of right articles first."""
    spread = np.vstack([found.features for found in questions]).std(axis=0)
    rows = [(found.features / spread, found.right) for found in questions if found.right.any()]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = 0.0, np.zeros_like(weights)
        for features, right in rows:
            scores = features @ weights
            odds = np.exp(scores - scores.max())
            wanted = odds * right
            total += np.log(odds.sum() / wanted.sum())
            slope += features.T @ (odds / odds.sum() - wanted / wanted.sum())
        penalty = PENALTY * weights @ weights
        return total / len(rows) + penalty, slope / len(rows) + 2 * PENALTY * weights

    return minimize(loss, np.zeros(len(NAMES)), jac=True, method="L-BFGS-B").x / spread


def rank_of_right(found: Found, weights: np.ndarray) -> tuple[int, ...]:
    """Where the first right article stands among the articles, from 1; empty where none was found."""
    order = np.argsort(-(found.features @ weights), kind="stable")
    places = np.flatnonzero(found.right[order])
    return (len(set(found.articles[order[: places[0] + 1]].tolist())),) if len(places) else ()


def cross_validated(lists: Mapping[str, Sequence[Found]]) -> dict[str, list[tuple[int, ...]]]:
    """The ranks of every question with weights fitted on the questions of the other folds, for each shuffle."""
    ranks: dict[str, list[tuple[int, ...]]] = {name: [] for name in lists}
    for seed in range(SHUFFLES):
        # Of one seed, lists of one length are shuffled alike.
        folded = [
            (name, found, fold)
            for name, listed in lists.items()
            for found, fold in zip(listed, np.random.default_rng(seed).permutation(len(listed)) % FOLDS, strict=True)
        ]
        for held_out in range(FOLDS):
            weights = fit([found for _, found, fold in folded if fold != held_out])
            for name, found, fold in folded:
                if fold == held_out:
                    ranks[name].append(rank_of_right(found, weights))
    return ranks


def figures(ranks: Sequence[tuple[int, ...]]) -> dict[str, float]:
    columns = {f"hit@{k}": [hit(one, k=k) for one in ranks] for k in (1, 5, 10)}
    columns["mrr@10"] = [reciprocal_rank(one) for one in ranks]
    return {name: round(float(np.mean(values)), 3) for name, values in columns.items()}


def main() -> None:
    library, wikinews = map(Path, sys.argv[1:])
    dev = read_questions(questions_file("questions_dev"))
    lists = {
        "as_of": find_all(library, dev),
        "today": find_all(library, dev, today=date.today()),
        "wikinews": find_all(wikinews, read_questions(WIKINEWS)),
    }
    weights = {"shipped": SHIPPED, "fitted": fit([found for listed in lists.values() for found in listed])}
    for name, values in weights.items():
        print(json.dumps({"weights": name, **dict(zip(NAMES, values.round(2).tolist(), strict=True))}))
    unseen = cross_validated(lists)
    for name, listed in lists.items():
        for which, values in weights.items():
            ranks = [rank_of_right(found, values) for found in listed]
            print(json.dumps({"asked": name, "weights": which, **figures(ranks)}))
        print(json.dumps({"asked": name, "weights": "cross-validated", **figures(unseen[name])}))


if __name__ == "__main__":
    main()
