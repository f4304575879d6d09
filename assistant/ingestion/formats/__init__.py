"""One module a format: each has `read(path)`, which yields `Fields` and, for broken entries, `Skip`.

A format raises `UnreadableFile` when it can make nothing of the file. `files.FORMATS` says which kind of content and
which suffix goes where.
"""
