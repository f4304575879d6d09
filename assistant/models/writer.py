"""A language model that writes answers: `load_writer` finds it by name, `Writer` streams its words."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError, ModelError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

Message = tuple[str, str]
"""A role (system, user or assistant) and its text."""

LONGEST_REPLY = 4000
"""Characters after which a reply is closed: servers that ignore the limit in tokens would go on and on."""


class Writer:
    """A language model that is ready; safe to share between threads.

    Attributes:
        name: what an answer records as its model; holds no path and no key.
        in_process: whether it runs in this process; asking it then costs nothing but time.
    """

    def __init__(
        self,
        chat: "BaseChatModel",
        *,
        name: str,
        place: str,
        timeout: float,
        secrets: Sequence[str],
        on_close: Callable[[], None],
        in_process: bool = False,
    ) -> None:
        self.name = name
        self.in_process = in_process
        self._chat = chat
        self._place = place
        self._timeout = timeout
        self._secrets = secrets
        self._on_close = on_close

    def stream(self, messages: Sequence[Message], *, cancel: Event | None = None) -> Iterator[str]:
        """The reply in pieces, as they come. Leaving the iterator early, or setting `cancel`, stops the server too.

        Raises:
            Cancelled: `cancel` was set.
            ModelMissing: the server or provider does not know the model.
            ModelError: the server is down, too slow, refuses, breaks off, or sends nothing; with what to do.
        """
        from assistant.models.failures import Failure, explain, tells_a_secret
        from assistant.models.streaming import stream_reply

        length, begun = 0, False
        try:
            for piece in stream_reply(self._chat, messages, patience=self._timeout, cancel=cancel):
                length, begun = length + len(piece), begun or bool(piece.strip())
                if piece:
                    yield piece
                if length > LONGEST_REPLY:
                    break
        except AssistantError:
            raise
        except Exception as error:  # the border: every provider's package raises its own
            failure = Failure(error, place=self._place, model=self.name, begun=begun, secrets=self._secrets)
            raise explain(failure) from (None if tells_a_secret(failure) else error)
        if not begun:
            raise ModelError(f"{self._place} sent an empty answer. Ask again, or name another model in DATELINE_MODEL.")

    def close(self) -> None:
        """Let go of connections and, of a model in this process, its memory. A second call does nothing."""
        on_close, self._on_close = self._on_close, lambda: None
        on_close()


def load_writer(model: str, *, url: str | None, key: str | None, timeout: float) -> Writer:
    """The writer called `model`: `gguf:PATH` in this process, else any name at `url`, else `provider:name`.

    `timeout` is how many seconds the writer may stay silent. A server is not asked for anything before `stream`.

    Raises:
        ModelMissing: there is no such file, package or provider; names what to install or write.
        ModelError: the file, the address or the key cannot be used.
    """
    if model.startswith("gguf:"):
        return _local_writer(Path(model.removeprefix("gguf:")).expanduser(), timeout=timeout)
    if url:
        return _served_writer(model, url=url, key=key, timeout=timeout)
    return _named_writer(model, key=key, timeout=timeout)


def _local_writer(path: Path, *, timeout: float) -> Writer:
    from assistant.models.chat_models import chat_at
    from assistant.models.gguf_server import serve_gguf

    server = serve_gguf(path)
    chat = chat_at(server.url, model=path.stem, key=server.key, timeout=timeout)

    def close() -> None:
        _close_connections(chat)
        server.close()

    place = f"The model {path.name} in this process"
    return Writer(
        chat,
        name=f"gguf:{path.name}",
        place=place,
        timeout=timeout,
        secrets=[server.key],
        on_close=close,
        in_process=True,
    )


def _served_writer(model: str, *, url: str, key: str | None, timeout: float) -> Writer:
    from assistant.models.chat_models import chat_at, place_of, secrets_in

    chat = chat_at(url, model=model, key=key, timeout=timeout)
    place = f"The model server at {place_of(url)}"
    return Writer(
        chat,
        name=model,
        place=place,
        timeout=timeout,
        secrets=secrets_in(chat, url),
        on_close=lambda: _close_connections(chat),
    )


def _named_writer(model: str, *, key: str | None, timeout: float) -> Writer:
    from assistant.models.chat_models import chat_named, secrets_in

    chat = chat_named(model, key=key, timeout=timeout)
    return Writer(
        chat, name=model, place=f"The model {model}", timeout=timeout, secrets=secrets_in(chat), on_close=lambda: None
    )


def _close_connections(chat: Any) -> None:  # noqa: ANN401 - a ChatOpenAI with the client that `chat_at` gave it
    from assistant.models.streaming import in_background

    in_background(chat.http_async_client.aclose()).result(timeout=5)
