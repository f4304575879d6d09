"""The sentences of a receipt's answer, each checked against the quotes that it cites and against their articles."""

from collections.abc import Iterator, Mapping, Sequence

from assistant.answering.support import missing_support
from assistant.evidence.marking import Told, mark, mark_answer, spot
from assistant.evidence.saying.asking import asks_who_said
from assistant.evidence.speakers import Speaker, mark_speaker
from assistant.types import Answer, AnswerKind, CheckedSentence, Citation, Quote, Sentence, Span

LONGEST = 20_000
"""Characters of a sentence; the longest that is ever quoted has 90 words."""

Read = Mapping[int, Sequence[Quote]]
"""By the number of their citation, the quotes that stand in their article, as they may have been read there."""


def check_sentences(answer: Answer, quotes: Read) -> tuple[CheckedSentence, ...]:
    """Each sentence of a receipt's `answer` with what speaks against it."""
    texts = {citation.number: citation for citation in answer.citations}
    checked = []
    for number, sentence in enumerate(answer.sentences, start=1):
        problems = tuple(_problems(sentence, texts, quotes, answer))
        checked.append(CheckedSentence(number, sentence.text, not problems, problems))
    return tuple(checked)


def _problems(sentence: Sentence, citations: Mapping[int, Citation], quotes: Read, answer: Answer) -> list[str]:
    unknown = [number for number in sentence.citations if number not in citations]
    if unknown:
        return [f"It cites [{number}], which is not in the receipt." for number in unknown]
    if not sentence.citations:
        return ["It cites nothing."]
    if sentence.support == "unsupported":
        return ["It was marked as not supported when it was written."]
    if len(sentence.text) > LONGEST:
        return ["It is too long to be a sentence of an answer."]
    if sentence.support == "quoted":
        return list(_misquoted(sentence, citations, quotes, answer))
    return list(_unsupported(sentence, quotes, answer))


def _misquoted(sentence: Sentence, citations: Mapping[int, Citation], quotes: Read, answer: Answer) -> Iterator[str]:
    if len(sentence.citations) > 1:
        yield "It is marked as quoted, and cites more than the one quote that it can be."
        return
    citation = citations[sentence.citations[0]]
    if citation.quote != sentence.text:
        yield "It is marked as quoted, but is not the quote that it cites."
        return
    read = quotes.get(citation.number, ())
    if read and sentence.glosses not in [quote.glosses for quote in read]:
        told = " and ".join(f"“{gloss.text}”" for gloss in read[0].glosses) or "nothing"
        yield f"Its explanations are not those that its article gives, which explains it by {told}."
    if read and not any(_may_be_marked(sentence, quote, answer) for quote in read):
        yield "The words marked in it are none that could answer the question."


def _unsupported(sentence: Sentence, quotes: Read, answer: Answer) -> Iterator[str]:
    standing = [quotes[number][0] for number in sentence.citations if quotes.get(number)]
    if not standing:
        yield "None of the quotes that it cites can be found, so it was not checked."
        return
    yield from (f"Its quotes lack {missing}." for missing in missing_support(sentence.text, standing))
    if sentence.glosses:
        yield "It has explanations, which only an article's own words are given."
    if sentence.marks != mark_answer(sentence.text, answer.query, answer.filters.kind):
        yield "The words marked in it are not those that answer the question."


def _may_be_marked(sentence: Sentence, quote: Quote, answer: Answer) -> bool:
    """Whether the marks of a quoted sentence are such as a question like this one gives; it may well have none."""
    return not sentence.marks or sentence.marks in _possible_marks(quote, answer.query, answer.filters.kind)


def _possible_marks(quote: Quote, question: str, kind: AnswerKind) -> list[tuple[Span, ...]]:
    """Each mark that the sentence may have: who answers "who said", or anything that can fill the question's gap."""
    if asks_who_said(question):
        passage, speaker = quote.passage, Speaker(quote.speaker, quote.role, quote.attribution, quote.direct)
        return [mark_speaker(passage.text, (quote.start - passage.start, quote.end - passage.start), speaker)]
    (fillers,) = spot([Told(quote.text, quote.passage.article_id, quote.passage.title or "", 1.0)], question, kind)
    return [(mark(quote.text, filler, question),) for filler in fillers]
