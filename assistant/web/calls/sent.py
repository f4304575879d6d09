"""What comes from the browser, read with care, and problems that it is told."""

from collections.abc import Callable
from typing import Any

from assistant.errors import AssistantError
from assistant.web.working.asked import clean


def text_in(asked: object, name: str, *, most: int = 2_000) -> str:
    """The text that was sent under a name, "" where there is none; no longer than `most` characters."""
    value = asked.get(name) if isinstance(asked, dict) else None
    return clean(value)[:most] if isinstance(value, str) else ""


def told(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What `work` gives; where it cannot be done, why, as the plain text `problem`."""
    try:
        return work()
    except AssistantError as error:
        return {"problem": str(error)}
