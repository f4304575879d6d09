"""How good the answers are on somebody's own archive: takes a file of labelled questions, gives figures and a report.

Questions are read (`questions.py`), their articles are looked up in the archive (`gold.py`), each is put to an
`Assistant` and judged (`measuring.py`, `faults.py`), and what came of all of them becomes figures (`metrics.py`), a
comparison (`comparing.py`) and a page (`report_page.py`). `results.py` has the values that go between them.
"""
