"""The page people use: an `Assistant` in, a chat page with its evidence out.

`showing` turns values into escaped HTML and `plotting` into plots; `working` turns the events of an answer into what
the page shows, and has what goes on meanwhile; `calls` has what the browser calls, part by part, and `endpoints` what
programs call; `page` lays it all out with gradio. `server` serves it, with `entrance` (who may come in), `visitors`
(whose request it is) and `delivery` (what a browser keeps) around it. Whatever comes from articles, questions or models
is escaped in `showing` and nowhere else.
"""
