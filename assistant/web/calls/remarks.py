"""What "This answer is wrong" calls: the answer is kept at once, what is wrong about it when somebody says so."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.types import Answer, Remark
from assistant.web.calls.exports import kept_answer
from assistant.web.calls.sent import text_in, told
from assistant.web.visitors import owner_of

if TYPE_CHECKING:
    from assistant.chat import Assistant


def remark_calls(assistant: "Assistant") -> list[Callable[..., Any]]:
    """The functions that "This answer is wrong" calls; only for an answer in a conversation of whoever asks."""

    def mark_wrong(asked: dict[str, Any], request: gr.Request) -> dict[str, Any]:
        return told(lambda: marked(assistant, _answer(assistant, asked, request)))

    def explain_wrong(asked: dict[str, Any], request: gr.Request) -> dict[str, Any]:
        return told(lambda: explained(assistant, _answer(assistant, asked, request), asked))

    def unmark_wrong(asked: dict[str, Any], request: gr.Request) -> dict[str, Any]:
        def forget() -> dict[str, Any]:
            assistant.remarks().forget(_answer(assistant, asked, request).id)
            return {}

        return told(forget)

    return [mark_wrong, explain_wrong, unmark_wrong]


def marked(assistant: "Assistant", answer: Answer) -> dict[str, Any]:
    """Keeps an answer as a wrong one, unless it is kept as one already; gives what was said of it."""
    remarks = assistant.remarks()
    return _said(remarks.find(answer.id) or remarks.keep(answer))


def explained(assistant: "Assistant", answer: Answer, asked: object) -> dict[str, Any]:
    """Keeps what is wrong (`text`) and what had been `right`; with `silent`, the articles do not say."""
    silent = isinstance(asked, dict) and asked.get("silent") is True
    right = "" if silent else text_in(asked, "right").strip() or None
    return _said(assistant.remarks().keep(answer, text_in(asked, "text"), right=right))


def _answer(assistant: "Assistant", asked: object, request: gr.Request) -> Answer:
    return kept_answer(assistant, owner_of(request), text_in(asked, "conversation"), text_in(asked, "answer"))


def _said(remark: Remark) -> dict[str, Any]:
    return {"text": remark.text, "right": remark.right or "", "silent": remark.right == ""}
