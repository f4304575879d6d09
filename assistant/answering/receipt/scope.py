"""What verifying a receipt looks at, and what no archive can show, in words for the reader.

Whoever reads that a receipt holds must not take that for more than was compared.
"""

from collections.abc import Iterator

from assistant.answering.receipt.again import stands_alone
from assistant.answering.receipt.quotes import short
from assistant.language.times import in_words
from assistant.types import Answer, AskedAgain

SEAL = (
    "Who made this receipt: its seal (SHA-256) is made without a key. It tells of an edit that was not sealed "
    "anew, and proves no author."
)
_PLACES = "its words, its place, its article’s content hash, title, outlet, authors, day and address"


def checked(answer: Answer, again: AskedAgain | None, *, counted: bool) -> tuple[str, ...]:
    """What was compared; `counted` tells that copies, sources and figures were."""
    parts = _of_refusal() if answer.refusal else _of_answer(answer, counted=counted)
    return (*parts, *(_of_asking(again) if again and again.compared else ()))


def unchecked(answer: Answer, again: AskedAgain | None, *, counted: bool, same_archive: bool) -> tuple[str, ...]:
    """What was not, because no archive tells it, or this one does not any more."""
    changed = (
        () if counted or answer.refusal else ("Its copies, sources and figures: not every quote stands as cited.",)
    )
    return (*changed, *_untold(answer, bool(again and again.compared), same_archive=same_archive))


def _of_answer(answer: Answer, *, counted: bool) -> Iterator[str]:
    yield f"Every quote: {_PLACES}."
    yield "Of every quote who says it, in which role, whether word for word, and whether it is news: read anew."
    kinds = {sentence.support for sentence in answer.sentences}
    if "quoted" in kinds:
        yield "Every quoted sentence: that it is a whole sentence of its article, and the explanations beside it."
    if "supported" in kinds:
        yield "Every sentence that a model wrote: that its quotes support it, by the rules that Dateline has for that."
    yield "That the marked words are such as can answer, and that quotes are numbered as sentences cite them."
    if counted:
        yield "Which articles carry a quote too, and the sources that are counted."
        if answer.figures:
            yield "Every figure: its quote, number, day and speaker, and that those of a group measure the same."


def _of_refusal() -> Iterator[str]:
    yield f"Every passage that the refusal offers: {_PLACES}."
    yield "Its words: that they are those that Dateline has for its reason, limits and archive."
    yield "What it says that the archive covers: compared with what it covers now."


def _of_asking(again: AskedAgain) -> Iterator[str]:
    outcome = "refuses" if again.answer.refusal else "answers"
    yield f"The question, asked again as of {in_words(again.answer.as_of)}: what the archive {outcome} with now."


def _untold(answer: Answer, asked: bool, *, same_archive: bool) -> Iterator[str]:
    limits, day = answer.filters, in_words(answer.as_of)
    if not asked:
        if answer.refusal:
            yield "That the articles do not say: no quote shows that."
        yield f"That these are the question and the day ({day}) that it is the answer to, and the limits of its search."
        if not answer.refusal:
            yield "That no sentence, quote, copy, figure or speaker was left out or moved, and which words are marked."
    elif limits.narrows and not {"since", "until", "outlets", "authors"} & {*limits.inferred}:
        yield "That the limits of its search were given with the question."
    if not stands_alone(answer):
        yield f"That the question, with those before it, means what was searched for: “{short(answer.query)}”."
    if answer.kind == "written":
        yield f"That {short(answer.model or 'a model')} wrote it, and what it wrote before that was checked."
    else:
        yield f"That no language model had a part in it{'' if asked else ', and its notes'}."
    yield f"That anybody asked, and when it was answered ({in_words(answer.created.date())})."
    if not same_archive:
        yield "What the archive had then: it is not the same now."
    yield SEAL
