"""Search, memory, disk and ingest in a library of any size.

    python tests/benchmarks/scale.py build OUT --passages 1000000 --source LIBRARY
    python tests/benchmarks/scale.py measure OUT
    python tests/benchmarks/scale.py copies OUT --articles 20000

`build` makes articles of those of a real library (`dateline ingest` of the benchmark archive) and goes on where it
was; a larger library can begin as a copy of a smaller one. `measure` asks the dev questions of the data folder
(DATELINE_SHARED, default ../shared) of it: of everything, of a week, a year, half of the ten years and one outlet,
each question of a span of its own. Prints JSON lines. `copies` tells how looking for copies, which `build` leaves
out, grows; it changes nothing.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from questions import questions_file, read_questions
from scale_archive import DAYS, FIRST, OUTLETS, Source, build

from assistant import Assistant, Settings
from assistant.library.disk import cached_vectors, catalogue
from assistant.library.disk.schema import Database
from assistant.library.disk.scope import Scope
from assistant.library.store import Library
from assistant.types import Article, Filters

LAST = FIRST + timedelta(days=DAYS - 1)
KINDS = ("everything", "week", "year", "half", "outlet")
CANDIDATES = 100
_CHUNK = 50_000
_KEPT = 10


def scope_of(kind: str, question: int) -> Scope:
    """What the question number `question` is narrowed to: the same in every run."""
    random = np.random.default_rng([question, KINDS.index(kind)])
    if kind == "everything":
        return Scope()
    if kind == "outlet":
        return Scope(outlets=(OUTLETS[random.integers(len(OUTLETS))],))
    days = {"week": 7, "year": 365, "half": DAYS // 2}[kind]
    since = FIRST + timedelta(days=int(random.integers(DAYS - days)))
    return Scope(since, since + timedelta(days=days - 1))


def measure(folder: Path, times: int) -> Iterator[dict[str, object]]:
    """What is found in `folder`, each figure a JSON line."""
    questions = [labelled.question for labelled in read_questions(questions_file("questions_dev"))][:times]
    yield {"cold": json.loads(_run("first", folder))}
    with Assistant.open(Settings(library=folder, model=None)) as assistant:
        library = assistant._parts.own()
        embedder = assistant._parts.embedder(library)
        vectors = np.array([embedder.embed_query(question) for question in questions])
        status = library.status()
        size = {"passages": status.passages, "articles": status.coverage.articles}
        _ask(assistant, "warm up", Scope())
        found = {}
        for kind in KINDS:
            scopes = [scope_of(kind, number) for number in range(len(questions))]
            whole = [_timed(_ask, assistant, *pair) for pair in zip(questions, scopes, strict=True)]
            dense = [_timed(_dense, library, *pair) for pair in zip(vectors, scopes, strict=True)]
            words = [_timed(_keywords, library, *pair) for pair in zip(questions, scopes, strict=True)]
            found[kind] = [hits for _, hits in dense]
            yield {**size, "scope": kind, "search": _spread(whole), "dense": _spread(dense), "keywords": _spread(words)}
        yield {**size, "coverage": _spread([_timed(library.coverage) for _ in range(20)])}
        yield {**size, "memory_mb": _resident(), "disk_mb": status.disk >> 20, **_disk(folder)}
    nearest = _brute_force(folder, vectors)
    for kind in KINDS:
        yield {**size, "scope": kind, "recall@10": _recall(found[kind], nearest[kind])}
    yield {**size, **json.loads(_run("add", folder))}


def first(folder: Path) -> dict[str, float]:
    """Seconds from an import to the library's opening and to the first search's end."""
    started = time.perf_counter()
    with Assistant.open(Settings(library=folder, model=None)) as assistant:
        library = assistant._parts.own()
        opened = time.perf_counter()
        embedder = assistant._parts.embedder(library)
        loaded = time.perf_counter()
        library.find_dense(embedder.embed_query("troops"), top_k=CANDIDATES)
        dense = time.perf_counter()
        assistant.search("How many troops are going to Romania?", filters=Filters(), as_of=LAST)
        ended = time.perf_counter()
    return {
        "open_s": round(opened - started, 2), "model_s": round(loaded - opened, 2),
        "first_dense_s": round(dense - loaded, 2), "first_search_s": round(ended - started, 2),
    }  # fmt: skip


def add(folder: Path) -> dict[str, object]:
    """Seconds that one more article takes, in a process that writes first and in one that has written."""
    with Assistant.open(Settings(library=folder, model=None)) as assistant:
        library = assistant._parts.own()
        embedder = assistant._parts.embedder(library)
        taken = []
        for number in range(4):
            text = f"Zyxomancy number {number} was forbidden in the town of Quuxville, its mayor said on Monday."
            article = Article(id=f"one more {number}", text=text, published=LAST, path="one more")
            started = time.perf_counter()
            library.ingest([article], folder=None, embed=embedder)
            best = assistant.search(text, filters=Filters(), as_of=LAST, top_k=1)
            taken.append(round(time.perf_counter() - started, 3))
            assert best[0].article_id.startswith("one more"), "what was added is not found"
        started = time.perf_counter()
        for number in range(4):
            library.remove(f"one more {number}")
        removed = (time.perf_counter() - started) / 4
    return {"add_first_s": taken[0], "add_next_s": statistics.median(taken[1:]), "remove_s": round(removed, 3)}


def copies(folder: Path, articles: int) -> Iterator[dict[str, object]]:
    """Milliseconds an article that looking for copies takes as more and more are known. Undone at the end."""
    from assistant.library.copies import groups

    database = Database(folder / "catalogue.sqlite")
    with database.reading() as connection:
        keys = catalogue.keys_in_state(connection, "current")[:articles]
    try:
        with database.writing() as connection:
            for start in range(0, len(keys), 1000):
                started = time.perf_counter()
                groups.regroup(connection, arrived=keys[start : start + 1000])
                taken = time.perf_counter() - started
                yield {"articles": start + 1000, "copies_ms_an_article": round(taken, 2)}
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        database.close()


def _ask(assistant: Assistant, question: str, scope: Scope) -> None:
    filters = Filters(scope.since, scope.until, scope.outlets)
    assistant.search(question, filters=filters, as_of=scope.until or LAST)


def _dense(library: Library, vector: np.ndarray, scope: Scope) -> list[int]:
    hits = library.find_dense(vector, top_k=CANDIDATES, filters=Filters(scope.since, scope.until, scope.outlets))
    return [number for number, _ in hits]


def _keywords(library: Library, question: str, scope: Scope) -> None:
    library.find_keywords(question, top_k=CANDIDATES, filters=Filters(scope.since, scope.until, scope.outlets))


def _timed(work: Callable[..., object], *arguments: object) -> tuple[float, object]:
    started = time.perf_counter()
    result = work(*arguments)
    return (time.perf_counter() - started) * 1000, result


def _spread(timed: list[tuple[float, object]]) -> dict[str, float]:
    times = [milliseconds for milliseconds, _ in timed]
    centiles = statistics.quantiles(times, n=20)
    return {"p50": round(centiles[9], 1), "p95": round(centiles[18], 1), "most": round(max(times), 1)}


def _recall(found: list[list[int]], nearest: list[list[int]]) -> float:
    """The share of the nearest ten, or of as many as there are, that are among the first ten found."""
    shares = [len(set(some[:_KEPT]) & set(best)) / len(best) for some, best in zip(found, nearest, strict=True) if best]
    return round(statistics.mean(shares), 4)


def _brute_force(folder: Path, queries: np.ndarray) -> dict[str, list[list[int]]]:
    """The ids of the ten nearest passages to each query in its span, of every kind, best first."""
    best = {kind: [(np.zeros(0), np.zeros(0, dtype=np.int64))] * len(queries) for kind in KINDS}
    scopes = {kind: [scope_of(kind, number) for number in range(len(queries))] for kind in KINDS}
    database = Database(folder / "catalogue.sqlite")
    for ids, days, outlets, vectors in _chunks(database):
        similarities = queries @ vectors.T
        for kind in KINDS:
            for number, scope in enumerate(scopes[kind]):
                inside = np.flatnonzero(_inside(scope, days, outlets))
                here = similarities[number, inside]
                top = np.argpartition(-here, _KEPT)[:_KEPT] if len(here) > _KEPT else np.arange(len(here))
                scores = np.concatenate([best[kind][number][0], here[top]])
                names = np.concatenate([best[kind][number][1], ids[inside[top]]])
                order = np.argsort(-scores)[:_KEPT]
                best[kind][number] = scores[order], names[order]
    database.close()
    return {kind: [names.tolist() for _, names in some] for kind, some in best.items()}


def _chunks(database: Database) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]]:
    with database.reading() as connection:
        rows = connection.execute(
            "SELECT p.id, published, outlet FROM passages p JOIN articles ON key = article WHERE state = 'current'"
        ).fetchall()
        for start in range(0, len(rows), _CHUNK):
            some = rows[start : start + _CHUNK]
            ids = np.array([row[0] for row in some])
            days = np.array([date.fromisoformat(row[1]).toordinal() for row in some])
            yield ids, days, np.array([row[2] for row in some]), cached_vectors.vectors_of(connection, ids.tolist())


def _inside(scope: Scope, days: np.ndarray, outlets: np.ndarray) -> np.ndarray:
    inside = np.ones(len(days), dtype=bool)
    if scope.since and scope.until:
        inside &= (days >= scope.since.toordinal()) & (days <= scope.until.toordinal())
    if scope.outlets:
        inside &= np.isin(outlets, scope.outlets)
    return inside


def _resident() -> dict[str, int]:
    """Megabytes of this process: now, of these its own and not pages of files, and at most so far."""
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    now, own = (int(lines[name].split()[0]) >> 10 for name in ("VmRSS", "RssAnon"))
    return {"now": now, "own": own, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10}


def _disk(folder: Path) -> dict[str, dict[str, int]]:
    names = ("catalogue.sqlite", "chroma", "tantivy")
    sizes = {
        name: sum(path.stat().st_size for path in [folder / name, *(folder / name).rglob("*")] if path.is_file())
        for name in names
    }
    return {"disk_of": {name: size >> 20 for name, size in sizes.items()}}


def _run(command: str, folder: Path) -> str:
    done = subprocess.run([sys.executable, __file__, command, str(folder)], check=True, stdout=subprocess.PIPE)
    return done.stdout.decode().splitlines()[-1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=("build", "measure", "copies", "first", "add"))
    parser.add_argument("library", type=Path)
    parser.add_argument("--passages", type=int, default=1_000_000)
    parser.add_argument("--source", type=Path, help="a library of real articles, for build")
    parser.add_argument("--questions", type=int, default=120)
    parser.add_argument("--articles", type=int, default=20_000, help="how many are looked through, for copies")
    options = parser.parse_args()
    if options.command == "build":
        build(Source(options.source), options.library, options.passages)
    elif options.command in ("first", "add"):
        print(json.dumps((first if options.command == "first" else add)(options.library)))
    else:
        lines = (
            measure(options.library, options.questions)
            if options.command == "measure"
            else copies(options.library, options.articles)
        )
        for line in lines:
            print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
