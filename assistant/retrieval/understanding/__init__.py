"""What a question asks: its query, about when, from whom and by whom; without a language model.

`understand` gives all of it. `time_asked` reads times, `outlets_asked` outlets and authors, `inferring` both for a
question and the turns before it. `limits` says filters in words.
"""
