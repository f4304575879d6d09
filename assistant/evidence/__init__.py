"""Passages in, quotes out: the sentences that answer, word for word, with the answering words marked.

In the order data flows: `features` (what speaks for a sentence), `choosing` (which sentences answer, and how surely),
`marking` (which of their words answer), `speakers` (who said it).
"""
