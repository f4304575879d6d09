"""The vocabulary: frozen values that every room takes and gives. Imports nothing of the product but itself."""

from assistant.types.answers import Answer, AnswerKind, Coverage, Filters, Refusal, Sentence, Source, Support, Turn
from assistant.types.articles import Article, Attribution, Citation, Passage, Quote, Span
from assistant.types.events import Checked, Event, Finished, Retrieved, Token, Understood
from assistant.types.reports import IngestProgress, IngestReport, LibraryStatus, Notice, Phase, ProgressCallback, Skip

__all__ = [
    "Answer",
    "AnswerKind",
    "Article",
    "Attribution",
    "Checked",
    "Citation",
    "Coverage",
    "Event",
    "Filters",
    "Finished",
    "IngestProgress",
    "IngestReport",
    "LibraryStatus",
    "Notice",
    "Passage",
    "Phase",
    "ProgressCallback",
    "Quote",
    "Refusal",
    "Retrieved",
    "Sentence",
    "Skip",
    "Source",
    "Span",
    "Support",
    "Token",
    "Turn",
    "Understood",
]
