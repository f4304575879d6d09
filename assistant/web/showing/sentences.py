"""The sentences of an answer as escaped HTML, and the line that closes it."""

from collections.abc import Sequence
from urllib.parse import quote

from assistant.types import Answer, Citation, Sentence
from assistant.web.showing.citations import citation_button
from assistant.web.showing.escaping import escape, mark_words
from assistant.web.showing.glosses import explained
from assistant.web.showing.messages import render_examples, render_note
from assistant.web.showing.wording import long_date

_SUPPORT = {
    "quoted": ("Quoted", "The article’s own words, letter for letter."),
    "supported": ("Supported", "The cited words were checked: they carry this sentence."),
    "unsupported": ("Not supported", "The cited words do not carry this sentence."),
}


def render_sentence(sentence: Sentence, citations: Sequence[Citation] = ()) -> str:
    """A sentence with its answering words marked, its citations as buttons, and how it stands.

    Citations that are not known yet, while an answer is still coming, show as plain numbers.
    """
    known = {citation.number: citation for citation in citations}
    buttons = [
        citation_button(known[number], brief=False) if number in known else _pending(number)
        for number in sentence.citations
    ]
    return (
        f'<span class="sentence {sentence.support}">'
        f'<span class="words" dir="auto">{mark_words(sentence.text, sentence.marks)}</span>{_glosses(sentence)} '
        f'<span class="cites">{"".join(buttons)}{_support(sentence)}</span></span>'
    )


def render_help(answer: Answer) -> tuple[str, ...]:
    """What is said to a greeting, and the questions to ask, each a button that asks it."""
    return f"<p>{escape(answer.text)}</p>", render_examples(answer.suggestions)


def render_unchecked(text: str) -> str:
    """Words that are still coming and have not been checked."""
    return f'<span class="unchecked" dir="auto">{escape(text)}</span>'


def render_foot(answer: Answer) -> str:
    """The line that closes an answer: how it was made, as of which day, in what time."""
    if answer.kind == "help":
        return f'<p class="foot">{escape(_made(answer))}</p>'
    seconds = f"{answer.seconds:.1f} s" if answer.seconds >= 0.1 else "under 0.1 s"
    parts = [_made(answer), f"as of {long_date(answer.as_of)}", seconds]
    timeline = f'<a class="plain" href="#timeline/{quote(answer.query, safe="")}">Timeline of this</a>'
    note = render_note(f"Shown as quotations. {answer.fallback}") if answer.fallback else ""
    return f'{note}<p class="foot">{escape(" · ".join(parts))} · {timeline}</p>'


def _made(answer: Answer) -> str:
    if answer.refusal:
        return "Looked for in the articles"
    if answer.kind == "help":
        return "Dateline’s own words"
    if answer.kind == "written":
        return f"Written by {answer.model}, checked against the articles"
    return "Quoted from the articles"


def _pending(number: int) -> str:
    return f'<span class="cite pending"><span class="number">{number}</span></span>'


def _glosses(sentence: Sentence) -> str:
    """What explains words of the sentence, beside it: what is copied of the sentence has none of it."""
    notes = "".join(
        f'<span class="gloss"><q dir="auto">{escape(words)}</q> {escape(meaning)}</span>'
        for words, meaning in (explained(sentence.text, gloss) for gloss in sentence.glosses)
    )
    return f' <span class="glosses" role="note">{notes}</span>' if notes else ""


def _support(sentence: Sentence) -> str:
    word, title = _SUPPORT[sentence.support]
    if sentence.missing:
        title = f"{title} Missing: {', '.join(sentence.missing)}."
    return f' <span class="support" title="{escape(title)}"><span class="support-word">{word}</span></span> '
