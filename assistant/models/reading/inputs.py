"""What the reader is given: a question with a passage, or a sentence with quotes, as tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from tokenizers import Tokenizer

from assistant.types import Span

QUESTION, HEADING, CLAIM = 64, 48, 96
"""Tokens that are kept of a question, of title and day, and of a sentence that is judged."""


class Read(NamedTuple):
    """A passage to be read for a question; `heading` is its article's title and day."""

    question: str
    heading: str
    passage: str


class Judged(NamedTuple):
    """A sentence to be judged by quotes."""

    sentence: str
    quotes: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Token ids of two texts with the type of each; `first` is the passage's first token, `offsets` where each stands.

    Tokens of a passage that does not fit are left off at its end, and then `offsets` is shorter than the passage.
    """

    ids: list[int]
    types: list[int]
    first: int
    offsets: list[Span]


def tokenizer_in(folder: Path) -> Tokenizer:
    """The tokenizer of the model in a folder, neither cutting nor padding."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def read_pairs(rows: Sequence[Read], tokenizer: Tokenizer, *, most: int) -> list[Pair]:
    """Questions with passages: [CLS] question [SEP] title and day [SEP] passage [SEP].

    Args:
        rows: what is to be read.
        tokenizer: the encoder's, neither cutting nor padding.
        most: tokens of the longest pair.
    """
    questions = tokenizer.encode_batch([row.question for row in rows])
    headings = tokenizer.encode_batch([row.heading for row in rows], add_special_tokens=False)
    passages = tokenizer.encode_batch([row.passage for row in rows], add_special_tokens=False)
    pairs = []
    for question, heading, passage in zip(questions, headings, passages, strict=True):
        separator = question.ids[-1]
        asked = [*question.ids[:-1][:QUESTION], separator]
        front = [*asked, *heading.ids[:HEADING], separator]
        room = most - len(front) - 1
        ids = [*front, *passage.ids[:room], separator]
        types = [0] * len(asked) + [1] * (len(ids) - len(asked))
        pairs.append(Pair(ids, types, len(front), passage.offsets[:room]))
    return pairs


def judged_pairs(rows: Sequence[Judged], tokenizer: Tokenizer, *, most: int) -> list[Pair]:
    """Sentences with quotes: [CLS] sentence [SEP] [SEP] quotes [SEP], like a passage without a title."""
    sentences = tokenizer.encode_batch([row.sentence for row in rows])
    quotes = tokenizer.encode_batch([row.quotes for row in rows], add_special_tokens=False)
    pairs = []
    for sentence, quote in zip(sentences, quotes, strict=True):
        separator = sentence.ids[-1]
        front = [*sentence.ids[:-1][:CLAIM], separator]
        room = most - len(front) - 2
        ids = [*front, separator, *quote.ids[:room], separator]
        types = [0] * len(front) + [1] * (len(ids) - len(front))
        pairs.append(Pair(ids, types, len(front) + 1, quote.offsets[:room]))
    return pairs
