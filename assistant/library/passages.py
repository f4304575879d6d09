"""Cutting an article into passages, and what of a passage is offered to the embedder."""

import re
from collections.abc import Callable, Sequence
from math import ceil
from typing import NamedTuple

from assistant.language.sentences import paragraph_spans, sentence_spans
from assistant.types import Article, Span

TARGET = 200
"""Tokens a passage should have: about 150 words, two or three paragraphs of a news text."""

PASSAGE_SETTINGS = f"{TARGET} tokens, cutting 1"
"""What a library records about its passages; count the cutting up when `cut` or the context changes."""

_CHARACTERS_PER_TOKEN = 16
"""More characters than this count as a further token. English has four to five; without it a run of a million
letters, which some tokenizers read as one unknown word, would be one passage."""

_MONTHS = (
    "January February March April May June July August September October November December".split()
)  # not strftime's, which change with the machine's language: a vector is cached by this text

CountTokens = Callable[[Sequence[str]], list[int]]
"""The number of tokens of each text, special tokens excluded."""


class _Piece(NamedTuple):
    start: int
    end: int
    tokens: int
    slack: int = 0
    """How many more it may have, as joining sentences brings in the white space between them and moves word ends."""


def cut(text: str, *, count_tokens: CountTokens, target: int = TARGET, limit: int) -> list[Span]:
    """The passages of `text`, in order: whole sentences up to about `target` tokens, never more than `limit`.

    They do not overlap, are stripped, and hold every character of `text` that is not white space. A passage ends
    with a paragraph where that leaves it at least half full. Only a sentence of more than `limit` tokens is split,
    between words where it has any. Takes time in proportion to the text.
    """
    sentences = _fitting(text, sentence_spans(text), count_tokens, limit)
    passages: list[Span] = []
    for piece in _pack(sentences, {end for _, end in paragraph_spans(text)}, min(target, limit), limit):
        span = (piece.start, piece.end)
        certain = piece.tokens + piece.slack <= limit
        passages += [span] if certain else [part[:2] for part in _fitting(text, [span], count_tokens, limit)]
    return passages


def embedding_context(article: Article, *, count_tokens: CountTokens, limit: int) -> str:
    """Title and date of `article` as a line before each of its passages, shortened to `limit` tokens; may be empty."""
    title = " ".join((article.title or "").split())
    day = article.published
    date_in_words = f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if day else ""
    while True:
        context = _joined(title, date_in_words)
        (tokens,) = count_tokens([context])
        if tokens <= limit or not title:
            return context
        title = title[: len(title) * limit // (tokens + 1)].rpartition(" ")[0]


def embedding_text(context: str, passage_text: str) -> str:
    """What is embedded for a passage. The context helps it to be found; it is no part of the passage's own text."""
    return f"{context}\n{passage_text}" if context else passage_text


def _joined(title: str, date_in_words: str) -> str:
    if title and date_in_words:
        return f"{title}{' ' if title[-1] in '.!?…' else '. '}{date_in_words}"
    return title or date_in_words


def _fitting(text: str, spans: Sequence[Span], count_tokens: CountTokens, limit: int) -> list[_Piece]:
    if not spans:
        return []
    pieces: list[_Piece] = []
    for (start, end), counted in zip(spans, count_tokens([text[s:e] for s, e in spans]), strict=True):
        tokens = max(counted, (end - start) // _CHARACTERS_PER_TOKEN)
        if tokens <= limit or end - start == 1:
            pieces.append(_Piece(start, end, tokens))
        else:
            pieces += _fitting(text, _parts(text, start, end, ceil(tokens / (0.8 * limit))), count_tokens, limit)
    return pieces


def _parts(text: str, start: int, end: int, count: int) -> list[Span]:
    step = max(1, (end - start) // max(2, count))
    spans: list[Span] = []
    while start < end:
        stop = end if end - start <= step else _word_end(text, start + step // 2, start + step)
        stripped = text[start:stop].strip()
        if stripped:
            begin = start + text[start:stop].index(stripped)
            spans.append((begin, begin + len(stripped)))
        start = stop
    return spans


def _word_end(text: str, low: int, high: int) -> int:
    spaces = list(re.finditer(r"\s", text[low:high]))
    return low + spaces[-1].end() if spaces else high


def _pack(sentences: Sequence[_Piece], paragraph_ends: set[int], target: int, limit: int) -> list[_Piece]:
    rest = _rest_of_paragraph(sentences, paragraph_ends)
    packed: list[_Piece] = []
    opens_paragraph = True
    for number, sentence in enumerate(sentences):
        last = packed[-1] if packed else None
        if last is None or _closes(last.tokens, sentence.tokens, rest[number], opens_paragraph, target, limit):
            packed.append(sentence)
        else:
            packed[-1] = _joined_pieces(last, sentence)
        opens_paragraph = sentence.end in paragraph_ends
    if len(packed) > 1 and packed[-1].tokens < target // 4 and packed[-2].tokens + packed[-1].tokens <= limit:
        packed[-2:] = [_joined_pieces(*packed[-2:])]
    return packed


def _joined_pieces(first: _Piece, second: _Piece) -> _Piece:
    between = second.start - first.end
    return _Piece(first.start, second.end, first.tokens + second.tokens, first.slack + second.slack + between + 1)


def _closes(tokens: int, following: int, rest: int, opens_paragraph: bool, target: int, limit: int) -> bool:
    """Whether a passage of `tokens` ends before a sentence of `following`, whose paragraph has `rest` left."""
    if tokens + following > limit:
        return True
    if opens_paragraph:
        return tokens >= target // 2 and tokens + rest > target
    finishes = rest <= target // 4 and tokens + rest <= limit
    return tokens + following > target and not finishes


def _rest_of_paragraph(sentences: Sequence[_Piece], paragraph_ends: set[int]) -> list[int]:
    rest: list[int] = []
    for sentence in reversed(sentences):
        following = 0 if sentence.end in paragraph_ends or not rest else rest[-1]
        rest.append(sentence.tokens + following)
    return rest[::-1]
