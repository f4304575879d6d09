"""Notes, problems and questions to ask, as escaped HTML."""

from collections.abc import Iterable

from assistant.web.showing.escaping import escape


def render_failure(message: str) -> str:
    """A problem, as a message that can be read."""
    return f'<p class="failure" role="alert" dir="auto">{escape(message)}</p>'


def render_note(message: str) -> str:
    """A quiet remark below an answer, or what is going on while there is nothing to show yet."""
    return f'<p class="note" dir="auto">{escape(message)}</p>'


def render_examples(questions: Iterable[str]) -> str:
    """A list of questions, each a button that asks it; empty for none."""
    items = "".join(
        f'<li><button type="button" class="example">{escape(question)}</button></li>' for question in questions
    )
    return f'<ul class="examples">{items}</ul>' if items else ""
