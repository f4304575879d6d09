"""A sentence and a question in, the answering words out.

In the order data flows: `fillers` (what in a sentence could answer), `extents` (how far a mark reaches), `weighing`
(which filler answers, beside all others).
"""

from assistant.evidence.marking.extents import mark
from assistant.evidence.marking.fillers import asked_for
from assistant.evidence.marking.weighing import (
    SORTS,
    Told,
    Weighed,
    mark_answer,
    says_itself,
    speaks_of_others,
    spot,
    weigh,
)

__all__ = [
    "SORTS",
    "Told",
    "Weighed",
    "asked_for",
    "mark",
    "mark_answer",
    "says_itself",
    "speaks_of_others",
    "spot",
    "weigh",
]
