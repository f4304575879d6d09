"""What "Export" calls: an answer's receipt, or those of a whole conversation, as a file for the browser to save."""

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, get_args

import gradio as gr

from assistant.errors import ConversationNotFound, ReceiptError
from assistant.types import Answer, ReceiptFormat
from assistant.web.calls.sent import text_in, told
from assistant.web.visitors import owner_of

if TYPE_CHECKING:
    from assistant.chat import Assistant

_FILES: dict[ReceiptFormat, tuple[str, str]] = {
    "markdown": (".md", "text/markdown"),
    "html": (".html", "text/html"),
    "json": (".json", "application/json"),
}
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class File:
    """What the browser saves."""

    name: str
    type: str
    text: str


def export_calls(assistant: "Assistant") -> list[Callable[..., Any]]:
    """The function that "Export" calls."""

    def export_answers(asked: dict[str, Any], request: gr.Request) -> dict[str, Any]:
        return told(lambda: asdict(exported(assistant, owner_of(request), asked)))

    return [export_answers]


def exported(assistant: "Assistant", owner: str, asked: object) -> File:
    """A conversation, or the one `answer` of it, in a `format`.

    Raises:
        ConversationNotFound: this owner has no such conversation, or it has no such answer any more.
        ReceiptError: there is no such format.
    """
    format = _format(text_in(asked, "format"))
    conversation, answer_id = text_in(asked, "conversation"), text_in(asked, "answer")
    if answer_id:
        answer = kept_answer(assistant, owner, conversation, answer_id)
        return _file(answer.question, format, assistant.receipt(answer, format))
    store = assistant.conversations(owner)
    title = store.find(conversation).title
    return _file(title, format, assistant.receipts(store.answers(conversation), format, title=title))


def kept_answer(assistant: "Assistant", owner: str, conversation: str, answer_id: str) -> Answer:
    """One answer of a conversation.

    Raises:
        ConversationNotFound: this owner has no such conversation, or it has no such answer any more.
    """
    answers = assistant.conversations(owner).answers(conversation)
    found = next((answer for answer in answers if answer.id == answer_id), None)
    if found is None:
        raise ConversationNotFound("This answer is not in the conversation any more. Reload the page to see what is.")
    return found


def _format(name: str) -> ReceiptFormat:
    found = next((format for format in get_args(ReceiptFormat) if format == name), None)
    if found is None:
        raise ReceiptError(f"There is no export as “{name}”: choose Markdown, HTML or JSON.")
    format: ReceiptFormat = found
    return format


def _file(title: str, format: ReceiptFormat, text: str) -> File:
    ending, kind = _FILES[format]
    words = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:_LONGEST_NAME].rstrip("-")
    return File(f"{words or 'answer'}{ending}", kind, text)
