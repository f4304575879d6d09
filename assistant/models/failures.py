"""What providers' packages raise, told as a `ModelError` that says what to do.

Every package has an error tree of its own (openai, httpx, ollama, anthropic, aiohttp, …) and most are not installed, so
errors are told apart by their HTTP status and by the names of their classes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from assistant.errors import ModelError, ModelMissing

LONGEST_QUOTE = 200
"""Characters of the server's own words in a message."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A foreign error and what is known of the request: who was asked for which model, and whether words had come."""

    error: Exception
    place: str
    model: str
    begun: bool
    secrets: Sequence[str] = ()


def explain(failure: Failure) -> ModelError:
    """The error to raise; its message never holds a key."""
    status = _status(failure.error)
    if status is not None:
        return _refused(failure, status)
    names = " ".join(kind.__name__ for kind in type(failure.error).__mro__)
    if "Timeout" in names:
        return ModelError(
            f"{failure.place} did not answer in time. Ask again, or give it longer with DATELINE_MODEL_TIMEOUT."
        )
    if re.search(r"Connect|Transport|Network|Protocol|ReadError", names):
        return _cut_off(failure)
    return ModelError(f"{failure.place} failed: {_words(failure)} Ask again, or name another model in DATELINE_MODEL.")


def tells_a_secret(failure: Failure) -> bool:
    """Whether the foreign error's own text holds a key, so that it must not be shown as the cause either."""
    text = f"{failure.error} {failure.error!r}"
    return any(secret in text for secret in _forms(failure.secrets))


def _cut_off(failure: Failure) -> ModelError:
    if failure.begun:
        return ModelError(f"{failure.place} broke off in the middle of its answer. Ask again.")
    return ModelError(
        f"{failure.place} cannot be reached. Start it, or correct DATELINE_MODEL_URL; for a model elsewhere, check the "
        "network."
    )


def _refused(failure: Failure, status: int) -> ModelError:
    place, code = failure.place, f"HTTP {status}"
    if status in (401, 403):
        return ModelError(f"{place} refused the key ({code}). Set DATELINE_MODEL_KEY to one that it accepts.")
    if status == 404:
        return ModelMissing(
            f"{place} knows no model {failure.model!r} there ({code}). Correct DATELINE_MODEL, or DATELINE_MODEL_URL, "
            "which usually ends in /v1."
        )
    if status == 429:
        return ModelError(f"{place} takes no more questions now ({code}: too many, or the quota is used up). Wait.")
    advice = "Look into its log." if status >= 500 else "Ask a shorter question, or name another model."
    return ModelError(f"{place} answered {code}: {_words(failure)} {advice}")


def _status(error: Exception) -> int | None:
    for holder in (error, getattr(error, "response", None)):
        status = getattr(holder, "status_code", None)
        if isinstance(status, int) and status >= 400:
            return status
    return None


def _words(failure: Failure) -> str:
    """The foreign error's own words in one line, shortened, without keys."""
    words = re.sub(r"^Error code: \d+ - ", "", " ".join(str(failure.error).split())) or type(failure.error).__name__
    for secret in _forms(failure.secrets):
        words = words.replace(secret, "[key]")
    shortened = words if len(words) <= LONGEST_QUOTE else words[:LONGEST_QUOTE] + "…"
    return shortened if shortened.endswith((".", "!", "?", "…")) else shortened + "."


def _forms(secrets: Sequence[str]) -> list[str]:
    """Each secret as it is and as an address would carry it, longest first."""
    forms = {form for secret in secrets if len(secret) > 4 for form in (secret, quote(secret, safe=""))}
    return sorted(forms, key=len, reverse=True)
