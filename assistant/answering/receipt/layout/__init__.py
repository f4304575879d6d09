"""A receipt laid out for readers, as Markdown and as a page.

`wording` says what there is to say, `visible` makes what others wrote safe to show; `markdown` and `page` use both.
"""
