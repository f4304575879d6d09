"""What must hold of a library on disk whenever nobody is writing to it, read from its three stores directly."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import chromadb
import numpy as np
import tantivy


def assert_consistent(folder: Path) -> None:
    """Catalogue, Chroma and Tantivy hold exactly the same passages, and nothing is half-done."""
    with closing(sqlite3.connect(folder / "catalogue.sqlite")) as connection:
        expected = _check_catalogue(connection)
        _check_copies(connection)
    ids, vectors = _in_chroma(folder)
    assert ids == set(expected)
    assert _in_tantivy(folder) == sorted(expected)
    for number, vector in expected.items():
        np.testing.assert_allclose(vectors[number], vector, atol=1e-5)


def _check_catalogue(connection: sqlite3.Connection) -> dict[int, np.ndarray]:
    """The vectors of all current passages by their id."""
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert connection.execute("SELECT count(*) FROM articles WHERE state = 'pending'").fetchone() == (0,)
    assert connection.execute("SELECT count(*) FROM articles WHERE indexed != (state = 'current')").fetchone() == (0,)
    twice = "SELECT id FROM articles WHERE state = 'current' GROUP BY id HAVING count(*) > 1"
    assert connection.execute(twice).fetchall() == []
    counts = "SELECT key, passages, (SELECT count(*) FROM passages WHERE article = key) FROM articles"
    assert all(stated == counted for _, stated, counted in connection.execute(counts))
    dimension = json.loads(dict(connection.execute("SELECT name, value FROM settings")).get("dimension", "0"))
    rows = connection.execute(
        "SELECT p.id, p.start, p.end, t.text, v.vector FROM passages p JOIN articles a ON a.key = p.article "
        "LEFT JOIN texts t ON t.article = a.key LEFT JOIN vectors v ON v.key = p.vector WHERE a.state = 'current'"
    )
    vectors = {}
    for number, start, end, text, vector in rows:
        assert text[start:end].strip() == text[start:end] != ""
        vectors[number] = np.frombuffer(vector, dtype="<f4")
        assert len(vectors[number]) == dimension
    return vectors


def _check_copies(connection: sqlite3.Connection) -> None:
    """Sketches are those of the current articles, and groups are what hangs together by pairs of copies."""
    current = {key for (key,) in connection.execute("SELECT key FROM articles WHERE state = 'current'")}
    assert {key for (key,) in connection.execute("SELECT article FROM sketches")} == current
    assert {key for (key,) in connection.execute("SELECT article FROM bands")} <= current
    pairs = set(connection.execute("SELECT article, other FROM copies"))
    assert pairs == {(other, article) for article, other in pairs}
    origins = dict(connection.execute("SELECT article, origin FROM origins"))
    assert set(origins) == {article for article, _ in pairs} <= current
    assert all(origins[article] == origins[other] for article, other in pairs)
    assert all(origins.get(origin) == origin for origin in origins.values())
    for origin in set(origins.values()):
        reached, waiting = {origin}, [origin]
        while waiting:
            article = waiting.pop()
            new = {other for one, other in pairs if one == article} - reached
            reached |= new
            waiting += new
        assert reached == {article for article, named in origins.items() if named == origin}


def _in_chroma(folder: Path) -> tuple[set[int], dict[int, np.ndarray]]:
    """The ids that Chroma knows of, and the vectors that its index gives for them."""
    client = chromadb.PersistentClient(f"{folder}/chroma")
    try:
        collection = client.get_or_create_collection("passages", embedding_function=None)
        found = collection.get(include=["embeddings"])
        ids = [int(number) for number in found["ids"]]
        if ids:
            everything = collection.query(
                query_embeddings=[found["embeddings"][0]], n_results=len(ids) + 50, include=[]
            )
            assert set(map(int, everything["ids"][0])) <= set(ids)
        return set(ids), dict(zip(ids, np.asarray(found["embeddings"]), strict=True))
    finally:
        client.close()


def _in_tantivy(folder: Path) -> list[int]:
    if not (folder / "tantivy").exists():
        return []
    searcher = tantivy.Index.open(str(folder / "tantivy")).searcher()
    hits = searcher.search(tantivy.Query.all_query(), limit=1_000_000).hits
    return sorted(searcher.fast_field_values("id", [address for _, address in hits]))
