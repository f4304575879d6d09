"""The page people use: an `Assistant` in, a chat page with its evidence out.

`showing` turns values into escaped HTML; `working` turns the events of an answer into what the page shows; `calls` has
what the browser calls, part by part; `page` lays it all out with gradio and `server` serves it. Whatever comes from
articles, questions or models is escaped in `showing` and nowhere else.
"""
