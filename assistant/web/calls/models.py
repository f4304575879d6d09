"""What the settings of the page ask for: whether the language model writes."""

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.chat import Assistant


def model_calls(assistant: "Assistant") -> list[Callable[..., Any]]:
    """The functions that the settings call."""

    def try_model(_: object = None) -> dict[str, Any]:
        return asdict(assistant.model_state())

    return [try_model]
