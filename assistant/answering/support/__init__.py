"""Whether quotes say what a sentence says."""

from assistant.answering.support.verdict import missing_support

__all__ = ["missing_support"]
