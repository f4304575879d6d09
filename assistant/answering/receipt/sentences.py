"""The sentences of a receipt's answer, each checked against the quotes that it cites."""

from collections.abc import Mapping

from assistant.answering.support import missing_support
from assistant.types import Answer, CheckedSentence, Citation, Quote, Sentence

LONGEST = 20_000
"""Characters of a sentence; the longest that is ever quoted has 90 words."""


def check_sentences(answer: Answer, quotes: Mapping[int, Quote]) -> tuple[CheckedSentence, ...]:
    """Each sentence with what speaks against it.

    Args:
        answer: the receipt's.
        quotes: by the number of their citation, those that stand in the version of their article that is cited.
    """
    texts = {citation.number: citation for citation in answer.citations}
    checked = []
    for number, sentence in enumerate(answer.sentences, start=1):
        problems = tuple(_problems(sentence, texts, quotes))
        checked.append(CheckedSentence(number, sentence.text, not problems, problems))
    return tuple(checked)


def _problems(sentence: Sentence, citations: Mapping[int, Citation], quotes: Mapping[int, Quote]) -> list[str]:
    unknown = [number for number in sentence.citations if number not in citations]
    if unknown:
        return [f"It cites [{number}], which is not in the receipt." for number in unknown]
    if not sentence.citations:
        return ["It cites nothing."]
    if sentence.support == "unsupported":
        return ["It was marked as not supported when it was written."]
    if sentence.support == "quoted":
        same = any(citations[number].quote == sentence.text for number in sentence.citations)
        return [] if same else ["It is marked as quoted, but is not the quote that it cites."]
    return _unsupported(sentence, quotes)


def _unsupported(sentence: Sentence, quotes: Mapping[int, Quote]) -> list[str]:
    if len(sentence.text) > LONGEST:
        return ["It is too long to be a sentence of an answer."]
    standing = [quotes[number] for number in sentence.citations if number in quotes]
    if not standing:
        return ["None of the quotes that it cites can be found, so it was not checked."]
    return [f"Its quotes lack {missing}." for missing in missing_support(sentence.text, standing)]
