"""Notes and problems as escaped HTML."""

from assistant.web.showing.escaping import escape


def render_failure(message: str) -> str:
    """A problem, as a message that can be read."""
    return f'<p class="failure" role="alert" dir="auto">{escape(message)}</p>'


def render_note(message: str) -> str:
    """A quiet remark below an answer, or what is going on while there is nothing to show yet."""
    return f'<p class="note" dir="auto">{escape(message)}</p>'
