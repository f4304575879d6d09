"""The page's functions for programs, as named Gradio endpoints that `gradio_client` calls."""

import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio.utils import get_upload_folder
from pydantic_core import to_json

from assistant.errors import AssistantError, QuestionError
from assistant.web.visitors import owner_of
from assistant.web.working.asked import LONGEST_QUESTION, clean, question_in
from assistant.web.working.in_time import longest, result_in_time
from assistant.web.working.ingesting import Ingests
from assistant.web.working.under_way import Running
from assistant.web.working.uploads import accepted

if TYPE_CHECKING:
    from assistant.chat import Assistant

_AT_ONCE = 16
"""Calls of one endpoint that are answered at the same time; more wait in line."""
_MOST = 100
"""Passages that one search gives."""
_LONGEST_ID = 1_000
_MOST_VERSIONS = 1_000_000


def add_endpoints(assistant: "Assistant", ingests: Ingests, running: Running) -> None:
    """Adds `/ask`, `/search`, `/article`, `/status` and `/ingest` to the page that is being laid out."""
    endpoints: list[Callable[..., Any]] = [*_asking(assistant, running), *_reading(assistant), _ingesting(ingests)]
    for endpoint in endpoints:
        gr.api(endpoint, api_name=endpoint.__name__, concurrency_limit=_AT_ONCE)


def _asking(assistant: "Assistant", running: Running) -> list[Callable[..., Any]]:
    def ask(
        question: str,
        request: gr.Request,
        as_of: str | None = None,
        since: str | None = None,
        until: str | None = None,
        outlets: list[str] | None = None,
    ) -> dict[str, Any]:
        """The answer to a question: sentences, citations with exact offsets, passages, or a refusal.

        Days are written "2022-02-02". `as_of` is the day the question is asked from; `since`, `until` and `outlets`
        say when and by whom the articles were published.
        """
        turn = secrets.token_hex(12)
        cancel = running.begin(turn, request.session_hash or "")  # a program that leaves stops its question
        try:
            with _clear_errors():
                given = _given(as_of, since, until, outlets)
                answer = result_in_time(
                    lambda: assistant.ask(question_in(question), cancel=cancel, **given),
                    seconds=longest(assistant.settings.model_timeout),
                    cancel=cancel,
                )
                return dict(json.loads(answer.to_json()))
        finally:
            running.end(turn)

    def search(
        question: str,
        as_of: str | None = None,
        since: str | None = None,
        until: str | None = None,
        outlets: list[str] | None = None,
        top_k: int = 8,
    ) -> list[dict[str, Any]]:
        """The passages for a question, best first, at most `top_k`; the other arguments are those of `/ask`."""
        with _clear_errors():
            given = _given(as_of, since, until, outlets)
            return list(_plain(assistant.search(question_in(question), top_k=_between(top_k), **given)))

    return [ask, search]


def _reading(assistant: "Assistant") -> list[Callable[..., Any]]:
    def article(article_id: str, version: int | None = None) -> dict[str, Any]:
        """An article with its text, as it is now or in an earlier version."""
        with _clear_errors():
            return dict(_plain(assistant.article(_id(article_id), _version(version))))

    def status() -> dict[str, Any]:
        """What the archive holds: articles, passages, outlets, first and last day, whether it is the demo archive."""
        with _clear_errors():
            return dict(_plain(assistant.status()))

    return [article, status]


def _ingesting(ingests: Ingests) -> Callable[..., Any]:
    def ingest(file: dict[str, Any], request: gr.Request) -> dict[str, Any]:
        """What came of taking in a file, or a zip archive of files, that was uploaded with `handle_file`."""
        with _clear_errors():
            path = str(file.get("path") or "") if isinstance(file, dict) else ""
            name = str(file.get("orig_name") or Path(path).name) if path else ""
            sent = partial(ingests.arrivals.sent_by, owner_of(request))
            begun = ingests.begin(accepted([(path, name)], upload_folder=Path(get_upload_folder()), sent=sent))
            ended = ingests.wait(begun.id)
            if ended.report is None:
                raise AssistantError(ended.problem or "The ingest ended without a report.")
            return dict(_plain(ended.report))

    return ingest


def _given(as_of: object, since: object, until: object, outlets: object) -> dict[str, Any]:
    if outlets is not None and not (isinstance(outlets, list) and all(isinstance(one, str) for one in outlets)):
        raise QuestionError("`outlets` is a list of outlets' names.")
    if sum(map(len, outlets or ())) > LONGEST_QUESTION:
        raise QuestionError("`outlets` has more names than there are outlets: leave it out for all of them.")
    days = {"as_of": _day("as_of", as_of), "since": _day("since", since), "until": _day("until", until)}
    return days | {"outlets": tuple(map(clean, outlets or ()))}


def _day(name: str, value: object) -> date | None:
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise QuestionError(f"`{name}` is no day. Write it as 2022-02-02.") from error


def _between(top_k: object) -> int:
    if not isinstance(top_k, int) or not 1 <= top_k <= _MOST:
        raise QuestionError(f"`top_k` is a number from 1 to {_MOST}.")
    return top_k


def _id(article_id: object) -> str:
    if not isinstance(article_id, str) or len(article_id) > _LONGEST_ID:
        raise QuestionError("`article_id` is the id of an article, as `/search` and `/ask` give it.")
    return clean(article_id)


def _version(version: object) -> int | None:
    if version is not None and not (isinstance(version, int) and 0 < version < _MOST_VERSIONS):
        raise QuestionError("`version` is the number of a version, 1 for the first one; leave it out for the newest.")
    return version


@contextmanager
def _clear_errors() -> Iterator[None]:
    """Tells the caller what an `AssistantError` says."""
    try:
        yield
    except AssistantError as error:
        raise gr.Error(str(error), print_exception=False) from error
    except BaseException as error:
        if isinstance(error, Exception | GeneratorExit | KeyboardInterrupt):
            raise
        raise RuntimeError("A part of Dateline gave up.") from error  # Gradio answers to no other


def _plain(value: object) -> Any:  # noqa: ANN401 - JSON may be anything
    """`value` as JSON has it, field names as in `assistant.types`, but `file_path` for `path`.

    What has a `path` is a file to `gradio_client`, which would fetch it.
    """
    return json.loads(to_json(value), object_hook=_not_a_file)


def _not_a_file(record: dict[str, Any]) -> dict[str, Any]:
    return {"file_path" if name == "path" else name: value for name, value in record.items()}
