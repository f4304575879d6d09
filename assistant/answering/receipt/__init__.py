"""An answer as a document that whoever gets it can check against the same archive.

In the order data flows: `contents` (what a receipt holds, and its seal), `layout/` (that for readers), `writing` (in
one of the formats), `reading` (back from any of them, trusting nothing), `quotes` and `sentences` (each checked against
the archive), `verifying` (what holds of it all).
"""
