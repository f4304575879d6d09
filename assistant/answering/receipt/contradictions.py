"""Where a receipt says one thing in one place and another in another, or what no answer of Dateline's says."""

from collections.abc import Iterator

from assistant.answering.citing import with_marks
from assistant.answering.refusing import refusal_text, why_refused
from assistant.retrieval.widening import later_than
from assistant.types import Answer, Refusal


def contradictions(answer: Answer) -> Iterator[str]:
    """What is wrong with an answer by itself, whatever the archive has."""
    if answer.refusal:
        yield from _of_refusal(answer, answer.refusal)
    elif not answer.sentences:
        yield "It has neither an answer nor a refusal."
    else:
        yield from _of_sentences(answer)
    shown = answer.passages if answer.refusal else answer.citations
    later = later_than(answer.as_of, (item.published for item in shown))
    if not {*later} <= {*answer.notes}:
        yield "Some of what it shows was published after the day that it was asked from, and it does not say so."


def _of_sentences(answer: Answer) -> Iterator[str]:
    if answer.text != with_marks(answer.sentences):
        yield "The text of its answer is not that of its sentences."
    numbers = [citation.number for citation in answer.citations]
    if len(set(numbers)) < len(numbers):
        yield "Two of its quotes have the same number."
    cited = dict.fromkeys(number for sentence in answer.sentences for number in sentence.citations)
    if not (list(cited) == numbers == list(range(1, len(numbers) + 1))):
        yield "Its quotes are not numbered as its sentences cite them: some were moved, dropped or added."
    own = any(sentence.support == "supported" for sentence in answer.sentences)
    if (answer.kind == "written", answer.model is not None) != (own, own):
        yield "Whether a model wrote it is told in two ways."


def _of_refusal(answer: Answer, refusal: Refusal) -> Iterator[str]:
    if answer.sentences or answer.citations or answer.sources or answer.figures:
        yield "It is a refusal and has an answer as well."
    if answer.text != refusal_text(refusal):
        yield "The text of its refusal is not what Dateline says of its reason, limits and archive."
    if refusal.searched != answer.filters:
        yield "Its refusal names other limits than its search."
    found = answer.passages
    reason, of_before = (
        why_refused(query, found, filters=refusal.searched, coverage=refusal.coverage) for query in (answer.query, "")
    )  # earlier receipts name no name that is missing
    if refusal.reason not in (reason, of_before):
        yield f"Its reason is not the one that Dateline gives for what was found, which is: “{reason}”"
