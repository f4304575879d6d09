"""Takes articles; keeps them, cut into passages, and finds passages by meaning, by words, by date and by outlet.

`store.Library` is the way in. `disk` holds the three stores: SQLite is the truth, Chroma and Tantivy can be made anew
from it. `writing` is the protocol that keeps them in step whatever happens.
"""
