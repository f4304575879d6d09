"""The chat page, laid out with gradio: what it is made of and what happens when somebody asks."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.errors import AssistantError, QuestionError
from assistant.web.calls.adding import adding_calls
from assistant.web.calls.archive import archive_calls
from assistant.web.calls.conversations import conversation_calls
from assistant.web.calls.coverage import coverage_calls
from assistant.web.calls.exports import export_calls
from assistant.web.calls.models import model_calls
from assistant.web.calls.remarks import remark_calls
from assistant.web.calls.sent import careful, text_in
from assistant.web.calls.sources import source_calls
from assistant.web.calls.timelines import timeline_calls
from assistant.web.endpoints import add_endpoints
from assistant.web.showing.archive import (
    describe_progress,
    render_first_start,
    render_holdings,
    render_masthead,
    render_preparing,
    render_unready,
    render_welcome,
)
from assistant.web.showing.messages import render_failure, render_note
from assistant.web.showing.visitors import render_visitor
from assistant.web.showing.wording import model_name
from assistant.web.visitors import login_of, owner_of
from assistant.web.working.asked import read_request
from assistant.web.working.conversing import View, converse
from assistant.web.working.ingesting import Ingests
from assistant.web.working.keeping import place_of
from assistant.web.working.under_way import Preparation, Running

if TYPE_CHECKING:
    from assistant.chat import Assistant

STATIC = Path(__file__).parent / "static"
"""The page's own styles, script and fonts; nothing comes from another host."""

_AT_ONCE = 16
"""Questions that are answered at the same time; more wait in line."""
_UPLOADS_KEPT = 3600, 86400
"""Seconds between two looks at uploads that nobody added, and how old they are when they are deleted."""
_TICK = 0.25
"""Seconds between two looks at how far the preparation has come."""


def build_page(assistant: "Assistant", preparation: Preparation, ingests: Ingests) -> gr.Blocks:
    """The page over `assistant`. Each browser sees its own conversations; programs use the named endpoints."""
    running = Running()

    def stop(asked: dict[str, Any]) -> bool:
        running.end(text_in(asked, "turn"))
        return True

    def leave(request: gr.Request) -> None:
        running.leave(request.session_hash or "")

    def head() -> dict[str, Any]:
        return _welcome(assistant, preparation)

    quietly: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    with gr.Blocks(title="Dateline", analytics_enabled=False, fill_width=True, delete_cache=_UPLOADS_KEPT) as page:
        desk = gr.HTML(
            {"masthead": render_preparing(None), "welcome": render_welcome(None)},
            elem_id="desk",
            html_template=(STATIC / "desk" / "desk.html").read_text(encoding="utf-8"),
            js_on_load=(STATIC / "desk" / "load.js").read_text(encoding="utf-8"),
            server_functions=[
                careful(call)
                for call in (
                    *source_calls(assistant),
                    *model_calls(assistant),
                    *conversation_calls(assistant),
                    *export_calls(assistant),
                    *remark_calls(assistant),
                    *archive_calls(assistant, busy=lambda: ingests.running() is not None, head=head),
                    *adding_calls(ingests, head=head),
                    *timeline_calls(assistant),
                    *coverage_calls(assistant),
                    stop,
                )
            ],
            apply_default_css=False,
            model=model_name(assistant.settings.model),
            length=assistant.settings.answer_length,
        )
        page.load(_greeting(assistant, preparation), None, desk, concurrency_limit=None, **quietly)
        asking = desk.ask(
            _answering(assistant, preparation, running),
            None,
            desk,
            trigger_mode="multiple",
            concurrency_limit=_AT_ONCE,
            **quietly,
        )
        asking.then(None, js="() => document.dispatchEvent(new CustomEvent('dateline:settled'))", **quietly)
        add_endpoints(assistant, ingests, running)
        page.unload(leave)
    return page


def _greeting(assistant: "Assistant", preparation: Preparation) -> Callable[[gr.Request], Iterator[dict[str, Any]]]:
    def greet(request: gr.Request) -> Iterator[dict[str, Any]]:
        visitor = {"visitor": render_visitor(login_of(request))}
        while not preparation.wait(_TICK):
            first = {"welcome": render_first_start()} if preparation.progress else {}
            yield visitor | {"masthead": render_preparing(preparation.progress)} | first
        yield visitor | _welcome(assistant, preparation)

    return greet


def _answering(
    assistant: "Assistant", preparation: Preparation, running: Running
) -> Callable[[gr.EventData, gr.Request], Iterator[dict[str, Any]]]:
    def answer(event: gr.EventData, http: gr.Request) -> Iterator[dict[str, Any]]:
        try:
            request = read_request(event._data)
        except QuestionError as error:
            yield asdict(View(text_in(event._data, "turn"), "failed", foot=render_failure(str(error))))
            return
        place = partial(place_of, assistant, owner_of(http), request.conversation, replaces=request.replaces)
        cancel = running.begin(request.turn, http.session_hash or "")
        try:
            while not preparation.wait(_TICK) and not cancel.is_set():
                yield asdict(View(request.turn, foot=render_note(describe_progress(preparation.progress))))
            for view in converse(assistant, request, place=place, cancel=cancel):
                masthead = {"masthead": _masthead(assistant, preparation)} if view.state == "done" else {}
                yield asdict(view) | masthead
        finally:
            running.end(request.turn)

    return answer


def _masthead(assistant: "Assistant", preparation: Preparation) -> str:
    if preparation.failure:
        return render_unready(preparation.failure)
    try:
        return render_masthead(assistant.status())
    except AssistantError as error:
        return render_unready(str(error))


def _welcome(assistant: "Assistant", preparation: Preparation) -> dict[str, Any]:
    """What the page shows before the first question: in its head, its middle, and the panel while nothing is open."""
    try:
        status = None if preparation.failure else assistant.status()
    except AssistantError:
        status = None
    holdings = render_holdings(status) if status else ""
    return {
        "masthead": _masthead(assistant, preparation),
        "welcome": render_welcome(status),
        "holdings": holdings,
        "outlets": [outlet for outlet, _ in status.coverage.outlets] if status else [],
    }
