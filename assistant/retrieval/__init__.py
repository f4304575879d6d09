"""A question in, passages out, best first.

In the order data flows: `follow_up` (a question that leans on earlier ones), `understanding` (what is asked for and
what narrows it), `search` (dense and keyword rankings, fused and ranked). `langchain` offers it to LangChain users.
"""
