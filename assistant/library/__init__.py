"""Takes articles; keeps them, cut into passages, and finds passages by meaning, by words, by date and by outlet.

`store.Library` is the way in. SQLite holds the truth (`catalogue`), Chroma (`vectors`) and Tantivy (`keywords`) hold
what can be made anew from it.
"""
