"""The settings, and the only place where the environment is read."""

import ipaddress
import os
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from assistant.errors import SettingsError


class Settings(BaseSettings):
    """Every setting, read from `DATELINE_…` variables and a `.env` file where the caller gives none."""

    model_config = SettingsConfigDict(
        env_prefix="DATELINE_", env_file=".env", extra="ignore", frozen=True, protected_namespaces=()
    )

    library: Path = Field(Path(".dateline"), description="folder of the library")
    model: str | None = Field(
        None, description="language model that writes answers: `ollama:llama3.2`, `openai:…`, `gguf:PATH`; none quotes"
    )
    model_url: str | None = Field(None, description="OpenAI-compatible address of the model's server")
    model_key: SecretStr | None = Field(None, description="key for the model; never logged or exported")
    model_timeout: float = Field(60.0, gt=0, description="seconds to wait for the model")
    embedder: str = Field("all-MiniLM-L6-v2", description="sentence-transformers name or folder")
    reranker: str | None = Field(
        None, description="cross-encoder that orders what is found: sentence-transformers name or folder; none does not"
    )
    checker: str | None = Field(
        None,
        description="cross-encoder that checks written sentences beside the rules: an inference (NLI) or fact-checking "
        "model, by sentence-transformers name or folder; none leaves it to the rules",
    )
    chroma_url: SecretStr | None = Field(
        None,
        description="address of a Chroma server, `https://token@host:8000/prefix?tenant=…&database=…`; none keeps the "
        "vectors in the library; never logged or exported",
    )
    host: str = Field("127.0.0.1", description="address the page is served on")
    port: int = Field(7860, ge=0, le=65535, description="port the page is served on")
    auth_file: Path | None = Field(None, description="who may log in to the page: a file of name:bcrypt-hash lines")
    user: str | None = Field(None, description="with `password`, one more who may log in")
    password: SecretStr | None = Field(None, description="the password of `user`; never logged or exported")
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="addresses or networks of reverse proxies, with commas: their X-Forwarded-For and "
        "X-Forwarded-Proto are believed, nobody else's",
    )
    upload_limit: int = Field(50, gt=0, description="largest uploaded file, in megabytes")
    answer_length: int = Field(3, ge=1, le=8, description="most sentences of an answer")

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _addresses(cls, given: object) -> object:
        """What stands between commas, each an address or a network."""
        named = [one.strip() for one in given.split(",") if one.strip()] if isinstance(given, str) else given
        for one in named if isinstance(named, (list, tuple)) else ():
            ipaddress.ip_network(one, strict=False)
        return named


def read_settings(**values: Any) -> Settings:  # noqa: ANN401 - the fields' own types are checked by Settings
    """The settings from the environment, with `values` before it.

    Raises:
        SettingsError: a value that cannot be used, with the variable's name.
    """
    try:
        return Settings(**values)
    except ValidationError as error:
        problems = "; ".join(
            f"DATELINE_{str(problem['loc'][0]).upper()}: {problem['msg'].lower()}" for problem in error.errors()
        )
        raise SettingsError(f"These settings cannot be used: {problems}. The README lists what each takes.") from error


def shipped(name: str) -> Path:
    """The folder `name` ("prompts" or "corpus") that comes with Dateline, in a checkout or in an installed wheel."""
    package = Path(__file__).resolve().parent
    installed = package / "_shipped" / name
    return installed if installed.is_dir() else package.parent / name


def cache_folder() -> Path:
    """The folder for what can be made again: `$XDG_CACHE_HOME/dateline`, by default `~/.cache/dateline`."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dateline"
