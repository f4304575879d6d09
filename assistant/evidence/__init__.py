"""Passages in, quotes out: the sentences that answer, word for word, with the answering words marked.

In the order data flows: `candidates` (what can stand as a quote), `speakers` (who said it), `quotes` (a sentence with
its speaker and what explains it), `features` (what speaks for a sentence), `marking` (which words in it answer),
`scoring` (how much speaks for each), `certainty` (whether anything answers), `choosing` (which sentences are shown);
`digest` tells a topic by several articles.
"""
