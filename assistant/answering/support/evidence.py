"""What a sentence is checked against: the quotes, taken apart once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from assistant.language.sentences import sentence_spans
from assistant.language.synonyms import akin
from assistant.language.tokens import Token, tokens
from assistant.language.wordnet import implies
from assistant.types import Quote


@dataclass(frozen=True)
class Evidence:
    """The quotes that a sentence cites. What stands beside them in their passages supports nothing by itself."""

    quotes: tuple[Quote, ...]

    @cached_property
    def text(self) -> str:
        """The words of all quotes, each quote in a paragraph of its own."""
        return "\n\n".join(quote.text for quote in self.quotes)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The words of `text`."""
        return tokens(self.text)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The sentences of `text`."""
        return tuple(self.text[start:end] for start, end in sentence_spans(self.text))

    @cached_property
    def meanings(self) -> frozenset[str]:
        """What the words of the quotes mean, function words too."""
        return frozenset(token.meaning for token in self.tokens)

    @cached_property
    def forms(self) -> frozenset[str]:
        """The plain forms of the words of the quotes."""
        return frozenset(token.form for token in self.tokens)

    @cached_property
    def published(self) -> tuple[date, ...]:
        """The days on which the quoted articles were published."""
        return tuple(dict.fromkeys(quote.passage.published for quote in self.quotes if quote.passage.published))

    def has(self, token: Token) -> bool:
        """Whether the quotes have a word of the same meaning or family."""
        return token.meaning in self.meanings or any(akin(token.form, form) for form in self.forms)

    def implies(self, token: Token) -> bool:
        """Whether the quotes have the word or one that it may stand for."""
        return self.has(token) or any(implies(form, token.form) or implies(token.form, form) for form in self.forms)


def evidence_of(quotes: Sequence[Quote]) -> Evidence:
    """The evidence that quotes are."""
    return Evidence(tuple(quotes))
