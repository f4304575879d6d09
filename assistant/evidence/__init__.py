"""Passages in, quotes out: the sentences that answer, word for word, with the answering words marked.

In the order data flows: `speakers` (who said it), `features` (what speaks for a sentence), `marking` (which words in it
answer), `scoring` (how much speaks for each), `certainty` (whether anything answers), `choosing` (which sentences are
shown).
"""
