"""Serving the page on one address until it is interrupted."""

import asyncio
import contextlib
import logging
import os
import socket
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import SettingsError
from assistant.web.delivery import delivered
from assistant.web.entrance.accounts import Accounts
from assistant.web.entrance.arguments import Functions, examined, functions_of
from assistant.web.entrance.bodies import bounded
from assistant.web.entrance.headers import guarded
from assistant.web.entrance.login import Doorkeeper
from assistant.web.entrance.origins import is_loopback, kept_to_itself
from assistant.web.entrance.routes import only_needed
from assistant.web.entrance.uploading import remembered
from assistant.web.showing.archive import FIRST_START
from assistant.web.visitors import owner_of, recognized
from assistant.web.working.arrivals import Arrivals
from assistant.web.working.under_way import Preparation

if TYPE_CHECKING:
    import uvicorn
    from fastapi import FastAPI

    from assistant.chat import Assistant

_LOOK = 0.5
"""Seconds between two looks at whether the server still runs; Ctrl+C is heard at once."""
_PATIENCE = 2
"""Seconds that a stopping server waits for answers under way."""
_UNFINISHED = 100
"""Seconds that it waits for the models that are being loaded: a process that ends amid that may abort."""

_SESSIONS = 500
"""Tabs of which Gradio keeps its copy of the page, 20 kB each, closed ones too. An open tab does without."""

_GRADIO = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    # Statistics about requests, with pandas, after every event: nobody reads them.
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000000",
    "GRADIO_ANALYTICS_MAX_EVENTS": "1",
}
_OPEN_TO_OTHERS = (
    "Warning: everybody who can reach this machine can read the archive and ask it. "
    "DATELINE_AUTH_FILE (or `dateline serve --auth FILE`) has people log in; the README says how."
)


def _nothing() -> None:
    """What is called where nobody asked to be told."""


def serve(
    assistant: "Assistant", *, host: str, port: int, announce: Callable[[str], Any], accounts: Accounts | None = None
) -> None:
    """Serves the page until Ctrl+C; the archive is made ready meanwhile.

    Args:
        assistant: who answers.
        host: the address to serve on.
        port: 0 takes any free one.
        announce: is given lines for the terminal, the page's address among them.
        accounts: who may log in; with None nobody has to.

    Raises:
        SettingsError: the address cannot be served on.
    """
    with listen(host, port) as listening:
        bound, used = listening.getsockname()[:2]
        address, loopback = f"http://{_readable(host)}:{used}", is_loopback(bound)
        announce(f"Starting the page at {address} …")
        if not loopback and accounts is None:
            announce(_OPEN_TO_OTHERS)
        ready = f"Dateline is at {address} (Ctrl+C stops it)."
        server = build_server(
            assistant,
            accounts=accounts,
            loopback=loopback,
            on_ready=lambda: announce(ready),
            on_begun=lambda: announce(FIRST_START),
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, name="dateline-page")
        thread.start()
        try:
            while thread.is_alive():
                thread.join(_LOOK)
        except KeyboardInterrupt:
            announce("Stopping …")
        finally:
            stop(server)
            thread.join()


def stop(server: "uvicorn.Server") -> None:
    """Ends a server that runs in another thread, and first the streams that open pages keep."""
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    application: Any = server.config.app
    for route in application.routes:
        if ended := getattr(getattr(route, "app", None), "stop_event", None):
            ended.set()
    server.should_exit = True


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on the address.

    Raises:
        SettingsError: the port is taken, or the host is not one of this machine's.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family)
    except PermissionError as error:
        raise SettingsError(
            f"Port {port} needs rights this user does not have: set DATELINE_PORT above 1023."
        ) from error
    except socket.gaierror as error:
        raise SettingsError(f"There is no host {host!r}: set DATELINE_HOST to an address of this machine.") from error
    except OSError as error:
        raise SettingsError(
            f"The page cannot be served on {host}:{port} ({os.strerror(error.errno or 0)}). Another program, or "
            "another Dateline, may be using it: set DATELINE_PORT to a free port, or to 0 for any."
        ) from error


def build_server(
    assistant: "Assistant",
    *,
    accounts: Accounts | None = None,
    loopback: bool = True,
    on_ready: Callable[[], None] = _nothing,
    on_begun: Callable[[], None] = _nothing,
) -> "uvicorn.Server":
    """A server for the page, not started yet. See `build_app`.

    `on_ready` is called when it answers, `on_begun` where the archive or its model has to be made ready first.
    """
    import uvicorn

    from assistant.web.patience import PatientProtocol

    app = build_app(assistant, accounts=accounts, loopback=loopback, on_ready=on_ready, on_begun=on_begun)
    quiet: dict[str, Any] = {"log_config": None, "log_level": logging.WARNING, "access_log": False}
    proxies = list(assistant.settings.trusted_proxies)
    # Without a proxy to be trusted, whoever asks says anything in X-Forwarded-For; uvicorn believes this machine.
    forwarded: dict[str, Any] = {"proxy_headers": bool(proxies), "forwarded_allow_ips": proxies}
    return uvicorn.Server(
        uvicorn.Config(
            app,
            lifespan="on",
            http=PatientProtocol,
            ws="none",
            timeout_graceful_shutdown=_PATIENCE,
            **quiet,
            **forwarded,
        )
    )


def build_app(
    assistant: "Assistant",
    *,
    accounts: Accounts | None = None,
    loopback: bool = True,
    on_ready: Callable[[], None] = _nothing,
    on_begun: Callable[[], None] = _nothing,
) -> "FastAPI":
    """The page as an ASGI application.

    `accounts` may log in, and nobody else is let in; with None everybody is. With `loopback` requests that name another
    host than this machine are refused.
    """
    os.environ.update(_GRADIO)
    import gradio as gr
    from fastapi import FastAPI
    from fastapi.staticfiles import StaticFiles

    from assistant.web.page import STATIC, build_page
    from assistant.web.working.ingesting import Ingests

    preparation = Preparation(lambda report: assistant.prepare(on_progress=report), on_begun=on_begun)
    ingests = Ingests(assistant)

    @contextlib.asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        preparation.start()
        on_ready()
        yield
        await asyncio.to_thread(ingests.close)
        await asyncio.to_thread(preparation.wait, _UNFINISHED)

    app = FastAPI(lifespan=life, docs_url=None, redoc_url=None, openapi_url=None)
    app.add_api_route("/dateline/plotly.js", _plotly, include_in_schema=False)
    app.mount("/dateline", StaticFiles(directory=STATIC))
    page = build_page(assistant, preparation, ingests).queue(default_concurrency_limit=None)
    page.state_session_capacity = _SESSIONS
    limit = assistant.settings.upload_limit
    _surround(app, functions_of(page), ingests.arrivals, accounts, loopback=loopback, upload_limit=limit)
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        allowed_paths=[],
        blocked_paths=_closed_folders(assistant, accounts),
        auth_dependency=owner_of if accounts else None,
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
        enable_monitoring=False,
        theme=_theme(gr),
        head=(STATIC / "head.html").read_text(encoding="utf-8"),
        favicon_path=str(STATIC / "favicon.svg"),
        max_file_size=f"{limit}mb",
    )
    # As `launch` has it: until then Gradio takes the page for being built, and every path of a file for its author's.
    page.has_launched = page.is_running = True
    return app


def _surround(
    app: "FastAPI",
    functions: Functions,
    arrivals: Arrivals,
    accounts: Accounts | None,
    *,
    loopback: bool,
    upload_limit: int,
) -> None:
    """Puts around the page what every request passes; what is added later stands further out."""
    app.add_middleware(examined, functions=functions, arrivals=arrivals)
    app.add_middleware(remembered, arrivals=arrivals)
    app.add_middleware(only_needed)
    if accounts:
        app.add_middleware(Doorkeeper, accounts)
    app.add_middleware(delivered)
    app.add_middleware(bounded, upload_limit=upload_limit)
    app.add_middleware(recognized)
    app.add_middleware(kept_to_itself, loopback=loopback)
    app.add_middleware(guarded)


def _closed_folders(assistant: "Assistant", accounts: Accounts | None) -> list[str]:
    """What Gradio is to hand out nothing of, whatever it is asked: the library, the accounts, what Dateline runs in."""
    from gradio.utils import get_upload_folder

    uploads = Path(get_upload_folder()).resolve()
    named = [
        assistant.settings.library.expanduser(),
        Path.cwd(),
        *([accounts.file] if accounts and accounts.file else []),
    ]
    return [str(path) for path in (one.resolve() for one in named) if not uploads.is_relative_to(path)]


def _plotly() -> Any:  # noqa: ANN401 - fastapi is imported late
    """The script that draws plots, out of Plotly's own package: the browser asks this host for it, and no other."""
    import plotly
    from fastapi.responses import FileResponse

    return FileResponse(Path(plotly.__file__).parent / "package_data" / "plotly.min.js", media_type="text/javascript")


def _theme(gr: Any) -> Any:  # noqa: ANN401 - gradio is imported late and is not typed
    """Gradio's plainest theme with our fonts and colours, so that nothing flashes before our own styles come."""
    fonts = ["Source Sans 3", "system-ui", "sans-serif"]
    return gr.themes.Base(font=fonts, font_mono=["ui-monospace", "monospace"]).set(
        body_background_fill="#fbfaf7", body_background_fill_dark="#16181b", body_text_color="#1c1d1f"
    )


def _readable(host: str) -> str:
    """The host as one types it in a browser."""
    if host in {"0.0.0.0", "::", ""}:
        return "localhost"
    return f"[{host}]" if ":" in host else host
