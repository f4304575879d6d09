"""A question in, passages out, best first.

In the order data flows: `follow_ups` (a question that leans on earlier ones), `time_asked` with `time_roles` and
`outlets_asked` with `known_names` and `reporting` (what its words limit it to), `inferring` (all of these together,
over a conversation), `understanding` (what is asked for and what narrows it; `limits` says it in words), `search`
(dense and keyword rankings), `ranking` (both fused), `folding` (copies shown once), `widening` (inferred limits given
up where they leave nothing). `langchain` offers it to LangChain users.
"""
