"""An answer as a document that whoever gets it can check against the same archive.

In the order data flows: `contents` (what a receipt holds, and its seal), `layout/` (that for readers), `writing` (in
one of the formats), `reading` (back from any of them, trusting nothing), `contradictions` (of a receipt with itself),
`readings` (a quote read anew out of its article), `quotes`, `sentences` and `counted` (copies, sources and figures:
each held against the archive), `again` (the question asked once more), `scope` (what was checked and what cannot be),
`verifying` (what holds of it all).
"""
