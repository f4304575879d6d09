"""A question in, passages out, best first.

In the order data flows: `follow_ups` (a question that leans on earlier ones made to stand alone), `understanding` (what
it asks for and what narrows it), `search` (what meaning and words find, ordered by `ranking`), `widening` (inferred
limits given up where they leave nothing). `langchain` offers it to LangChain users.
"""
