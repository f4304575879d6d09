"""Greetings, thanks and questions about Dateline itself, which no article answers."""

from assistant.language.names import name_spans
from assistant.language.words import words
from assistant.models.embedder import Embedder

LONGEST = 8
"""Words of small talk; whoever says more asks something."""
ALIKE, LATER = 0.68, 0.95
"""The least cosine with one of the examples, and the same in a conversation, where "how does it work?" asks on."""
EXAMPLES = (
    "hi", "hello", "hello there", "hey", "good morning", "good evening", "how are you?", "nice to meet you",
    "thanks", "thank you very much", "thanks, that was helpful", "great, thank you", "ok", "bye", "goodbye",
    "who are you?", "what are you?", "what can you do?", "what can I ask you?", "how do I use this?",
    "how does this work?", "help", "help me", "are you a robot?",
    "thx", "cheers", "yo", "what is this?", "what do you know?", "what can you do for me?",
)  # fmt: skip


def is_small_talk(question: str, embedder: Embedder, *, first: bool) -> bool:
    """Whether a question is none that articles answer, as near as it is in meaning to the examples.

    `first` tells that it opens a conversation.
    """
    if len(words(question)) > LONGEST or name_spans(question[:1].lower() + question[1:]):
        return False
    vectors = embedder.embed([question.lower(), *EXAMPLES])
    return bool((vectors[1:] @ vectors[0]).max() >= (ALIKE if first else LATER))
