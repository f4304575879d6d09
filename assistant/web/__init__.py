"""The page people use: an `Assistant` in, a chat page with its evidence out.

`rendering`, `sources` and `archive` turn values into escaped HTML and know nothing of gradio; `conversing` turns the
events of an answer into what the page shows; `page` lays it out with gradio and `server` serves it. Whatever comes
from articles, questions or models is escaped here and nowhere else.
"""
