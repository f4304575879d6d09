"""A question in, passages out, best first.

In the order data flows: `follow_ups` (a question that leans on earlier ones), `understanding` (what is asked for and
what narrows it), `search` (dense and keyword rankings), `ranking` (both fused), `folding` (copies shown once).
`langchain` offers it to LangChain users.
"""
