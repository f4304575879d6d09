"""What the timeline view asks for: the events of a topic."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError
from assistant.web.showing.messages import render_failure
from assistant.web.showing.timelines import render_timeline
from assistant.web.working.asked import question_in

if TYPE_CHECKING:
    from assistant.chat import Assistant

_MOST = 60
"""Events of a timeline."""


def timeline_calls(assistant: "Assistant") -> list[Callable[..., Any]]:
    """The functions that the timeline view calls."""

    def timeline(asked: dict[str, Any]) -> str:
        return open_timeline(assistant, str(asked.get("topic", "")))

    return [timeline]


def open_timeline(assistant: "Assistant", topic: str) -> str:
    """The timeline of a topic as HTML, or why there is none."""
    try:
        topic = question_in(topic)
        return render_timeline(topic, assistant.timeline(topic, most=_MOST))
    except AssistantError as error:
        return render_failure(str(error))
