"""What comes from the browser, read with care, and problems that it is told."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from starlette.exceptions import HTTPException

from assistant.errors import AssistantError
from assistant.web.working.asked import clean


def text_in(asked: object, name: str, *, most: int = 2_000) -> str:
    """The text that was sent under a name, "" where there is none; no longer than `most` characters."""
    value = asked.get(name) if isinstance(asked, dict) else None
    return clean(value)[:most] if isinstance(value, str) else ""


def careful(call: Callable[..., Any]) -> Callable[..., Any]:
    """`call` as a server function: what was sent to it is an object, its texts can be written, or that is a 422."""

    @wraps(call)
    def called(asked: object = None, *more: Any) -> Any:  # noqa: ANN401 - server functions give what they give
        if asked is not None and not isinstance(asked, Mapping):
            raise HTTPException(422, "What was sent is no object. Reload the page.")
        return call(_writable(asked or {}), *more)

    return called


def _writable(value: object) -> Any:  # noqa: ANN401 - JSON may be anything
    """`value` with each of its texts as `clean` gives it."""
    if isinstance(value, Mapping):
        return {clean(name): _writable(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_writable(inner) for inner in value]
    return clean(value) if isinstance(value, str) else value


def told(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What `work` gives; where it cannot be done, why, as the plain text `problem`."""
    try:
        return work()
    except AssistantError as error:
        return {"problem": str(error)}
