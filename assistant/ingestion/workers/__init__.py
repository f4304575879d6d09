"""Reading in a process of its own: a file that breaks, stalls or bloats its parser takes nothing down with it.

`process.py` is what runs there: it is told of one file after another and sends what it reads. `reader.py` starts such
processes, keeps one warm, and ends those that go beyond their limits. `messages.py` is all that passes between them:
JSON, so that not even a parser that was taken over can have code run here. `quarantine.py` remembers what broke one.
"""
