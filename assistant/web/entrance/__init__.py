"""Who may come in: hosts and origins that are answered, accounts, logging in and out.

Each module gives a layer of ASGI around the page, so that nothing behind it, Gradio's own routes included, can be
reached past it.
"""
