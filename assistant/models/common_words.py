"""The common words of English, as the vocabulary of the embedder that comes with Dateline has them."""

from functools import cache

from assistant.models.encoders.default_model import default_folder
from assistant.models.reading.inputs import tokenizer_in


@cache
def common_words() -> frozenset[str]:
    """Some 20,000 words in lower case, names of people and places among them."""
    return frozenset(word for word in tokenizer_in(default_folder()).get_vocab() if word.isascii() and word.isalpha())
