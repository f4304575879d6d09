"""A chat model's reply, piece by piece, read in a background event loop.

The loop is what makes a reply easy to give up: cancelling its task closes the connection at once, also while the server
is still reading the question and there is nothing to read from it yet. One loop serves the whole process, because
providers' packages share their HTTP clients between models, and such a client belongs to one loop.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator, Sequence
from concurrent.futures import Future
from contextlib import aclosing
from contextvars import Context
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any, cast

from langchain_core.language_models import BaseChatModel
from langsmith import tracing_context

from assistant.errors import Cancelled

Message = tuple[str, str]
"""A role (system, user or assistant) and its text."""

GLANCE = 0.05
"""Seconds between two looks at the cancel flag."""

_starting = threading.Lock()
_loops: list[asyncio.AbstractEventLoop] = []


def stream_reply(
    chat: BaseChatModel, messages: Sequence[Message], *, patience: float, cancel: threading.Event | None
) -> Iterator[str]:
    """Pieces of the reply as they come; an empty one is a sign of life, such as a thought that is not shown.

    Leaving the iterator early closes the connection.

    Raises:
        TimeoutError: nothing came for `patience` seconds.
        Cancelled: the flag was set.
        Exception: whatever the provider's package raises.
    """
    pieces: SimpleQueue[str | None] = SimpleQueue()
    reading = in_background(_read(chat, messages, pieces.put))
    reading.add_done_callback(lambda _: pieces.put(None))
    try:
        while (piece := _wait(pieces, patience, cancel)) is not None:
            yield piece
        reading.result()
    finally:
        reading.cancel()


def in_background(work: Coroutine[Any, Any, None]) -> "Future[None]":
    """Start `work` in the background loop.

    It runs in an empty context, so that the callbacks and traces of a LangChain program that calls us do not reach it.
    """
    return Context().run(asyncio.run_coroutine_threadsafe, work, _loop())


async def _read(chat: BaseChatModel, messages: Sequence[Message], put: Callable[[str], None]) -> None:
    # Off in so many words: with LANGSMITH_TRACING inherited, every question and article would be sent there.
    with tracing_context(enabled=False):
        async with aclosing(cast(Any, chat.astream(list(messages)))) as chunks:
            try:
                async for chunk in chunks:
                    put(str(chunk.text))
            except SystemExit as error:  # would end the loop, and every later question would wait for nothing
                raise RuntimeError(f"the provider's package gave up ({error})") from error


def _wait(pieces: "SimpleQueue[str | None]", patience: float, cancel: threading.Event | None) -> str | None:
    deadline = monotonic() + patience
    while True:
        if cancel is not None and cancel.is_set():
            raise Cancelled("The answer was stopped.")
        try:
            return pieces.get(timeout=GLANCE)
        except Empty:
            if monotonic() > deadline:
                raise TimeoutError(f"nothing came for {patience:g} s") from None


def _loop() -> asyncio.AbstractEventLoop:
    with _starting:
        if not _loops:
            _loops.append(asyncio.new_event_loop())
            threading.Thread(target=_loops[0].run_forever, name="dateline-models", daemon=True).start()
        return _loops[0]
