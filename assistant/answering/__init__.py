"""Quotes in, an answer out, every sentence of it cited and checked.

In the order data flows: `citing` (numbers and marks), `support` (does the quote say what the sentence says),
`quoting` (the default: the articles' own words), `writing` (a language model's words, checked), `refusing`, `sources`,
and `composing`, which picks among them.
"""
