"""A model's name to a chat model of LangChain: behind an address, or of a provider's own package."""

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from langchain_core.language_models import BaseChatModel
from pydantic import SecretStr

from assistant.errors import ModelError, ModelMissing

TEMPERATURE = 0.0

LONGEST_ANSWER = 400
"""Most tokens of an answer: three long sentences take about 150."""

UNDERSTOOD = (
    "DATELINE_MODEL takes `provider:name` (ollama:llama3.2, openai:gpt-5-mini, anthropic:…), `gguf:PATH`, or with "
    "DATELINE_MODEL_URL any name that the server there knows."
)


def chat_at(url: str, *, model: str, key: str | None, timeout: float) -> BaseChatModel:
    """The model called `model` on the OpenAI-compatible server at `url`.

    Raises:
        ModelError: `url` is not an address.
    """
    from langchain_openai import ChatOpenAI
    from openai import DefaultAsyncHttpxClient

    here = _host(url) in ("localhost", "127.0.0.1", "::1")
    direct: dict[str, Any] = {"openai_proxy": None} if here else {}
    chat = ChatOpenAI(
        model=model,
        base_url=url,
        api_key=SecretStr(key or "none"),  # else the key for OpenAI in the environment would go to this server
        temperature=TEMPERATURE,
        max_tokens=LONGEST_ANSWER,  # type: ignore[call-arg]  # an alias
        timeout=timeout,
        max_retries=1,
        stream_chunk_timeout=None,
        use_responses_api=False,
        http_async_client=DefaultAsyncHttpxClient(trust_env=not here),  # no proxy on the way to this machine itself
        **direct,
    )
    # Nor are an account's names in the environment for this server.
    chat.root_async_client.organization = chat.root_async_client.project = None
    return chat


def chat_named(model: str, *, key: str | None, timeout: float) -> BaseChatModel:
    """The model `provider:name`, through the provider's package.

    Raises:
        ModelMissing: the provider is not known, or its package is not installed.
        ModelError: the package refuses the settings, most often because there is no key.
    """
    from langchain.chat_models import init_chat_model

    settings: dict[str, Any] = {"temperature": TEMPERATURE, "max_tokens": LONGEST_ANSWER, "timeout": timeout}
    if key:
        settings["api_key"] = key
    unknown = f"No provider is known for the model {model!r}. {UNDERSTOOD}"
    if not model.rpartition(":")[2]:
        raise ModelMissing(unknown)
    try:
        with _no_langsmith_gateway(), warnings.catch_warnings(action="ignore"):
            chat: BaseChatModel = init_chat_model(model, **settings)
            return chat
    except ImportError as error:
        raise ModelMissing(f"The model {model!r} needs a package that is not installed. {error}") from error
    except Exception as error:  # each provider's package has an error of its own for a missing key
        if isinstance(error, ValueError) and "provider" in str(error):
            raise ModelMissing(unknown) from error
        raise ModelError(
            f"The model {model!r} cannot be used as it is set ({type(error).__name__}). Most often its key is missing: "
            "set DATELINE_MODEL_KEY, or the variable that the provider's package reads."
        ) from (None if key and key in str(error) else error)


def secrets_in(chat: BaseChatModel, url: str = "") -> list[str]:
    """The keys that `chat` holds, and a password in `url`, to keep them out of messages."""
    keys = [value.get_secret_value() for value in vars(chat).values() if isinstance(value, SecretStr)]
    parts = urlsplit(url)
    return [*keys, *filter(None, [parts.password, parts.query])]


def place_of(url: str) -> str:
    """`url` as it may be shown: without a password, a path or a query."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
        host = parts.hostname if parts.scheme in ("http", "https") and parts.port != 0 else None
    except ValueError:  # a port that is no number, brackets that do not close
        host = None
    if host is None:
        raise ModelError(
            "DATELINE_MODEL_URL is not an address. Give it like http://127.0.0.1:11434/v1, with http:// or https://."
        )
    return host


@contextmanager
def _no_langsmith_gateway() -> Iterator[None]:
    """Without LANGSMITH_GATEWAY, which would send what is meant for the named provider through LangSmith."""
    inherited = os.environ.pop("LANGSMITH_GATEWAY", None)
    try:
        yield
    finally:
        if inherited is not None:
            os.environ["LANGSMITH_GATEWAY"] = inherited
