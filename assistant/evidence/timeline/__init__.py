"""Passages in, dated events out: what happened when, in the articles' words.

In the order data flows: `dating` (on which days a sentence's event was), `telling` (which sentences tell of the topic,
an event that several articles tell once).
"""
