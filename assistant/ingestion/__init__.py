"""A folder or a file in, a stream of `Article` values out; what cannot be read comes out as a `Skip` with its reason.

`reading.py` gives the files of a folder, which `folders.py` lists, to a process of their own (`workers/`); there
`files.py` gives each to its format, which `detecting.py` tells from its first bytes;
`packed.py` opens archives of files, whose `members.py` come out one at a time; `formats/` has one module a format, each
of which yields `Fields` (an article as its file tells it); `metadata/` finds title, outlet, authors and date;
`articles.py` makes the `Article`. Knows nothing of the library, and never uses the network.
"""
