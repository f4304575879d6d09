"""Passages in, quotes out: the sentences that answer, word for word, with the answering words marked.

In the order data flows: `speakers` (who said it), `features` (what speaks for a sentence), `fillers` (what in it could
be an answer), `marking` (which of these answers), `certainty` (whether anything does), `choosing` (which sentences are
shown).
"""
