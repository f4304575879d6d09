"""What the page's tests do again and again: serve it, ask, wait for the answer."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from assistant import Assistant


@contextmanager
def served(assistant: Assistant, *, port: int = 0, **options) -> Iterator[str]:
    """The address of the page over `assistant` on this machine; port 0 is any free one.

    `options` are those of `build_app`.
    """
    from assistant.web.server import build_server, listen, stop

    ready = threading.Event()
    with listen("127.0.0.1", port) as listening:
        server = build_server(assistant, on_ready=ready.set, **options)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            assert ready.wait(120), "the page did not come up"
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            stop(server)
            thread.join()


def ask(page, question: str):
    """Types `question`, sends it with Enter and gives its turn once it has ended."""
    page.fill("#question", question)
    page.press("#question", "Enter")
    return ended(page)


def ended(page):
    """The newest turn once it has ended."""
    page.wait_for_selector(".turn:last-child:not([data-state=waiting], [data-state=answering])", timeout=120_000)
    return page.locator(".turn").last
